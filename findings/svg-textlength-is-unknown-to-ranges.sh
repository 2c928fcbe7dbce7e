#!/usr/bin/env bash
# Chromium 148.0.7778.167: how wide is SVG text that `textLength` draws narrower? The element's getBoundingClientRect() says
# what is drawn; a Range over the same text says how wide the letters would be without it. Whoever looks for texts that lie on
# each other by Range.getClientRects(), as one does in HTML, finds some that do not.
#
# Output seen:
#   148.0.7778.167: drawn 100 px, the range says 253 px
set -euo pipefail
chromium=$(command -v "${CHROMIUM:-chromium}" || command -v chromium-browser || command -v google-chrome) || { echo "needs Chromium"; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund playwright-core@1.65.1
cat > look.mjs <<'JS'
import { chromium } from "playwright-core";
const browser = await chromium.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] });
const page = await browser.newPage();
await page.setContent(`<svg width="800" height="60"><text x="10" y="40" font-size="30" textLength="100" lengthAdjust="spacingAndGlyphs">a text of many letters</text></svg>`);
const [drawn, ranged] = await page.evaluate(() => {
  const text = document.querySelector("text");
  const range = document.createRange();
  range.selectNodeContents(text);
  return [text.getBoundingClientRect().width, range.getBoundingClientRect().width].map(Math.round);
});
console.log(`${browser.version()}: drawn ${drawn} px, the range says ${ranged} px`);
await browser.close();
if (!(Math.abs(drawn - 100) <= 2 && ranged > 150)) process.exit(1);
JS
node look.mjs "$chromium"
