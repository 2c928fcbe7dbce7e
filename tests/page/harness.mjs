// What every page test stands on: dist/ served as a static host would, under a path of its own,
// pages of other people beside it, one Chromium, and the golden lines.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What is tested; a benchmark may name the dist/ of another build. */
const DIST = process.env.DIST ?? join(ROOT, "dist");

/** Where the tests' host keeps dist/. */
export const HOME = "/some/where/gradwalk/";

/** Where it keeps the same for pages of any origin, as a content delivery network does. */
export const OPEN = "/open/gradwalk/";

/** Where it keeps the same gzipped, as most hosts do. */
export const PACKED = "/packed/gradwalk/";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** For a test of what Firefox cannot be asked for over WebDriver BiDi: why it is left out there. */
export const unless = (lacking) => process.env.FIREFOX && `WebDriver BiDi has no ${lacking}`;

/** The whole lab on a page of its own. */
export const LAB = "/lab.html";

let browser;
let origin;
const requests = []; // every path asked for, in order
const pages = new Map(); // other people's pages: path → {html, headers}

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://host");
  requests.push(pathname);
  if (pathname === "/favicon.ico") return response.writeHead(204).end(); // browsers ask on their own
  const page = pages.get(pathname);
  if (page) {
    response.writeHead(200, { "content-type": TYPES[".html"], ...page.headers });
    return response.end(page.html);
  }
  const folder = [OPEN, PACKED].find((folder) => pathname.startsWith(folder)) ?? HOME;
  const name = pathname === folder ? "index.html" : pathname.slice(folder.length);
  const inside = pathname.startsWith(folder) && !normalize(name).startsWith("..");
  const file = inside && (await readFile(join(DIST, name)).catch(() => null));
  const packed = file && folder === PACKED;
  response.writeHead(file ? 200 : 404, {
    "content-type": TYPES[extname(name)] ?? "application/octet-stream",
    ...(folder === OPEN ? { "access-control-allow-origin": "*" } : {}),
    ...(packed ? { "content-encoding": "gzip" } : {}),
  });
  response.end(packed ? gzipSync(file, { level: 9 }) : file || "");
});

before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = process.env.FIREFOX
    ? (await import("./firefox.mjs")).firefox(process.env.FIREFOX)
    : await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS });
});

after(async () => {
  await browser?.close();
  server.close();
});

const WHOLE = `<html lang="en"><meta charset="utf-8"><title>The whole lab</title>
  <meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
  <style>:root { color-scheme: light dark } body { margin: 16px; background: light-dark(#fff, #15171a) }</style>
  <script type="module" src="${HOME}grad-walk.js"></script>
  <main><h1>Lab</h1><grad-walk id="lab" preset="notebook-autograd" views="all"></grad-walk></main>`;
pages.set(LAB, { html: `<!doctype html>${WHOLE}`, headers: {} });

