#!/usr/bin/env bash
# Firefox 140.10.2 ESR: a service worker whose script is sent with `Vary: *` cannot be registered: register() fails with an
# InvalidStateError that names neither. Without the header the same script is. Chromium 148 takes both.
#
# Output seen:
#   140.10.2: without it registered, with it InvalidStateError
set -euo pipefail
firefox=$(command -v "${FIREFOX:-firefox-esr}" || command -v firefox) || { echo "needs Firefox"; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund playwright-core@1.54.2
cat > look.mjs <<'JS'
import { createServer } from "node:http";
import playwright from "playwright-core";
const server = createServer(({ url }, response) => {
  const worker = url.endsWith(".js");
  response.writeHead(200, { "content-type": worker ? "text/javascript" : "text/html", ...(url === "/varies.js" ? { vary: "*" } : {}) });
  response.end(worker ? 'addEventListener("fetch", () => {});' : "<!doctype html><title>A page</title>");
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const browser = await playwright._bidiFirefox.launch({ executablePath: process.argv[2] });
const page = await (await browser.newContext()).newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);
const registered = (script) =>
  page.evaluate((script) => navigator.serviceWorker.register(script).then(() => "registered", ({ name }) => name), script);
const [plain, varies] = [await registered("/plain.js"), await registered("/varies.js")];
console.log(`${browser.version()}: without it ${plain}, with it ${varies}`);
await browser.close();
server.close();
if (!(plain === "registered" && varies === "InvalidStateError")) process.exit(1);
JS
node look.mjs "$firefox"
