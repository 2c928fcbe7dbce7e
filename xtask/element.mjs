// How esbuild makes one module of www/element/grad-walk.js and all it imports.
import { readFile, readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { build } from "esbuild";

/** The crate's version, which is that of everything that is made from it. */
export const [, VERSION] = /^version = "(.*)"$/m.exec(await readFile("Cargo.toml", "utf8"));

/** How every script is made. */
export const options = {
  bundle: true,
  format: "esm",
  minify: true,
  charset: "utf8",
  define: { VERSION: JSON.stringify(VERSION) },
};

/** Where the core's tables lie after a build, for `cargo xtask packages`. */
export const TABLES = "target/tables.json";

/** The scripts of a folder. */
const scriptsIn = async (folder) => (await readdir(folder)).filter((file) => file.endsWith(".js"));

/** The message files of all languages but English. */
export async function languages() {
  const files = await scriptsIn("www/messages");
  return files.filter((file) => file !== "en.js").map((file) => `www/messages/${file}`);
}

/** The element as one script, with the core's tables, the glue's file, and plugins that come first. */
export const element = async (tables, glue, plugins = []) =>
  unbundled(await script("www/element/grad-walk.js", tables, { "gradwalk-wasm": glue }, plugins));

/** What is imported by an address that only the page knows a bundler leaves alone, where it is told. esbuild drops that. */
const unbundled = (code) => code.replace(/\bimport\((?!["'/])/g, "import(/*webpackIgnore:true*//*@vite-ignore*/");

/** The scripts of the drawers as one, which the element loads when one is opened. */
export const drawers = (tables) => script("www/ui/later.js", tables);

async function script(entry, tables, alias = {}, plugins = []) {
  const figure = scripts("gradwalk-views", FIRST, tables);
  const later = scripts("gradwalk-drawers", LATER, tables);
  const { outputFiles } = await build({
    ...options,
    entryPoints: [entry],
    alias,
    plugins: [...plugins, styles(tables), rows(tables), figure, later, tabled, examples(tables)],
    loader: { ".csv": "text" },
    write: false,
  });
  return outputFiles[0].text;
}

/** A module that is made here and not read: `contents()` resolves its imports from `folder`. */
const made = (name, folder, loader, contents) => ({
  name,
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: new RegExp(`^${name}$`) }, ({ path }) => ({ path, namespace: name }));
    onLoad({ filter: /^/, namespace: name }, async () => ({ contents: await contents(), loader, resolveDir: resolve(folder) }));
  },
});

/** "gradwalk-tables" is the core's tables, by their names. */
const rows = (tables) =>
  made("gradwalk-tables", ".", "js", () =>
    Object.entries(tables).map(([name, rows]) => `export const ${name} = ${JSON.stringify(rows)};`).join("\n"),
  );

/** The places of the views that are there at first, and of those that come later. */
const [FIRST, LATER] = [["figure"], ["row", "drawer"]];

/** A module of that name is the scripts in www/views/ of the views in those places, by the names of these. */
const scripts = (name, places, { views }) =>
  made(name, "www/views", "js", async () => {
    const files = await scriptsIn("www/views");
    const theirs = views.filter((view) => places.includes(view.place) && files.includes(`${view.name}.js`)).map(({ name }) => name);
    const imports = theirs.map((name, index) => `import view${index} from "./${name}.js";`);
    const named = theirs.map((name, index) => `"${name}": view${index}`);
    return [...imports, `export const files = {${named}};`].join("\n");
  });

/** "gradwalk-examples" is the rows of the example sets as texts, by their names. */
const examples = ({ examples: sets }) =>
  made("gradwalk-examples", "www/data", "js", () => {
    const imports = sets.map(({ name }, index) => `import set${index} from "./${name}.csv";`);
    return [...imports, `export const rows = {${sets.map(({ name }, index) => `"${name}": set${index}`)}};`].join("\n");
  });

/** "gradwalk-names" where the tables are there. */
const tabled = made("gradwalk-names", ".", "js", () => 'import { settings } from "gradwalk-tables"; export default settings.map(({ name }) => name);');

/** "gradwalk-names" is the names of the core's settings alone. */
export const settingNames = ({ settings }) =>
  made("gradwalk-names", ".", "js", () => `export default ${JSON.stringify(settings.map(({ name }) => name))};`);

/** A sheet of that name is the sheets in www/views/ of the views in those places, in the order of the table. */
const sheets = (name, places, { views }) =>
  made(name, "www/views", "css", async () => {
    const files = await readdir("www/views");
    const theirs = views.filter(({ place }) => places.includes(place)).map(({ name }) => `${name}.css`);
    return theirs.filter((file) => files.includes(file)).map((file) => `@import "./${file}";`).join("\n");
  });

/** A script imports a style sheet, with all that this imports, as one text. */
const styles = (tables) => ({
  name: "styles",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const plugins = [sheets("gradwalk-views.css", FIRST, tables), sheets("gradwalk-drawers.css", LATER, tables)];
      const { outputFiles } = await build({ ...options, plugins, entryPoints: [path], write: false });
      return { contents: outputFiles[0].text.trim(), loader: "text" };
    }),
});
