#!/usr/bin/env bash
# React DOM 19.3.1 supports custom elements: arrays and listeners (`onpoke`) arrive when it renders in the page. Of a page
# that its server rendered it writes no array, for an attribute is no place for an object, and when it hydrates that page it
# neither sets the array nor listens for the event, and warns of nothing. Both come with the first later render in which the
# value is another one: a listener that stays the same is never there.
#
# Output seen:
#   rendered: list 1,2, heard 1; hydrated: list null, heard 0; rendered again with the same: list null, heard 0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-fund --no-audit react@19.3.1 react-dom@19.3.1 jsdom@26.1.0
cat >ask.cjs <<'JS'
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("<div id=rendered></div><div id=hydrated></div>");
Object.assign(globalThis, { window, document: window.document, IS_REACT_ACT_ENVIRONMENT: true });
Object.defineProperty(globalThis, "navigator", { value: window.navigator, configurable: true });
const { act, createElement } = require("react");
const { renderToString } = require("react-dom/server");
const { createRoot, hydrateRoot } = require("react-dom/client");

window.customElements.define("x-lab", class extends window.HTMLElement {});
const said = [];
console.error = (...words) => said.push(words);
let heard = 0;
const list = [1, 2];
const onpoke = () => heard++;
const tag = () => createElement("x-lab", { list, onpoke });
const told = (place) => {
  heard = 0;
  const node = place.firstChild;
  node.dispatchEvent(new window.CustomEvent("poke"));
  return `list ${node.getAttribute("list")}, heard ${heard}`;
};
const [rendered, hydrated] = document.querySelectorAll("div");
act(() => createRoot(rendered).render(tag()));
hydrated.innerHTML = renderToString(tag());
let root;
act(() => (root = hydrateRoot(hydrated, tag())));
const first = told(hydrated);
act(() => root.render(tag()));
const line = `rendered: ${told(rendered)}; hydrated: ${first}; rendered again with the same: ${told(hydrated)}`;
console.log(line);
if (said.length || line !== "rendered: list 1,2, heard 1; hydrated: list null, heard 0; rendered again with the same: list null, heard 0") process.exit(1);
JS
node ask.cjs
