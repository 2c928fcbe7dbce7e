//! How NumPy adds: pairwise, and in its dot products as OpenBLAS does.

use super::add;
use crate::autograd::{Float, Precision};

/// How many numbers the buffer of NumPy holds.
pub const BUFFER: usize = 8192;

/// The sum of NumPy 1: [pairwise](pairwise()) of as many numbers as its buffer holds, which are added one after the
/// other.
pub fn buffered<F: Float>(numbers: &[F]) -> F {
    if numbers.len() <= BUFFER {
        return pairwise(numbers);
    }
    numbers.chunks(BUFFER).fold(-F::ZERO, |sum, numbers| sum + pairwise(numbers))
}

/// The sum of NumPy 2 (of no number −0): pairwise, by halves, down to blocks of at most 128 numbers with eight running sums each
/// (`numpy/_core/src/umath/loops_utils.h.src` there).
pub fn pairwise<F: Float>(numbers: &[F]) -> F {
    let count = numbers.len();
    if count < 8 {
        let mut sum = -F::ZERO;
        for &number in numbers {
            sum += number;
        }
        return sum;
    }
    if count > 128 {
        let half = count / 2;
        let (first, second) = numbers.split_at(half - half % 8);
        return pairwise(first) + pairwise(second);
    }
    let (eights, rest) = numbers.as_chunks::<8>();
    let mut r = eights[0];
    for eight in &eights[1..] {
        add(&mut r, eight);
    }
    let sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    rest.iter().fold(sum, |sum, &number| sum + number)
}

/// How many numbers `np.dot` of single precision takes before its digits depend on the machine.
pub const DOT_BLOCK: usize = 32;

/// NumPy's `dot` of two arrays of one length. In single precision each product is rounded and added in
/// double, and the sum rounded; from [`DOT_BLOCK`] numbers on as OpenBLAS does it on processors like
/// Haswell: whole blocks by fused multiplication and addition (`sdot_microk_haswell-2.c` there). In
/// double precision, the products in their order.
pub fn dot<F: Float>(a: &[F], b: &[F]) -> F {
    if F::PRECISION == Precision::F64 {
        let mut sum = F::ZERO;
        for (&a, &b) in a.iter().zip(b) {
            sum += a * b;
        }
        return sum;
    }
    let (a_blocks, a_rest) = a.as_chunks::<DOT_BLOCK>();
    let (b_blocks, b_rest) = b.as_chunks::<DOT_BLOCK>();
    let mut rest = 0.0;
    for (&a, &b) in a_rest.iter().zip(b_rest) {
        rest += (a * b).to_f64();
    }
    F::from_f64(if a_blocks.is_empty() { rest } else { rest + dot_of_blocks(a_blocks, b_blocks) })
}

/// The dot product of whole blocks on Haswell.
#[inline(never)]
fn dot_of_blocks<F: Float>(a: &[[F; DOT_BLOCK]], b: &[[F; DOT_BLOCK]]) -> f64 {
    // Four registers of eight lanes.
    let mut sums = [F::ZERO; DOT_BLOCK];
    for (a, b) in a.iter().zip(b) {
        for (k, sum) in sums.iter_mut().enumerate() {
            *sum = a[k].mul_add(b[k], *sum);
        }
    }
    // The upper half of each and its lower half, then the registers, then the lanes.
    let lane = |k: usize| {
        let register = |r: usize| sums[8 * r + k + 4] + sums[8 * r + k];
        (register(0) + register(1)) + (register(2) + register(3))
    };
    ((lane(0) + lane(1)) + (lane(2) + lane(3))).to_f64()
}
