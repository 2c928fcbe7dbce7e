// What the lab gives to send, to paste and to keep: pasted, it is the same lab.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { HOME, bare, frames, open, parts, publish, unless } from "./harness.mjs";

const path = bare('<grad-walk id="lab" views="all"></grad-walk>');

async function share(t, options) {
  const page = await open(t, { path, permissions: ["clipboard-read", "clipboard-write"], ...options });
  const lab = parts(page);
  await lab.lab.evaluate((lab) => {
    lab.state = { ...lab.state, lr: 0.12, x: [1, 2, 3], y: [2, 4.5, 6], pins: 'lr=0.03,name=A "b" & <c>', epoch: 3 };
  });
  await lab.drawer("Share");
  await lab.lab.locator("#share-link").waitFor();
  await frames(page);
  const text = (name) => lab.lab.locator(`#share-${name}`).inputValue();
  return { page, lab, text };
}

/** The state of the lab of a page, but for what only the tag's place decides. */
const state = (page, frame = page) => frame.evaluate(() => document.querySelector("grad-walk").state);

test("link, tag and frame restore the lab, to the bit", async (t) => {
  const { page, lab, text } = await share(t);
  const wanted = await state(page);
  assert.equal(await text("link"), await lab.lab.evaluate((lab) => lab.toURL()));
  const link = await text("link");
  const linked = await open(t, { path: link.slice(link.indexOf("/", 8)) });
  assert.deepEqual(await state(linked), wanted);
  const tagged = await open(t, { path: publish("/share/tag.html", await text("tag")) });
  assert.deepEqual(await state(tagged), wanted);
  const framed = await open(t, { path: publish("/share/frame.html", await text("frame")), wait: false });
  await framed.waitForFunction(() => frames[0]?.document.querySelector("grad-walk")?.state);
  const inner = framed.frames().find((frame) => frame.url().includes(`${HOME}embed.html`));
  assert.deepEqual(await state(framed, inner), wanted);
});

test("what is to be hidden is hidden in all three, and not here", async (t) => {
  const { page, lab, text } = await share(t);
  await lab.lab.getByRole("checkbox", { name: "Keys" }).check();
  await lab.lab.getByRole("checkbox", { name: "Rate" }).check();
  await frames(page);
  assert.match(await text("link"), /&hide=lr,keys&epoch=3$/);
  assert.match(await text("tag"), / hide="lr,keys"/);
  assert.match(await text("frame"), /&amp;hide=lr,keys&amp;/);
  assert.ok(await lab.slider("Learning rate").isVisible());
  await lab.lab.getByRole("checkbox", { name: "Keys" }).uncheck();
  await frames(page);
  assert.match(await text("link"), /&hide=lr&epoch=3$/);
});

test("Copy copies, and says so", async (t) => {
  const { page, lab, text } = await share(t);
  for (const name of ["link", "tag", "frame"]) {
    await lab.button(`Copy the ${name}`).click();
    await lab.lab.getByText("Copied.").first().waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await text(name));
  }
});

test("the texts follow the lab", async (t) => {
  const { page, lab, text } = await share(t);
  await lab.button("Step").click();
  await frames(page);
  assert.match(await text("link"), /epoch=4/);
});

