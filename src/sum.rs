//! The order in which PyTorch and NumPy add: of five numbers and more no two of them round alike.
//!
//! PyTorch's `sum` is a **cascade** (`aten/src/ATen/native/cpu/SumKernel.cpp` there). It adds in 32 running
//! sums of single precision, or 16 of double: four columns, each [`VECTOR`] lanes wide. Each column has
//! levels, so that a running sum is handed up before it grows much larger than what is added to it. That
//! is the order of one thread; of more than 32,768 numbers several threads would each take a part.
//!
//! NumPy's are [`pairwise`], [`buffered`] and [`dot`].
//!
//! [`VECTOR`]: Cascade::VECTOR
#![allow(
    clippy::assign_op_pattern,
    reason = "+= of a pack is a call where bytes are saved, + is not"
)]

mod numpy;

use std::marker::PhantomData;
use std::mem;

use crate::autograd::{Float, Number, Pack, Packed, Precision};
pub use numpy::{BUFFER, DOT_BLOCK, buffered, dot, pairwise};

/// How many columns a cascade has.
const COLUMNS: usize = 4;
/// How many levels each of them has.
const LEVELS: usize = 4;
/// Packs of a **round**, one number for each running sum: in either precision eight registers.
pub const ROUND: usize = 2 * COLUMNS;

/// An order of adding up, term by term: what stands between [`Begin`](Term::Begin) and [`End`](Term::End) has a
/// running sum of its own, and is added when that is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// A running sum of its own begins.
    Begin,
    /// The number at this place.
    Number(usize),
    /// It is complete.
    End,
}

/// PyTorch's order of so many numbers of this precision.
pub fn order(count: usize, precision: Precision) -> Vec<Term> {
    let vector = match precision {
        Precision::F32 => Cascade::<f32>::VECTOR,
        Precision::F64 => Cascade::<f64>::VECTOR,
    };
    if count < vector {
        return cascade(count, 0, 1);
    }
    let vectors = count / vector;
    let mut terms: Vec<Term> = (vectors * vector..count).map(Term::Number).collect();
    for lane in 0..vector {
        append(&mut terms, cascade(vectors, lane, vector));
    }
    terms
}

/// Goes through an order from its end: what is recorded so is swept back to in the order itself. Each number is
/// visited with what its running sum is of; for each running sum of its own `visit` is asked, without a number, what
/// that is of.
pub fn backwards<U>(
    order: &[Term],
    whole: U,
    mut visit: impl FnMut(&U, Option<usize>) -> Option<U>,
) {
    let mut running = vec![whole];
    for term in order.iter().rev() {
        match (*term, running.last()) {
            (Term::Begin, _) | (_, None) => _ = running.pop(),
            (Term::Number(place), Some(of)) => _ = visit(of, Some(place)),
            (Term::End, Some(of)) => running.extend(visit(of, None)),
        }
    }
}

/// What comes of adding up in this order.
///
/// # Panics
/// If the order is of no number: where there are rows, there is one.
pub fn fold<T: Copy>(order: &[Term], number: impl Fn(usize) -> T, add: impl Fn(T, T) -> T) -> T {
    let mut running = vec![None];
    for term in order {
        let number = match *term {
            Term::Begin => {
                running.push(None);
                continue;
            }
            Term::Number(place) => Some(number(place)),
            Term::End => running.pop().flatten(),
        };
        if let (Some(sum), Some(number)) = (running.last_mut(), number) {
            *sum = Some(sum.map_or(number, |sum| add(sum, number)));
        }
    }
    running.pop().flatten().expect("internal error: an order is of one number at least")
}

/// Adds a running sum. What would begin a sum goes on with it instead.
fn append(terms: &mut Vec<Term>, mut sum: Vec<Term>) {
    let is_own = !terms.is_empty() && sum.len() > 1;
    if is_own {
        terms.push(Term::Begin);
    }
    terms.append(&mut sum);
    if is_own {
        terms.push(Term::End);
    }
}

/// The cascade of so many items, the first of which stands at `first` and each other `apart` from the one before.
fn cascade(items: usize, first: usize, apart: usize) -> Vec<Term> {
    let rounds = items / COLUMNS;
    let mut terms = Vec::new();
    for k in 0..COLUMNS {
        append(&mut terms, column(rounds, first + k * apart, COLUMNS * apart));
        if k == 0 {
            let left_over = COLUMNS * rounds..items;
            terms.extend(left_over.map(|item| Term::Number(first + item * apart)));
        }
    }
    terms
}

/// One column of a cascade.
fn column(rounds: usize, first: usize, apart: usize) -> Vec<Term> {
    let step = step(rounds);
    let mut levels: [Vec<Term>; LEVELS] = Default::default();
    for round in 0..rounds {
        levels[0].push(Term::Number(first + round * apart));
        if (round + 1).is_multiple_of(step) {
            for level in 1..=carries(round + 1, step) {
                let below = mem::take(&mut levels[level - 1]);
                append(&mut levels[level], below);
            }
        }
    }
    let mut terms = Vec::new();
    for level in levels {
        append(&mut terms, level);
    }
    terms
}

