// What the parts of the page cost, in gzipped bytes: how much less the page would load if a script
// and its style sheet were empty, or if the functions of a module of the core had no bodies. What
// parts have in common is in nobody's price: they add up to less than the whole.
import { readFile, readdir } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import binaryen from "binaryen";
import { build } from "esbuild";
import { TABLES, element, options } from "./element.mjs";
import { bodies, functions } from "./module.mjs";
import { NAMED } from "./shrink.mjs";

const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;
const row = (what, bytes) => console.log(`${what.padEnd(34)} ${String(bytes).padStart(7)} B`);

/** What the element weighs when the files whose paths match are empty. */
async function elementWithout(files) {
  const empty = {
    name: "empty",
    setup: ({ onLoad }) =>
      onLoad({ filter: files }, ({ path }) =>
        path.endsWith(".css") ? { contents: "", loader: "css" } : { contents: "{}", loader: "json" },
      ),
  };
  const { code } = await element(tables, undefined, [empty]);
  return gzipped(code);
}

/** The bodies of the core's functions by the module that they belong to. */
async function owned() {
  const bytes = await readFile(NAMED);
  const own = functions(binaryen.readBinary(bytes)).filter((f) => !f.module);
  return bodies(bytes).map((body, index) => ({ owner: owner(own[index].name), body }));
}

/** `charts::fit` of a function of the crate, else the crate that it comes from. */
function owner(name) {
  const [, own] = /gradwalk::(\w+(?:::[a-z]\w*)?)/.exec(name) ?? [];
  return own ?? /\b([a-z]\w*)(?:\[\w+\])?::/.exec(name)?.[1] ?? "glue";
}

const tables = JSON.parse(await readFile(TABLES, "utf8"));
const whole = await elementWithout(/^$/);
console.log("\neach view, its script and style");
for (const { name } of tables.views) row(`  ${name}`, whole - (await elementWithout(new RegExp(`/views/${name}\\.(js|css)$`))));

console.log("\neach language; all but English load apart, when they are asked for");
for (const file of await readdir("www/messages")) {
  const { outputFiles } = await build({ ...options, entryPoints: [`www/messages/${file}`], write: false });
  row(`  ${file.replace(".js", "")}`, gzipped(outputFiles[0].contents));
}

const all = await owned();
const core = (kept) => gzipped(Buffer.concat(all.filter(kept).map(({ body }) => body)));
const total = core(() => true);
const price = (test) => total - core(({ owner }) => !test(owner));
const readme = await readFile("README.md", "utf8");
const settings = readme.split("<!-- settings")[1].split("<!-- end")[0].match(/^\| `/gm).length;
console.log("\neach setting, on average, of the core's table; its label is a line of the messages");
row(`  one of ${settings}`, Math.round(price((owner) => owner.startsWith("settings")) / settings));

console.log("\neach module of the core");
const owners = [...new Set(all.map(({ owner }) => owner))];
const prices = owners.map((name) => [name, price((owner) => owner === name)]);
for (const [name, bytes] of prices.sort((a, b) => b[1] - a[1]).filter(([, bytes]) => bytes >= 200)) {
  row(`  ${name}`, bytes);
}
