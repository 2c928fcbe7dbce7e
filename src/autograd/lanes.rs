//! One operation over many rows that share an expression. Those that formulas and networks are made of are
//! computed a vector register at a time; the others, which take much longer, lane by lane.

use super::{Float, Number, Op, Pack, Packed};

impl Op {
    /// [`eval`](Op::eval) of each lane: `y[i]` for the inputs `a[i]` and `b[i]`. The slices have one
    /// length; for an operation of one input `b` is any such slice, `a` itself if you like. A leaf
    /// leaves `y` as it is.
    pub fn eval_lanes<F: Float>(self, a: &[Pack<F>], b: &[Pack<F>], y: &mut [Pack<F>]) {
        match self {
            Op::Const | Op::Input | Op::Param => {}
            Op::Add => eval_each::<F>(a, b, y, |a, b| Op::Add.eval(a, b).unwrap_or(a)),
            Op::Sub => eval_each::<F>(a, b, y, |a, b| Op::Sub.eval(a, b).unwrap_or(a)),
            Op::Mul => eval_each::<F>(a, b, y, |a, b| Op::Mul.eval(a, b).unwrap_or(a)),
            Op::Relu => eval_each::<F>(a, b, y, |a, b| Op::Relu.eval(a, b).unwrap_or(a)),
            _ => eval_each::<F>(a, b, y, |a, b| {
                Packed::from_lanes(|lane| self.value(a.lane(lane), b.lane(lane)))
            }),
        }
    }

    /// What the [`pullback`](Op::pullback) of each lane hands to the first input or, if `second`, to the
    /// second: `to[i]` is g·∂y/∂a or g·∂y/∂b. All slices have one length, as in
    /// [`eval_lanes`](Op::eval_lanes). What has no such input leaves `to` as it is.
    ///
    /// A lane whose `g` is 0 hands on 0, whatever the derivative, as a node of a
    /// [`Graph`](super::Graph::sweep) does.
    pub fn pull_lanes<F: Float>(
        self,
        second: bool,
        [a, b, y, g]: [&[Pack<F>]; 4],
        to: &mut [Pack<F>],
    ) {
        let input = usize::from(second);
        let lanes = [a, b, y, g];
        match self {
            _ if input >= self.arity() => {}
            Op::Relu => pull_each::<F>(lanes, to, |a, b, y, g| Op::Relu.pullback(a, b, y, g)[0]),
            Op::Sub if second => {
                pull_each::<F>(lanes, to, |a, b, y, g| Op::Sub.pullback(a, b, y, g)[1])
            }
            _ => pull_each::<F>(lanes, to, |a, b, y, g| {
                Packed::from_lanes(|lane| {
                    self.pull(a.lane(lane), b.lane(lane), y.lane(lane), g.lane(lane))[input]
                })
            }),
        }
    }
}

/// `y[i] = value(a[i], b[i])`.
#[inline(always)]
fn eval_each<F: Float>(
    a: &[Pack<F>],
    b: &[Pack<F>],
    y: &mut [Pack<F>],
    value: impl Fn(Pack<F>, Pack<F>) -> Pack<F>,
) {
    let (a, b) = (&a[..y.len()], &b[..y.len()]);
    for (i, y) in y.iter_mut().enumerate() {
        *y = value(a[i], b[i]);
    }
}

/// `to[i] = part(a[i], b[i], y[i], g[i])` wherever g is not 0, else 0.
#[inline(always)]
fn pull_each<F: Float>(
    [a, b, y, g]: [&[Pack<F>]; 4],
    to: &mut [Pack<F>],
    part: impl Fn(Pack<F>, Pack<F>, Pack<F>, Pack<F>) -> Pack<F>,
) {
    let len = to.len();
    let (a, b, y, g) = (&a[..len], &b[..len], &y[..len], &g[..len]);
    for (i, to) in to.iter_mut().enumerate() {
        *to = handed(g[i], part(a[i], b[i], y[i], g[i]));
    }
}

/// What is handed on of a gradient: nothing where that is 0.
#[inline(always)]
pub(crate) fn handed<N: Number>(gradient: N, part: N) -> N {
    N::choose(gradient.equals(N::ZERO), N::ZERO, part)
}
