// The points: dragged, pushed, added, removed, pasted as a table; and whatever became of them, they
// can be brought back.
import assert from "node:assert/strict";
import test from "node:test";
import { frames, open, parts, unless } from "./harness.mjs";

const pointsOf = async (lab) => {
  const { x, y } = await lab.get("state");
  return x.map((value, index) => [value, y[index]]);
};
const LESSON = [
  [1, 2],
  [2, 4],
  [3, 6],
  [4, 8],
];

const handles = (lab) => lab.lab.getByRole("group", { name: "Points" }).locator(".handle");

/** Where the middle of a handle is in the window. */
const place = async (handle) => {
  const { x, y, width, height } = await handle.boundingBox();
  return [x + width / 2, y + height / 2];
};

/** Drags from one place of the window to another, and lets go there unless told not to. */
async function drag(page, from, to, { release = true } = {}) {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 6 });
  await frames(page);
  if (release) await page.mouse.up();
  await frames(page);
}

test("a point goes where the mouse takes it, under the mouse, and the loss with it", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const last = handles(lab).nth(3);
  const from = await place(last);
  await drag(page, from, [from[0], from[1] + 80], { release: false });
  const moved = await pointsOf(lab);
  assert.deepEqual(moved.slice(0, 3), LESSON.slice(0, 3), "only this one");
  assert.equal(moved[3][0], 4);
  assert.ok(moved[3][1] < 7.5 && moved[3][1] > 4, `y = ${moved[3][1]}`);
  const at = await place(last);
  assert.ok(Math.hypot(at[0] - from[0], at[1] - from[1] - 80) < 4, "the axes stand still meanwhile");
  // L(0) = (2² + 4² + 6² + y²)/4.
  const loss = (4 + 16 + 36 + moved[3][1] ** 2) / 4;
  assert.ok(Math.abs(Number(/loss (\S+)/.exec(await lab.shown())[1]) - loss) < 0.06);
  await page.mouse.up();
  await lab.button("Undo").click();
  await frames(page);
  assert.deepEqual(await pointsOf(lab), LESSON, "one gesture, one undo");
  assert.equal(await lab.button("Undo").getAttribute("aria-disabled"), "true");
});

test("a point stops at the edge of the plot, however far the hand goes", { skip: unless("places out of the window") }, async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const stage = await lab.lab.locator(".fit .stage").boundingBox();
  await drag(page, await place(handles(lab).nth(1)), [-200, stage.y + stage.height + 2000]);
  const [x, y] = (await pointsOf(lab))[1];
  assert.deepEqual([x, y], [0, 0]);
  await drag(page, await place(handles(lab).nth(1)), [5000, -3000]);
  const [farX, farY] = (await pointsOf(lab))[1];
  assert.ok(farX > 4 && farX < 5 && farY > 8 && farY < 10, `${farX}, ${farY}`);
});

test("keys: one point has the focus, arrows push it, Page Down goes to the next", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await handles(lab).first().focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowRight");
  await frames(page);
  const [[x, y]] = await pointsOf(lab);
  assert.ok(x > 1 && x < 1.3 && y > 2.2 && y < 3, `${x}, ${y}`);
  // Two sliders, each of which tells the whole place.
  const sliders = handles(lab).first().getByRole("slider");
  const told = (name) => sliders.evaluateAll((all, name) => all.map((node) => node.getAttribute(name)), name);
  assert.deepEqual(await told("aria-label"), ["Point 1, x", "Point 1, y"]);
  assert.deepEqual(await told("aria-valuenow"), [String(x), String(y)]);
  assert.deepEqual(await told("aria-valuetext"), Array(2).fill(`x ${x}, y ${y}`));
  await page.keyboard.press("PageDown");
  await page.keyboard.press("Delete");
  await frames(page);
  assert.deepEqual((await pointsOf(lab)).slice(1), LESSON.slice(2));
  const tabs = await handles(lab).evaluateAll((nodes) => nodes.map(({ firstChild }) => firstChild.tabIndex));
  assert.deepEqual(tabs, [-1, 0, -1], "of one point alone for the Tab key");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await frames(page);
  assert.deepEqual(await pointsOf(lab), LESSON, "a row of presses is undone as one");
  assert.equal(await lab.get("epoch"), 0, "arrows on a point do not step the run");
});

