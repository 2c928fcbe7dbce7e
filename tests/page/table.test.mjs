// The points as a table: whatever a person pastes, they get their points or a plain sentence, and
// nothing they had is lost.
import assert from "node:assert/strict";
import test from "node:test";
import { frames, open, parts } from "./harness.mjs";

const NAME = "Points, a row in each line, y at its end";

async function table(t) {
  const page = await open(t);
  const lab = parts(page);
  await lab.button("More").click();
  await frames(page);
  return { page, lab, field: lab.field(NAME), note: lab.note("table") };
}

/** Puts a text into the field as the clipboard would. */
const paste = async (page, field, text) => {
  await field.focus();
  await field.press("Control+a");
  await field.evaluate((node, text) => {
    node.setRangeText(text, 0, node.value.length, "end");
    node.dispatchEvent(new InputEvent("input", { inputType: "insertFromPaste", bubbles: true }));
  }, text);
  await frames(page);
};

test("the field shows the points in use", async (t) => {
  const { field } = await table(t);
  assert.equal(await field.inputValue(), "1\t2\n2\t4\n3\t6\n4\t8\n");
});

for (const [what, text, x, y] of [
  ["from a spreadsheet", "1\t3\n2\t5\n", [1, 2], [3, 5]],
  ["with semicolons and decimal commas", "0,5;1,25\n1,5;3\n", [0.5, 1.5], [1.25, 3]],
  ["with commas", "1,3\n2,5", [1, 2], [3, 5]],
  ["one point", "3 6", [3], [6]],
  ["10⁹ in a cell", "1 2\n1000000000 4", [1, 1e9], [2, 4]],
  ["all x equal", "2 1\n2 5\n2 3", [2, 2, 2], [1, 5, 3]],
  ["all x zero", "0 1\n0 5", [0, 0], [1, 5]],
]) {
  test(`pasted ${what}: these are the points, at once`, async (t) => {
    const { page, lab, field } = await table(t);
    await lab.train();
    await paste(page, field, text);
    const state = await lab.get("state");
    assert.deepEqual([state.x, state.y], [x, y]);
    assert.equal(await lab.get("epoch"), await lab.lab.evaluate((e) => e.history.length));
    assert.equal(await field.getAttribute("aria-invalid"), "false");
    assert.match(await lab.shown(), /w \S*\d\S* loss (\S*\d|∞)/, "a state is shown");
    await lab.button("Undo").click();
    assert.deepEqual((await lab.get("state")).x, [1, 2, 3, 4]);
  });
}

test("names and further columns are the setting data, and one undo takes all of it back", async (t) => {
  const { page, lab, field } = await table(t);
  await paste(page, field, "hours\trest [h]\tmarks\n1\t8\t3\n2\t7\t5\n");
  const { x, data, model } = await lab.get("state");
  assert.deepEqual([x, data, model], [[], "hours,rest [h],marks;1,8,3;2,7,5", "w1*x1 + w2*x2 + b"]);
  await lab.button("Undo").click();
  const before = await lab.get("state");
  assert.deepEqual([before.x, before.data, before.model], [[1, 2, 3, 4], "", "w*x"]);
});

const NOVEL = "It was the best of times, it was the worst of times; it was the age of wisdom.\n".repeat(4000);

for (const [what, text, sentence] of [
  ["a novel", NOVEL, /^There is no row with two numbers\./],
  ["one column", "1\n2\n3", /^Line 1 has one column of numbers, not 2\./],
  ["a cell that is no number", "1 2\n2 four", /^“four” in line 2 is not a number\./],
  ["a cell beyond all numbers", "1 2\n2 1e999", /^“1e999” in line 2 is not a number\./],
  ["nothing", "", /^There is no row with two numbers\./],
  ["101 lines", "1 2\n".repeat(101), /^These are 101 points, and the page takes 100\./],
]) {
  test(`pasted ${what}: a sentence beside the field, and nothing is lost`, async (t) => {
    const { page, lab, field, note } = await table(t);
    await paste(page, field, text);
    assert.match(await note.innerText(), sentence);
    assert.match(await note.innerText(), /The points stay as they were\.$/);
    assert.ok((await note.innerText()).length < 200, "a plain sentence");
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    assert.equal(await field.inputValue(), text, "what was pasted is still there to be mended");
    assert.deepEqual((await lab.get("state")).y, [2, 4, 6, 8]);
    await field.press("Escape");
    await frames(page);
    assert.equal(await field.inputValue(), "1\t2\n2\t4\n3\t6\n4\t8\n", "Escape brings the points back");
    assert.equal(await field.getAttribute("aria-invalid"), "false");
  });
}

test("what is typed counts when the field is left", async (t) => {
  const { page, lab, field } = await table(t);
  await field.fill("1 1\n2 2");
  assert.deepEqual((await lab.get("state")).x, [1, 2, 3, 4], "not while it is being typed");
  await field.press("Control+Enter");
  await frames(page);
  assert.deepEqual((await lab.get("state")).x, [1, 2]);
  assert.equal(await lab.get("status"), "ready");
});

test("Ctrl+Z in the field is the field's own", async (t) => {
  const { page, lab, field } = await table(t);
  await lab.button("Add point").click();
  await field.focus();
  await page.keyboard.type("7 7\n");
  await page.keyboard.press("Control+z");
  await frames(page);
  assert.equal((await lab.get("state")).x.length, 5, "the lab's points are not touched");
});
