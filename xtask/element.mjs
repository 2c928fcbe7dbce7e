// How esbuild makes one module of www/element/grad-walk.js and all it imports.
import { readFile, readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { transform } from "esbuild";
import { lean } from "./glue.mjs";

/** The scripts of a folder. */
export const scriptsIn = async (folder) => (await readdir(folder)).filter((file) => file.endsWith(".js"));

/** A style sheet is imported as text. */
const styles = {
  name: "styles",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true });
      return { contents: code, loader: "text" };
    }),
};

/** "gradwalk-views" is what each file in www/views/ exports, and the core's table of them. */
const views = (rows) => ({
  name: "views",
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^gradwalk-views$/ }, ({ path }) => ({ path, namespace: "views" }));
    onLoad({ filter: /^/, namespace: "views" }, async () => {
      const files = await scriptsIn("www/views");
      const imports = files.map((file, index) => `import view${index} from "./${file}";`);
      const exported = `export const files = [${files.map((_, index) => `view${index}`)}];`;
      const contents = `${imports.join("")}${exported}export const rows = ${JSON.stringify(rows)};`;
      return { contents, resolveDir: resolve("www/views") };
    });
  },
});

/** What wasm-bindgen wrote becomes what the page needs. */
const glue = {
  name: "glue",
  setup: ({ onLoad }) =>
    onLoad({ filter: /[/\\]gradwalk\.js$/ }, async ({ path }) => {
      const scripts = (await readdir("www", { recursive: true })).filter((file) => file.endsWith(".js"));
      const calls = await Promise.all(scripts.map((file) => readFile(`www/${file}`, "utf8")));
      return { contents: await lean(await readFile(path, "utf8"), calls.join("\n")) };
    }),
};

/** How every module is made. */
export const options = { bundle: true, format: "esm", minify: true, charset: "utf8" };

/** Where the core's table of views lies after a build, for `cargo xtask weigh`. */
export const ROWS = "target/weigh/views.json";

/** How the element is made with the core's table of views. */
export const element = (rows) => ({
  ...options,
  entryPoints: ["www/element/grad-walk.js"],
  plugins: [styles, views(rows), glue],
  mangleProps: /^(__wb|__externref|lab_)/, // the names that glue and wasm call each other by
});
