#!/usr/bin/env bash
# cargo 1.95.0: a package copied together with its target folder is not compiled anew, and `env!("CARGO_MANIFEST_DIR")`
# in it goes on naming the folder it was copied from. The same with two checkouts that share one CARGO_TARGET_DIR: the
# second runs the first one's program. What the compiler read at compile time is stale; the variable of the same name that
# `cargo run` sets for the program is right. One would guess that another path is another package, and compiled as such.
#
# Output seen (folders relative to the temporary one):
#   first: compiled in one, run in one
#   copy:  compiled in one, run in two
#   shared: compiled in three, run in four
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
unset CARGO_TARGET_DIR
make_package() {
  mkdir -p "$1/src"
  printf '[package]\nname = "where"\nversion = "0.1.0"\nedition = "2021"\n' >"$1/Cargo.toml"
  cat >"$1/src/main.rs" <<'RUST'
fn main() {
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let run = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    println!("compiled in {}, run in {}", last(env!("CARGO_MANIFEST_DIR")), last(&run));
}
RUST
}
answer() { (cd "$1" && cargo run --quiet --offline); }
make_package one
first=$(answer one)
cp -Rp one two
copy=$(answer two)
make_package three
make_package four
export CARGO_TARGET_DIR="$folder/target"
answer three >shared-first.txt
shared=$(answer four)
cargo --version
printf 'first: %s\ncopy:  %s\nshared: %s\n' "$first" "$copy" "$shared"
test "$first" = "compiled in one, run in one"
test "$copy" = "compiled in one, run in two"
test "$shared" = "compiled in three, run in four"
