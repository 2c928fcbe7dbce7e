#!/usr/bin/env bash
# rustc 1.95.0, wasm32-unknown-unknown with simd128.
#
# Expected: `[x; 4]` and `[x, x, x, x]` are the same code, one splat of a vector or four stores, at any level.
#
# Found: at opt-level "z" and "s" the first is a loop that stores one number at a time, the second is not. What makes
# a vector of an array, as `splat` of the crate `wide` does, thus goes through a loop in memory; at level 3 neither
# does.
#
# Output seen:
#   opt-level z: functions with a loop: repeated
#   opt-level s: functions with a loop: repeated
#   opt-level 3: functions with a loop: none
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > lib.rs <<'RUST'
#![crate_type = "cdylib"]
#[unsafe(no_mangle)]
pub fn repeated(x: f32, to: &mut [f32; 4]) {
    *to = [x; 4];
}
#[unsafe(no_mangle)]
pub fn listed(x: f32, to: &mut [f32; 4]) {
    *to = [x, x, x, x];
}
RUST
rustup target add wasm32-unknown-unknown --toolchain 1.95.0 2>/dev/null || true
for level in z s 3; do
  rustc --edition 2024 --target wasm32-unknown-unknown -C "opt-level=$level" -C target-feature=+simd128 --emit asm -o "$level.s" lib.rs
  loops=$(awk '/^repeated:/ { f = "repeated" } /^listed:/ { f = "listed" } $1 == "loop" { print f }' "$level.s" | tr '\n' ' ')
  echo "opt-level $level: functions with a loop: ${loops:-none}"
  case $level in
    z | s) [[ $loops == "repeated " ]] ;;
    3) [[ -z $loops ]] ;;
  esac
done
