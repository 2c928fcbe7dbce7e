// dist/embed/: what the author of a tutorial copies. The element and its parts under the names that
// stay, and again under names with the version in them, which a server may let be kept for ever; the
// page for a frame; a page that is one file; and what editors and TypeScript want to know.
import { createHash } from "node:crypto";
import { copyFile, cp, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { declarations, manifest } from "./declarations.mjs";
import { VERSION, element, options } from "./element.mjs";

const SCRIPT = "grad-walk.js";
const WASM = "gradwalk_bg.wasm";

/** What the script loads. */
const PARTS = [WASM, "drawers.js", "run.svg"];

/** `grad-walk-0.1.0.js` */
const versioned = (file) => file.replace(/\.\w+$/, (end) => `-${VERSION}${end}`);

/** What www/element/parts.js is where the element is one file: the core, packed, and the picture as data. */
const within = (core, picture) => `
export const bytes = () => {
  const packed = Uint8Array.from(atob("${core}"), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
};
export const core = () => "";
export const picture = () => "data:image/svg+xml;base64,${picture}";
export const drawers = () => import("../ui/later.js");`;

/** Puts other parts in the place of www/element/parts.js. */
const parts = (contents) => ({
  name: "parts",
  setup: ({ onLoad }) => onLoad({ filter: /element[/\\]parts\.js$/ }, () => ({ contents, resolveDir: resolve("www/element") })),
});

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** offline.js, which knows what it keeps: each file with its digest, and the build by that of them all. */
async function offline(dist) {
  const messages = (await readdir(dist)).includes("messages") ? await readdir(`${dist}/messages`) : [];
  const names = [SCRIPT, ...PARTS, "embed.js", ...messages.map((name) => `messages/${name}`), "embed.html"];
  const files = {};
  for (const name of names) files[name] = digest(await readFile(`${dist}/${name}`));
  const written = JSON.stringify(files);
  const define = { ...options.define, FILES: written, BUILD: JSON.stringify(`${VERSION}-${digest(written).slice(0, 12)}`) };
  // No module: `importScripts` takes none.
  await build({ ...options, define, format: "iife", entryPoints: ["www/embed/offline.js"], outfile: `${dist}/offline.js` });
}

/** Makes `dist`/embed of what lies in `dist`; `tables` are the core's, `glue` is wasm-bindgen's. */
export async function embed(dist, tables, glue) {
  const to = `${dist}/embed`;
  await mkdir(to);
  const frame = await readFile("www/embed/embed.html", "utf8");
  // Beside the element everywhere: what is shared of a lab names it there.
  for (const folder of [dist, to]) await writeFile(`${folder}/embed.html`, frame);
  await offline(dist);
  for (const file of [SCRIPT, ...PARTS, "embed.js", "offline.js"]) await copyFile(`${dist}/${file}`, `${to}/${file}`);
  if ((await readdir(dist)).includes("messages")) await cp(`${dist}/messages`, `${to}/messages`, { recursive: true });
  // Names with the version in them.
  let named = await readFile("www/element/parts.js", "utf8");
  for (const part of PARTS) {
    if (!named.includes(`"${part}"`)) throw new Error(`www/element/parts.js does not name ${part}`);
    named = named.replace(`"${part}"`, `"${versioned(part)}"`);
    await copyFile(`${dist}/${part}`, `${to}/${versioned(part)}`);
  }
  await writeFile(`${to}/${versioned(SCRIPT)}`, await element(tables, glue, [parts(named)]));

  const core = gzipSync(await readFile(`${dist}/${WASM}`), { level: 9 }).toString("base64");
  const picture = (await readFile(`${dist}/run.svg`)).toString("base64");
  const whole = await element(tables, glue, [parts(within(core, picture))]);
  await mkdir("target/embed", { recursive: true });
  await writeFile("target/embed/inline.js", whole);
  // A script within a page ends at the first "</script", wherever that stands.
  const scripts = [[`<script type="module" src="${SCRIPT}">`, whole, ' type="module"']];
  scripts.push(['<script defer src="embed.js">', await readFile(`${dist}/embed.js`, "utf8"), ' type="module"']);
  let page = frame;
  for (const [tag, code, type] of scripts) {
    page = page.replace(tag, () => `<script${type}>${code.replaceAll("</script", "<\\/script")}`);
  }
  await writeFile(`${to}/gradwalk.html`, page);

  await writeFile(`${to}/grad-walk.d.ts`, declarations(tables));
  await writeFile(`${to}/custom-elements.json`, JSON.stringify(manifest(tables, VERSION), null, 2));
}
