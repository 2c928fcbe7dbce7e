// What the glue of the page calls in place of wasm-bindgen's own functions of these names, which
// are written for far older browsers than the page's: glue.mjs puts it behind the glue. Memory is
// looked at where it is now: when it grows, what was seen of it before is gone.

/** Safari's decoder fails after 2 GiB. */
const MOST = 2 ** 31 - 2 ** 20;

let decoder;
let left = 0;

function getStringFromWasm0(at, length) {
  left -= length;
  if (left < 0) {
    decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    left = MOST;
  }
  return decoder.decode(new Uint8Array(wasm.memory.buffer, at >>> 0, length));
}

// What is passed to the core is written into its memory, and passed as `[at, length]`.

function passStringToWasm0(text) {
  return plain(text) ?? written(cachedTextEncoder.encode(text));
}

/** A short text of ASCII, as most are, letter by letter: half the time of an encoder. */
function plain(text) {
  const { length } = text;
  if (length > 40) return undefined;
  const at = wasm.__wbindgen_malloc(length, 1) >>> 0;
  const bytes = new Uint8Array(wasm.memory.buffer, at, length);
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    bytes[i] = code;
    if (code > 127) {
      wasm.__wbindgen_free(at, length, 1);
      return undefined;
    }
  }
  return [at, length];
}

function passArray32ToWasm0(numbers) {
  return written(numbers);
}

function passArrayJsValueToWasm0(values) {
  return written(Uint32Array.from(values, addToExternrefTable0));
}

function written(numbers) {
  const { length, BYTES_PER_ELEMENT: size } = numbers;
  const at = wasm.__wbindgen_malloc(length * size, size) >>> 0;
  new numbers.constructor(wasm.memory.buffer, at).set(numbers);
  return [at, length];
}

/** Where an import returns a string, or none, to the core. */
function giveString(place, text) {
  const [at, length] = text === undefined ? [0, 0] : passStringToWasm0(text);
  new Uint32Array(wasm.memory.buffer, place >>> 0).set([at, length]);
}

// What the core gives away is copied, and freed.

function takeString([at, length]) {
  const text = getStringFromWasm0(at, length);
  wasm.__wbindgen_free(at, length, 1);
  return text;
}

function takeNumbers([at, length]) {
  const numbers = new Float64Array(wasm.memory.buffer, at >>> 0, length).slice();
  wasm.__wbindgen_free(at, 8 * length, 8);
  return numbers;
}

function takeValues([at, length]) {
  const places = new Uint32Array(wasm.memory.buffer, at >>> 0, length);
  const values = Array.from(places, (place) => wasm.__wbindgen_externrefs.get(place));
  wasm.__externref_drop_slice(at, length);
  wasm.__wbindgen_free(at, 4 * length, 4);
  return values;
}

/** Calls for the core, which is told of what is thrown. */
function caught(call) {
  return (...args) => {
    try {
      return call(...args);
    } catch (error) {
      wasm.__wbindgen_exn_store(addToExternrefTable0(error));
    }
  };
}

/** The element loads the core by itself, with these imports; */
export { __wbg_get_imports as imports };

/** and then begins. */
export function begin(instance) {
  wasm = instance.exports;
  wasm.__wbindgen_start();
}
