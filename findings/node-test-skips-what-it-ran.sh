#!/usr/bin/env bash
# Node's test runner 24.4.0: `{ skip: "" }` is neither a skipped test nor one that counts. Its body runs, it is reported as
# "# SKIP" and counted under "skipped", and where it throws the summary says "fail 0" and the program ends with 0 (that of
# Node 20.20.2 says the same and ends with 1). So `{ skip: NAME && NAME !== "this" }`, with NAME from an empty variable of the
# environment, prints a whole file of skipped tests that were all run. One would guess that "" is as false as it is
# elsewhere: run, and counted as run.
#
# Output seen:
#   ran
#   pass 1, fail 0, skipped 1, exit 0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund node@24.4.0 >/dev/null
cat >empty.test.mjs <<'JS'
import test from "node:test";
test("has an empty reason", { skip: "" }, () => {
  console.log("ran");
  throw new Error("wrong");
});
test("has none", { skip: false }, () => {});
JS
code=0
said=$(./node_modules/.bin/node --test --test-reporter=tap empty.test.mjs) || code=$?
count() { sed -n "s/^# $1 //p" <<<"$said"; }
seen="$(grep -o -m1 'ran$' <<<"$said")
pass $(count pass), fail $(count fail), skipped $(count skipped), exit $code"
echo "$seen"
[ "$seen" = "ran
pass 1, fail 0, skipped 1, exit 0" ]
