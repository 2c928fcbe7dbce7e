#!/usr/bin/env bash
# lexical-parse-float 1.0.6 (minimal-lexical 0.2.1 does the same): with the feature `compact`, which does
# without the tables of powers of five, a decimal just above the middle between two doubles becomes the lower one. So
# do many others, all with a written exponent of -27 (or as many decimals); with none of the feature's
# neighbours -26 and -28 any was seen. Both promise the nearest double with and without it, and one would guess that a
# feature for size costs speed alone. Rust's own reader and the same crates without the feature agree.
#
# Output seen:
#   tables:  misread 0 of 30000, of which at -27: 0; one of them: -
#   compact: misread 993 of 30000, of which at -27: 993; one of them: 101469781575978346168994903564453126e-27
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
unset CARGO_TARGET_DIR
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "read"
version = "0.1.0"
edition = "2021"

[features]
compact = ["lexical-parse-float/compact"]

[dependencies]
lexical-parse-float = { version = "=1.0.6", default-features = false }
TOML
cat >src/main.rs <<'RUST'
use lexical_parse_float::FromLexical;

fn main() {
    let (mut seed, mut all, mut wrong, mut there) = (1u64, 0, 0, 0);
    let mut example = "-".to_owned();
    for k in 26..29i32 {
        for _ in 0..10_000 {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            // 54 bits, the last of them set, over 2^k: the middle between two doubles; its last digit one up.
            let odd = u128::from(2 * (seed >> 11 | 1 << 52) + 1);
            let text = format!("{}e-{k}", odd * 5u128.pow(k as u32) + 1);
            all += 1;
            if f64::from_lexical(text.as_bytes()).ok() != text.parse().ok() {
                wrong += 1;
                there += i32::from(k == 27);
                example = text;
            }
        }
    }
    println!("misread {wrong} of {all}, of which at -27: {there}; one of them: {example}");
}
RUST
tables=$(cargo run --quiet)
compact=$(cargo run --quiet --features compact)
printf 'tables:  %s\ncompact: %s\n' "$tables" "$compact"
grep -q '^misread 0 of 30000, of which at -27: 0;' <<<"$tables"
grep -Eq '^misread ([1-9][0-9]*) of 30000, of which at -27: \1;' <<<"$compact"