test("the run as a program, a notebook, numbers and a picture", { skip: unless("downloads") }, async (t) => {
  const { page, lab } = await share(t);
  const file = async (name) => {
    const [download] = await Promise.all([page.waitForEvent("download"), lab.button(name).click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  };
  const py = await file("Python (.py)");
  assert.equal(py.name, "gradwalk.py");
  const program = String(py.bytes);
  for (const line of ["import torch", "x = torch.tensor([1, 2, 3], dtype=torch.float32)", "learning_rate = 0.12", "range(20)", "    l.backward()"]) {
    assert.ok(program.includes(line), line);
  }
  const { cells } = JSON.parse(await file("Notebook (.ipynb)").then(({ bytes }) => bytes));
  const code = cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => source.join(""));
  assert.equal(`${code.join("\n\n")}\n`, program);
  assert.match(cells[0].source.join(""), /#gw:lab\?v=1&/);
  assert.equal(String((await file("Numbers (.csv)")).bytes), await lab.lab.evaluate((lab) => lab.toCSV()));
  await lab.choice("Chart").selectOption("w");
  const png = await file("Picture (.png)");
  assert.equal(png.name, "gradwalk-w.png");
  assert.equal(png.bytes.subarray(1, 4).toString(), "PNG");
});

test("where the scripts of the drawers do not come, a sentence stands in their place, and opening one again asks again", async (t) => {
  let there = false;
  const answer = (route) => (there ? route.continue() : route.abort());
  const page = await open(t, { path, errors: true, prepare: (page) => page.route("**/drawers.js*", answer) });
  const lab = parts(page);
  await lab.button("Share").click();
  await lab.lab.getByText("This part did not arrive. Ask for it again to have it.").first().waitFor();
  await lab.train();
  assert.equal(await lab.get("epoch"), 20);
  there = true;
  await lab.button("Share").click();
  await lab.button("Share").click();
  await lab.lab.locator("#share-link").waitFor();
  await frames(page);
  assert.match(await lab.lab.locator("#share-link").inputValue(), /#gw/);
});

test("a part that does not arrive and has no button to ask for it again says what else helps", async (t) => {
  const prepare = (page) => page.route("**/drawers.js*", (route) => route.abort());
  const page = await open(t, { path: bare('<grad-walk views="fit,share,model"></grad-walk>'), errors: true, prepare });
  const lab = parts(page);
  const said = lab.lab.getByText("This part did not arrive. Load the page again to have it.");
  await said.first().waitFor();
  await frames(page);
  assert.equal(await said.count(), 2, "the texts to share, and the model");
});

test("the numbers of a long run are written while the lab goes on, and never those of two runs", { skip: unless("downloads") }, async (t) => {
  const { page, lab } = await share(t);
  const steps = 40_000;
  await lab.lab.evaluate((lab, steps) => {
    lab.state = { ...lab.state, pins: "", lr: 0.001, iterations: steps };
    lab.seek(steps);
  }, steps);
  const said = lab.lab.getByText("Writing the numbers…");
  const numbers = lab.button("Numbers (.csv)");
  const [download] = await Promise.all([page.waitForEvent("download"), numbers.click(), said.waitFor()]);
  const lines = String(await readFile(await download.path())).trim().split("\n");
  assert.deepEqual([lines.length, lines[0], lines[steps].split(",")[0]], [steps + 1, "epoch,w,loss,grad", String(steps)]);
  assert.equal(lines.join("\n"), (await lab.lab.evaluate((lab) => lab.toCSV())).trim());
  // Whoever goes elsewhere while it is written is told, and gets no file of which nobody could say what it is.
  let came = false;
  page.on("download", () => (came = true));
  await numbers.click();
  await said.waitFor();
  await lab.lab.evaluate((lab) => lab.back(1));
  await lab.lab.getByText("The run has moved on while its numbers were written.").waitFor();
  assert.equal(came, false);
});

test("a tag of very many points is made when somebody copies it, not before, and is whole", async (t) => {
  const { page, lab, text } = await share(t);
  const count = 20_000;
  await lab.lab.evaluate((lab, count) => {
    const x = Array.from({ length: count }, (_, k) => 1 + (k % 1000) / 1000);
    lab.state = { ...lab.state, x, y: x.map((x) => x + 1), pins: "", lr: 0.03, epoch: 3 };
  }, count);
  await lab.lab.getByText(`The tag holds all ${count} points: Copy makes it.`).waitFor();
  assert.deepEqual([await text("tag"), await lab.lab.locator("#share-tag").isVisible()], ["", false]);
  for (const name of ["link", "frame"]) assert.doesNotMatch(await text(name), /[?&;]x=/);
  await lab.button("Step").click();
  await page.waitForFunction(() => /epoch=4/.test(document.querySelector("grad-walk").shadowRoot.querySelector("#share-link").value));
  assert.equal(await text("tag"), "");
  await lab.button("Copy the tag").click();
  await lab.lab.getByText("Copied.").first().waitFor();
  const tagged = await open(t, { path: publish("/share/many.html", await page.evaluate(() => navigator.clipboard.readText())) });
  assert.deepEqual(await state(tagged), await state(page));
  // Of rows of several columns, too, with the model that is theirs.
  await lab.lab.evaluate((lab) => {
    const data = Array.from({ length: 3000 }, (_, k) => [k / 3000, (k % 7) / 7, k / 1000 + (k % 3)].join()).join(";");
    lab.state = { ...lab.state, data, model: "w1*x1 + w2*x2 + b", start: "b=1", pair: "w2,b", x: undefined, y: undefined };
  });
  await lab.lab.getByText("The tag holds all 3000 points: Copy makes it.").waitFor();
  await lab.button("Copy the tag").click();
  await page.waitForFunction(async () => /data=/.test(await navigator.clipboard.readText()));
  const rows = await open(t, { path: publish("/share/rows.html", await page.evaluate(() => navigator.clipboard.readText())) });
  const { data, model, start, pair } = await state(rows);
  const here = await state(page);
  assert.deepEqual([data, model, start, pair], [here.data, here.model, here.start, here.pair]);
  // Where a page may not write to the clipboard, the tag stands there to be copied by hand.
  await lab.lab.evaluate(() => (navigator.clipboard.writeText = () => Promise.reject(new Error("not here"))));
  await lab.button("Copy the tag").click();
  await lab.lab.locator("#share-tag").waitFor();
  assert.match(await text("tag"), / epoch="4"/);
});

test("long texts are made when the lab is at rest, not with every step", async (t) => {
  const { page, lab, text } = await share(t);
  await lab.lab.evaluate((lab) => {
    const x = Array.from({ length: 4000 }, (_, k) => (k + 1) / 1000);
    lab.state = { ...lab.state, x, y: x, pins: "", epoch: 3 };
  });
  await page.waitForFunction(() => document.querySelector("grad-walk").shadowRoot.querySelector("#share-tag").value.length > 20_000);
  const before = await text("tag");
  assert.match(before, / epoch="3"/);
  await lab.lab.evaluate(async (lab) => {
    lab.step();
    for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame);
    window.soon = lab.shadowRoot.querySelector("#share-tag").value;
  });
  assert.equal(await page.evaluate(() => window.soon), before);
  await page.waitForFunction(() => / epoch="4"/.test(document.querySelector("grad-walk").shadowRoot.querySelector("#share-tag").value));
});
