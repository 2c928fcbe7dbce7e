// Makes the wasm module that the page loads smaller than compiler and linker leave it, which take
// apart nothing that was compiled before. Nothing here knows what the crate computes.
import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import binaryen from "binaryen";
import { CUSTOM, DATA, EXPORT, IMPORT, assemble, counted, functions, reader, sections } from "./module.mjs";

/** The module with the names of its functions, for `cargo xtask weigh`. */
export const NAMED = "target/weigh/gradwalk.wasm";

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

/**
 * Nobody asks for widths: what pads a text, or the digits of a number, writes it as it is. Of a number
 * below 0 it would lose the sign: none is written that way.
 */
const PADS = { pad: [1, 2], pad_integral: [4, 5] }; // of the parameters, which two are the text
const PAD = /^<core(?:\[\w+\])?::fmt::Formatter>::(pad|pad_integral)$/;
const WRITE = /^<core(\[\w+\])?::fmt::Formatter>::write_str$/;

/** Must not be left: then some float is written by Rust, or some number without its sign. */
const UNWANTED = /::flt2dec::|<i\w+ as core(\[\w+\])?::fmt::Display>::fmt/;

/** Where panics happened. Paths are of no use without panics, and tell of the machine that built. */
const PATHS = /[\w./+-]*(?:\/rustc\/|\/registry\/src\/|\/rust\/deps\/|src\/)[\w./+-]*?\.rs/g;

/**
 * Bodies called from one place only are kept apart when larger than this: gzip likes it. To lay blocks and
 * loops anew would save a hundredth more, and take a fifth of the speed.
 */
const OPTIONS = ["-Oz", "--converge", "--low-memory-unused", "--one-caller-inline-max-function-size=25"];

/**
 * Shrinks the module at `path` in place; `names` gives imports and exports the bundle's names, and
 * an export that it does not name goes.
 */
export async function shrink(path, names) {
  await mkdir("target/weigh", { recursive: true });
  const linked = await readFile(path);
  await writeFile(NAMED, rewrite(linked, names));
  const optimizer = new URL("bin/wasm-opt", import.meta.resolve("binaryen"));
  execFileSync(process.execPath, [optimizer.pathname, ...OPTIONS, "-g", NAMED, "-o", NAMED]);

  const optimized = await readFile(NAMED);
  const module = binaryen.readBinary(optimized);
  const left = functions(module).find(({ name }) => UNWANTED.test(name));
  if (left) throw new Error(`${left.name} is linked: a number is formatted by Rust that must not be, see src/platform.rs`);
  const lean = collect(optimized, module.emitText(), symbols(linked));
  await writeFile(NAMED, lean);
  await writeFile(path, stripped(lean, names));
}

/** The module without the words of panics, Rust's way to write a float, and what no script calls. */
function rewrite(bytes, names) {
  const module = binaryen.readBinary(blank(bytes));
  const exported = Array.from({ length: module.getNumExports() }, (_, i) => module.getExportByIndex(i));
  for (const { name, kind } of exported.map(binaryen.getExportInfo)) {
    if (kind === binaryen.ExternalFunction && !(name in names)) module.removeExport(name);
  }
  const own = functions(module).filter((f) => !f.module);
  const ours = own.find(({ name }) => OURS.test(name));
  const write = own.find(({ name }) => WRITE.test(name));
  for (const { ref, name, params, results } of own) {
    if (PANICS.test(name)) binaryen.Function.setBody(ref, module.unreachable());
    const [, pads] = PAD.exec(name) ?? [];
    if (pads && write) {
      const types = binaryen.expandType(params);
      const given = [0, ...PADS[pads]].map((i) => module.local.get(i, types[i]));
      binaryen.Function.setBody(ref, module.call(write.name, given, results));
    }
    if (!DISPLAY.test(name)) continue;
    if (ours?.params !== params || ours.results !== results) throw new Error(`nothing can replace ${name}`);
    const given = binaryen.expandType(params).map((type, i) => module.local.get(i, type));
    binaryen.Function.setBody(ref, module.call(ours.name, given, results));
  }
  binaryen.setDebugInfo(true);
  return module.emitBinary();
}

/** The module with zeros in place of all paths of sources in its data, and what is left of linking. */
function blank(bytes) {
  const zeros = (path) => "\0".repeat(path.length);
  const ofLinking = ({ id, text }) => id === CUSTOM && /^.(linking|reloc\.)/s.test(text);
  const kept = sections(bytes).filter((section) => !ofLinking(section));
  return assemble(kept.map((s) => (s.id === DATA ? { id: s.id, text: s.text.replace(PATHS, zeros) } : s)));
}

