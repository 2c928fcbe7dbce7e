#!/usr/bin/env bash
# Firefox 153.8.0 ESR: `new ClipboardEvent("paste", {clipboardData})`, the only member that the Clipboard API's draft has, makes
# an event whose clipboardData is there and empty; what it takes is `data` with `dataType`, which no draft has any more.
# Chromium does the opposite: of `data` it makes an event without any. A test that pastes for both gives all three, and a page
# that asks `clipboardData.getData` for nothing gets "" in one and an error in the other.
#
# Output seen:
#   153.8.0: of clipboardData "", of data and dataType "5"
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
const [given, old] = await page.evaluate(() => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", "5");
  const texts = [{ clipboardData }, { data: "5", dataType: "text/plain" }];
  return texts.map((init) => new ClipboardEvent("paste", init).clipboardData?.getData("text/plain"));
});
console.log(`${browser.version()}: of clipboardData "${given}", of data and dataType "${old}"`);
await browser.close();
if (!(given === "" && old === "5")) process.exit(1);
JS
node look.mjs "$firefox"
