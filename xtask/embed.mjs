// dist/embed/: what the author of a tutorial copies. The element and its parts under the names that
// stay, and again under names with the version in them, which a server may let be kept for ever; the
// page for a frame; a page that is one file; and what editors and TypeScript want to know.
import { copyFile, cp, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { declarations, manifest } from "./declarations.mjs";
import { CORE, PICTURE, VERSION } from "./element.mjs";

const SCRIPT = "grad-walk.js";
const WASM = "gradwalk_bg.wasm";

/** What the script loads. */
const PARTS = [WASM, "share.js", "run.svg"];

/** `grad-walk-0.1.0.js` */
const versioned = (file) => file.replace(/\.\w+$/, (end) => `-${VERSION}${end}`);

/** A page's layout in lines is for whoever reads its source. */
const lean = (html) => html.replace(/(?<=>)\s*\n\s*(?=<)/g, "");

/** Makes `dist`/embed of what lies in `dist`; `single` is the element with room for its parts within. */
export async function embed(dist, tables, single) {
  const to = `${dist}/embed`;
  await mkdir(to);
  const frame = lean(await readFile("www/embed/embed.html", "utf8"));
  // Beside the element everywhere: what is shared of a lab names it there.
  for (const folder of [dist, to]) await writeFile(`${folder}/embed.html`, frame);
  for (const file of [SCRIPT, ...PARTS, "embed.js", "offline.js"]) await copyFile(`${dist}/${file}`, `${to}/${file}`);
  if ((await readdir(dist)).includes("messages")) await cp(`${dist}/messages`, `${to}/messages`, { recursive: true });
  let script = await readFile(`${dist}/${SCRIPT}`, "utf8");
  for (const part of PARTS) {
    if (!script.includes(`"${part}"`)) throw new Error(`${SCRIPT} does not name ${part}`);
    script = script.replaceAll(`"${part}"`, `"${versioned(part)}"`);
    await copyFile(`${dist}/${part}`, `${to}/${versioned(part)}`);
  }
  await writeFile(`${to}/${versioned(SCRIPT)}`, script);

  const core = gzipSync(await readFile(`${dist}/${WASM}`), { level: 9 }).toString("base64");
  const picture = (await readFile(`${dist}/run.svg`)).toString("base64");
  const whole = single.replace(CORE, core).replace(PICTURE, `data:image/svg+xml;base64,${picture}`);
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
