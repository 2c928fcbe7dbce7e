#!/usr/bin/env bash
# Firefox 140.10.2 ESR: within `zoom: 1.5` a box of 200 px is 200 px wide to offsetWidth and to its computed style, as it is in
# Chromium, but 300 px to a ResizeObserver (contentRect and contentBoxSize; Chromium 148 says 200). Whoever sets a canvas up by
# what is observed, and asks where a press was by offsetWidth, is off by the zoom.
#
# Output seen:
#   140.10.2: offsetWidth 200, computed 200px, observed 300
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
await page.setContent('<div style="zoom: 1.5"><p style="width: 200px">A box</p></div>');
const [offset, computed, observed] = await page.evaluate(() => {
  const box = document.querySelector("p");
  return new Promise((resolve) =>
    new ResizeObserver(([{ contentRect }]) => resolve([box.offsetWidth, getComputedStyle(box).width, contentRect.width])).observe(box),
  );
});
console.log(`${browser.version()}: offsetWidth ${offset}, computed ${computed}, observed ${observed}`);
await browser.close();
if (!(offset === 200 && computed === "200px" && observed === 300)) process.exit(1);
JS
node look.mjs "$firefox"
