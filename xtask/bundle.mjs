// Trunk's last step. cargo, wasm-bindgen and wasm-opt have made the core, gradwalk_bg.wasm and the glue beside it;
// esbuild makes the scripts: grad-walk.js of www/element/grad-walk.js, all it imports and the glue. It finds
// gradwalk_bg.wasm beside itself, wherever a host puts both, and drawers.js, which the first screen does not need. English
// is part of it; each other language is a module of its own, messages/*.js.
import { execFileSync } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { build } from "esbuild";
import { TABLES, drawers, element, languages, options, settingNames } from "./element.mjs";
import { embed } from "./embed.mjs";

const dist = process.env.TRUNK_STAGING_DIR;
const glue = resolve(dist, "gradwalk.js");

// The core itself says which settings, views and steps of training there are, and what its charts are made of.
const { CARGO_ENCODED_RUSTFLAGS: _, ...env } = process.env; // those of the page's core
const tables = JSON.parse(execFileSync("cargo", ["xtask", "tables"], { env }));
await mkdir("target", { recursive: true });
await writeFile(TABLES, JSON.stringify(tables));

await writeFile(`${dist}/grad-walk.js`, await element(tables, glue));
await writeFile(`${dist}/drawers.js`, await drawers(tables));
await build({ ...options, entryPoints: await languages(), outdir: `${dist}/messages` });
await build({
  ...options,
  format: "iife", // none is a module
  plugins: [settingNames(tables)],
  entryPoints: ["www/page/page.css", "www/page/two.css", "www/page/downhill.css", "www/page/page.js", "www/embed/embed.js"],
  entryNames: "[name]",
  outdir: dist,
  allowOverwrite: true,
});
// Trunk leaves its own link to the crate where it injects no script.
const page = await readFile(`${dist}/index.html`, "utf8");
await writeFile(`${dist}/index.html`, page.replace(/^ *(<link data-trunk .*)?\n/gm, ""));
await embed(dist, tables, glue);
await rm(glue);
