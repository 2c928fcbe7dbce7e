// The lab in somebody's frame: set by the address, told what to do by messages, as high as it needs; on
// pages that trust it as little as they can.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { HOME, OPEN, frames, open, publish } from "./harness.mjs";

const SINGLE = fileURLToPath(new URL("../../dist/embed/gradwalk.html", import.meta.url));

/** A page with a frame, that notes what comes out of it and lets it grow. */
const host = (name, frame, headers) =>
  publish(
    `/frames/${name}.html`,
    `${frame}<script>
      window.told = [];
      addEventListener("message", ({ source, data }) => {
        const frame = document.querySelector("iframe");
        if (source !== frame.contentWindow || data?.source !== "gradwalk") return;
        told.push(data);
        if (data.type === "gw-resize") frame.style.height = data.detail.height + "px";
      });
      window.ask = (message) => document.querySelector("iframe").contentWindow.postMessage(message, "*");
    </script>`,
    headers,
  );

const frame = (src, more = "") => `<iframe src="${src}" style="inline-size:100%;border:0" ${more}></iframe>`;

async function framed(t, path, options) {
  const page = await open(t, { path, wait: false, ...options });
  const told = (type) => page.evaluate((type) => window.told.filter((message) => message.type === type), type);
  const wait = (type) => page.waitForFunction((type) => window.told.some((message) => message.type === type), type);
  await wait("gw-ready");
  return { page, told, wait, ask: (type, detail) => page.evaluate((message) => ask(message), { source: "gradwalk", v: 1, type, detail }) };
}

test("the address sets the lab, messages move it, and its events come out", async (t) => {
  const { page, told, wait, ask } = await framed(t, host("plain", frame(`${HOME}embed/embed.html?lr=0.02&iterations=30&onload=alert(1)`)));
  await ask("train");
  await wait("gw-end");
  const [{ detail: end }] = await told("gw-end");
  assert.equal(end.reason, "completed");
  await ask("seek", { epoch: 7 });
  await ask("step", { n: 2 });
  await ask("back");
  await ask("state");
  await wait("gw-state");
  const [{ detail: state }] = await told("gw-state");
  assert.deepEqual([state.lr, state.iterations, state.epoch], [0.02, 30, 8]);
  await ask("set", { lr: 0.1, x: [1, 2], y: "2,4" });
  await page.waitForFunction(() => window.told.some(({ type, detail }) => type === "gw-change" && detail.setting === "y"));
  await ask("reset");
  await page.waitForFunction(() => window.told.findLast(({ type }) => type === "gw-step").detail.epoch === 0);
});

test("the frame is as high as the lab, and nothing in it scrolls", async (t) => {
  const { page } = await framed(t, host("height", frame(`${HOME}embed/embed.html?views=all`)));
  await frames(page, 6);
  const inner = page.frames().find((frame) => frame.url().includes("embed.html"));
  // Its own page is as high as the lab and its margin, and the frame shows all of it.
  const fits = () =>
    inner.waitForFunction(() => {
      const { height } = document.getElementById("lab").getBoundingClientRect();
      const { scrollHeight } = document.documentElement;
      return height > 400 && scrollHeight <= innerHeight && innerHeight - height < 18;
    });
  await fits();
  await inner.getByRole("button", { name: "Printout" }).click();
  await fits();
  await inner.getByRole("button", { name: "Printout" }).click();
  await fits();
});

test("what is no command changes nothing and is answered with a sentence", async (t) => {
  const { page, told } = await framed(t, host("hostile", frame(`${HOME}embed/embed.html`)));
  const bad = [
    { source: "gradwalk", v: 2, type: "train" },
    { source: "gradwalk", v: 1, type: "constructor" },
    { source: "gradwalk", v: 1, type: "seek", detail: { epoch: -1 } },
    { source: "gradwalk", v: 1, type: "seek", detail: { epoch: "3" } },
    { source: "gradwalk", v: 1, type: "step", detail: { n: 1.5 } },
    { source: "gradwalk", v: 1, type: "step", detail: null },
    { source: "gradwalk", v: 1, type: "set", detail: { onclick: "alert(1)" } },
    { source: "gradwalk", v: 1, type: "set", detail: { lr: { toString: "x" } } },
    { source: "gradwalk", v: 1, type: "set", detail: ["lr"] },
    { source: "gradwalk", v: 1, type: "state", detail: { __proto__: null, innerHTML: "<b>" } },
  ];
  for (const message of [null, 1, "train", {}, { source: "other", v: 1, type: "train" }, ...bad]) {
    await page.evaluate((message) => ask(message), message);
  }
  await page.waitForFunction((count) => window.told.filter(({ type }) => type === "gw-error").length === count, bad.length);
  const errors = await told("gw-error");
  assert.ok(errors.every(({ detail }) => /^gradwalk: /.test(detail.message)));
  await page.evaluate(() => ask({ source: "gradwalk", v: 1, type: "state" }));
  await page.waitForFunction(() => window.told.some(({ type }) => type === "gw-state"));
  const [{ detail: state }] = await told("gw-state");
  assert.deepEqual([state.epoch, state.lr], [0, 0.01]);
  assert.equal((await told("gw-step")).length, 0);
});

