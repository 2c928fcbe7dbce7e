//! What every operation computes, as a number for each: the same on every target.

use gradwalk::autograd::{Float, Op};

/// How many inputs a fingerprint is taken from.
const INPUTS: usize = 4_000;

/// For each operation, the fingerprints of its values and derivatives in f32 and in f64. Computed
/// on the host, checked there and in the browser; a new operation asks for its row.
#[rustfmt::skip]
pub const FINGERPRINTS: &[(Op, u64, u64)] = &[
    (Op::Add, 0x34e2d2b2aff1faca, 0x2b42b54959dced39),
    (Op::Sub, 0x0d6c5e272e77c09f, 0x3385585231aaf065),
    (Op::Mul, 0xe49c1600d07b0644, 0xf50799dee314c089),
    (Op::Div, 0xd33bdc444822be6f, 0x30bccffa0392a48f),
    (Op::Neg, 0x18ee282ec4bb430e, 0x78d31da183180533),
    (Op::Copy, 0x87ac949432f0030e, 0x8e92bed27952da33),
    (Op::Powi(-2), 0x260c526a5d2ca903, 0xc0516e6e3681a748),
    (Op::Powi(2), 0xfdfefd2f3d2c0a18, 0xce9225d9729725ca),
    (Op::Powi(5), 0x889ff540f2cfad0f, 0xfa3e8d46100cce67),
    (Op::Powf, 0xf25d43394fb3757f, 0xef591390ae22ae46),
    (Op::Sqrt, 0xa6a071c6894ffa3e, 0xb309edc45709c360),
    (Op::Exp, 0x8e0e184681bd1f30, 0x4751ad468f163103),
    (Op::Ln, 0x050f3a75c8a55abe, 0xad20c0c2e26587fe),
    (Op::Sin, 0xe8ab4e37d0929035, 0x2358e8fa7e2bb04b),
    (Op::Cos, 0x8677149132b54149, 0x3b791a6f9333e2d0),
    (Op::Tanh, 0x3ff64523b0794354, 0x41d3286eeb282167),
    (Op::Sigmoid, 0x2a4f7ab5921a8f5f, 0x0c0e8afe4290a42d),
    (Op::Relu, 0x9a0ef3ea5689f91c, 0x048b109381afa5ab),
    (Op::Abs, 0x72e1f38bed3af20e, 0x3a054b95828e0733),
    (Op::Min, 0x50c539521eb14d8e, 0x6cd78aaf402b3f44),
    (Op::Max, 0x3d1d2abb6243027b, 0xfb0e0dba24571241),
];

/// A hash (FNV-1a) of the bits of value and derivatives over inputs of every size and sign.
fn fingerprint<F: Float>(op: Op) -> u64 {
    let mut state = 0u64;
    let mut input = || {
        // Knuth's generator; its upper bits give sign and digits, and in turn a power of two.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let unit = (state >> 11) as f64 / (1u64 << 53) as f64 * 2.0 - 1.0;
        let exponent = (state >> 3) % 24;
        F::from_f64(unit * (1u64 << exponent) as f64 / 4096.0)
    };
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for _ in 0..INPUTS {
        let (a, b) = (input(), input());
        let y = op.eval(a, b).unwrap_or_default();
        let [da, db] = op.pullback(a, b, y, F::from_f64(0.7));
        for value in [y, da, db].map(Float::to_f64) {
            // Which of the many NaN it is, nobody promises.
            let bits = if value.is_nan() { f64::NAN } else { value }.to_bits();
            let bytes = bits.to_le_bytes().into_iter();
            hash = bytes.fold(hash, |h, byte| (h ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
        }
    }
    hash
}

/// Every operation's bits are those of the host.
pub fn check() {
    let found =
        FINGERPRINTS.iter().map(|&(op, ..)| (op, fingerprint::<f32>(op), fingerprint::<f64>(op)));
    for (found, &expected) in found.zip(FINGERPRINTS) {
        assert!(found == expected, "the row of {:?} should be {found:#x?}", found.0);
    }
}
