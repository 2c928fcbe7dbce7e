// Words take the room that they need: in languages that nobody speaks, in which every text is doubled, made of
// long words, or doubled and written from right to left, nothing is cut off, nothing lies on something else, and
// nothing sticks out.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { bare, frames, open, parts } from "./harness.mjs";

const WWW = new URL("../../www/", import.meta.url);

/** How a language is made of English: what becomes of each of its texts. */
const LANGUAGES = {
  doubled: ["ltr", "(text) => text && `${text} ${text}`"],
  long: ["ltr", "(text) => text.replace(/\\p{L}{3,}/gu, (word) => word + word.toLowerCase())"],
  reversed: ["rtl", "(text) => text && `${text} ${text}`"],
};

/** The message file of such a language: English, and every text in it, or that comes of it, made another. */
const file = ([dir, change]) => `
import english, { drawers } from "./english.js";
for (const [name, said] of Object.entries(drawers)) Object.assign((english.views[name] ??= {}), said);
const change = ${change};
/** Marks in a drawing have no room to give: what they say is said beside them, too. */
const DRAWN = ["marks"];
const other = (said) =>
  typeof said === "string" ? change(said)
  : typeof said === "function" ? (...given) => other(said(...given))
  : Array.isArray(said) ? said.map(other)
  : Object.fromEntries(Object.entries(said ?? {}).map(([name, part]) => [name, DRAWN.includes(name) ? part : other(part)]));
export default { ...other(english), lang: "vo", dir: "${dir}" };`;

async function speaking(page, language) {
  const script = (body) => (route) => route.fulfill({ contentType: "text/javascript; charset=utf-8", body });
  const text = (name) => readFile(new URL(name, WWW), "utf8");
  await page.route("**/messages/vo.js", script(file(LANGUAGES[language])));
  await page.route("**/messages/english.js", script(await text("messages/en.js")));
  await page.route("**/ui/grammar.js", script(await text("ui/grammar.js")));
}

/** What is wrong with how the words of a lab lie: cut off, on something else, or beyond the lab. */
function wrongs(element) {
  const root = element.shadowRoot;
  const lab = root.querySelector(".lab").getBoundingClientRect();
  const name = (node) => `${node.nodeName.toLowerCase()}.${node.className} “${node.textContent.slice(0, 30)}”`;
  const wrong = [];
  const texts = [];
  /** What of a box is to be seen where one can scroll to the rest. */
  const within = ({ left, right, top, bottom }, node) => {
    for (let around = node; around; around = around.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(around);
      const edge = around.getBoundingClientRect();
      if (/auto|scroll/.test(overflowX)) [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
      if (/auto|scroll/.test(overflowY)) [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
    }
    return { left, right, top, bottom };
  };
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: node, textContent } = walker.currentNode;
    const unseen = !textContent.trim() || !node.checkVisibility({ visibilityProperty: true });
    if (unseen || node.closest(".spoken, svg, select, .graph, textarea")) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    for (const box of range.getClientRects()) {
      const seen = within(box, node);
      if (seen.right - seen.left > 1 && seen.bottom - seen.top > 1) texts.push({ node, box: seen });
    }
  }
  for (const { node, box } of texts) {
    if (box.left < lab.left - 1 || box.right > lab.right + 1) wrong.push(`${name(node)} sticks out`);
    for (let around = node; around; around = around.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(around);
      const [x, y] = [overflowX, overflowY].map((overflow) => ["hidden", "clip"].includes(overflow));
      const edge = around.getBoundingClientRect();
      const [aside, above] = [box.left < edge.left - 1 || box.right > edge.right + 1, box.top < edge.top - 4 || box.bottom > edge.bottom + 4];
      if ((x && aside) || (y && above)) wrong.push(`${name(node)} is cut off`);
    }
  }
  const solid = [...root.querySelectorAll("canvas, input, select, textarea")]
    .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.matches("[type=radio], .units *"))
    .map((node) => ({ node, box: node.getBoundingClientRect() }));
  const meet = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  texts.forEach(({ node, box }, index) => {
    const others = [...texts.slice(index + 1), ...solid];
    for (const other of others) {
      const apart = other.node === node || other.node.contains(node) || node.contains(other.node);
      // It says why there is nothing in the chart.
      const empty = node.matches(".unseen") && other.node.matches("canvas");
      if (!apart && !empty && meet(box, other.box)) wrong.push(`${name(node)} lies on ${name(other.node)}`);
    }
  });
  return [...new Set(wrong)];
}

const TAGS = {
  line: '<grad-walk id="lab" lang="vo" views="all" lr="0.14" pins="lr=0.1,name=Fast;lr=0.01,gradient=manual-sum"></grad-walk>',
  several: '<grad-walk id="lab" lang="vo" views="all,model" model="alpha*relu(beta*x + gamma) + delta*x + epsilon"></grad-walk>',
};

for (const language of Object.keys(LANGUAGES)) {
  for (const width of [320, 768, 1280]) {
    test(`${language}, ${width} px: every word is to be read`, async (t) => {
      for (const [model, tag] of Object.entries(TAGS)) {
        const page = await open(t, {
          path: bare(`<meta name="viewport" content="width=device-width"><style>body { margin: 16px }</style>${tag}`),
          viewport: { width, height: 6000 }, // nothing sticks to the lower edge of the window
          prepare: (page) => speaking(page, language),
        });
        const lab = parts(page);
        await lab.lab.locator('.lab[lang="vo"]').waitFor();
        const fine = async (when) => {
          await frames(page, 3);
          assert.deepEqual(await lab.lab.evaluate(wrongs), [], `${model}, ${when}`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.equal(wide, 0, `${model}, ${when}: no scrolling sideways`);
        };
        await fine("at first");
        await lab.train();
        await fine("at the end");
        const tabs = lab.lab.locator(".tab:visible");
        for (let drawer = 0; drawer < (await tabs.count()); drawer++) {
          await tabs.nth(drawer).click();
          await fine(`drawer ${drawer}`);
        }
      }
    });
  }
}
