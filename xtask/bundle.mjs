// Trunk's last step: one module, dist/grad-walk.js, from www/grad-walk.js, all it imports, and the
// glue that wasm-bindgen wrote. It finds gradwalk_bg.wasm beside itself, wherever a host puts both.
import { readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const dist = process.env.TRUNK_STAGING_DIR;
const glue = `${dist}/gradwalk.js`;

await build({
  entryPoints: ["www/grad-walk.js"],
  outfile: `${dist}/grad-walk.js`,
  alias: { "gradwalk-wasm": glue },
  loader: { ".css": "text" },
  bundle: true,
  format: "esm",
  minify: true,
  charset: "utf8",
});
await rm(glue);

// Trunk leaves its own instruction in the page where it adds no script there.
const page = `${dist}/index.html`;
const html = await readFile(page, "utf8");
await writeFile(page, html.replace(/<link data-trunk rel="rust"[^>]*>\s*/, ""));
