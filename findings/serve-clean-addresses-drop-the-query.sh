#!/usr/bin/env bash
# serve 14.2.7 makes addresses clean: `page.html` is sent to `page`, by a 301 that browsers keep. It leaves the query behind, so a
# frame of `embed.html?lr=0.03` shows the lab as nobody set it. One would expect it to go along, as with hosts that do the same
# (Cloudflare Pages). `page?lr=0.03` itself is served.
#
# Output seen:
#   page.html?lr=0.03: 301 to /page; page?lr=0.03: 200
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
server=
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit serve@14.2.7
mkdir site
echo '<!doctype html><title>A page</title>' >site/page.html
node node_modules/serve/build/main.js --listen tcp://127.0.0.1:18765 site >/dev/null 2>&1 &
server=$!
for _ in $(seq 40); do curl -so /dev/null http://127.0.0.1:18765/ && break || sleep 0.25; done
ask() { curl -so /dev/null -w "$1" "http://127.0.0.1:18765/$2"; }
moved=$(ask '%{http_code} to %{redirect_url}' 'page.html?lr=0.03')
moved=${moved/http:\/\/127.0.0.1:18765/}
served=$(ask '%{http_code}' 'page?lr=0.03')
echo "page.html?lr=0.03: $moved; page?lr=0.03: $served"
test "$moved" = "301 to /page"
test "$served" = 200
