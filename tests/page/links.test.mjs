// A link that holds a lab: pressed on a page, in its address, and as the lab gives it away.
import assert from "node:assert/strict";
import test from "node:test";
import { HOME, MODULE, bare, frames, heard, open, parts, publish, ready } from "./harness.mjs";

const PROSE = publish(
  "/prose.html",
  `${MODULE}<p>Try <a id=first href="#gw?lr=0.14">0.14</a></p><grad-walk id=a></grad-walk>
   <div style="height:2000px"></div><grad-walk id=b></grad-walk>
   <p><a id=second href="#gw?lr=0.12&epoch=3">0.12</a> <a id=named href="#gw:a?iterations=5">five</a>
   <a id=bad href="#gw?lr=5000&onclick=alert(1)&x=<b>">bad</a> <a id=other href="#elsewhere">other</a></p>`,
);

test("a link in the prose sets the nearest lab, or the one it names, and the page stays where it is", async (t) => {
  const page = await open(t, { path: PROSE });
  const state = (id, name) => page.evaluate(([id, name]) => document.getElementById(id).state[name], [id, name]);
  await page.locator("#first").click();
  assert.deepEqual([await state("a", "lr"), await state("b", "lr")], [0.14, 0.01]);
  await page.locator("#second").click();
  const at = await page.evaluate(() => scrollY);
  assert.deepEqual([await state("a", "lr"), await state("b", "lr"), await state("b", "epoch")], [0.14, 0.12, 3]);
  await page.locator("#named").click();
  assert.deepEqual([await state("a", "iterations"), await state("a", "lr")], [5, 0.14]);
  assert.equal(await page.evaluate(() => scrollY), at);
  assert.equal(await page.evaluate(() => location.hash), "", "the address is the page's own");
  // The second time, too: the walk goes where the link says.
  await page.evaluate(() => document.getElementById("b").seek(10));
  await page.locator("#second").click();
  assert.equal(await state("b", "epoch"), 3);
  await page.locator("#other").click();
  assert.equal(await page.evaluate(() => location.hash), "#elsewhere", "other links are the page's");
});

test("what a link says badly is said, and never becomes markup", async (t) => {
  const page = await open(t, { path: PROSE });
  await page.evaluate(() => (window.alert = () => (window.alerted = true)));
  await page.locator("#bad").click();
  await frames(page);
  const messages = (await heard(page, "gw-error")).map(({ detail }) => detail.message);
  assert.deepEqual(messages.sort(), [
    "Learning rate 5000 is above 1000; using 1000.",
    "“<b>” cannot be used. x takes numbers with commas between them.",
  ]);
  assert.equal(await page.evaluate(() => window.alerted), undefined);
  assert.equal(await page.evaluate(() => document.getElementById("b").state.lr), 1000);
});

