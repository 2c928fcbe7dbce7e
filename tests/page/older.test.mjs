// Older browsers, and pages that are in the way: what is lacking costs a nicety, or is said; nothing is blank, black on
// black, or dead.
import assert from "node:assert/strict";
import test from "node:test";
import { HOME, MODULE, bare, frames, heard, open, parts, publish } from "./harness.mjs";

const TAGS = '<p><a href="#gw?lr=0.12">0.12</a></p><grad-walk id="lab" views="all"></grad-walk>';

/** The light and the dark of what a reader reads, from 0 to 255. */
const contrast = (page) =>
  page.evaluate(() => {
    const lab = document.querySelector("grad-walk").shadowRoot.querySelector(".lab");
    const { color, backgroundColor } = getComputedStyle(lab);
    const sum = (colour) => colour.match(/[\d.]+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0) / 3;
    return [sum(color), sum(backgroundColor), backgroundColor];
  });

/** Uses the lab: its buttons, a drawer, a link. */
async function use(page) {
  const lab = parts(page);
  await lab.button("Train").click();
  await page.waitForFunction(() => document.querySelector("grad-walk").epoch === 20);
  await lab.button("Back").click();
  await page.waitForFunction(() => document.querySelector("grad-walk").epoch === 19);
  await page.locator("a").first().click();
  assert.equal((await lab.get("state")).lr, 0.12);
  await lab.lab.evaluate((lab) => lab.setAttribute("iterations", "0.5"));
  await lab.drawer("Share");
  await frames(page);
  assert.match(await lab.lab.locator("#share-link").inputValue(), /lr=0\.12/);
  assert.ok((await lab.button("Train").boundingBox()).width >= 136, "it is dressed");
  const [ink, ground, colour] = await contrast(page);
  assert.ok(Math.abs(ink - ground) > 150 && colour !== "rgba(0, 0, 0, 0)", `${ink} on ${ground}`);
}

const LACKING = {
  "constructable style sheets": () => {
    delete ShadowRoot.prototype.adoptedStyleSheets;
    delete Document.prototype.adoptedStyleSheets;
    window.CSSStyleSheet = class {
      constructor() {
        throw new TypeError("Illegal constructor");
      }
    };
  },
  checkVisibility: () => delete Element.prototype.checkVisibility,
  moveBefore: () => ["Element", "Document", "DocumentFragment"].forEach((name) => delete window[name].prototype.moveBefore),
  "Promise.withResolvers": () => delete Promise.withResolvers,
  currentCSSZoom: () => delete Element.prototype.currentCSSZoom,
  "full screens": () => {
    delete Element.prototype.requestFullscreen;
    delete Document.prototype.exitFullscreen;
  },
  "device pixels in its observers": () => {
    const real = ResizeObserver.prototype.observe;
    ResizeObserver.prototype.observe = function (node, options) {
      if (options?.box === "device-pixel-content-box") throw new TypeError("no such box");
      return real.call(this, node, options);
    };
  },
};

for (const [what, lack] of Object.entries(LACKING)) {
  test(`a browser without ${what} has the lab`, async (t) => {
    const page = await open(t, { path: bare(TAGS), prepare: (page) => page.addInitScript(lack) });
    await use(page);
  });
}

test("without constructable style sheets the frame's page has its lab, too", async (t) => {
  const page = await open(t, { path: `${HOME}embed.html?lr=0.05`, prepare: (page) => page.addInitScript(LACKING["constructable style sheets"]) });
  assert.equal((await parts(page).get("state")).lr, 0.05);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).margin), "8px");
});

test("a browser that knows no light-dark() has the lab light, on a dark page, too", async (t) => {
  const unknown = async (route) => {
    const text = await (await route.fetch()).text();
    await route.fulfill({ contentType: "text/javascript", body: text.replaceAll("light-dark(", "unknown-to-it(").replace(/light-dark\\\(/g, "unknown-to-it\\(") });
  };
  const path = publish("/dark.html", `<style>body { background: #111 }</style>${MODULE}${TAGS}`);
  const page = await open(t, { path, colorScheme: "dark", prepare: (page) => page.route(/(grad-walk|drawers)\.js/, unknown) });
  await use(page);
  assert.equal((await contrast(page))[2], "rgb(255, 255, 255)");
});

test("a core that this browser cannot compile, or that came damaged: the sentence says so, and the fallback stays", async (t) => {
  for (const body of [Buffer.from("\0asm\x01\0\0\0\xff\xff\xff", "latin1"), Buffer.from("\x1f\x8b\x08\0", "latin1")]) {
    const page = await open(t, {
      path: bare("<grad-walk><p>Kept</p></grad-walk>"),
      errors: true,
      wait: false,
      prepare: (page) => page.route("**/*.wasm", (route) => route.fulfill({ contentType: "application/wasm", body })),
    });
    await page.waitForFunction(() => window.heard.some(({ type }) => type === "gw-error"));
    const [{ detail }] = await heard(page, "gw-error");
    assert.match(detail.message, /gradwalk_bg\.wasm is damaged, or too new for this browser; copy the whole folder again, or take a newer browser/);
    assert.ok(await page.getByText("Kept").isVisible());
  }
});

test("a browser from before 2023, without vectors: the sentence says so, and the fallback stays", async (t) => {
  const page = await open(t, {
    path: bare("<grad-walk><p>Kept</p></grad-walk>"),
    errors: true,
    wait: false,
    prepare: (page) =>
      page.addInitScript(() => {
        WebAssembly.validate = () => false;
        WebAssembly.compile = () => Promise.reject(new WebAssembly.CompileError("invalid value type 0x7b"));
      }),
  });
  await page.waitForFunction(() => window.heard.some(({ type }) => type === "gw-error"));
  const [{ detail }] = await heard(page, "gw-error");
  assert.match(detail.message, /this browser is older than the vectors that it computes with; take one of 2023 or later/);
  assert.ok(await page.getByText("Kept").isVisible());
});

test("elements of the host that are called as the document's own methods are do no harm", async (t) => {
  const names = ["createElement", "createElementNS", "addEventListener", "removeEventListener", "dispatchEvent", "exitFullscreen", "execCommand", "hidden", "documentElement", "adoptedStyleSheets"];
  const page = await open(t, { path: bare(`${names.map((name) => `<img name="${name}" alt="">`).join("")}${TAGS}`) });
  assert.equal(await page.evaluate(() => typeof document.createElement), "object");
  await use(page);
  const ended = page.evaluate(
    () =>
      new Promise((resolve) => {
        EventTarget.prototype.addEventListener.call(document, "gw-end", ({ detail }) => resolve(detail.reason));
        const lab = document.querySelector("grad-walk");
        lab.train();
        lab.remove();
      }),
  );
  assert.equal(await ended, "cancelled");
});