/** The module without its custom sections, its imports and exports renamed. */
function stripped(bytes, names) {
  const rename = (text) =>
    Object.entries(names).reduce((text, [from, to]) => text.replaceAll(counted(from), counted(to)), text);
  const kept = sections(bytes).filter(({ id }) => id !== CUSTOM);
  const renamed = ({ id }) => id === IMPORT || id === EXPORT;
  return assemble(kept.map((s) => (renamed(s) ? { id: s.id, text: rename(s.text) } : s)));
}

/**
 * The module with zeros in place of all data that nothing can reach any more. As a garbage
 * collector without types does, it takes every number for an address: what lies there is kept,
 * and so is what the numbers there point to.
 */
function collect(bytes, code, symbols) {
  const all = sections(bytes);
  const data = all.find(({ id }) => id === DATA);
  const segments = segmentsOf(Buffer.from(data.text, "latin1"));
  const byte = (address) => {
    const segment = segments.find(({ start, bytes }) => address >= start && address < start + bytes.length);
    return segment ? segment.bytes[address - segment.start] : 0;
  };
  const word = (at) => (byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24)) >>> 0;

  const [first, last] = [segments[0].start - NEAR, Math.max(...symbols.map(({ end }) => end)) + NEAR];
  const open = [];
  for (const [, kind, digits] of code.matchAll(/\b(i32\.const |i64\.const |offset=)(-?\d+)/g)) {
    const number = BigInt.asUintN(64, BigInt(digits));
    open.push(Number(number & 0xffffffffn));
    if (kind === "i64.const ") open.push(Number(number >> 32n)); // two addresses stored at once
  }
  const live = new Set();
  while (open.length) {
    const address = open.pop();
    if (address < first || address > last) continue;
    for (const symbol of symbols) {
      // An index may be counted from before the beginning, or down from behind the end.
      if (live.has(symbol) || address < symbol.start - NEAR || address > symbol.end + NEAR) continue;
      live.add(symbol);
      for (let at = (symbol.start + 3) & ~3; at + 4 <= symbol.end; at += 4) open.push(word(at));
    }
  }
  for (const { start, end } of symbols.filter((symbol) => !live.has(symbol))) {
    for (let at = start; at < end; at++) {
      if ([...live].some((symbol) => at >= symbol.start && at < symbol.end)) continue;
      const segment = segments.find(({ start, bytes }) => at >= start && at < start + bytes.length);
      if (segment) segment.bytes[at - segment.start] = 0;
    }
  }
  data.text = segments.source.toString("latin1");
  return assemble(all);
}

/** How far an address may be from what it is meant for. */
const NEAR = 64;

/** The active segments of a data section: where each begins in memory, and its bytes. */
function segmentsOf(source) {
  const read = reader(source);
  const segments = Array.from({ length: read.number() }, () => {
    if (read.number() !== 0 || read.number() !== I32_CONST) throw new Error("a segment of an unknown kind");
    const start = read.signed();
    read.number(); // the end of the expression
    return { start, bytes: read.bytes(read.number()) };
  });
  return Object.assign(segments, { source });
}

/** What the linker calls a piece of data: `{start, end}` in memory. */
function symbols(bytes) {
  const all = sections(bytes);
  const linking = all.find(({ id, text }) => id === CUSTOM && text.startsWith(counted("linking")));
  if (!linking) throw new Error("the linker must be given --emit-relocs: build with `cargo xtask build`");
  const segments = segmentsOf(Buffer.from(all.find(({ id }) => id === DATA).text, "latin1"));
  const read = reader(Buffer.from(linking.text.slice(counted("linking").length), "latin1"));
  read.number(); // the version
  const found = [];
  while (!read.done()) {
    const [kind, size] = [read.number(), read.number()];
    const table = reader(read.bytes(size));
    if (kind !== SYMBOL_TABLE) continue;
    for (let count = table.number(); count > 0; count--) {
      const [kind, flags] = [table.number(), table.number()];
      const defined = !(flags & UNDEFINED);
      if (kind === SYMBOL_DATA) {
        table.bytes(table.number());
        if (!defined) continue;
        const [segment, offset, size] = [table.number(), table.number(), table.number()];
        const start = segments[segment].start + offset;
        found.push({ start, end: start + size });
      } else {
        table.number();
        const named = kind !== SYMBOL_SECTION && (defined || flags & EXPLICIT_NAME);
        if (named) table.bytes(table.number());
      }
    }
  }
  return found;
}

// From the WebAssembly conventions for linking.
const I32_CONST = 0x41;
const SYMBOL_TABLE = 8;
const [SYMBOL_DATA, SYMBOL_SECTION] = [1, 3];
const [UNDEFINED, EXPLICIT_NAME] = [0x10, 0x40];