test("toURL holds the whole state, and opens another page with it, to the bit", async (t) => {
  const path = bare('<grad-walk id="one lab" lr="0.05" views="all" hide="presets"></grad-walk>');
  const page = await open(t, { path });
  const lab = parts(page);
  await lab.lab.evaluate((lab) => {
    lab.state = { ...lab.state, lr: 0.01, x: [0.1, 0.2, 3e-7], y: [1, 2, 3], gradient: "manual", pins: "lr=0.1,name=A & b", phase: "loss.2", epoch: 7 };
  });
  await frames(page, 3);
  const [url, state, history] = await lab.lab.evaluate((lab) => [lab.toURL(), lab.state, lab.history]);
  assert.match(url, /#gw:one%20lab\?v=1&/);
  const other = await open(t, { path: url.slice(url.indexOf("/", 8)) });
  const [again, rows] = await parts(other).lab.evaluate((lab) => [lab.state, lab.history]);
  assert.deepEqual(again, state, "also where it is the default, and the tag says otherwise");
  assert.deepEqual(rows, history);
  assert.equal(await parts(other).lab.evaluate((lab) => lab.toURL()), url);
});

test("our own page keeps in its address what a reader does, and grows no history", async (t) => {
  const page = await open(t, { path: HOME, wait: false });
  await ready(page);
  const lab = parts(page, page.locator("grad-walk#lab"));
  const before = await page.evaluate(() => history.length);
  await lab.type("Learning rate", "0.12");
  for (let n = 0; n < 4; n++) await lab.button("Step").click();
  await page.waitForFunction(() => location.hash.includes("epoch=4"));
  assert.equal(await page.evaluate(() => history.length), before);
  const state = await lab.get("state");
  await page.reload();
  await ready(page);
  assert.deepEqual(await lab.get("state"), state);
  // Another address in the bar is another state; Back is the one before.
  await page.evaluate(() => (location.hash = "#gw:lab?v=1&lr=0.02&views=all"));
  await page.waitForFunction(() => document.getElementById("lab").state.lr === 0.02);
  await page.waitForTimeout(500);
  await page.goBack();
  await page.waitForFunction(() => document.getElementById("lab").state.lr === 0.12);
});

test("what a link says of a few settings and cannot be used leaves what stood there", async (t) => {
  const page = await open(t, { path: PROSE });
  await page.locator("#first").click();
  await page.evaluate(() => {
    const link = document.getElementById("first");
    link.href = "#gw?lr=abc&iterations=7";
  });
  await page.locator("#first").click();
  const { lr, iterations } = await page.evaluate(() => document.getElementById("a").state);
  assert.deepEqual([lr, iterations], [0.14, 7]);
});

test("a whole state is whole: what it does not say is as it is at first, whatever the tag says", async (t) => {
  const path = bare('<grad-walk id="w" views="all" epoch="12" pins="0.1" scale="log" phase="loss.2"></grad-walk>');
  const page = await open(t, { path });
  const lab = parts(page);
  await lab.lab.evaluate((lab) => (lab.state = { ...lab.state, pins: "", scale: "linear", epoch: 0, phase: "" }));
  await frames(page);
  const [url, state] = await lab.lab.evaluate((lab) => [lab.toURL(), lab.state]);
  const other = await open(t, { path: url.slice(url.indexOf("/", 8)) });
  assert.deepEqual(await parts(other).get("state"), state);
  // Pasted into the same page, standing elsewhere, it goes there, too.
  await parts(other).lab.evaluate((lab) => lab.seek(7));
  await other.evaluate((hash) => (location.hash = "#"), "");
  await other.evaluate((hash) => (location.hash = hash), new URL(url).hash);
  await other.waitForFunction(() => document.getElementById("w").epoch === 0);
});

test("labs without an id are told apart by their number", async (t) => {
  const page = await open(t, { path: bare("<grad-walk></grad-walk><grad-walk></grad-walk>") });
  const url = await page.evaluate(() => {
    const [, second] = document.querySelectorAll("grad-walk");
    second.setAttribute("lr", "0.05");
    return second.toURL();
  });
  assert.match(url, /#gw:2\?v=1&lr=0\.05/);
  const other = await open(t, { path: url.slice(url.indexOf("/", 8)) });
  const rates = await other.evaluate(() => [...document.querySelectorAll("grad-walk")].map((lab) => lab.state.lr));
  assert.deepEqual(rates, [0.01, 0.05]);
});

test("our own page leaves an address alone that nobody has changed", async (t) => {
  const page = await open(t, { path: `${HOME}#gw:lab?v=1&lr=0.12&views=all&epoch=4` });
  await page.waitForTimeout(700);
  assert.equal(await page.evaluate(() => location.hash), "#gw:lab?v=1&lr=0.12&views=all&epoch=4");
  const plain = await open(t, { path: HOME });
  await plain.waitForTimeout(700);
  assert.equal(await plain.evaluate(() => location.hash), "");
});

test("a second copy of the script leaves the links to the first", async (t) => {
  const path = bare(`<script type="module" src="${HOME}grad-walk.js?again"></script><grad-walk></grad-walk>`);
  const page = await open(t, { path }); // an error would be on the console
  await page.evaluate(() => (location.hash = "#gw?lr=0.07"));
  await page.waitForFunction(() => document.querySelector("grad-walk").state.lr === 0.07);
});