test("height and start are told however late one of the scripts comes, and to whoever asks late", async (t) => {
  for (const slow of ["embed.js", "grad-walk.js"]) {
    const page = await open(t, {
      path: host(`slow-${slow}`, frame(`${HOME}embed/embed.html?views=all`)),
      wait: false,
      prepare: (page) =>
        page.route(`**/embed/${slow}`, async (route) => {
          await new Promise((resolve) => setTimeout(resolve, 400));
          await route.continue();
        }),
    });
    await page.waitForFunction(() => ["gw-ready", "gw-resize"].every((type) => window.told.some((message) => message.type === type)));
    await page.evaluate(() => {
      window.told.length = 0;
      ask({ source: "gradwalk", v: 1, type: "state" });
    });
    await page.waitForFunction(() => window.told.some(({ type, detail }) => type === "gw-resize" && detail.height > 400));
  }
});

test("a setting that there is none of is answered", async (t) => {
  const { page, told } = await framed(t, host("unknown", frame(`${HOME}embed/embed.html`)));
  await page.evaluate(() => ask({ source: "gradwalk", v: 1, type: "set", detail: { ler: 3 } }));
  await page.waitForFunction(() => window.told.some(({ type }) => type === "gw-error"));
  assert.equal((await told("gw-error"))[0].detail.message, "gradwalk: there is no setting ler");
});

test("nobody but the page around it is obeyed", async (t) => {
  const { page, told } = await framed(t, host("parent", frame(`${HOME}embed/embed.html`)));
  const inner = page.frames().find((frame) => frame.url().includes("embed.html"));
  await inner.evaluate(() => postMessage({ source: "gradwalk", v: 1, type: "train" }, "*"));
  await page.waitForTimeout(200);
  assert.equal((await told("gw-end")).length, 0);
});

test("in a sandbox without an origin of its own, where the host sends CORS headers", async (t) => {
  const { ask, wait } = await framed(t, host("sandbox", frame(`${OPEN}embed/embed.html`, 'sandbox="allow-scripts"')));
  await ask("train");
  await wait("gw-end");
});

test("under default-src 'none', with what the docs name", async (t) => {
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'";
  const html = await readFile(new URL("../../dist/embed/embed.html", import.meta.url), "utf8");
  const strict = publish(
    "/strict/frame.html",
    html.replaceAll('src="', `src="${HOME}embed/`).replace("<!doctype html>", ""),
    { "content-security-policy": policy },
  );
  const { ask, wait } = await framed(t, host("policy", frame(strict)));
  await ask("train");
  await wait("gw-end");
});

test("the single file works from a disk and in a sandbox, and asks nobody for anything", async (t) => {
  const html = await readFile(SINGLE, "utf8");
  assert.ok(!/(src|href)="(?!data:)/.test(html.replace(/<script[^]*?<\/script>/g, "")));
  const page = await open(t, { path: host("none", ""), wait: false });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`file://${SINGLE}?lr=0.03`);
  await page.waitForFunction(() => document.querySelector("grad-walk").state);
  const w = await page.evaluate(async () => {
    const lab = document.querySelector("grad-walk");
    await lab.train();
    return [lab.state.lr, lab.history.length];
  });
  assert.deepEqual(w, [0.03, 20]);
  const others = asked.filter((url) => !/^(file|data|blob):/.test(url));
  assert.deepEqual(others, []);
});

test("the script with the version in its name asks for files with the version in theirs, and no others", async (t) => {
  const [, version] = /^version = "(.*)"$/m.exec(await readFile(new URL("../../Cargo.toml", import.meta.url), "utf8"));
  const tag = `<script type="module" src="${HOME}embed/grad-walk-${version}.js"></script><grad-walk views="printout"></grad-walk>`;
  const asked = [];
  const prepare = (page) => page.on("request", (request) => asked.push(request.url().replace(/.*\//, "")));
  const page = await open(t, { path: publish("/versioned/page.html", tag), prepare });
  await page.locator("grad-walk").getByText("Prediction before training").waitFor();
  const files = asked.filter((name) => !name.endsWith(".html") && name !== "favicon.ico");
  assert.deepEqual(files.sort(), [`drawers-${version}.js`, `grad-walk-${version}.js`, `gradwalk_bg-${version}.wasm`]);
});

test("nothing is asked of any other host, whatever is opened", async (t) => {
  const path = publish("/private/page.html", `<script type="module" src="${HOME}grad-walk.js"></script><grad-walk views="all" lang="xx"></grad-walk>`);
  const asked = [];
  const page = await open(t, {
    path,
    errors: true, // there is no language xx
    prepare: (page) => page.on("request", (request) => asked.push(request.url())),
  });
  const { origin } = new URL(page.url());
  for (const name of ["One step", "Gradients", "Printout", "Compare", "Share", "More", "Keys"]) {
    await page.getByRole("button", { name, exact: true }).click();
    await frames(page);
  }
  await page.evaluate(() => document.querySelector("grad-walk").train());
  await frames(page, 5);
  assert.ok(asked.length > 3);
  assert.deepEqual(asked.filter((url) => !url.startsWith(origin) && !/^(data|blob):/.test(url)), []);
});
