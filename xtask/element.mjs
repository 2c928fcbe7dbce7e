// How esbuild makes one module of www/element/grad-walk.js and all it imports.
import { readFile, readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { build } from "esbuild";
import { minify } from "terser";
import { lean } from "./glue.mjs";

/** The scripts of a folder. */
export const scriptsIn = async (folder) => (await readdir(folder)).filter((file) => file.endsWith(".js"));

/** "gradwalk-tables" is what the scripts in www/views/ export, by name, and the core's tables. */
const scripts = (tables) => ({
  name: "tables",
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^gradwalk-tables$/ }, ({ path }) => ({ path, namespace: "tables" }));
    onLoad({ filter: /^/, namespace: "tables" }, async () => {
      const files = await scriptsIn("www/views");
      const imports = files.map((file, index) => `import view${index} from "./${file}";`);
      const named = files.map((file, index) => `"${file.replace(".js", "")}": view${index}`);
      const rows = Object.entries(tables).map(([name, rows]) => `export const ${name} = ${JSON.stringify(rows)};`);
      const contents = [...imports, `export const files = {${named}};`, ...rows].join("");
      return { contents, resolveDir: resolve("www/views") };
    });
  },
});

/** "gradwalk-names" is the names of the core's settings alone. */
export const settingNames = ({ settings }) => ({
  name: "names",
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^gradwalk-names$/ }, ({ path }) => ({ path, namespace: "names" }));
    onLoad({ filter: /^/, namespace: "names" }, () => {
      return { contents: `export default ${JSON.stringify(settings.map(({ name }) => name))};` };
    });
  },
});

/** "gradwalk-views.css" is every style sheet in www/views/, in the order of the table. */
const viewStyles = ({ views }) => ({
  name: "view styles",
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^gradwalk-views\.css$/ }, ({ path }) => ({ path, namespace: "styles" }));
    onLoad({ filter: /^/, namespace: "styles" }, async () => {
      const files = await readdir("www/views");
      const sheets = views.map(({ name }) => `${name}.css`).filter((file) => files.includes(file));
      const contents = sheets.map((file) => `@import "./${file}";`).join("");
      return { contents, loader: "css", resolveDir: resolve("www/views") };
    });
  },
});

/** A script imports a style sheet, with all that this imports, as one text. */
const styles = (plugins) => ({
  name: "styles",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({ ...options, plugins, entryPoints: [path], write: false });
      return { contents: outputFiles[0].text.trim(), loader: "text" };
    }),
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

/** The crate's version, which is that of everything that is made from it. */
export const [, VERSION] = /^version = "(.*)"$/m.exec(await readFile("Cargo.toml", "utf8"));

/** In place of www/element/parts.js where the element is one file: what comes there when it is known. */
export const CORE = "@@core@@";
export const PICTURE = "@@picture@@";

const INLINE = `
export const bytes = () => {
  const packed = Uint8Array.from(atob("${CORE}"), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
};
export const picture = "${PICTURE}";
export const sharing = () => import("../share/share.js");`;

export const inline = {
  name: "inline",
  setup: ({ onLoad }) =>
    onLoad({ filter: /element[/\\]parts\.js$/ }, () => ({ contents: INLINE, resolveDir: resolve("www/element") })),
};

/** How every module is made. */
export const options = {
  bundle: true,
  format: "esm",
  minify: true,
  charset: "utf8",
  define: { VERSION: JSON.stringify(VERSION) },
};

/** What glue and wasm call each other by, and what scripts call the core by, where it is two words. */
export const NAMES = /^(__(wb|externref|destroy)|lab_|[a-z]+_[a-z_]+$)/;

/** Where the core's tables lie after a build, for `cargo xtask weigh`. */
export const TABLES = "target/weigh/tables.json";

/**
 * What is long and of one kind. Gzip looks back no further than 32 kB: these come first, so that
 * between two scripts there are only scripts.
 */
const FIRST = ["www/ui/lab.css", "www/ui/still.json", "www/messages/en.js"];

/**
 * The element as one script, with the core's tables `{settings, views}`, the glue's file, plugins
 * that come first, and names as they are to be shortened: `{code, names}`, the names that were. Without a file the
 * glue stays outside. Terser names variables more alike than esbuild does, and gzip likes likeness;
 * for its sake nothing is moved to where it is used.
 */
export async function element(tables, file, plugins = [], mangleCache = {}) {
  const { outputFiles, mangleCache: names } = await build({
    ...options,
    stdin: {
      contents: [...FIRST, "www/element/grad-walk.js"].map((file) => `import "./${file}";`).join(""),
      resolveDir: ".",
    },
    logOverride: { "ignored-bare-import": "silent" },
    plugins: [...plugins, styles([...plugins, viewStyles(tables)]), scripts(tables), settingNames(tables), glue],
    ...(file ? { alias: { "gradwalk-wasm": file } } : { external: ["gradwalk-wasm"] }),
    // Whitespace is terser's to go through: it keeps what bundlers of other pages are told.
    ...{ minify: false, minifyIdentifiers: true, minifySyntax: true },
    mangleProps: NAMES,
    mangleCache,
    write: false,
  });
  const { code } = await minify(outputFiles[0].text, {
    module: true,
    compress: { inline: false, reduce_vars: false },
    format: { comments: /@vite-ignore|webpackIgnore/ },
  });
  return { code, names };
}