/// After how many rounds of so many a running sum is handed up.
fn step(rounds: usize) -> usize {
    let bits = rounds.next_power_of_two().trailing_zeros() as usize;
    1 << (bits / LEVELS).max(4)
}

/// How many levels are handed up after so many rounds.
fn carries(rounds: usize, step: usize) -> usize {
    let mut level = 1;
    let mut above = rounds / step;
    while level < LEVELS - 1 && above.is_multiple_of(step) {
        above /= step;
        level += 1;
    }
    level
}

/// The running sums of one cascade, a number of each.
pub type Round<F> = [Pack<F>; ROUND];

/// What one cascade has added up so far: the lowest level first.
pub type Levels<F> = [Round<F>; LEVELS];

/// A cascade of so many numbers, which come a pack at a time.
///
/// Full rounds are added up first, to the lowest level; what is left over comes in the end.
#[derive(Clone, Copy, Debug)]
pub struct Cascade<F> {
    /// How many full rounds there are.
    rounds: usize,
    /// After how many of them a running sum is handed up.
    step: usize,
    /// How many numbers are left over.
    rest: usize,
    precision: PhantomData<F>,
}

impl<F: Float> Cascade<F> {
    /// The numbers of a vector, as PyTorch has them: 8 of single precision, 4 of double.
    pub const VECTOR: usize = 2 * F::LANES;

    /// The most rounds between two looks at [`hand_up`](Cascade::hand_up): any power of two up to this
    /// divides the rounds of a step.
    pub const STEP: usize = 16;

    /// Nothing added up so far. Adding to −0 changes nothing, not even the sign of a zero.
    pub fn nothing() -> Levels<F> {
        [[-Pack::<F>::ZERO; ROUND]; LEVELS]
    }

    /// The cascade of so many numbers, at least one.
    pub fn new(count: usize) -> Self {
        let rounds = if count < Self::VECTOR { 0 } else { count / (COLUMNS * Self::VECTOR) };
        let rest = count - rounds * COLUMNS * Self::VECTOR;
        Cascade { rounds, step: step(rounds), rest, precision: PhantomData }
    }

    /// How many full rounds there are.
    pub fn rounds(&self) -> usize {
        self.rounds
    }

    /// Hands running sums up after so many rounds, if it is time.
    pub fn hand_up(&self, levels: &mut Levels<F>, rounds: usize) {
        if rounds.is_multiple_of(self.step) {
            for level in 1..=carries(rounds, self.step) {
                let below = mem::replace(&mut levels[level - 1], [-Pack::<F>::ZERO; ROUND]);
                add(&mut levels[level], &below);
            }
        }
    }

    /// What so few numbers come to that there is no full round: those left over, alone, in as many packs as hold
    /// them.
    #[inline]
    pub fn few(&self, rest: &[Pack<F>]) -> F {
        if self.rest >= Self::VECTOR {
            return self.total([-Pack::<F>::ZERO; ROUND], &[], rest);
        }
        // A cascade of numbers. Of four and fewer it is their plain sum.
        let number = |k: usize| rest[k / F::LANES].lane(k % F::LANES);
        let mut sum = number(0);
        for k in COLUMNS..self.rest {
            sum += number(k);
        }
        for k in 1..COLUMNS.min(self.rest) {
            sum += number(k);
        }
        sum
    }

    /// What all comes to: the running sums, the lowest of which is `sums`, and the packs that were left over.
    pub fn total(&self, mut sums: Round<F>, higher: &[Round<F>], rest: &[Pack<F>]) -> F {
        let left_over = |k: usize| rest[k / F::LANES].lane(k % F::LANES);
        for level in higher {
            add(&mut sums, level);
        }
        let vectors = self.rest / Self::VECTOR;
        for vector in 0..vectors {
            sums[0] = sums[0] + rest[2 * vector];
            sums[1] = sums[1] + rest[2 * vector + 1];
        }
        let half = |k: usize| ((sums[k] + sums[k + 2]) + sums[k + 4]) + sums[k + 6];
        let halves = [half(0), half(1)];
        let mut total = -F::ZERO;
        for k in vectors * Self::VECTOR..self.rest {
            total += left_over(k);
        }
        for half in halves {
            for lane in 0..F::LANES {
                total += half.lane(lane);
            }
        }
        total
    }
}

/// Does the same for each pack of a round: written out, so that running sums stay in registers where a
/// compiler that saves bytes would keep a loop, and them in memory.
macro_rules! each_of_round {
    ($k:ident => $does:expr) => {
        each_of_round!(@0 1 2 3 4 5 6 7; $k => $does)
    };
    (@$($pack:literal)*; $k:ident => $does:expr) => {
        $({
            let $k: usize = $pack;
            $does;
        })*
    };
}
pub(crate) use each_of_round;

/// Adds each number of a round to its running sum.
#[inline(always)]
pub fn add<N: Number>(sums: &mut [N; ROUND], round: &[N; ROUND]) {
    each_of_round!(k => sums[k] = sums[k] + round[k]);
}
