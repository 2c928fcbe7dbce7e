#!/usr/bin/env bash
# Firefox 140.10.2 ESR: a custom element that is taken to the document of a frame is a plain HTMLElement there, without its
# methods, and stays one when it comes back, though its callbacks are still called. By the HTML standard, and in Chromium, an
# element keeps its prototype. `Object.setPrototypeOf` in adoptedCallback gives it back.
#
# Output seen:
#   140.10.2: at home true, in the frame false, at home again false, adopted 2 times
set -euo pipefail
firefox=$(command -v "${FIREFOX:-firefox-esr}" || command -v firefox) || { echo "needs Firefox"; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund playwright-core@1.54.2
cat > look.mjs <<'JS'
import playwright from "playwright-core";
const browser = await playwright._bidiFirefox.launch({ executablePath: process.argv[2] });
const page = await (await browser.newContext()).newPage();
await page.setContent("<iframe></iframe><a-b></a-b>");
const [home, away, back, adopted] = await page.evaluate(() => {
  let adopted = 0;
  class AB extends HTMLElement {
    adoptedCallback() {
      adopted++;
    }
  }
  customElements.define("a-b", AB);
  const element = document.querySelector("a-b");
  const places = [document, frames[0].document, document];
  return [...places.map(({ body }) => (body.append(element), element instanceof AB)), adopted];
});
console.log(`${browser.version()}: at home ${home}, in the frame ${away}, at home again ${back}, adopted ${adopted} times`);
await browser.close();
if (!(home && !away && !back && adopted === 2)) process.exit(1);
JS
node look.mjs "$firefox"
