#!/usr/bin/env bash
# Trunk 0.21.14: `<link data-trunk …>` in index.html says what to build, and is taken out of what is built, options and all: so
# it is with a copied file, and with the crate where Trunk injects its start script. With `inject_scripts = false` the crate's link
# stays in dist/index.html, with `data-wasm-opt-params` and a `data-trunk-id` added: what was meant for the builder is served
# to every reader.
#
# Output seen:
#   injected: 0 links left; not injected: 1 link left: <link data-trunk rel="rust" data-wasm-opt="0" data-trunk-id="1">
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trunk=$(command -v trunk || true)
if [ -z "$trunk" ] || [ "$("$trunk" --version)" != "trunk 0.21.14" ]; then
  cargo install --quiet --locked --no-default-features --root "$folder/tools" trunk@0.21.14
  trunk=$folder/tools/bin/trunk
fi
bindgen=$(command -v wasm-bindgen || true)
if [ -z "$bindgen" ] || [ "$("$bindgen" --version)" != "wasm-bindgen 0.2.126" ]; then
  cargo install --quiet --locked --root "$folder/tools" wasm-bindgen-cli@0.2.126
fi
export PATH="$folder/tools/bin:$PATH"
mkdir -p "$folder/page/src"
cd "$folder/page"
cat >Cargo.toml <<'TOML'
[package]
name = "page"
version = "0.1.0"
edition = "2024"
[lib]
crate-type = ["cdylib"]
[dependencies]
wasm-bindgen = "=0.2.126"
TOML
echo '#[wasm_bindgen::prelude::wasm_bindgen] pub fn one() -> i32 { 1 }' >src/lib.rs
echo 'body { margin: 0 }' >page.css
echo '<!doctype html><html><head><link data-trunk rel="copy-file" href="page.css"><link data-trunk rel="rust" data-wasm-opt="0"></head><body></body></html>' >index.html
left() {
  printf '[build]\ninject_scripts = %s\n' "$1" >Trunk.toml
  env -u NO_COLOR "$trunk" build --dist "../dist-$1" >/dev/null 2>&1
  grep -o '<link data-trunk[^>]*>' "../dist-$1/index.html" || true
}
injected=$(left true)
bare=$(left false)
echo "injected: $(grep -c . <<<"$injected" || true) links left; not injected: $(grep -c . <<<"$bare" || true) link left: $bare"
test -z "$injected"
grep -q 'rel="rust"' <<<"$bare"
