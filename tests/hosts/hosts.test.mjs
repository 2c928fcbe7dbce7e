// The sites of examples/embedding/, each built by its own generator and used in Chromium: the lab trains,
// a link in the prose sets it, the site's toggle turns it dark, the site's own navigation leaves and comes
// back. Kept apart: `cargo xtask test-hosts` installs the generators. HOST names one of them.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const { CHROMIUM = "/usr/bin/chromium", PYTHON = "python3", MDBOOK = "mdbook", HOST } = process.env;
const BASE = "/tutorial/";
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".json": "application/json",
};

/** The options of a host's test: it is skipped where another one is named. An empty reason to skip would be one, too. */
const unlessOther = (name) => ({ skip: Boolean(HOST) && HOST !== name });

/** Runs a program, silent unless it fails. */
function run(program, args, cwd) {
  try {
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ASTRO_TELEMETRY_DISABLED: "1" };
    return execFileSync(program, args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    throw new Error(`${program} ${args.join(" ")}\n${error.stdout}\n${error.stderr}`);
  }
}

/** A fresh copy of an example; `to` is where it keeps the folder of the lab, if it does. */
function copied(name, to) {
  const folder = resolve("target/hosts", name);
  const kept = join(folder, "node_modules");
  if (!existsSync(kept)) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join("examples/embedding", name), folder, { recursive: true });
  if (to) {
    rmSync(join(folder, to), { recursive: true, force: true });
    cpSync("dist/embed", join(folder, to), { recursive: true });
  }
  return folder;
}

const packed = (ending) => {
  const name = readdirSync("target/packages").find((file) => file.endsWith(ending));
  return resolve("target/packages", name);
};

const script = (name) => join(PYTHON, "..", name);

/** Each host: how its site is built, and what its reader does. */
const HOSTS = {
  html: {
    build: () => copied("html", "gradwalk"),
    onwards: (page) => page.getByRole("link", { name: "on", exact: true }).click(),
    back: (page) => page.getByRole("link", { name: "Back" }).click(),
  },
  mkdocs: {
    build() {
      const folder = copied("mkdocs", "docs/gradwalk");
      run(script("mkdocs"), ["build", "--quiet"], folder);
      return join(folder, "site");
    },
    dark: (page) => page.locator("label[for=__palette_1]:visible").click(),
    onwards: (page) => page.locator("article").getByRole("link", { name: "on", exact: true }).click(),
    back: (page) => page.locator("article").getByRole("link", { name: "Back", exact: true }).click(),
  },
  zensical: {
    build() {
      const folder = copied("zensical", "docs/gradwalk");
      run(script("zensical"), ["build", "--clean", "--strict"], folder); // its checker minds no `data-gw`
      return join(folder, "site");
    },
    dark: (page) => page.locator("label[for=__palette_1]:visible").click(),
    onwards: (page) => page.locator("article").getByRole("link", { name: "on", exact: true }).click(),
    back: (page) => page.locator("article").getByRole("link", { name: "Back", exact: true }).click(),
  },
  sphinx: {
    build() {
      const folder = copied("sphinx", "_static/gradwalk");
      run(PYTHON, ["-m", "sphinx", "-q", "-b", "html", ".", "_build"], folder);
      return join(folder, "_build");
    },
    dark: async (page) => {
      while ((await page.locator("body").getAttribute("data-theme")) !== "dark") {
        await page.locator("button.theme-toggle:visible").first().click();
      }
    },
    onwards: (page) => page.locator("article").getByRole("link", { name: "Deeper" }).first().click(),
    back: (page) => page.goBack(),
  },
  mdbook: {
    build() {
      const folder = copied("mdbook", "src/gradwalk");
      run(MDBOOK, ["build"], folder);
      return join(folder, "book");
    },
    first: "first.html",
    // Its keys turn pages: those that the lab uses must not.
    async uses(page) {
      await page.locator("grad-walk").getByRole("button", { name: "Reset" }).click();
      await page.locator("grad-walk").getByRole("button", { name: "Step" }).focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      await page.waitForFunction(() => document.querySelector("grad-walk").epoch === 2);
      assert.match(page.url(), /first\.html/);
    },
    onwards: (page) => page.locator("nav.nav-wide-wrapper a.next, nav.nav-wrapper a.next").first().click(),
    back: (page) => page.locator("nav.nav-wide-wrapper a.previous, nav.nav-wrapper a.previous").first().click(),
  },
  docusaurus: {
    build() {
      const folder = copied("docusaurus", "static/gradwalk");
      if (!existsSync(join(folder, "node_modules"))) run("npm", ["install", "--no-audit", "--no-fund"], folder);
      run("npm", ["run", "build"], folder);
      return join(folder, "build");
    },
    dark: async (page) => {
      while ((await page.locator("html").getAttribute("data-theme")) !== "dark") {
        await page.locator("nav button[class*=toggleButton]").first().click();
      }
    },
    onwards: (page) => page.locator("article").getByRole("link", { name: "on", exact: true }).click(),
    back: (page) => page.locator("article").getByRole("link", { name: "Back", exact: true }).click(),
  },
  nbconvert: {
    build() {
      const folder = copied("jupyter", "gradwalk");
      run(PYTHON, ["-m", "nbconvert", "--to", "html", "static.ipynb"], folder);
      return folder;
    },
    first: "static.html",
    ignores: /require|mathjax|MathJax|cdnjs|ERR_/, // it asks other hosts for its own scripts
  },
};

