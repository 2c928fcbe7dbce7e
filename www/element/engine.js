// The one wasm module of a page, however many tags stand on it.
import { begin, imports } from "gradwalk-wasm";

/** A download that has not ended after this time, in ms, is given up. */
const LIMIT = 30_000;

let starting;

/** What `start` fails with if the download takes too long. */
export class Stalled extends Error {}

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
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Stalled()), LIMIT);
  const { signal } = controller;
  try {
    const response = await fetch(new URL("gradwalk_bg.wasm", import.meta.url), { signal });
    const { instance } = await instantiate(response);
    begin(instance);
  } catch (error) {
    throw signal.reason ?? error;
  } finally {
    clearTimeout(timer);
  }
}

/** Compiles while it loads; where a host does not say that this is wasm, when it has loaded. */
async function instantiate(response) {
  if (response.ok && response.headers.get("content-type") !== "application/wasm") {
    return WebAssembly.instantiate(await response.arrayBuffer(), imports());
  }
  return WebAssembly.instantiateStreaming(response, imports());
}
