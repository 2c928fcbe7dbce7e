// How esbuild makes one module of www/element/grad-walk.js and all it imports.
import { readFile, readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { transform } from "esbuild";

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

/** "gradwalk-tables" is what each file in www/views/ exports, and the core's tables. */
const tables = (tables) => ({
  name: "tables",
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^gradwalk-tables$/ }, ({ path }) => ({ path, namespace: "tables" }));
    onLoad({ filter: /^/, namespace: "tables" }, async () => {
      const files = await scriptsIn("www/views");
      const imports = files.map((file, index) => `import view${index} from "./${file}";`);
      const exported = `export const files = [${files.map((_, index) => `view${index}`)}];`;
      const rows = Object.entries(tables).map(([name, rows]) => `export const ${name} = ${JSON.stringify(rows)};`);
      const contents = [...imports, exported, ...rows].join("");
      return { contents, resolveDir: resolve("www/views") };
    });
  },
});

/** How every module is made. */
export const options = { bundle: true, format: "esm", minify: true, charset: "utf8" };

/** Where the core's tables lie after a build, for `cargo xtask weigh`. */
export const TABLES = "target/weigh/tables.json";

/** How the element is made with the core's tables, `{views, settings}`. */
export const element = (rows) => ({
  ...options,
  entryPoints: ["www/element/grad-walk.js"],
  plugins: [styles, tables(rows)],
  mangleProps: /^(__wb|__externref|lab_)/, // the names that glue and wasm call each other by
});
