// The one wasm module of a page, however many tags stand on it.
import { arrive, initSync, version } from "gradwalk-wasm";
import { bytes, core, drawers, picture } from "./parts.js";

/** A module of one type, a function that gives a vector: browsers from before 2023 know none. */
const VECTOR = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123);

/** A download that has not ended after this time, in ms, is given up. */
const LIMIT = 30_000;

let starting;

/**
 * What `start` fails with where the wasm file cannot be had or used, by a code: `place` if the
 * script has no address beside which it could lie, `stalled`, `fetch` if no answer came, or not all
 * of it, `answer` for a status that is not 2xx, `type` if it is something else, `policy` if wasm is forbidden, `vectors` if it has none, `version` if it is
 * another than this script's.
 */
export class Unavailable extends Error {
  constructor(code, file, given) {
    super(code);
    this.code = code;
    this.file = file;
    this.given = given;
  }
}

/**
 * Kept when the wasm core can be used. All tags share one download and one instance;
 * after a failure whoever asks next tries again.
 */
export function start() {
  starting ??= load().catch((error) => {
    starting = undefined;
    throw error;
  });
  return starting;
}

async function load() {
  if (bytes) return begin(await bytes(), "");
  const file = placed(core);
  if (!file) throw new Unavailable("place");
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), LIMIT);
  const { signal } = controller;
  try {
    const lost = () => {
      throw new Unavailable("fetch", file);
    };
    const response = await fetch(file, { signal }).catch(lost);
    if (!response.ok) throw new Unavailable("answer", file, response.status);
    // Not compiled while it loads: in Firefox 140 one that was cut would never end, nor any after it.
    await begin(await response.arrayBuffer().catch(lost), response.url, response.headers.get("content-type"));
  } catch (error) {
    throw signal.aborted ? new Unavailable("stalled", file) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** A core that is not of this script's version, as a cache may hold one, is refused before anything is asked of it. */
async function begin(source, file, type) {
  try {
    initSync({ module: await WebAssembly.compile(source) });
  } catch (error) {
    // It asks for what this script does not have.
    if (error instanceof WebAssembly.LinkError) throw another(file);
    if (!(error instanceof WebAssembly.CompileError)) throw error;
    if (!WebAssembly.validate(VECTOR)) throw new Unavailable("vectors");
    throw new Unavailable(/policy|unsafe-eval|CSP/i.test(error.message) ? "policy" : "type", file, type);
  }
  const theirs = told();
  if (theirs !== VERSION) throw another(file, theirs);
}

/** The version of the core; nothing where it is too old to tell. */
function told() {
  try {
    return version();
  } catch {
    return undefined;
  }
}

const another = (file, theirs) => new Unavailable("version", file, { mine: VERSION, theirs });

/** The address of a part; none where the script has none itself, as from a blob. */
function placed(part) {
  try {
    return part();
  } catch {
    return undefined;
  }
}

let coming;
let tried = 0;

/**
 * What the drawers are made of: their scripts by name, `files`, their sheet, `css`, and their English
 * `words`. The core, if it is there, has the rows of the example sets then. After a failure whoever asks next tries again.
 */
export function later() {
  coming ??= furnished().catch((error) => {
    coming = undefined;
    tried++;
    throw error;
  });
  return coming;
}

async function furnished() {
  const made = await drawers(tried);
  if (made.version !== VERSION) throw another("drawers.js", made.version);
  // The core takes them before whoever waits for the drawers goes on, or when it is there itself.
  const take = () => Object.entries(made.rows).forEach(([name, text]) => arrive(name, text));
  start().then(take, () => {});
  return made;
}

/**
 * Where others find a file of this script's folder: beside it; of a script that was bundled, or carries its
 * parts within, in the folder that is still to be put somewhere.
 */
export const here = (name) => (/\/grad-walk[^/]*\.js(\?|$)/.test(beside("")) ? beside(name) : `gradwalk/${name}`);

/** The address of the picture that stands where no lab can. */
export const still = () => placed(picture);

/** The address of a file beside this script; none where the script is none itself, as from a blob. */
export const beside = (name) => placed(() => new URL(name, import.meta.url).href);
