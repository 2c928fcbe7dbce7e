// The worker that keeps the folder for whoever is without a network, on a host that redirects, lies, and dies.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { open, publish } from "./harness.mjs";

const EMBED = new URL("../../dist/embed/", import.meta.url);
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml", ".wasm": "application/wasm" };
const PORTAL = "<!doctype html><title>Welcome</title><p>Please sign in to use this network.</p>";
const [, VERSION] = /^version = "(.*)"$/m.exec(await readFile(new URL("../../Cargo.toml", import.meta.url), "utf8"));
const FOLDER = "/gradwalk/";

/**
 * A host of the folder and of a page beside it. `behaves` is asked first, for each name: "dead", "portal", a status,
 * `{to}` for a redirect, a text or bytes in the place of the file, or nothing for the file itself.
 */
async function host(t) {
  const site = { behaves: () => undefined, pages: {}, asked: [] };
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url, "http://host");
    if (site.pages[pathname]) {
      response.writeHead(200, { "content-type": TYPES[extname(pathname)] });
      return response.end(site.pages[pathname]);
    }
    const name = pathname.slice(FOLDER.length);
    site.asked.push(name);
    const does = await site.behaves(name, search);
    if (does === "dead") return request.socket.destroy();
    if (does === "portal") return response.writeHead(200, { "content-type": "text/html" }).end(PORTAL);
    if (typeof does === "number") return response.writeHead(does, { "content-type": "text/html" }).end("Not here");
    if (does?.to) return response.writeHead(308, { location: does.to }).end();
    const file = does ?? (await readFile(fileURLToPath(new URL(name, EMBED))).catch(() => null));
    // As hosts do that answer some browsers otherwise than others; a worker that comes so Firefox does not take.
    const vary = name === "offline.js" ? "accept-encoding" : "*";
    response.writeHead(file === null ? 404 : 200, { "content-type": TYPES[extname(name)] ?? "text/html", vary });
    response.end(file ?? "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  site.pages["/page.html"] = "<!doctype html><title>A page of the same host</title>";
  site.page = await open(t, { path: publish("/offline/blank.html", ""), wait: false, errors: true });
  site.origin = `http://127.0.0.1:${server.address().port}`;
  site.goto = (path) => site.page.goto(site.origin + path);
  await site.goto("/page.html");
  return site;
}

/** Registers a worker, and waits for what becomes of it: "activated", or "redundant" where it did not install. */
const registered = ({ page }, script = `${FOLDER}offline.js`) =>
  page.evaluate(async (script) => {
    const registration = await navigator.serviceWorker.register(script);
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    const isSettled = () => ["activated", "redundant"].includes(worker.state);
    while (!isSettled()) await new Promise((resolve) => worker.addEventListener("statechange", resolve, { once: true }));
    return worker.state;
  }, script);

