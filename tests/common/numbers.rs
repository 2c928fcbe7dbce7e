//! What every way to write a number makes of thousands of them: the same text on every target.

use gradwalk::number::{few, fixed, repr, short, significant};

/// How many numbers of each kind a fingerprint is taken from.
const NUMBERS: usize = 4_000;

/// A way to write a number, and the fingerprint of its texts as the host writes them.
type Way = (&'static str, fn(f64) -> String, u64);

#[rustfmt::skip]
const WAYS: &[Way] = &[
    ("short", short, 0x5096d5475a104d22),
    ("repr", repr, 0xd2a301d3f50a5f76),
    ("whole", |v| fixed(v, 0), 0xbfadf3fb217c337c),
    ("one decimal", |v| fixed(v, 1), 0x0d23ff993d742450),
    ("three decimals", |v| fixed(v, 3), 0x1ee0cc2c8101af70),
    ("eight decimals", |v| fixed(v, 8), 0xb26ced679c6dd254),
    ("twenty decimals", |v| fixed(v, 20), 0x32a06164dd9d2ee0),
    ("one digit", |v| significant(v, 1), 0x858915c49c23ce62),
    ("two digits", |v| significant(v, 2), 0x74d946055d904f5e),
    ("three digits", |v| significant(v, 3), 0x6d85d93b57b47ec8),
    ("seven digits", |v| significant(v, 7), 0x12802ab17d10c336),
    ("at most one digit", |v| few(v, 1), 0xec0ae700e5778625),
    ("at most three digits", |v| few(v, 3), 0xd73faecdd83c08bf),
    ("at most twelve digits", |v| few(v, 12), 0xcd45d827c1da53a1),
];

/// Numbers of every kind, each in both signs.
fn numbers() -> impl Iterator<Item = f64> {
    let mut state = 0u64;
    let mut bits = move || {
        // Knuth's generator, and a shift that brings its better bits down.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state ^ (state >> 29)
    };
    let ends = [
        0.0,
        f64::INFINITY,
        f64::NAN,
        f64::MAX,
        f64::MIN_POSITIVE,
        5e-324,
        1e21,
        1e21 - 131_072.0,
        9.5,
        0.95,
        999_999.5,
        1e23,
    ];
    let random = (0..NUMBERS).flat_map(move |k| {
        let any = f64::from_bits(bits());
        let subnormal = f64::from_bits(bits() >> 12);
        // As a run has them: about 1, of few digits or of many.
        let decimal = (bits() % 100_000) as f64 / 1000.0;
        let single = f64::from((bits() % 1_000_000) as f32 / 7.0);
        // An odd number over a power of two lies half-way between two decimals, and so does an
        // odd number times 5, 50, 500, … An f64 holds both exactly.
        let odd = (bits() % 4096 * 2 + 1) as f64;
        let tie = odd / (1u64 << (k % 24)) as f64;
        let large = odd * 5.0 * 10f64.powi(k as i32 % 15);
        let power = f64::from_bits((k as u64 % 2047) << 52);
        let near = f64::from_bits(tie.to_bits() + 1);
        [any, subnormal, decimal, single, tie, large, power, near]
    });
    random.chain(ends).flat_map(|value| [value, -value])
}

/// Every number is written as the host writes it.
pub fn check() {
    let mut wrong = Vec::new();
    for &(name, write, expected) in WAYS {
        let mut hash = 0xcbf2_9ce4_8422_2325u64;
        for number in numbers() {
            let text = write(number).into_bytes();
            let bytes = text.into_iter().chain([0]);
            hash = bytes.fold(hash, |h, byte| (h ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
        }
        if hash != expected {
            wrong.push(format!("the texts of {name} have the fingerprint {hash:#018x}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
