//! The work to be measured, written once for every crate and every precision, and once as a loop
//! by hand, which everything is measured by.
//!
//! - **W1**: four points on y = 2x, loss 1/N · Σ (w·xᵢ − yᵢ)², a hundred iterations from w = 0.
//! - **W2**: the same of a thousand or a hundred thousand points, one iteration.
//! - **W3**: a hundred two-moons points, a network 2-16-16-1 with ReLU, the mean of
//!   max(0, 1 − y·score) plus 10⁻⁴·Σp², 337 parameters, twenty steps at 1 − 0.9k/100.

use std::array;

use gradwalk::autograd::{Float, Number as _, Pack, Packed, Var};
use gradwalk::model::{Dataset, Lanes, Loss, Model};

/// What a graph's variable can do, whosever graph it is.
pub trait Number: Copy {
    /// The plain numbers that may stand beside it.
    type F: Float;
    fn plus(self, other: Self) -> Self;
    fn times(self, other: Self) -> Self;
    fn plus_number(self, number: Self::F) -> Self;
    fn minus_number(self, number: Self::F) -> Self;
    fn times_number(self, number: Self::F) -> Self;
    fn over_number(self, number: Self::F) -> Self;
    fn square(self) -> Self;
    fn relu(self) -> Self;
}

/// The operators of a crate; what it has no name for is written in one operation that it has.
macro_rules! number {
    ($number:ty, $f:ty, $square:expr, $relu:expr $(; $($generic:tt)+)?) => {
        impl$(<$($generic)+>)? Number for $number {
            type F = $f;
            #[inline]
            fn plus(self, other: Self) -> Self {
                self + other
            }
            #[inline]
            fn times(self, other: Self) -> Self {
                self * other
            }
            #[inline]
            fn plus_number(self, number: $f) -> Self {
                self + number
            }
            #[inline]
            fn minus_number(self, number: $f) -> Self {
                self - number
            }
            #[inline]
            fn times_number(self, number: $f) -> Self {
                self * number
            }
            #[inline]
            fn over_number(self, number: $f) -> Self {
                self / number
            }
            #[inline]
            fn square(self) -> Self {
                $square(self)
            }
            #[inline]
            fn relu(self) -> Self {
                $relu(self)
            }
        }
    };
}
pub(crate) use number;

/// A loss of P parameters.
pub trait Work<F: Float, const P: usize> {
    /// Recorded, one node for each operation.
    fn loss<N: Number<F = F>>(&self, params: &[N; P]) -> N;
    /// By hand: the loss, and its gradient into `grads`.
    fn by_hand(&self, params: &[F; P], grads: &mut [F; P]) -> F;
    /// The same by hand in vector registers, where it is written: the limit.
    fn vectorised(&self, _: &[F; P], _: &mut [F; P]) -> Option<F> {
        None
    }
    /// The same as a model and its points, run over many rows at once.
    fn lanes(&self) -> Lanes<F>;
    /// Where the parameters start.
    fn start(&self) -> [F; P];
    /// The learning rate of a step.
    fn rate(&self, step: usize) -> f64;
    /// How many steps there are.
    fn steps(&self) -> usize;
}

/// A way to a loss and its gradient.
pub trait Engine<F, const P: usize> {
    /// The loss at `params`, and its gradient into `grads`.
    fn gradient(&mut self, params: &[F; P], grads: &mut [F; P]) -> F;
}

/// Where a run ends: the sum of its parameters, and its last loss.
#[derive(Clone, Copy, Debug)]
pub struct End {
    pub params: f64,
    pub loss: f64,
}

/// All steps of the work, from its start.
pub fn descend<F: Float, const P: usize>(
    work: &impl Work<F, P>,
    engine: &mut impl Engine<F, P>,
) -> End {
    let (mut params, mut grads, mut loss) = (work.start(), [F::ZERO; P], F::ZERO);
    for step in 0..work.steps() {
        loss = engine.gradient(&params, &mut grads);
        let rate = F::from_f64(work.rate(step));
        for (param, &grad) in params.iter_mut().zip(&grads) {
            *param = *param - rate * grad;
        }
    }
    End { params: params.iter().map(|p| p.to_f64()).sum(), loss: loss.to_f64() }
}

