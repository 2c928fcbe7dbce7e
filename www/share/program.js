// The run as a program that a reader takes along: NumPy by hand or PyTorch by autograd, with the points,
// the rate and the steps of the lab. Run, it prints the lab's printout.

/** Numbers with commas between them, as a Python list. */
const list = (text) => `[${text.split(",").join(", ")}]`;

/** A number as Python reads a float: `2` is `2.0`. */
const float = (text) => (/^-?\d+$/.test(text) ? `${text}.0` : text);

/** By hand, and by nudging: NumPy. */
function numpy({ x, y, w, lr, iterations, gradient, precision }) {
  const kind = precision === "f64" || gradient === "numeric" ? "float64" : "float32";
  const single = kind === "float32" && gradient === "manual";
  const start = single ? `np.float32(${float(w)})` : float(w);
  const rate = single ? `np.float32(${lr})` : lr;
  const ways = {
    manual: `    return (2*x * (y_predicted - y)).mean()`,
    "manual-sum": `    # np.dot has added the points up already: the mean of one number is itself.
    return float(np.dot(2*x, y_predicted - y).mean())`,
    numeric: `    h = 6.055454452393343e-06 * max(abs(w), 1.0)
    return (loss(y, (w + h) * x) - loss(y, (w - h) * x)) / ((w + h) - (w - h))`,
  };
  return [
    "import numpy as np",
    `x = np.array(${list(x)}, dtype=np.${kind})
y = np.array(${list(y)}, dtype=np.${kind})
w = ${start}
learning_rate = ${rate}`,
    `def forward(x):
    return w * x

def loss(y, y_predicted):
    return ((y_predicted - y)**2).mean()

def gradient(x, y, y_predicted):
${ways[gradient]}`,
    `print(f'Prediction before training: {forward(5):.3f}')

for epoch in range(${iterations}):
    y_predicted = forward(x)
    l = loss(y, y_predicted)
    dw = gradient(x, y, y_predicted)
    w -= learning_rate * dw
    print(f'epoch {epoch+1}: w={w:.3f}, loss={l:.8f}')

print(f'Prediction after training: {forward(5):.3f}')`,
  ];
}

/** By autograd: PyTorch. */
function torch({ x, y, w, lr, iterations, precision, "zero-grad": zero }) {
  const kind = precision === "f64" ? "float64" : "float32";
  const empty = zero === "on" ? "    w.grad.zero_()" : "    # w.grad.zero_() is left out: backward() adds to what is there";
  return [
    "import torch",
    `x = torch.tensor(${list(x)}, dtype=torch.${kind})
y = torch.tensor(${list(y)}, dtype=torch.${kind})
w = torch.tensor(${float(w)}, dtype=torch.${kind}, requires_grad=True)
learning_rate = ${lr}`,
    `def forward(x):
    return w * x

def loss(y, y_predicted):
    return ((y_predicted - y)**2).mean()`,
    `print(f'Prediction before training: {forward(5)}')

for epoch in range(${iterations}):
    y_predicted = forward(x)
    l = loss(y, y_predicted)
    l.backward()
    with torch.no_grad():
        w -= learning_rate * w.grad
${empty}
    print(f'epoch {epoch+1}: w={w}, loss={l}')

print(f'Prediction after training: {forward(5)}')`,
  ];
}

/** The parts of the program for these settings, texts by name. */
const parts = (settings) => (settings.gradient === "autograd" ? torch : numpy)(settings);

/** The program as a file. */
export const script = (settings) => `${parts(settings).join("\n\n")}\n`;

// What is quoted keeps its name: the bundler shortens names of two words.

/** The program as a notebook, a cell for each part, below a `title`. */
export function notebook(settings, title) {
  const source = (text) => text.split(/(?<=\n)/);
  const code = (text) => ({ "cell_type": "code", "execution_count": null, metadata: {}, outputs: [], source: source(text) });
  const cells = [{ "cell_type": "markdown", metadata: {}, source: source(title) }, ...parts(settings).map(code)];
  const kernelspec = { "display_name": "Python 3", language: "python", name: "python3" };
  const metadata = { kernelspec, "language_info": { name: "python" } };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, "nbformat_minor": 4 }, null, 1)}\n`;
}
