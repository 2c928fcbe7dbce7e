// Trunk's last step: one module, dist/grad-walk.js, from www/element/grad-walk.js, all it imports,
// and the glue that wasm-bindgen wrote. It finds gradwalk_bg.wasm beside itself, wherever a host
// puts both. English is part of it; each other language becomes a module of its own, messages/*.js.
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { build, transform } from "esbuild";
import { shrink } from "./shrink.mjs";

const dist = process.env.TRUNK_STAGING_DIR;
const glue = `${dist}/gradwalk.js`;

const scriptsIn = async (folder) => (await readdir(folder)).filter((file) => file.endsWith(".js"));

/** A style sheet is imported as text. */
const styles = {
  name: "styles",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code, loader: "text" };
    }),
};

/** "gradwalk-views" is a list of what each file in www/views/ exports. */
const views = {
  name: "views",
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^gradwalk-views$/ }, ({ path }) => ({ path, namespace: "views" }));
    onLoad({ filter: /^/, namespace: "views" }, async () => {
      const files = await scriptsIn("www/views");
      const imports = files.map((file, index) => `import view${index} from "./${file}";`);
      const contents = `${imports.join("")}export default [${files.map((_, index) => `view${index}`)}];`;
      return { contents, resolveDir: resolve("www/views") };
    });
  },
};

const options = { bundle: true, format: "esm", minify: true, charset: "utf8" };

const { mangleCache } = await build({
  ...options,
  entryPoints: ["www/element/grad-walk.js"],
  outfile: `${dist}/grad-walk.js`,
  alias: { "gradwalk-wasm": glue },
  plugins: [styles, views],
  mangleProps: /^(__wb|__externref|lab_)/, // the names that glue and wasm call each other by
  mangleCache: {},
});
await rm(glue);
await shrink(`${dist}/gradwalk_bg.wasm`, mangleCache);

const others = (await scriptsIn("www/messages")).filter((file) => file !== "en.js");
await build({
  ...options,
  entryPoints: others.map((file) => `www/messages/${file}`),
  outdir: `${dist}/messages`,
});

// Trunk leaves its own instruction in the page where it adds no script there.
const page = `${dist}/index.html`;
const html = await readFile(page, "utf8");
await writeFile(page, html.replace(/<link data-trunk rel="rust"[^>]*>\s*/, ""));
