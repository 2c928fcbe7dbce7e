// A WebAssembly module in its binary format: its sections, its functions, and the numbers in them.
import binaryen from "binaryen";

// From the WebAssembly specification, 5.5.
export const [CUSTOM, IMPORT, EXPORT, CODE, DATA] = [0, 2, 7, 10, 11];
const HEADER = 8;

/** The functions of a module of binaryen's. */
export function functions(module) {
  const all = Array.from({ length: module.getNumFunctions() }, (_, i) => module.getFunctionByIndex(i));
  return all.map((ref) => ({ ref, ...binaryen.getFunctionInfo(ref) }));
}

/** The bodies of a module's functions. */
export function bodies(bytes) {
  const read = reader(Buffer.from(sections(bytes).find(({ id }) => id === CODE).text, "latin1"));
  return Array.from({ length: read.number() }, () => Buffer.from(read.bytes(read.number())));
}

/** Reads numbers and bytes one after the other. */
export function reader(source) {
  let at = 0;
  const number = (signed) => {
    let [value, shift, byte] = [0, 0, 128];
    for (; byte > 127; shift += 7) {
      byte = source[at++];
      value |= (byte & 127) << shift;
    }
    return signed && shift < 32 && byte & 64 ? value | (-1 << shift) : value >>> 0;
  };
  return {
    number: () => number(false),
    signed: () => number(true),
    bytes: (count) => source.subarray(at, (at += count)),
    done: () => at >= source.length,
  };
}

/** A name as it stands in a section, behind its length. */
export const counted = (name) => String.fromCharCode(name.length) + name;

/** The sections of a module, each byte a character. */
export function sections(bytes) {
  const read = reader(bytes);
  read.bytes(HEADER);
  const found = [];
  while (!read.done()) {
    const [id, size] = [read.number(), read.number()];
    found.push({ id, text: Buffer.from(read.bytes(size)).toString("latin1") });
  }
  return found;
}

/** A number as the format writes it. */
const leb = (n) => (n > 127 ? [(n & 127) | 128, ...leb(n >>> 7)] : [n]);

/** A module of these sections. */
export function assemble(sections) {
  const parts = sections.flatMap(({ id, text }) => [
    Buffer.from([id, ...leb(text.length)]),
    Buffer.from(text, "latin1"),
  ]);
  return Buffer.concat([Buffer.from("\0asm\x01\0\0\0", "latin1"), ...parts]);
}