/// Notes every loss on the way.
pub struct Watched<E> {
    engine: E,
    pub losses: Vec<f64>,
}

impl<E> Watched<E> {
    pub fn new(engine: E) -> Self {
        Watched { engine, losses: Vec::new() }
    }
}

impl<F: Float, const P: usize, E: Engine<F, P>> Engine<F, P> for Watched<E> {
    fn gradient(&mut self, params: &[F; P], grads: &mut [F; P]) -> F {
        let loss = self.engine.gradient(params, grads);
        self.losses.push(loss.to_f64());
        loss
    }
}

/// The loop by hand as an engine.
pub struct ByHand<'a, W>(pub &'a W);

impl<F: Float, const P: usize, W: Work<F, P>> Engine<F, P> for ByHand<'_, W> {
    fn gradient(&mut self, params: &[F; P], grads: &mut [F; P]) -> F {
        self.0.by_hand(params, grads)
    }
}

/// The loop in vector registers as an engine.
pub struct Vectorised<'a, W>(pub &'a W);

impl<F: Float, const P: usize, W: Work<F, P>> Engine<F, P> for Vectorised<'_, W> {
    fn gradient(&mut self, params: &[F; P], grads: &mut [F; P]) -> F {
        self.0.vectorised(params, grads).expect("asked where it is written")
    }
}

/// W1 and W2: the line through the origin.
pub struct Line<F: Float> {
    points: Vec<(F, F)>,
    /// The same, x and y of so many points as two registers hold.
    packs: Vec<[[Pack<F>; 2]; 2]>,
    steps: usize,
}

impl<F: Float> Line<F> {
    /// N points on y = 2x, x from 4/N to 4.
    pub fn new(n: u32, steps: usize) -> Self {
        let x = |i: u32| 4.0 * f64::from(i) / f64::from(n);
        let point = |i| (F::from_f64(x(i)), F::from_f64(2.0 * x(i)));
        let points: Vec<(F, F)> = (1..=n).map(point).collect();
        // Beyond the last point there are some that change nothing.
        let pack = |points: &[(F, F)], of: fn(&(F, F)) -> F| -> [Pack<F>; 2] {
            array::from_fn(|half| {
                let at = |lane: usize| points.get(half * F::LANES + lane).map_or(F::ZERO, of);
                Packed::from_lanes(at)
            })
        };
        let two = |points: &[(F, F)]| [pack(points, |p| p.0), pack(points, |p| p.1)];
        let packs = points.chunks(2 * F::LANES).map(two).collect();
        Line { points, packs, steps }
    }

    fn count(&self) -> F {
        F::from_f64(self.points.len() as f64)
    }
}

impl<F: Float> Work<F, 1> for Line<F> {
    fn loss<N: Number<F = F>>(&self, &[w]: &[N; 1]) -> N {
        let square = |&(x, y): &(F, F)| w.times_number(x).minus_number(y).square();
        let first = square(&self.points[0]);
        let rest = self.points[1..].iter().map(square);
        rest.fold(first, N::plus).over_number(self.count())
    }

    fn by_hand(&self, &[w]: &[F; 1], grads: &mut [F; 1]) -> F {
        let (mut squares, mut products) = (F::ZERO, F::ZERO);
        for &(x, y) in &self.points {
            let r = w * x - y;
            squares += r * r;
            products += x * r;
        }
        let mean = F::ONE / self.count();
        grads[0] = (mean + mean) * products;
        mean * squares
    }

    fn vectorised(&self, &[w]: &[F; 1], grads: &mut [F; 1]) -> Option<F> {
        let w = Pack::<F>::splat(w);
        let zero = [Pack::<F>::ZERO; 8];
        let (mut squares, mut products) = (zero, zero);
        let mut four = |packs: &[[[Pack<F>; 2]; 2]]| {
            for (k, [x, y]) in packs.iter().enumerate() {
                for half in 0..2 {
                    let r = w * x[half] - y[half];
                    squares[2 * k + half] += r * r;
                    products[2 * k + half] += x[half] * r;
                }
            }
        };
        let (fours, rest) = self.packs.as_chunks::<4>();
        fours.iter().for_each(|packs| four(packs));
        four(rest);
        let sum = |sums: [Pack<F>; 8]| {
            let [first, rest @ ..] = sums;
            let all = rest.into_iter().fold(first, |sum, pack| sum + pack);
            (0..F::LANES).fold(F::ZERO, |sum, lane| sum + all.lane(lane))
        };
        let mean = F::ONE / self.count();
        grads[0] = (mean + mean) * sum(products);
        Some(mean * sum(squares))
    }

