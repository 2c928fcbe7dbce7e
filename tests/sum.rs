//! The sums, each beside its twin: the recipe word for word, a number at a time.

use gradwalk::autograd::{Float, Precision};
use gradwalk::sum::{Term, buffered, dot, fold, order, pairwise};
use proptest::prelude::*;

/// PyTorch's cascade of some items, each a vector of numbers side by side.
fn cascade<F: Float>(items: &[Vec<F>]) -> Vec<F> {
    let width = items[0].len();
    let add = |a: &mut Vec<F>, b: &[F]| a.iter_mut().zip(b).for_each(|(a, &b)| *a += b);
    let zeros = || vec![F::ZERO; width];
    let q = items.len() / 4;
    let p = ((q.max(1) as f64).log2().ceil() as usize / 4).max(4);
    let step = 1 << p;
    let mut levels = vec![vec![zeros(); 4]; 4];
    let mut k = 0;
    while k + step <= q {
        for row in k..k + step {
            (0..4).for_each(|column| add(&mut levels[0][column], &items[4 * row + column]));
        }
        k += step;
        for level in 1..4 {
            let below = std::mem::replace(&mut levels[level - 1], vec![zeros(); 4]);
            (0..4).for_each(|column| add(&mut levels[level][column], &below[column]));
            if k & ((step - 1) << (level * p)) != 0 {
                break;
            }
        }
    }
    for row in k..q {
        (0..4).for_each(|column| add(&mut levels[0][column], &items[4 * row + column]));
    }
    let mut sums = levels.remove(0);
    for level in &levels {
        (0..4).for_each(|column| add(&mut sums[column], &level[column]));
    }
    items[4 * q..].iter().for_each(|item| add(&mut sums[0], item));
    let mut total = sums[0].clone();
    (1..4).for_each(|column| add(&mut total, &sums[column]));
    total
}

/// PyTorch's sum.
fn torch<F: Float>(numbers: &[F]) -> F {
    let vector = 32 / size_of::<F>();
    if numbers.len() < vector {
        return cascade(&numbers.iter().map(|&number| vec![number]).collect::<Vec<_>>())[0];
    }
    let (vectors, rest) = numbers.split_at(numbers.len() / vector * vector);
    let lanes = cascade(&vectors.chunks(vector).map(<[F]>::to_vec).collect::<Vec<_>>());
    rest.iter().chain(&lanes).fold(F::ZERO, |sum, &number| sum + number)
}

/// NumPy's sum of eight running sums, and by halves beyond 128 numbers.
fn halves<F: Float>(numbers: &[F]) -> F {
    match numbers.len() {
        0..8 => numbers.iter().fold(F::ZERO, |sum, &number| sum + number),
        8..=128 => {
            let mut r: Vec<F> = numbers[..8].to_vec();
            let whole = numbers.len() / 8 * 8;
            (8..whole).for_each(|i| r[i % 8] += numbers[i]);
            let sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
            numbers[whole..].iter().fold(sum, |sum, &number| sum + number)
        }
        n => {
            let half = n / 2 - (n / 2) % 8;
            halves(&numbers[..half]) + halves(&numbers[half..])
        }
    }
}

fn numbers<F: Float>(count: usize, seed: u64) -> Vec<F> {
    let mut state = seed;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mantissa = (state >> 33) as f64 / f64::from(1u32 << 31) - 0.5;
        // Of sizes that differ enough for any other order to show.
        F::from_f64(mantissa * f64::from(1u32 << (state >> 60)))
    };
    (0..count).map(|_| next()).collect()
}

fn bits<F: Float>(number: F) -> u64 {
    number.to_f64().to_bits()
}

fn twins<F: Float>(count: usize, seed: u64) {
    let numbers = numbers::<F>(count, seed);
    let ours = fold(&order(count, F::PRECISION), |k| numbers[k], |sum, number| sum + number);
    assert_eq!(bits(ours), bits(torch(&numbers)), "PyTorch's sum of {count}");
    assert_eq!(bits(pairwise(&numbers)), bits(halves(&numbers)), "NumPy's sum of {count}");
    let by_buffer = numbers.chunks(8192).map(halves).reduce(|sum, part| sum + part);
    assert_eq!(by_buffer.map(bits), Some(bits(buffered(&numbers))), "NumPy 1's sum of {count}");
}

proptest! {
    #[test]
    fn sums_are_their_twins_to_the_bit(count in 1..5_000usize, seed in any::<u64>()) {
        twins::<f32>(count, seed);
        twins::<f64>(count, seed);
    }

    #[test]
    fn a_dot_product_of_few_is_added_in_double(count in 1..32usize, seed in any::<u64>()) {
        let (a, b) = (numbers::<f32>(count, seed), numbers::<f32>(count, !seed));
        let sum: f64 = a.iter().zip(&b).map(|(a, b)| f64::from(a * b)).sum();
        prop_assert_eq!(dot(&a, &b), sum as f32);
    }
}

#[test]
fn sums_of_every_small_number_of_numbers_and_of_the_most() {
    for count in (1..300).chain([8_192, 8_193, 65_536, 100_000]) {
        twins::<f32>(count, 7);
        twins::<f64>(count, 7);
    }
}

#[test]
fn a_running_sum_begins_with_a_number_and_each_number_is_added_once() {
    for count in [1, 4, 5, 7, 8, 33, 600, 20_000] {
        let order = order(count, Precision::F32);
        let mut depth = 0;
        let mut seen = vec![false; count];
        for (k, term) in order.iter().enumerate() {
            match *term {
                Term::Begin => {
                    depth += 1;
                    assert!(k > 0 && matches!(order[k + 1], Term::Number(_)), "{count}");
                }
                Term::Number(place) => assert!(!std::mem::replace(&mut seen[place], true)),
                Term::End => depth -= 1,
            }
        }
        assert!(depth == 0 && seen.iter().all(|&seen| seen), "{count}");
    }
    // Of four and fewer it is the plain sum.
    assert_eq!(order(3, Precision::F64), [0, 1, 2].map(Term::Number));
    // "Row 5 is added to row 1's running sum."
    assert_eq!(order(5, Precision::F32), [0, 4, 1, 2, 3].map(Term::Number));
}
