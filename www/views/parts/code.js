// How the notebooks write what more than one view shows.

/** The gradient by hand, as NumPy has it: with the mean where it belongs, and as the notebook has it. */
export const HAND = { manual: "(2*x * (y_pred - y)).mean()", "manual-sum": "np.dot(2*x, y_pred - y).mean()" };

/** The two steps that all ways to the gradient share. */
export const FORWARD = { prediction: "y_pred = w * x", loss: "l = ((y_pred - y)**2).mean()" };