/** Has the worker looked for anew, and waits until none is on its way. */
const updated = ({ page }) =>
  page.evaluate(async (folder) => {
    const registration = await navigator.serviceWorker.getRegistration(folder);
    await registration.update().catch(() => {}); // one that is not installed
    while (registration.installing ?? registration.waiting ?? registration.active.state !== "activated") {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }, FOLDER);

/** What is kept: the names of the files by the name of the cache. */
const kept = ({ page }) =>
  page.evaluate(async (folder) => {
    const all = {};
    for (const name of await caches.keys()) {
      const files = await (await caches.open(name)).keys();
      all[name] = files.map(({ url }) => url.slice(url.indexOf(folder) + folder.length)).sort();
    }
    return all;
  }, FOLDER);

const LIST = ["drawers.js", "embed.html", "embed.js", "grad-walk.js", "gradwalk_bg.wasm", "run.svg"];

/** Opens the page for a frame, trains in it, and gives its learning rate. */
async function used(site, path) {
  await site.goto(FOLDER + path);
  await site.page.waitForFunction(() => document.querySelector("grad-walk").state);
  return site.page.evaluate(async () => {
    const lab = document.querySelector("grad-walk");
    await lab.train();
    return lab.state.lr;
  });
}

/** What the page gets of an address of the folder. */
const got = ({ page }, name, options) =>
  page.evaluate(([name, options]) => fetch(name, options).then((answer) => answer.text(), () => "nothing"), [FOLDER + name, options]);

/** Another build: the script of the frame has another line, and offline.js knows it. */
async function rebuilt() {
  const [worker, script] = await Promise.all(["offline.js", "embed.js"].map((name) => readFile(new URL(name, EMBED), "utf8")));
  const digest = (text) => createHash("sha256").update(text).digest("hex");
  const changed = `${script}window.build=2;`;
  return { script: changed, worker: worker.replace(digest(script), digest(changed)).replaceAll(/(\d-)[0-9a-f]{12}\b/g, "$1222222222222") };
}

test("on a host with clean addresses what was opened once works when it has died", async (t) => {
  const site = await host(t);
  const clean = (name, search) => (name === "embed.html" ? { to: `${FOLDER}embed${search}` } : undefined);
  const page = await readFile(new URL("embed.html", EMBED), "utf8");
  site.behaves = (name, search) => (name === "embed" ? page : clean(name, search));
  assert.equal(await registered(site), "activated");
  assert.deepEqual(Object.values(await kept(site)), [["drawers.js", "embed", ...LIST.slice(1)]]);
  assert.equal(await used(site, "embed.html?lr=0.03"), 0.03);
  site.behaves = () => "dead";
  assert.equal(await used(site, "embed.html?lr=0.12&views=all"), 0.12);
  await site.page.getByRole("button", { name: "Printout" }).click();
  await site.page.locator("[part=printout] tbody tr").first().waitFor();
  assert.equal(await used(site, "embed?lr=0.05"), 0.05);
  // A name with the version in it is the file by the name that stays.
  assert.match(await got(site, `gradwalk_bg-${VERSION}.wasm`), /^\0asm/);
});

test("a portal's page is never kept, in the place of one file or of all, at first or later", async (t) => {
  const site = await host(t);
  for (const lie of [() => true, ...LIST.map((file) => (name) => name === file)]) {
    site.behaves = (name) => (name !== "offline.js" && lie(name) ? "portal" : undefined);
    assert.equal(await registered(site), "redundant");
    assert.deepEqual(await kept(site), {});
  }
  site.behaves = () => undefined;
  assert.equal(await registered(site), "activated");
  site.behaves = () => "portal";
  assert.equal(await used(site, "embed.html?lr=0.03"), 0.03);
  assert.equal(await used(site, "embed.html?lr=0.04"), 0.04, "also after the worker has been looked for again");
});

test("of a host that dies on the way nothing is kept", async (t) => {
  const site = await host(t);
  site.behaves = (name) => (name === "gradwalk_bg.wasm" ? "dead" : undefined);
  assert.equal(await registered(site), "redundant");
  assert.deepEqual(await kept(site), {});
});

test("nothing else of the folder is answered or kept", async (t) => {
  const site = await host(t);
  site.behaves = (name) => (name === "notes.html" ? "first" : undefined);
  assert.equal(await registered(site), "activated");
  await used(site, "embed.html");
  assert.equal(await got(site, "notes.html"), "first");
  assert.match(await got(site, "embed.js"), /gradwalk/);
  assert.deepEqual(Object.values(await kept(site)), [LIST]);
  site.behaves = () => "second";
  for (const [name, options] of [
    ["notes.html"],
    ["offline.js"],
    ["gradwalk.html"],
    ["constructor"],
    ["embed.js?v=2"],
    ["grad-walk-9.9.9.js"],
    ["embed.js", { cache: "no-store" }],
    ["embed.js", { method: "POST" }],
  ]) {
    assert.equal(await got(site, name, options), "second", name);
  }
  assert.match(await got(site, "embed.js"), /gradwalk/);
  assert.deepEqual(Object.values(await kept(site)), [LIST]);
});

test("another build takes the place of the one before whole, or not at all", async (t) => {
  const site = await host(t);
  assert.equal(await registered(site), "activated");
  await used(site, "embed.html");
  const [before] = Object.keys(await kept(site));
  const build = () => site.page.evaluate(() => window.build);
  const { script, worker } = await rebuilt();
  // Its worker is there before the file that it names.
  site.behaves = (name) => (name === "offline.js" ? worker : undefined);
  await site.goto("/page.html");
  await updated(site);
  await used(site, "embed.html");
  assert.deepEqual([await build(), Object.keys(await kept(site))], [undefined, [before]]);
  site.behaves = (name) => ({ "offline.js": worker, "embed.js": script })[name];
  await site.goto("/page.html");
  await updated(site);
  await used(site, "embed.html");
  assert.equal(await build(), 2);
  const after = await kept(site);
  assert.deepEqual(Object.values(after), [LIST]);
  assert.notEqual(Object.keys(after)[0], before);
});

test("where its script is gone it goes, with all that it kept", async (t) => {
  const site = await host(t);
  assert.equal(await registered(site), "activated");
  site.behaves = (name) => (name === "offline.js" ? 404 : undefined);
  await used(site, "embed.html");
  await site.page.waitForFunction(() => navigator.serviceWorker.getRegistrations().then((all) => all.length === 0));
  await site.page.waitForFunction(() => caches.keys().then((names) => names.length === 0));
  site.behaves = (name) => (name === "embed.html" ? "first" : 404);
  await site.goto("/page.html");
  await site.goto(`${FOLDER}embed.html`);
  assert.equal(await site.page.locator("body").innerText(), "first");
});

test("a site's own worker takes it along, fails not with it, may clear what it kept, and is left when it goes", async (t) => {
  const site = await host(t);
  site.pages["/worker.js"] = `self.GRADWALK = "${FOLDER.slice(0, -1)}"; importScripts("${FOLDER}offline.js");
    self.addEventListener("activate", (event) => event.waitUntil(clients.claim()));`;
  site.behaves = (name) => (name === "offline.js" ? undefined : "portal");
  assert.equal(await registered(site, "/worker.js"), "activated");
  assert.deepEqual(await kept(site), {});
  const whole = () => site.page.waitForFunction(async (count) => {
    const [name] = await caches.keys();
    return name && (await (await caches.open(name)).keys()).length === count;
  }, LIST.length);
  site.behaves = () => undefined;
  await used(site, "embed.html");
  await whole();
  await site.page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await used(site, "embed.html");
  await whole();
  site.behaves = () => "dead";
  assert.equal(await used(site, "embed.html?lr=0.02"), 0.02);
  site.behaves = (name) => (name === "offline.js" ? 410 : undefined);
  await used(site, "embed.html");
  await site.page.waitForFunction(() => caches.keys().then((names) => names.length === 0));
  assert.equal(await site.page.evaluate(() => navigator.serviceWorker.getRegistrations().then((all) => all.length)), 1);
});
