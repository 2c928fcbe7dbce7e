//! What a test needs to know of each operation, a row each: compiled for the host and for the browser.

use gradwalk::autograd::{Float, Op, Term, Var};
#[cfg(not(target_arch = "wasm32"))]
use num_dual::{Dual64, DualNum};

/// How many inputs a fingerprint is taken from.
const INPUTS: usize = 4_000;

/// What a row says of the bits of an operation.
pub struct Fingerprint {
    /// The operation, once for each exponent if it has one.
    pub ops: Vec<Op>,
    /// That of its values and derivatives in f32 and in f64.
    pub expected: [u64; 2],
}

/// A row for each operation: the functions of NumPy, PyTorch and Python that are it, how it is recorded, what
/// it is of dual numbers, where it is smooth enough to be measured, and the fingerprints of its bits in
/// f32 and in f64, which a test that fails prints. No operation can be forgotten: the matches are
/// exhaustive.
macro_rules! operations {
    ($($op:ident $(($n:ident in $exponents:expr))? [$($name:literal),*] |$a:ident, $b:ident|
        $record:expr, $dual:expr, if $smooth:expr, $single:literal $double:literal;)*) => {
        /// Every operation, those with an exponent once for each of some exponents.
        pub fn all() -> impl Iterator<Item = Op> {
            let each = [$(operations!(@each $op $($n in $exponents)?)),*];
            each.concat().into_iter()
        }

        /// The functions of NumPy, PyTorch and Python itself that are the operation.
        pub fn names(op: Op) -> &'static [&'static str] {
            match op {
                Op::Const | Op::Input | Op::Param => unreachable!("a leaf is no operation"),
                $(Op::$op $((operations!(@ignore $n)))? => &[$($name),*],)*
            }
        }

        /// The operation recorded through the methods and operators that a user has.
        #[allow(unused_variables, reason = "half of the operations have one input")]
        pub fn record<'t, F: Float>(op: Op, a: Var<'t, F>, b: impl Term<'t, F>) -> Var<'t, F> {
            match op {
                Op::Const | Op::Input | Op::Param => unreachable!("a leaf is no operation"),
                $(Op::$op $(($n))? => { let ($a, $b) = (a, b); $record })*
            }
        }

        /// The operation on dual numbers of another crate, which knows nothing of ours.
        #[cfg(not(target_arch = "wasm32"))]
        #[allow(unused_variables, reason = "half of the operations have one input")]
        pub fn dual(op: Op, a: Dual64, b: Dual64) -> Dual64 {
            match op {
                Op::Const | Op::Input | Op::Param => unreachable!("a leaf is no operation"),
                $(Op::$op $(($n))? => { let ($a, $b) = (a, b); $dual })*
            }
        }

        /// Whether the operation is smooth around these inputs, and none too steep.
        #[allow(unused_variables, reason = "not every place depends on everything")]
        pub fn smooth(op: Op, a: f64, b: f64) -> bool {
            match op {
                Op::Const | Op::Input | Op::Param => unreachable!("a leaf is no operation"),
                $(Op::$op $(($n))? => { let ($a, $b) = (a, b); $smooth })*
            }
        }

        /// The bits of every operation, as they are on every target.
        pub fn fingerprints() -> Vec<Fingerprint> {
            vec![$(Fingerprint {
                ops: operations!(@each $op $($n in $exponents)?),
                expected: [$single, $double],
            }),*]
        }
    };
    (@each $op:ident) => { vec![Op::$op] };
    (@each $op:ident $n:ident in $exponents:expr) => { $exponents.map(Op::$op).to_vec() };
    (@ignore $n:ident) => { _ };
}