/** Puts a page of someone else on the same host, outside of dist/. */
export function publish(path, html, headers = {}) {
  pages.set(path, {
    html: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Elsewhere</title>${html}`,
    headers,
  });
  return path;
}

/** What a page writes to have the element. */
export const MODULE = `<script type="module" src="${HOME}grad-walk.js"></script>`;

/** The whole address of a path of the tests' host. */
export const address = (path) => origin + path;

/** Publishes a page of someone else that holds the element's script and these tags. */
export const bare = (tags) => publish(`/plain/${pages.size}.html`, MODULE + tags);

/** Holds the wasm back until the function that this gives back is called. */
export async function hold(page) {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

/** Lets the element and its wasm come in late, each by so many milliseconds. */
export async function late(page, delay) {
  for (const file of ["**/grad-walk.js", "**/*.wasm"]) {
    await page.route(file, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, delay));
      await route.continue();
    });
  }
}

/** Takes note, as `window.tops`, of where figures and headings stand as soon as the page is there, and until it is whole. */
export const watch = (page) =>
  page.addInitScript(() => {
    window.tops = [];
    const note = () => {
      const all = [...document.querySelectorAll("grad-walk, h2")];
      const tops = all.map((node) => Math.round(node.getBoundingClientRect().top + scrollY)).join(" ");
      if (window.tops.at(-1) !== tops) window.tops.push(tops);
      requestAnimationFrame(note);
    };
    addEventListener("DOMContentLoaded", note);
  });

/** How often a path that ends so was asked for since the host started. */
export const asked = (ending) => requests.filter((path) => path.endsWith(ending)).length;

/** Keeps every gw- event of the page, in order, as `window.heard`. */
function listen() {
  window.heard = [];
  for (const type of ["gw-ready", "gw-change", "gw-step", "gw-phase", "gw-end", "gw-error", "gw-resize"]) {
    addEventListener(type, ({ detail, target }) => window.heard.push({ type, detail, id: target.id }));
  }
}

/**
 * Opens a page in a browser context of its own. Motion is reduced unless asked for, so that a run
 * is over in a frame. Anything that the page logs as an error fails the test, unless `errors` says
 * that it is expected. `wait: false` does not wait for the labs; `prepare` sees the page before it
 * loads.
 */
export async function open(t, { path = LAB, errors = false, wait = true, prepare, ...options } = {}) {
  const context = await browser.newContext({
    reducedMotion: "reduce",
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  t.after(async () => {
    await context.close();
    if (!errors) assert.deepEqual(problems, []);
  });
  if (options.javaScriptEnabled !== false) await page.addInitScript(listen);
  await prepare?.(page);
  await page.goto(origin + path);
  if (wait) await ready(page);
  return page;
}

/** Waits until every lab of the page is usable and has drawn itself. */
export async function ready(page) {
  await page.waitForFunction(
    () =>
      window.heard.filter(({ type }) => type === "gw-ready").length ===
      document.querySelectorAll("grad-walk").length,
  );
  await frames(page);
}

/** Waits for `count` animation frames. */
export const frames = (page, count = 2) =>
  page.evaluate(async (count) => {
    while (count-- > 0) await new Promise(requestAnimationFrame);
  }, count);

/** What the page heard, of one type or all, since it was opened. */
export const heard = async (page, type) =>
  (await page.evaluate(() => window.heard)).filter((event) => !type || event.type === type);

/** The parts of a lab that a test looks at or touches. */
export function parts(page, lab = page.locator("grad-walk").first()) {
  const button = (name) => lab.getByRole("button", { name, exact: true });
  const field = (name) => lab.getByRole("textbox", { name, exact: true });
  return {
    lab,
    button,
    field,
    /** Opens a drawer, and waits for its script, which comes when it is opened. */
    drawer: async (name) => {
      await button(name).click();
      await lab.locator(`.panel[aria-label="${name}"] > :not(.absent)`).first().waitFor({ state: "attached" });
    },
    slider: (name) => lab.getByRole("slider", { name, exact: true }),
    choice: (name) => lab.getByRole("combobox", { name, exact: true }),
    canvas: (name) => lab.locator(`[part~=chart-${name}]`),
    /** The readouts as one line: "epoch 0 of 20 w 0.000 loss 30.0". */
    shown: async () => (await lab.locator("[part=readouts]").innerText()).replace(/\s+/g, " ").trim(),
    status: lab.locator("[part=status]"),
    verdict: lab.locator("[part=verdict]"),
    lines: lab.locator("[part=printout] tbody tr"),
    note: (name) => lab.locator(`#${name}-note`),
    /** Types into a field and leaves it, as a person would: in a page that stands still. */
    type: async (name, text) => {
      await frames(page);
      await field(name).fill(text);
      await field(name).press("Enter");
      await frames(page);
    },
    get: (property) => lab.evaluate((element, property) => element[property], property),
    set: (attributes) =>
      lab.evaluate(async (element, attributes) => {
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      }, attributes),
    train: () => lab.evaluate((element) => element.train()),
  };
}

/** The rows of a golden trace: `{epoch, w, loss, grad}` as numbers and `printed` as text. */
export async function golden(name) {
  const text = await readFile(join(ROOT, "tests/golden", `${name}.csv`), "utf8");
  const [, ...lines] = text.trim().split("\n");
  return lines.map((line) => {
    const [, epoch, w, loss, grad, printed] = /^(\d+),([^,]+),([^,]+),([^,]+),"(.*)"$/.exec(line);
    return { row: { epoch: Number(epoch), w: Number(w), loss: Number(loss), grad: Number(grad) }, printed };
  });
}
