// target/packages/: what is published beside the folder itself. A zip for whoever has neither Rust nor
// npm, a package for npm, one for Python, and the page that is one file. All of it comes from dist/embed/.
import { execFileSync } from "node:child_process";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { zipSync } from "fflate";
import { TABLES, VERSION } from "./element.mjs";

const FROM = "dist/embed";
const TO = "target/packages";
const LICENCES = ["LICENSE-MIT", "LICENSE-APACHE"];

await rm(TO, { recursive: true, force: true });
await mkdir(TO, { recursive: true });
const { settings } = JSON.parse(await readFile(TABLES, "utf8"));
const files = (await readdir(FROM, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
const names = files.map(({ parentPath, name }) => `${parentPath}/${name}`.slice(FROM.length + 1));

/** The same bytes every time: a zip keeps no other date. */
const DATE = new Date("2020-01-01T00:00:00");

const zipped = {};
for (const name of [...names.map((name) => `${FROM}/${name}`), ...LICENCES]) {
  zipped[`gradwalk/${name.replace(`${FROM}/`, "")}`] = new Uint8Array(await readFile(name));
}
await writeFile(`${TO}/gradwalk-${VERSION}.zip`, zipSync(zipped, { level: 9, mtime: DATE }));
await cp(`${FROM}/gradwalk.html`, `${TO}/gradwalk-${VERSION}.html`);

// npm: versions are npm's own, and a bundler wants the names that stay.
const npm = `${TO}/npm`;
await mkdir(npm);
const stable = names.filter((name) => !name.includes(VERSION) && name !== "gradwalk.html");
for (const name of stable) await cp(`${FROM}/${name}`, `${npm}/${name}`);
const theirs = (await readdir("packages/npm")).map((name) => `packages/npm/${name}`);
for (const name of [...LICENCES, ...theirs]) await cp(name, `${npm}/${name.replace(/.*\//, "")}`);
const manifest = {
  name: "gradwalk",
  version: VERSION,
  description: "Walk through gradient descent and autograd, one step at a time: a custom element",
  license: "MIT OR Apache-2.0",
  type: "module",
  sideEffects: true,
  types: "./grad-walk.d.ts",
  exports: {
    ".": { types: "./grad-walk.d.ts", default: "./grad-walk.js" },
    "./react": { types: "./react.d.ts", default: "./react.js" },
    "./vue": { types: "./vue.d.ts" },
    "./svelte": { types: "./svelte.d.ts" },
    "./*": "./*",
  },
  peerDependencies: { react: ">=19" },
  peerDependenciesMeta: { react: { optional: true } },
  customElements: "custom-elements.json",
  keywords: ["gradient-descent", "autograd", "education", "custom-element", "webassembly"],
};
await writeFile(`${npm}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
const run = (program, args, cwd) => execFileSync(program, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });
run("npm", ["pack", "--silent", "--pack-destination", ".."], npm);

// Python
const python = `${TO}/python`;
await cp("packages/python", python, { recursive: true, filter: (name) => !/__pycache__/.test(name) });
for (const name of LICENCES) await cp(name, `${python}/${name}`);
const project = await readFile(`${python}/pyproject.toml`, "utf8");
await writeFile(`${python}/pyproject.toml`, project.replace(/^version = .*$/m, `version = "${VERSION}"`));
const rows = settings.map(({ name, kind, min, max, choices = min ? [min, max] : [] }) => `    ${JSON.stringify([name, kind, choices])},`);
await writeFile(
  `${python}/gradwalk/_settings.py`,
  `"""The settings of the lab, as the core has them: name, kind, and its choices or its bounds."""\n\n__version__ = "${VERSION}"\n\nSETTINGS = [\n${rows.join("\n")}\n]\n`,
);
const widget = (await readFile(`${python}/widget.js`, "utf8")).replace("SETTINGS;", `${JSON.stringify(settings.map(({ name }) => name))};`);
await rm(`${python}/widget.js`);
await writeFile(`${python}/gradwalk/widget.js`, `${await readFile("target/embed/inline.js", "utf8")}\n${widget}`);
run(process.env.PYTHON ?? "python3", ["-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", "..", "."], python);

for (const name of (await readdir(TO)).filter((name) => name.includes(VERSION)).sort()) {
  const { length } = await readFile(`${TO}/${name}`);
  console.log(`${TO}/${name}`.padEnd(50), `${(length / 1000).toFixed(1).padStart(7)} kB`);
}
