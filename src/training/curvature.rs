//! How the loss bends: its second derivatives from differences of gradients, and the directions in which it bends most
//! and least.

use crate::model::Lanes;

/// The most parameters of which the second derivatives are asked for: each costs a gradient or two.
pub const MOST_BENT: usize = 16;

/// So small a part of the largest curvature is none: it is what rounding leaves.
const LEVEL: f64 = 1e-13;
/// So often the rotations go through all pairs at most; a handful of times is the rule.
const SWEEPS: usize = 50;

/// How the loss bends at some place: the eigenvalues of its Hessian, and their directions.
#[derive(Clone, Debug, PartialEq)]
pub struct Curvature {
    /// The second derivatives λ along the directions, the largest first.
    pub values: Vec<f64>,
    /// Unit vectors at right angles to each other, one for each value.
    pub directions: Vec<Vec<f64>>,
}

impl Curvature {
    /// How the loss bends at these parameters, by central differences of its gradient; `None` of more than [`MOST_BENT`]
    /// parameters, where a number is not finite, and at a corner, where the gradient jumps and nothing bends by a number.
    pub fn at(lanes: &mut Lanes<f64>, params: &[f64]) -> Option<Curvature> {
        let by = |part: f64| move |param: f64| part * 1e-5 * param.abs().max(1.0);
        let wide = hessian(lanes, params, [-1.0, 1.0], by(1.0))?;
        let near = hessian(lanes, params, [-1.0, 1.0], by(0.5))?;
        // A jump is as high over half the way, and so twice as steep.
        let largest = wide.iter().flatten().fold(0.0, |most: f64, entry| most.max(entry.abs()));
        let mut pairs = wide.iter().flatten().zip(near.iter().flatten());
        let jumps = pairs.any(|(wide, near)| (wide - near).abs() > 0.1 * largest);
        if jumps { None } else { Curvature::of(wide) }
    }

    /// The eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations: each makes one pair of entries zero.
    /// `None` where a number is not finite.
    pub fn of(mut matrix: Vec<Vec<f64>>) -> Option<Curvature> {
        let n = matrix.len();
        if !matrix.iter().flatten().all(|entry| entry.is_finite()) {
            return None;
        }
        let unit = |k: usize| (0..n).map(|i| f64::from(i == k)).collect();
        let mut directions: Vec<Vec<f64>> = (0..n).map(unit).collect();
        for _ in 0..SWEEPS {
            let mut still = true;
            for p in 0..n {
                for q in p + 1..n {
                    let (a, b, off) = (matrix[p][p], matrix[q][q], matrix[p][q]);
                    if off.abs() <= f64::EPSILON * (a.abs() * b.abs()).sqrt() || off == 0.0 {
                        continue;
                    }
                    still = false;
                    // tan of the angle, the smaller of the two.
                    let half = (b - a) / (2.0 * off);
                    let tan = half.signum() / (half.abs() + libm::hypot(half, 1.0));
                    let cos = 1.0 / libm::hypot(tan, 1.0);
                    let sin = tan * cos;
                    let turn = |x: f64, y: f64| (cos * x - sin * y, sin * x + cos * y);
                    for row in &mut matrix {
                        (row[p], row[q]) = turn(row[p], row[q]);
                    }
                    for k in 0..n {
                        (matrix[p][k], matrix[q][k]) = turn(matrix[p][k], matrix[q][k]);
                        (directions[p][k], directions[q][k]) =
                            turn(directions[p][k], directions[q][k]);
                    }
                }
            }
            if still {
                break;
            }
        }
        let mut values: Vec<f64> = (0..n).map(|k| matrix[k][k]).collect();
        for place in 0..n {
            let mut largest = place;
            for k in place..n {
                largest = if values[k] > values[largest] { k } else { largest };
            }
            values.swap(place, largest);
            directions.swap(place, largest);
        }
        Some(Curvature { values, directions })
    }

    /// The same of a loss that is nowhere bent downward: what rounding leaves is level.
    pub(super) fn levelled(mut self) -> Curvature {
        let least = LEVEL * self.values.first().copied().unwrap_or_default();
        for value in &mut self.values {
            if *value <= least {
                *value = 0.0;
            }
        }
        self
    }
}

/// The second derivatives of the loss in the parameters, by the difference of the gradients at both `ends` of a step `by`
/// from each; `None` of more than [`MOST_BENT`].
pub(super) fn hessian(
    lanes: &mut Lanes<f64>,
    params: &[f64],
    ends: [f64; 2],
    by: impl Fn(f64) -> f64,
) -> Option<Vec<Vec<f64>>> {
    let n = params.len();
    if n > MOST_BENT {
        return None;
    }
    let (mut rows, mut there) = (Vec::with_capacity(n), params.to_vec());
    for k in 0..n {
        let step = by(params[k]);
        let mut gradient = |end: f64| {
            there[k] = params[k] + end * step;
            let mut grads = vec![0.0; n];
            lanes.evaluate(&there, &mut grads);
            grads
        };
        let (from, to) = (gradient(ends[0]), gradient(ends[1]));
        there[k] = params[k];
        let over = (ends[1] - ends[0]) * step;
        rows.push(from.iter().zip(&to).map(|(from, to)| (to - from) / over).collect::<Vec<_>>());
    }
    // Both halves are measured, and alike but for rounding.
    let pairs = (0..n).flat_map(|p| (p + 1..n).map(move |q| (p, q)));
    for (p, q) in pairs {
        let mean = f64::midpoint(rows[p][q], rows[q][p]);
        (rows[p][q], rows[q][p]) = (mean, mean);
    }
    Some(rows)
}
