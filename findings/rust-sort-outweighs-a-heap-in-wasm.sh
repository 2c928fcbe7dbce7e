#!/usr/bin/env bash
# rustc 1.95.0, wasm32, opt-level "z": one `sort_unstable` of a few pairs brings ipnsort, quicksort, heapsort and small sorts for
# blocks of 32: several kB that no setting leaves out. A `BinaryHeap` of the same, `into_sorted_vec()`, sorts in the same time
# but for a constant factor, by a seventh of the code. One would guess that the slice's own method is the smallest.
#
# Output seen:
#   sort_unstable: 4649 bytes more than none, BinaryHeap: 658
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
size() {
  mkdir -p "$1/src"
  cat >"$1/Cargo.toml" <<TOML
[package]
name = "$1"
version = "0.1.0"
edition = "2024"
[lib]
crate-type = ["cdylib"]
[profile.release]
opt-level = "z"
lto = "fat"
codegen-units = 1
panic = "abort"
strip = true
TOML
  cat >"$1/src/lib.rs"
  cargo build --quiet --release --offline --target wasm32-unknown-unknown --manifest-path "$1/Cargo.toml"
  wc -c <"$1/target/wasm32-unknown-unknown/release/$1.wasm"
}
# The names come from outside, so that nothing is computed beforehand.
program() {
  cat <<RUST
use std::{collections::BinaryHeap, slice, str};
#[unsafe(no_mangle)]
pub extern "C" fn first(text: *const u8, length: usize) -> usize {
    let text = str::from_utf8(unsafe { slice::from_raw_parts(text, length) }).unwrap_or("");
    let names = text.split(' ').zip(0usize..);
    $1
    sorted.first().map_or(0, |pair: &(&str, usize)| pair.1) + BinaryHeap::<u8>::new().len()
}
RUST
}
none=$(program 'let sorted: Vec<_> = names.collect();' | size none)
sort=$(program 'let mut sorted: Vec<_> = names.collect(); sorted.sort_unstable();' | size sort)
heap=$(program 'let sorted = names.collect::<BinaryHeap<_>>().into_sorted_vec();' | size heap)
echo "sort_unstable: $((sort - none)) bytes more than none, BinaryHeap: $((heap - none))"
test $((sort - none)) -gt 2000
test $(((sort - none) / (heap - none))) -ge 3