    fn lanes(&self) -> Lanes<F> {
        let column = |of: fn(&(F, F)) -> F| self.points.iter().map(|p| of(p).to_f64()).collect();
        let data = Dataset::new(column(|p| p.0), column(|p| p.1)).expect("points");
        Lanes::new(&Model::line(), &Loss::squared_error(), &data).expect("a line fits points")
    }

    fn start(&self) -> [F; 1] {
        [F::ZERO]
    }

    fn rate(&self, _: usize) -> f64 {
        0.01
    }

    fn steps(&self) -> usize {
        self.steps
    }
}

/// Neurons of a hidden layer.
const WIDTH: usize = 16;
/// Parameters of the first layer, the second and the last: weights, then bias, neuron by neuron.
const LAYERS: [usize; 3] = [WIDTH * 3, WIDTH * (WIDTH + 1), WIDTH + 1];
/// Parameters of the network.
pub const PARAMS: usize = LAYERS[0] + LAYERS[1] + LAYERS[2];
/// The weight of Σp² in the loss.
const ALPHA: f64 = 1e-4;

/// W3: micrograd's network on two moons.
pub struct Moons<F> {
    /// x and the label, −1 or 1.
    points: Vec<([F; 2], F)>,
    start: [F; PARAMS],
}

impl<F: Float> Moons<F> {
    /// The points and the start that PyTorch was given.
    pub fn new() -> Self {
        let number = |text: &str| F::from_f64(text.trim().parse().expect("a number"));
        let row = |line: &str| {
            let mut numbers = line.split(',').map(number);
            let mut next = || numbers.next().expect("x0, x1, label");
            ([next(), next()], next())
        };
        let mut start = include_str!("../../data/moons_mlp_init.txt").lines().map(number);
        Moons {
            points: include_str!("../../data/moons.csv").lines().skip(1).map(row).collect(),
            start: array::from_fn(|_| start.next().expect("337 parameters")),
        }
    }

    /// One layer of neurons, each b + Σ wᵢ·xᵢ.
    fn layer<N: Number<F = F>, const IN: usize, const OUT: usize>(
        params: &[N],
        product: impl Fn(N, usize) -> N,
    ) -> [N; OUT] {
        array::from_fn(|k| {
            let neuron = &params[k * (IN + 1)..][..IN + 1];
            (0..IN).fold(neuron[IN], |sum, i| sum.plus(product(neuron[i], i)))
        })
    }
}

impl<F: Float> Work<F, PARAMS> for Moons<F> {
    fn loss<N: Number<F = F>>(&self, params: &[N; PARAMS]) -> N {
        let (first, rest) = params.split_at(LAYERS[0]);
        let (second, last) = rest.split_at(LAYERS[1]);
        let mut hinges = None;
        for &(x, label) in &self.points {
            let h = Self::layer::<N, 2, WIDTH>(first, |w, i| w.times_number(x[i])).map(N::relu);
            let h = Self::layer::<N, WIDTH, WIDTH>(second, |w, i| w.times(h[i])).map(N::relu);
            let [score] = Self::layer::<N, WIDTH, 1>(last, |w, i| w.times(h[i]));
            let hinge = score.times_number(-label).plus_number(F::ONE).relu();
            hinges = Some(hinges.map_or(hinge, |sum: N| sum.plus(hinge)));
        }
        let mean = hinges.expect("there are points");
        let mean = mean.over_number(F::from_f64(self.points.len() as f64));
        let squares = params[1..].iter().fold(params[0].square(), |sum, p| sum.plus(p.square()));
        mean.plus(squares.times_number(F::from_f64(ALPHA)))
    }

