// Trunk's last step: one module, dist/grad-walk.js, from www/element/grad-walk.js, all it imports,
// and the glue that wasm-bindgen wrote. It finds gradwalk_bg.wasm beside itself, wherever a host
// puts both. English is part of it; each other language becomes a module of its own, messages/*.js.
import { readFile, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { build } from "esbuild";
import { NAMES, TABLES, element, inline, options, scriptsIn, settingNames } from "./element.mjs";
import { embed } from "./embed.mjs";
import { MODULE } from "./glue.mjs";
import { shrink } from "./shrink.mjs";

const dist = process.env.TRUNK_STAGING_DIR;
const glue = `${dist}/gradwalk.js`;

// The core itself says which settings and views there are.
const core = await import(resolve(glue));
core.initSync({ module: await readFile(`${dist}/gradwalk_bg.wasm`) });
const tables = { settings: core.settings(), views: core.views() };

const { code, names } = await element(tables, glue);
await writeFile(`${dist}/grad-walk.js`, code);
const single = await element(tables, glue, [inline], names);
await rm(glue);
await shrink(`${dist}/gradwalk_bg.wasm`, { ...names, ...MODULE });
await writeFile(TABLES, JSON.stringify(tables));

// What few readers ask for, by the names that the element has for the core's.
await build({ ...options, entryPoints: ["www/share/share.js"], outdir: dist, mangleProps: NAMES, mangleCache: { ...names } });

const others = (await scriptsIn("www/messages")).filter((file) => file !== "en.js");
await build({
  ...options,
  entryPoints: others.map((file) => `www/messages/${file}`),
  outdir: `${dist}/messages`,
});

// The lesson: its layout in lines is for whoever reads the source, and so are the ends of what the
// next of its kind ends. Trunk leaves its own instruction in the page where it adds no script there.
const page = `${dist}/index.html`;
const html = await readFile(page, "utf8");
const lesson = [/<link data-trunk rel="rust"[^>]*>/, /(?<=>)\s*\n\s*(?=<)/g, /<\/(li|t[dhr]|thead|tbody)>/g];
await writeFile(page, lesson.reduce((text, said) => text.replace(said, ""), html));
await build({
  ...options,
  format: "iife", // none is a module
  plugins: [settingNames(tables)],
  entryPoints: ["www/page/page.css", "www/page/page.js", "www/embed/embed.js", "www/embed/offline.js"],
  entryNames: "[name]",
  outdir: dist,
  allowOverwrite: true,
});

await embed(dist, tables, single.code);