test("points are added, by the button and by a double click, to a hundred", { skip: unless("double clicks") }, async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.button("Add point").click();
  await frames(page);
  assert.equal(await handles(lab).count(), 5);
  const stage = await lab.lab.locator(".fit .stage").boundingBox();
  await page.mouse.dblclick(stage.x + 0.3 * stage.width, stage.y + 0.2 * stage.height);
  await frames(page);
  const [x, y] = (await pointsOf(lab)).at(-1);
  assert.ok(x > 0.8 && x < 1.6 && y > 6 && y < 8, `where the mouse was: ${x}, ${y}`);
  assert.equal(await lab.shown().then((text) => /w (\S+)/.exec(text)[1]), "0.000", "no line was tilted");
  await lab.lab.evaluate((element) => {
    const list = Array.from({ length: 100 }, (_, index) => index / 25);
    element.state = { ...element.state, x: list, y: list };
  });
  await frames(page);
  const boxes = await handles(lab).evaluateAll((nodes) => nodes.map((node) => node.offsetWidth));
  assert.deepEqual([...new Set(boxes)], [24], "with many points the line stays in reach");
  await lab.button("Add point").click();
  await frames(page);
  assert.equal((await pointsOf(lab)).length, 100);
  assert.ok(await lab.lab.getByText("There are 100 points already.").first().isVisible());
});

test("a double click on a point removes it, but never the last one", { skip: unless("double clicks") }, async (t) => {
  const page = await open(t);
  const lab = parts(page);
  for (const left of [3, 2, 1, 1]) {
    await page.mouse.dblclick(...(await place(handles(lab).first())));
    await frames(page);
    assert.equal((await pointsOf(lab)).length, left);
  }
  assert.ok(await lab.lab.getByText("The last point stays").first().isVisible());
  for (let n = 0; n < 3; n++) await lab.button("Undo").click();
  await frames(page);
  assert.deepEqual(await pointsOf(lab), LESSON);
});

test("a notebook's button takes the reader's points away, and undo brings them back", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.button("Add point").click();
  await frames(page);
  const mine = await pointsOf(lab);
  await lab.button("By hand (NumPy)").click();
  await frames(page);
  assert.deepEqual(await pointsOf(lab), LESSON);
  await lab.button("Undo").click();
  assert.deepEqual(await pointsOf(lab), mine);
});

test("removing or resizing the element while a point is dragged loses nothing", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await drag(page, await place(handles(lab).nth(2)), [400, 300], { release: false });
  const dragged = await pointsOf(lab);
  await page.setViewportSize({ width: 500, height: 900 });
  await frames(page, 3);
  assert.deepEqual(await pointsOf(lab), dragged);
  await lab.lab.evaluate((element) => {
    window.kept = element;
    element.remove();
  });
  await page.mouse.move(200, 200, { steps: 4 });
  await page.mouse.up();
  await page.evaluate(() => document.querySelector("main").append(window.kept));
  await frames(page, 3);
  assert.deepEqual(await pointsOf(lab), dragged);
  await lab.button("Undo").click();
  assert.deepEqual(await pointsOf(lab), LESSON);
});

test("a finger drags a point; a touch that the browser takes over leaves it where it was", { skip: unless("fingers") }, async (t) => {
  const page = await open(t, { hasTouch: true, isMobile: true, viewport: { width: 360, height: 640 } });
  const lab = parts(page);
  const devtools = await page.context().newCDPSession(page);
  const touch = async (type, ...points) => {
    const touchPoints = points.map(([x, y]) => ({ x, y }));
    await devtools.send("Input.dispatchTouchEvent", { type, touchPoints });
    await frames(page, 1);
  };
  const [x, y] = await place(handles(lab).nth(0));
  await touch("touchStart", [x, y]);
  for (let up = 8; up <= 48; up += 8) await touch("touchMove", [x, y - up]);
  const points = await pointsOf(lab);
  assert.ok(points[0][1] > 3.5, `y = ${points[0][1]}`);
  assert.deepEqual(points.slice(1), LESSON.slice(1));
  await touch("touchCancel");
  await frames(page);
  assert.deepEqual(await pointsOf(lab), LESSON);
  assert.equal(await lab.button("Undo").getAttribute("aria-disabled"), "true", "there is nothing to undo");
});

test("after an undo the next push is a gesture of its own, however soon", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await handles(lab).first().focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("ArrowRight");
  await frames(page);
  assert.ok((await pointsOf(lab))[0][0] > 1);
  await page.keyboard.press("Control+z");
  await frames(page);
  assert.deepEqual(await pointsOf(lab), LESSON);
});