    fn by_hand(&self, params: &[F; PARAMS], grads: &mut [F; PARAMS]) -> F {
        let positive = |v: F| if v > F::ZERO { v } else { F::ZERO };
        let (first, rest) = params.split_at(LAYERS[0]);
        let (second, last) = rest.split_at(LAYERS[1]);
        grads.fill(F::ZERO);
        let (grads1, rest) = grads.split_at_mut(LAYERS[0]);
        let (grads2, grads3) = rest.split_at_mut(LAYERS[1]);
        let mean = F::ONE / F::from_f64(self.points.len() as f64);
        let mut loss = F::ZERO;
        for &(x, label) in &self.points {
            let h1: [F; WIDTH] = array::from_fn(|k| {
                let n = &first[k * 3..][..3];
                positive(n[2] + n[0] * x[0] + n[1] * x[1])
            });
            let h2: [F; WIDTH] = array::from_fn(|k| {
                let n = &second[k * (WIDTH + 1)..][..WIDTH + 1];
                positive((0..WIDTH).fold(n[WIDTH], |sum, i| sum + n[i] * h1[i]))
            });
            let score = (0..WIDTH).fold(last[WIDTH], |sum, i| sum + last[i] * h2[i]);
            let hinge = F::ONE - label * score;
            if hinge <= F::ZERO {
                continue;
            }
            loss += hinge * mean;
            let d = -label * mean;
            grads3[WIDTH] += d;
            let mut d1 = [F::ZERO; WIDTH];
            for k in 0..WIDTH {
                grads3[k] += d * h2[k];
                if h2[k] > F::ZERO {
                    let d2 = d * last[k];
                    let n = &second[k * (WIDTH + 1)..][..WIDTH + 1];
                    let g = &mut grads2[k * (WIDTH + 1)..][..WIDTH + 1];
                    g[WIDTH] += d2;
                    for i in 0..WIDTH {
                        g[i] += d2 * h1[i];
                        d1[i] += d2 * n[i];
                    }
                }
            }
            for k in 0..WIDTH {
                if h1[k] > F::ZERO {
                    let g = &mut grads1[k * 3..][..3];
                    g[0] += d1[k] * x[0];
                    g[1] += d1[k] * x[1];
                    g[2] += d1[k];
                }
            }
        }
        let alpha = F::from_f64(ALPHA);
        for (grad, &p) in grads.iter_mut().zip(params) {
            *grad += (alpha + alpha) * p;
            loss += alpha * p * p;
        }
        loss
    }

    fn lanes(&self) -> Lanes<F> {
        let column =
            |of: fn(&([F; 2], F)) -> F| self.points.iter().map(|p| of(p).to_f64()).collect();
        let (inputs, labels) = (vec![column(|p| p.0[0]), column(|p| p.0[1])], column(|p| p.1));
        let data = Dataset::with_inputs(inputs, labels).expect("points");
        let names: Vec<String> = (0..PARAMS).map(|k| format!("p{k}")).collect();
        let network = Model::new(&["x0", "x1"], &names, |x, params| {
            let (first, rest) = params.split_at(LAYERS[0]);
            let (second, last) = rest.split_at(LAYERS[1]);
            let layer = Moons::<f64>::layer::<Var, 2, WIDTH>;
            let h = layer(first, |w, i| w * x[i]).map(Var::relu);
            let h =
                Moons::<f64>::layer::<Var, WIDTH, WIDTH>(second, |w, i| w * h[i]).map(Var::relu);
            Moons::<f64>::layer::<Var, WIDTH, 1>(last, |w, i| w * h[i])[0]
        });
        let hinge = Loss::new(|score, label| (1.0 - label * score).relu());
        let loss = hinge.with_penalty(PARAMS, |params| {
            let squares = params.iter().map(|p| p.powi(2)).reduce(|sum, square| sum + square);
            ALPHA * squares.expect("there are parameters")
        });
        Lanes::new(&network, &loss, &data).expect("a network fits points")
    }

    fn start(&self) -> [F; PARAMS] {
        self.start
    }

    fn rate(&self, step: usize) -> f64 {
        1.0 - 0.9 * step as f64 / 100.0
    }

    fn steps(&self) -> usize {
        20
    }
}
