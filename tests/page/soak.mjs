// What takes longer than an everyday test: twenty thousand hostile texts through every door of the page,
// five hundred lives of a lab, and twelve labs that train at once. `cargo xtask soak` runs it.
import assert from "node:assert/strict";
import test from "node:test";
import { HOME, MODULE, frames, open, publish } from "./harness.mjs";

const COUNT = 20_000;

const PAGE = publish("/soak/page.html", `${MODULE}<grad-walk id="lab" views="all"></grad-walk><a id="link">link</a>
  <iframe src="${HOME}embed/embed.html"></iframe>`);

test("twenty thousand hostile texts: no markup, no error, no hang, and a lab that still trains", { timeout: 900_000 }, async (t) => {
  const page = await open(t, { path: PAGE, wait: false });
  page.on("dialog", (dialog) => assert.fail(dialog.message()));
  await page.waitForFunction(() => document.getElementById("lab").state && window.frames[0].document.querySelector("grad-walk")?.state);
  const result = await page.evaluate(async (COUNT) => {
    let seed = 11;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const pick = (list) => list[Math.floor(random() * list.length)];
    const names = ["lr", "iterations", "x", "y", "w", "views", "hide", "lock", "pins", "phase", "epoch", "theme", "preset", "gradient", "speed", "v", "start", "model", "onclick", "__proto__", "constructor", "innerHTML", ""];
    const texts = ["<img src=x onerror='window.pwned=1'>", "javascript:window.pwned=1", "\u202e\u0000", "1e309", "-0", "NaN", "1,2,3", "all", "lr=0.1;lr=0.2;;=,name=<b>", "gradient.999999999999", "%E0%A4%A", "'\"--></script><script>window.pwned=1</script>", "9".repeat(400), "🙂".repeat(50), "0.1", "20", "\t1\n2", "null", "[object Object]"];
    const mutated = () => {
      let text = pick(texts);
      for (let n = Math.floor(random() * 4); n > 0; n--) {
        const at = Math.floor(random() * text.length);
        text = text.slice(0, at) + pick([...texts, String.fromCharCode(Math.floor(random() * 0xd7ff))]).slice(0, 8) + text.slice(at + Math.floor(random() * 3));
      }
      return text;
    };
    const lab = document.getElementById("lab");
    const link = document.getElementById("link");
    const frame = document.querySelector("iframe").contentWindow;
    let longest = 0;
    for (let n = 0; n < COUNT; n++) {
      const [name, text] = [pick(names), mutated()];
      const start = performance.now();
      if (n % 3 === 0) {
        try {
          lab.setAttribute(/^[a-z-]+$/.test(name) && !/^on/.test(name) ? name : "lr", text);
        } catch {} // no name of an attribute
      } else if (n % 3 === 1) {
        link.setAttribute("href", `#gw${pick(["", ":lab", ":no", ":%"])}?${pick(["", "v=1&"])}${name}=${random() < 0.5 ? encodeURIComponent(text.toWellFormed()) : text}`);
        link.click();
      } else {
        const detail = pick([{ [name]: text }, text, [text], { n: text }, { epoch: random() * 1e9 }, undefined]);
        frame.postMessage({ source: "gradwalk", v: pick([1, 1, 1, 2, "1"]), type: pick(["set", "state", "seek", "step", "train", "reset", name]), detail }, "*");
      }
      if (n % 50 === 49) await new Promise(requestAnimationFrame);
      longest = Math.max(longest, performance.now() - start);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    const all = [lab, frame.document.querySelector("grad-walk")];
    const markup = all.map((lab) => lab.shadowRoot.querySelectorAll("img, script, iframe").length);
    const outcome = [];
    for (const lab of all) {
      for (const name of lab.getAttributeNames()) if (name !== "id") lab.removeAttribute(name);
      lab.state = { preset: "notebook-autograd" };
      await lab.train();
      outcome.push(lab.history.at(-1)?.w.toFixed(3));
    }
    return { pwned: window.pwned ?? frame.pwned, scripts: markup, longest, outcome };
  }, COUNT);
  console.log(JSON.stringify(result));
  assert.equal(result.pwned, undefined);
  assert.deepEqual(result.scripts, [0, 0]);
  assert.deepEqual(result.outcome, ["1.922", "1.922"]);
  assert.ok(result.longest < 1500, `one text took ${result.longest} ms`);
});

test("five hundred lives leave nothing behind", { timeout: 600_000 }, async (t) => {
  const page = await open(t, { path: publish("/soak/lives.html", MODULE), wait: false });
  const session = await page.context().newCDPSession(page);
  const heap = async () => {
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    const nodes = (await session.send("Memory.getDOMCounters")).nodes;
    return { usedSize, nodes };
  };
  const live = (count) =>
    page.evaluate(async (count) => {
      await customElements.whenDefined("grad-walk");
      for (let n = 0; n < count; n++) {
        const lab = document.createElement("grad-walk");
        lab.setAttribute("views", "all");
        document.body.append(lab);
        await lab.train();
        await new Promise(requestAnimationFrame);
        lab.remove();
        await new Promise(requestAnimationFrame);
      }
    }, count);
  await live(50);
  const before = await heap();
  await live(500);
  const after = await heap();
  console.log(JSON.stringify({ before, after }));
  assert.ok(after.usedSize - before.usedSize < 2_000_000, "the heap is flat");
  assert.ok(after.nodes - before.nodes < 2000, "and so are the nodes");
});

test("twelve labs train at once, and each is drawn", { timeout: 120_000 }, async (t) => {
  const page = await open(t, {
    path: publish("/soak/twelve.html", `<style>main { display: grid; grid-template-columns: repeat(4, 1fr) } </style>${MODULE}<main>${"<grad-walk views='loss' hide='all'></grad-walk>".repeat(12)}</main>`),
    reducedMotion: "no-preference",
    viewport: { width: 1600, height: 1800 },
  });
  const rate = await page.evaluate(async () => {
    const labs = [...document.querySelectorAll("grad-walk")];
    const all = Promise.all(labs.map((lab) => lab.train()));
    let count = 0;
    const start = performance.now();
    let running = true;
    all.then(() => (running = false));
    while (running) {
      await new Promise(requestAnimationFrame);
      count++;
    }
    return { frames: (1000 * count) / (performance.now() - start), epochs: labs.map((lab) => lab.epoch) };
  });
  console.log(JSON.stringify(rate));
  assert.deepEqual(new Set(rate.epochs), new Set([20]));
});