let browser;
let server;
let origin;
let root; // what the server serves below BASE

before(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://host");
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    const name = decodeURIComponent(pathname.slice(BASE.length));
    const tries = [name, join(name, "index.html"), `${name}.html`].map((name) => join(root, name));
    const file = tries.find((file) => pathname.startsWith(BASE) && existsSync(file) && extname(file));
    response.writeHead(file ? 200 : 404, { "content-type": TYPES[extname(file ?? "")] ?? "application/octet-stream" });
    response.end(file ? readFileSync(file) : "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  });
});

after(async () => {
  await browser?.close();
  server?.close();
});

async function opened(t, ignores = /^$/) {
  const context = await browser.newContext({ reducedMotion: "reduce", viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  t.after(async () => {
    await context.close();
    assert.deepEqual(problems.filter((problem) => !ignores.test(problem)), []);
  });
  return page;
}

/** Waits for the page's lab, and walks it to its end: its w. */
async function trained(page) {
  await page.waitForFunction(() => document.querySelector("grad-walk")?.state);
  return page.evaluate(async () => {
    const lab = document.querySelector("grad-walk");
    await lab.train();
    return lab.history.at(-1).w;
  });
}

const lightness = (page) =>
  page.evaluate(() => {
    const { backgroundColor } = getComputedStyle(document.querySelector("grad-walk").shadowRoot.querySelector(".lab"));
    return Number(/\d+/.exec(backgroundColor)[0]);
  });

for (const [name, host] of Object.entries(HOSTS)) {
  if (HOST && HOST !== name) continue;
  test(`${name}: pasted, it trains, turns dark, and outlives the site's navigation`, async (t) => {
    root = host.build();
    const page = await opened(t, host.ignores);
    await page.goto(origin + BASE + (host.first ?? ""));
    assert.equal((await trained(page)).toFixed(3), "1.922");
    await page.getByRole("link", { name: "0.12" }).first().click();
    await page.waitForFunction(() => document.querySelector("grad-walk").state.lr === 0.12);
    await host.uses?.(page);
    if (host.dark) {
      assert.equal(await lightness(page), 255);
      await host.dark(page);
      await page.waitForFunction(() => {
        const { shadowRoot } = document.querySelector("grad-walk");
        return getComputedStyle(shadowRoot.querySelector(".lab")).backgroundColor === "rgb(21, 23, 26)";
      });
    }
    if (!host.onwards) return;
    await host.onwards(page);
    await page.getByRole("heading", { name: "Deeper" }).first().waitFor();
    await page.waitForFunction(() => document.querySelector("grad-walk")?.state?.gradient === "manual-sum");
    assert.equal((await trained(page)).toFixed(3), "2.000");
    await host.back(page);
    await page.getByRole("heading", { name: "A tutorial" }).first().waitFor();
    await page.waitForFunction(() => document.querySelector("grad-walk")?.state?.gradient === "autograd");
    await trained(page);
  });
}

test("vite-react: the npm package, typed, in StrictMode", unlessOther("vite-react"), async (t) => {
  const folder = copied("vite-react");
  cpSync(packed(".tgz"), join(folder, "gradwalk.tgz"));
  rmSync(join(folder, "node_modules/gradwalk"), { recursive: true, force: true });
  rmSync(join(folder, "package-lock.json"), { force: true });
  run("npm", ["install", "--no-audit", "--no-fund"], folder);
  run("npm", ["run", "build"], folder);
  // On a server there is no DOM: the import does nothing.
  run("node", ["--input-type=module", "-e", 'await import("gradwalk")'], folder);
  root = join(folder, "dist");
  const page = await opened(t);
  await page.goto(origin + BASE);
  await page.waitForFunction(() => document.querySelector("grad-walk")?.state);
  await page.getByRole("button", { name: "Go" }).click();
  await page.waitForFunction(() => document.querySelector("output").textContent.startsWith("1.92"));
  await page.getByRole("button", { name: "0.12" }).click();
  await page.waitForFunction(() => document.querySelector("grad-walk").state.lr === 0.12);
  // What the drawer loads is where the bundler put it.
  await page.evaluate(() => document.querySelector("grad-walk").setAttribute("views", "all"));
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.locator("#share-tag").waitFor();
  assert.match(await page.locator("#share-tag").inputValue(), /src="gradwalk\/grad-walk\.js"/);
});

/** Sites that install the packed npm package; where each is built to. */
const BUNDLED = { next: "out", vue: "dist", svelte: "dist", vitepress: ".vitepress/dist", astro: "dist" };

/** Astro asks for a newer Node than this project does: npm has that, too. */
const NEWER = { astro: "node@22" };

for (const [name, out] of Object.entries(BUNDLED)) {
  test(`${name}: the npm package, with its lists, without a warning`, unlessOther(name), async (t) => {
    const folder = copied(name);
    cpSync(packed(".tgz"), join(folder, "gradwalk.tgz"));
    rmSync(join(folder, "node_modules/gradwalk"), { recursive: true, force: true });
    rmSync(join(folder, "package-lock.json"), { force: true });
    const newer = NEWER[name] ? ["--no-save", NEWER[name]] : [];
    run("npm", ["install", "--no-audit", "--no-fund", ...newer], folder);
    const said = run("npm", ["run", "build"], folder);
    assert.deepEqual(said.split("\n").filter((line) => /[1-9]\d* warning|\bwarn(ing)?:|⚠/i.test(line)), []);
    root = join(folder, out);
    const page = await opened(t);
    await page.goto(origin + BASE);
    await page.waitForFunction(() => document.querySelector("grad-walk")?.state);
    const { x, y } = await page.evaluate(() => document.querySelector("grad-walk").state);
    assert.deepEqual([x, y], [[1, 2, 3], [3, 6, 9]]);
    await page.getByRole("button", { name: "Go", exact: true }).click();
    await page.waitForFunction(() => document.querySelector("grad-walk").epoch === 20);
    const w = await page.evaluate(() => document.querySelector("grad-walk").history.at(-1).w);
    await page.waitForFunction((w) => document.querySelector("output").textContent === String(w), w);
    await page.getByRole("button", { name: "0.12", exact: true }).click();
    await page.waitForFunction(() => document.querySelector("grad-walk").state.lr === 0.12);
    await page.evaluate(() => document.querySelector("grad-walk").setAttribute("views", "all"));
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await page.locator("#share-tag").waitFor();
  });
}

const installed = () => run(PYTHON, ["-m", "pip", "install", "--quiet", "--force-reinstall", "--no-deps", packed(".whl")]);

test("python: what the package takes, refuses and keeps waiting", unlessOther("python"), () => {
  installed();
  run(PYTHON, ["-W", "error::RuntimeWarning", "-m", "unittest", "tests/python/test_gradwalk.py"]);
});

/** A page of a Python server that has the package, started in the folder of an example. */
async function served(t, example, args, address) {
  installed();
  const server = spawn(PYTHON, ["-m", ...args], { cwd: copied(example), stdio: "ignore", detached: true });
  t.after(() => process.kill(-server.pid));
  for (let tries = 0; tries < 120; tries++) {
    if (await fetch(address).then(({ ok }) => ok, () => false)) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const page = await opened(t, /./); // its own console is not ours
  await page.goto(address);
  return page;
}

/** A notebook of the example, opened in a real JupyterLab. */
async function notebook(t, name, port) {
  const args = ["jupyterlab", "--no-browser", `--port=${port}`, "--ServerApp.token=", "--ServerApp.password=", "--allow-root"];
  const page = await served(t, "jupyter", [...args, "--expose-app-in-browser"], `http://127.0.0.1:${port}/lab/tree/${name}?reset`);
  await page.locator(".jp-Notebook .jp-CodeCell").nth(2).waitFor({ timeout: 60_000 });
  // What is run before the kernel is there may be lost.
  await page.locator("[data-status=idle]").first().waitFor({ timeout: 60_000 });
  return page;
}

test("jupyter: the Python package in a real JupyterLab, both ways", unlessOther("jupyter"), async (t) => {
  const page = await notebook(t, "tutorial.ipynb", 18_888);
  // The notebook sometimes takes the key for none: a cell that was run has a number.
  const cell = async (index) => {
    const prompt = page.locator(".jp-CodeCell .jp-InputPrompt").nth(index);
    const before = await prompt.innerText();
    for (let tries = 0; tries < 5 && (await prompt.innerText()) === before; tries++) {
      await page.locator(".jp-CodeCell .jp-InputArea-editor").nth(index).click();
      await page.keyboard.press("Control+Enter");
      await page.waitForTimeout(1500);
    }
  };
  const output = async () => {
    await cell(1);
    await page.waitForTimeout(1200);
    return page.locator(".jp-CodeCell").nth(1).locator(".jp-OutputArea-output").innerText();
  };
  await cell(0);
  const widget = page.locator("grad-walk");
  await widget.waitFor({ timeout: 60_000 });
  await page.waitForFunction(() => document.querySelector("grad-walk").state);
  await widget.getByRole("button", { name: "Train" }).click();
  await page.waitForFunction(() => document.querySelector("grad-walk").epoch === 20);
  await page.waitForTimeout(800);
  assert.match(await output(), /READ 0\.03 20 \w+ 20 1\.9999871/);
  await cell(2);
  await page.waitForFunction(() => document.querySelector("grad-walk").state.lr === 0.12);
  await page.waitForFunction(() => document.querySelector("grad-walk").epoch === 0);
  await page.waitForTimeout(800);
  assert.match(await output(), /READ 0\.12 0 ready 0 None/);
});

test("jupyter: all cells at once train, read back, and leave what the lab refuses", unlessOther("jupyter"), async (t) => {
  const page = await notebook(t, "at-once.ipynb", 18_889);
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByText("Run All Cells", { exact: true }).click();
  const said = async (word) => {
    const output = page.locator("[data-mime-type$=stdout]", { hasText: word });
    await output.waitFor({ timeout: 60_000 });
    return (await output.innerText()).trim();
  };
  assert.match(await said("ENDED"), /^ENDED done 20 1\.9999871/);
  assert.match(await said("BACK"), /^BACK 15 <GradWalk: training at epoch 15>$/, "after the walk, whoever looks");
  assert.equal(await said("MODEL"), "MODEL w*x");
  assert.match(await said("POINTS"), /^POINTS \[0.0, 1.0, 2.0, 3.0, 4.0\] \[0.0, 3.0, 6.0, 9.0, 12.0\] <GradWalk: \w+ at epoch 20>$/);
});

test("marimo: cells follow the reader's hand, and a cell sets the lab", unlessOther("marimo"), async (t) => {
  const port = 18_890;
  const page = await served(t, "marimo", ["marimo", "run", "tutorial.py", "--headless", `--port=${port}`], `http://127.0.0.1:${port}/`);
  const lab = page.locator("grad-walk"); // within marimo's own shadow root
  const train = lab.getByRole("button", { name: "Train" });
  await train.click({ timeout: 60_000 });
  await page.getByText("READ 0.03 20 done 20", { exact: true }).waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Faster" }).click();
  const until = (lr) => lab.evaluate(async (lab, lr) => {
    while (lab.state.lr !== lr) await new Promise(requestAnimationFrame);
  }, lr);
  await until(0.12);
  await lab.getByRole("button", { name: "Reset" }).click();
  await page.getByText("READ 0.12 20 ready 0", { exact: true }).waitFor({ timeout: 60_000 });
});
