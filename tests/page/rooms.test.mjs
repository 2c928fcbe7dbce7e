// Each view has a room. One that cannot show the model says so there; one that fails says that, and the
// rest of the lab goes on.
import assert from "node:assert/strict";
import test from "node:test";
import { bare, frames, open, parts } from "./harness.mjs";

/** A language in which two views break: one while it is made, one while it is shown, as long as the page says so. */
const BREAKING = `
const breaks = () => { if (window.broken) throw new Error("broken on purpose"); };
export default {
  lang: "vo", dir: "ltr",
  views: {
    compare: Object.defineProperty({}, "pin", { get() { breaks(); return "Pin it"; } }),
    gradients: { nudge: () => { breaks(); return "A nudge."; } },
  },
};`;

async function breaking(t) {
  const said = [];
  const page = await open(t, {
    path: bare('<grad-walk id="lab" lang="vo" views="all"></grad-walk>'),
    errors: true,
    prepare: async (page) => {
      page.on("console", (message) => message.type() === "error" && said.push(message.text()));
      await page.route("**/messages/vo.js", (route) =>
        route.fulfill({ contentType: "text/javascript; charset=utf-8", body: BREAKING }),
      );
      await page.addInitScript(() => (window.broken = true));
    },
  });
  const lab = parts(page);
  await lab.lab.locator('.lab[lang="vo"]').waitFor();
  await frames(page);
  const told = () => said.filter((text) => text.includes("broken on purpose")).length;
  return { page, lab, told };
}

for (const [view, name, works] of [
  ["gradients", "Gradients", "A nudge."],
  ["compare", "Compare", "Pin it"],
]) {
  test(`${view} fails: a sentence in its room, the rest trains on, and other settings try it again`, async (t) => {
    const { page, lab, told } = await breaking(t);
    await lab.button(name).click();
    const room = lab.lab.locator(`.panel.${view}`);
    await room.getByText("broken on purpose").waitFor();
    assert.equal(await room.innerText(), "This view does not work here (broken on purpose). All others go on.");
    assert.deepEqual((await lab.train()).reason, "completed");
    await frames(page);
    assert.match(await lab.shown(), /^epoch 20 of 20 w 1\.922 loss 0\.0451$/);
    await lab.drawer("Printout");
    await frames(page);
    assert.equal(await lab.lines.count(), 20);
    await lab.button(name).click();
    await frames(page);
    const before = told();
    assert.ok(before >= 1, "the console has the error");
    await lab.set({ lr: "0.02" });
    await frames(page, 4);
    assert.equal(told(), before, "once, however often it fails in the same way");
    assert.match(await room.innerText(), /broken on purpose/);
    await page.evaluate(() => (window.broken = false));
    await lab.button("Back").click();
    await frames(page);
    assert.match(await room.innerText(), /broken on purpose/, "a step is no reason to try again");
    await lab.set({ lr: "0.03" });
    await frames(page);
    assert.ok(await room.getByText(works).isVisible());
    assert.doesNotMatch(await room.innerText(), /broken/);
  });
}

/** The sentence in the room of each view that shows nothing, by the view's name. */
const absent = (lab) =>
  lab.lab.evaluate((element) =>
    Object.fromEntries(
      [...element.shadowRoot.querySelectorAll(".empty")].map((room) => [
        room.className.split(" ")[1],
        room.querySelector(".absent").textContent,
      ]),
    ),
  );

test("what a view cannot show of a model it says; of the line it shows all", async (t) => {
  const page = await open(t, { path: bare('<grad-walk id="lab" views="all" model="w*x + b"></grad-walk>') });
  const lab = parts(page);
  // Two parameters have a curve, a map and a line each; a line with a height has two handles, and a ball.
  const none = "No schedule changes the learning rate: it stays as it is.";
  assert.deepEqual(await absent(lab), { lr: none }, "which this page does not show");
  assert.deepEqual(await lab.lab.locator(".plot:visible .title").allInnerTexts(), ["y = w*x + b", "Loss for each w and b", "Loss", "w and b"]);
  assert.equal(await lab.lab.locator(".handle:visible").count(), 7, "four points, two handles and the ball can be moved");
  assert.match(await lab.status.innerText(), /^4 points\. Two numbers, w and b, make the prediction\. Press Train/);
  await lab.lab.getByRole("img", { name: /^4 points and/ }).waitFor(); // words for who does not see come later
  assert.match(await lab.canvas("fit").getAttribute("aria-label"), /^4 points and the line with w = 0\.000, b = 0\.000; the loss is 30\.0\.$/);
  assert.match(await lab.canvas("landscape").getAttribute("aria-label"), /^The loss for each w and b, with a ball at w = 0\.000, b = 0\.000, where it is 30\.0\.$/);
  assert.match(await lab.canvas("w").getAttribute("aria-label"), /^w and b against the epoch: w 0\.000, b 0\.000 at epoch 0 of 20\.$/);
  // Of three the landscape is a slice.
  await lab.set({ model: "a*x*x + b*x + c" });
  await frames(page, 3);
  assert.deepEqual(await absent(lab), { lr: none });
  const titles = ["y = a*x*x + b*x + c", "Loss at c = 0.000", "Loss", "a, b, and c"];
  assert.deepEqual(await lab.lab.locator(".plot:visible .title").allInnerTexts(), titles);
  for (const view of ["fit", "landscape", "loss", "w"]) assert.ok(await lab.canvas(view).isVisible());
  await lab.button("Gradients").click();
  await frames(page);
  assert.deepEqual(await lab.lab.locator(".panel.gradients li.of").allInnerTexts(), ["a", "b", "c"]);
  assert.equal((await lab.train()).reason, "completed");
  // Rows of three inputs have no picture.
  await lab.set({ data: "1,2,3,4;2,3,4,5" });
  await frames(page, 3);
  assert.deepEqual(await absent(lab), { fit: "Rows of more than two inputs have no picture here.", lr: none });
  await assert.rejects(lab.lab.evaluate((element) => element.toPNG("fit")), /is no chart that is shown/);
  await lab.set({ data: null, x: "1,2,3,4", y: "2,4,6,8", model: "k*x" });
  await frames(page, 3);
  assert.deepEqual(await absent(lab), { lr: none }, "the line, whatever its parameter is called");
  assert.deepEqual(await lab.lab.locator(".plot:visible .title").allInnerTexts(), ["y = k·x", "Loss for each k", "Loss", "k"]);
  for (const view of ["fit", "landscape", "w"]) assert.ok(await lab.canvas(view).isVisible(), view);
  await lab.slider("Tilt of the line, k").press("PageUp");
  await frames(page);
  assert.match(await lab.status.innerText(), /^Your best: loss \S+ at k = \S+\. Now let Train find it\.$/);
});
