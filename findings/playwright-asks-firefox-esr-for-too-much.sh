#!/usr/bin/env bash
# Playwright 1.65.1 drives Firefox as it is installed, over WebDriver BiDi, by `channel: "moz-firefox"`; but not Firefox 140 ESR,
# which knows no `network.addDataCollector`, and launch() fails. Playwright 1.54.2, by its `_bidiFirefox`, asks for nothing that
# it does not know.
#
# Output seen:
#   1.65.1: unknown command network.addDataCollector; 1.54.2: Firefox 140.10.2
set -euo pipefail
firefox=$(command -v "${FIREFOX:-firefox-esr}" || command -v firefox) || { echo "needs Firefox"; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund newer@npm:playwright-core@1.65.1 older@npm:playwright-core@1.54.2
cat > look.mjs <<'JS'
import newer from "newer";
import older from "older";
const executablePath = process.argv[2];
const refused = await newer.firefox.launch({ channel: "moz-firefox", executablePath }).then(
  async (browser) => void (await browser.close()),
  ({ message }) => /Message: (network\.\S+)/.exec(message)?.[1],
);
const browser = await older._bidiFirefox.launch({ executablePath });
console.log(`1.65.1: ${refused ? `unknown command ${refused}` : "launched"}; 1.54.2: Firefox ${browser.version()}`);
await browser.close();
if (refused !== "network.addDataCollector") process.exit(1);
JS
node look.mjs "$firefox"
