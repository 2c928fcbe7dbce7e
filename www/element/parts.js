// Where the element's parts lie: beside it, as files; written out, so that a bundler finds them and takes them along. In
// the folder for other people's pages they have names with the version in them, too, and where the element is one file, for
// a mail or a notebook, they are within: the bundler then puts another module in the place of this one.

/** The bytes of the core, where they are within. */
export const bytes = undefined;

/** The address of the core. Whoever has no address himself, as from a blob, cannot say it, and throws. */
export const core = () => new URL("gradwalk_bg.wasm", import.meta.url).href;

/** The address of the picture that stands where no lab can. */
export const picture = () => new URL("run.svg", import.meta.url).href;

/**
 * The scripts of the drawers, which come after the first screen: a module; see `later` in engine.js. A browser need not ask
 * again for an address that failed: whoever has `tried` before asks for another.
 */
export const drawers = (tried) => {
  const file = new URL("drawers.js", import.meta.url);
  if (tried) file.search = `again=${tried}`;
  return import(file.href);
};
