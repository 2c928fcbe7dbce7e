// The one wasm module of a page, however many tags stand on it.
import init from "gradwalk-wasm";

let starting;

/**
 * Kept when the wasm core can be used. All tags share one download and one instance;
 * after a failure the next tag tries again.
 */
export function start() {
  starting ??= init().catch((error) => {
    starting = undefined;
    throw error;
  });
  return starting;
}