#[rustfmt::skip]
operations! {
    Add [] |a, b| a + b, a + b, if true,
        0x34e2d2b2aff1faca 0x2b42b54959dced39;
    Sub [] |a, b| a - b, a - b, if true,
        0x0d6c5e272e77c09f 0x3385585231aaf065;
    Mul [] |a, b| a * b, a * b, if true,
        0xe49c1600d07b0644 0xf50799dee314c089;
    Div [] |a, b| a / b, a / b, if b.abs() > 0.1,
        0xd33bdc444822be6f 0x30bccffa0392a48f;
    Neg [] |a, b| -a, -a, if true,
        0x18ee282ec4bb430e 0x78d31da183180533;
    Copy [] |a, b| a.copy(), a, if true,
        0x87ac949432f0030e 0x8e92bed27952da33;
    Powi(n in [-3, -2, -1, 0, 1, 2, 3, 5]) [] |a, b| a.powi(n), a.powi(n), if a.abs() > 0.3,
        0xbce19199b3303f00 0xbf8b3376e868822a;
    Powf ["pow", "torch.pow", "np.power"] |a, b| a.powf(b), a.powd(b), if a > 0.1,
        0xf25d43394fb3757f 0xef591390ae22ae46;
    Sqrt ["np.sqrt", "torch.sqrt"] |a, b| a.sqrt(), a.sqrt(), if a > 0.1,
        0xa6a071c6894ffa3e 0xb309edc45709c360;
    Exp ["np.exp", "torch.exp"] |a, b| a.exp(), a.exp(), if a < 4.0,
        0x8e0e184681bd1f30 0x4751ad468f163103;
    Ln ["np.log", "torch.log"] |a, b| a.ln(), a.ln(), if a > 0.1,
        0x050f3a75c8a55abe 0xad20c0c2e26587fe;
    Sin ["np.sin", "torch.sin"] |a, b| a.sin(), a.sin(), if true,
        0xe8ab4e37d0929035 0x2358e8fa7e2bb04b;
    Cos ["np.cos", "torch.cos"] |a, b| a.cos(), a.cos(), if true,
        0x8677149132b54149 0x3b791a6f9333e2d0;
    Tanh ["np.tanh", "torch.tanh"] |a, b| a.tanh(), a.tanh(), if true,
        0x3ff64523b0794354 0x41d3286eeb282167;
    Sigmoid ["torch.sigmoid"] |a, b| a.sigmoid(), ((-a).exp() + 1.0).recip(), if true,
        0x2a4f7ab5921a8f5f 0x0c0e8afe4290a42d;
    Relu ["torch.relu"] |a, b| a.relu(), if a.re > 0.0 { a } else { a * 0.0 }, if a.abs() > 0.01,
        0x9a0ef3ea5689f91c 0x048b109381afa5ab;
    Abs ["np.abs", "torch.abs"] |a, b| a.abs(), if a.re > 0.0 { a } else { -a }, if a.abs() > 0.01,
        0x72e1f38bed3af20e 0x3a054b95828e0733;
    Min ["np.minimum", "torch.minimum", "min"] |a, b| a.min(b), if a.re < b.re { a } else { b }, if (a - b).abs() > 0.01,
        0x50c539521eb14d8e 0x6cd78aaf402b3f44;
    Max ["np.maximum", "torch.maximum", "max"] |a, b| a.max(b), if a.re > b.re { a } else { b }, if (a - b).abs() > 0.01,
        0x3d1d2abb6243027b 0xfb0e0dba24571241;
    Huber [] |a, b| a.huber(b), if a.re.abs() < b.re { a * a * 0.5 } else { b * ((a * a).sqrt() - b * 0.5) }, if b > 0.1 && (a.abs() - b).abs() > 0.01,
        0x0b3fe749566ff189 0x5d3dbfc4ca857791;
    SmoothL1 [] |a, b| a.smooth_l1(b), if a.re.abs() < b.re { a * a * 0.5 / b } else { (a * a).sqrt() - b * 0.5 }, if b > 0.1 && (a.abs() - b).abs() > 0.01,
        0x300143964a0fe72f 0xca902d6c05d9fa21;
    CrossEntropy [] |a, b| a.cross_entropy(b), (-b + 1.0) * a + ((-a).exp() + 1.0).ln(), if true,
        0x447b3a44eabed399 0xbfcc24f36b74094e;
    SoftMargin [] |a, b| a.soft_margin(b), ((-b * a).exp() + 1.0).ln(), if a * b < 4.0 && a * b > -10.0,
        0x1df45c205516222a 0x27f6ceae445fbe14;
}

/// A hash (FNV-1a) of the bits of value and derivatives over inputs of every size and sign.
fn fingerprint<F: Float>(ops: &[Op]) -> u64 {
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
        for &op in ops {
            let y = op.eval(a, b).unwrap_or_default();
            let [da, db] = op.pullback(a, b, y, F::from_f64(0.7));
            for value in [y, da, db].map(Float::to_f64) {
                // Which of the many NaN it is, nobody promises.
                let bits = if value.is_nan() { f64::NAN } else { value }.to_bits();
                let bytes = bits.to_le_bytes().into_iter();
                hash =
                    bytes.fold(hash, |h, byte| (h ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
            }
        }
    }
    hash
}

/// The bits of every operation are the same on the host and in the browser.
pub fn check_bits() {
    for Fingerprint { ops, expected } in fingerprints() {
        let [single, double] = [fingerprint::<f32>(&ops), fingerprint::<f64>(&ops)];
        assert!(
            [single, double] == expected,
            "the row of {:?} should end in {single:#018x} {double:#018x}",
            ops[0]
        );
    }
}
