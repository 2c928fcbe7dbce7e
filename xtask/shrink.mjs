// Makes the wasm module that the page loads smaller than compiler and linker leave it, which take
// apart nothing that was compiled before. Nothing here knows what the crate computes.
import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import binaryen from "binaryen";

/** The module with the names of its functions, for `cargo xtask weigh`. */
const NAMED = "target/weigh/gradwalk.wasm";

/**
 * What only words a panic. In the page a panic ends with a trap, and nobody reads its message:
 * these functions trap at once, so that all they would call can go.
 */
const PANICS = new RegExp(
  [
    /^(core|std)(\[\w+\])?::panicking::/, // at the beginning of a path
    /^__rustc(\[\w+\])?::rust_(begin_unwind|panic)$/,
    /^core(\[\w+\])?::(option|result|cell)::(unwrap_failed|expect_failed|panic_)/,
    /^core(\[\w+\])?::(str|slice::index)::slice_\w*(error|fail)/,
    /^alloc(\[\w+\])?::(raw_vec::(handle_error|capacity_overflow)|alloc::handle_alloc_error)/,
    / as core(\[\w+\])?::fmt::Debug>::fmt/, // only panics use `{:?}`
    /^<core(\[\w+\])?::fmt::(builders::|Formatter>::debug_)/,
  ]
    .map(({ source }) => source)
    .join("|"),
);

/**
 * f64's own `Display` brings 20 kB along, and plotters-canvas names its colours and fonts with it.
 * Ours, which asks the browser, takes its place: both are methods of one trait, of one signature.
 */
const DISPLAY = /^<f64 as core(\[\w+\])?::fmt::Display>::fmt$/;
const OURS = /^<gradwalk::number::Short as core(\[\w+\])?::fmt::Display>::fmt/;

/** Must not be left: then some number is written by Rust. */
const UNWANTED = /::flt2dec::/;

/** Where panics happened. Paths are of no use without panics, and tell of the machine that built. */
const PATHS = /(?:\/rustc\/|\/[\w./+-]*\/registry\/src\/|\/[\w./+-]*\/git\/checkouts\/|src\/)[\w./+-]*?\.rs/g;

/** Bodies called from one place only are kept apart when larger than this: gzip likes it. */
const OPTIONS = ["-Oz", "--converge", "--low-memory-unused", "--one-caller-inline-max-function-size=15"];

/** Shrinks the module at `path` in place; `names` gives imports and exports the bundle's names. */
export async function shrink(path, names) {
  await mkdir("target/weigh", { recursive: true });
  await writeFile(NAMED, rewrite(await readFile(path)));
  const optimizer = new URL("bin/wasm-opt", import.meta.resolve("binaryen"));
  execFileSync(process.execPath, [optimizer.pathname, ...OPTIONS, "-g", NAMED, "-o", NAMED]);

  const optimized = await readFile(NAMED);
  const left = functions(binaryen.readBinary(optimized)).find(({ name }) => UNWANTED.test(name));
  if (left) throw new Error(`${left.name} is linked: a float is formatted by Rust, see src/platform.rs`);
  await writeFile(path, stripped(optimized, names));
}

function functions(module) {
  const all = Array.from({ length: module.getNumFunctions() }, (_, i) => module.getFunctionByIndex(i));
  return all.map((ref) => ({ ref, ...binaryen.getFunctionInfo(ref) }));
}

/** The module without the words of panics and without Rust's way to write a float. */
function rewrite(bytes) {
  const module = binaryen.readBinary(blank(bytes));
  const own = functions(module).filter((f) => !f.module);
  const ours = own.find(({ name }) => OURS.test(name));
  for (const { ref, name, params, results } of own) {
    if (PANICS.test(name)) binaryen.Function.setBody(ref, module.unreachable());
    if (!DISPLAY.test(name)) continue;
    if (ours?.params !== params || ours.results !== results) throw new Error(`nothing can replace ${name}`);
    const given = binaryen.expandType(params).map((type, i) => module.local.get(i, type));
    binaryen.Function.setBody(ref, module.call(ours.name, given, results));
  }
  binaryen.setDebugInfo(true);
  return module.emitBinary();
}

/** The module with zeros in place of all paths of sources in its data. */
function blank(bytes) {
  const zeros = (path) => "\0".repeat(path.length);
  return assemble(
    sections(bytes).map(({ id, text }) => ({ id, text: id === DATA ? text.replace(PATHS, zeros) : text })),
  );
}

/** The module without its custom sections, its imports and exports renamed. */
function stripped(bytes, names) {
  const rename = (text) =>
    Object.entries(names).reduce((text, [from, to]) => text.replaceAll(counted(from), counted(to)), text);
  const kept = sections(bytes).filter(({ id }) => id !== CUSTOM);
  const renamed = ({ id }) => id === IMPORT || id === EXPORT;
  return assemble(kept.map((s) => (renamed(s) ? { id: s.id, text: rename(s.text) } : s)));
}

// The numbers of sections, see the WebAssembly specification, 5.5.
const [CUSTOM, IMPORT, EXPORT, DATA] = [0, 2, 7, 11];
const HEADER = 8;

/** A name as it stands in a section, behind its length. */
const counted = (name) => String.fromCharCode(name.length) + name;

/** The sections of a module, each byte a character. */
function sections(bytes) {
  const found = [];
  for (let at = HEADER; at < bytes.length; ) {
    const id = bytes[at++];
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      size |= (bytes[at] & 127) << shift;
      more = bytes[at++] > 127;
    }
    found.push({ id, text: Buffer.from(bytes.subarray(at, at + size)).toString("latin1") });
    at += size;
  }
  return found;
}

function assemble(sections) {
  const size = (n) => (n > 127 ? [(n & 127) | 128, ...size(n >>> 7)] : [n]);
  const parts = sections.flatMap(({ id, text }) => [
    Buffer.from([id, ...size(text.length)]),
    Buffer.from(text, "latin1"),
  ]);
  return Buffer.concat([Buffer.from("\0asm\x01\0\0\0", "latin1"), ...parts]);
}
