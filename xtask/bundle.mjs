// Trunk's last step: one module, dist/grad-walk.js, from www/grad-walk.js, all it imports, and the
// glue that wasm-bindgen wrote. It finds gradwalk_bg.wasm beside itself, wherever a host puts both.
import { readFile, rm, writeFile } from "node:fs/promises";
import { build, transform } from "esbuild";
import { shrink } from "./shrink.mjs";

const dist = process.env.TRUNK_STAGING_DIR;
const glue = `${dist}/gradwalk.js`;

/** A style sheet is imported as text. */
const styles = {
  name: "styles",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code, loader: "text" };
    }),
};

const { mangleCache } = await build({
  entryPoints: ["www/grad-walk.js"],
  outfile: `${dist}/grad-walk.js`,
  alias: { "gradwalk-wasm": glue },
  plugins: [styles],
  bundle: true,
  format: "esm",
  minify: true,
  charset: "utf8",
  mangleProps: /^(__wb|__externref|lab_)/, // the names that glue and wasm call each other by
  mangleCache: {},
});
await rm(glue);
await shrink(`${dist}/gradwalk_bg.wasm`, mangleCache);

// Trunk leaves its own instruction in the page where it adds no script there.
const page = `${dist}/index.html`;
const html = await readFile(page, "utf8");
await writeFile(page, html.replace(/<link data-trunk rel="rust"[^>]*>\s*/, ""));
