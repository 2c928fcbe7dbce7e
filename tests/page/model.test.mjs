// The Model field: a formula typed, picked, mistyped and taken back, by keys and by hand; and where its parameters start.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import test from "node:test";
import { drawers } from "../../www/messages/en.js";
import { EXAMPLES } from "../../www/views/parts/examples.js";
import { bare, frames, heard, late, open, parts } from "./harness.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const path = bare('<grad-walk views="fit,landscape,loss,w,model" model="w*x + b"></grad-walk>');

async function modelled(t, options) {
  const page = await open(t, { path, ...options });
  const lab = parts(page);
  const field = lab.choice("Model");
  await field.waitFor();
  await frames(page);
  const row = lab.lab.locator(".shelf.model");
  const note = row.locator("#model-note");
  const state = async (...names) => {
    const all = await lab.get("state");
    return names.map((name) => all[name]);
  };
  const type = async (text) => {
    await field.fill(text);
    await frames(page);
  };
  return { page, lab, field, row, note, state, type };
}

test("while a formula is typed its names are told, and with Enter the lab has it", async (t) => {
  const { page, field, note, state, type, row } = await modelled(t);
  assert.equal(await field.inputValue(), "w*x + b");
  assert.equal(await note.innerText(), "Input: x. Parameters: w and b, in order of appearance.");
  await type("a*x*x+b*x+c");
  assert.equal(await note.innerText(), "Input: x. Parameters: a, b, and c, in order of appearance. Enter takes it.");
  assert.deepEqual(await state("model"), ["w*x + b"]);
  await page.keyboard.press("Enter");
  await frames(page);
  assert.deepEqual(await state("model"), ["a*x*x + b*x + c"]);
  assert.equal(await field.inputValue(), "a*x*x + b*x + c", "as the lab writes it");
  assert.deepEqual(await row.locator(".fields label").allInnerTexts(), ["a", "b", "c"]);
  // Whoever leaves the field has meant it, too.
  await type("k*x");
  await page.keyboard.press("Tab");
  await frames(page);
  assert.deepEqual(await state("model"), ["k*x"]);
  assert.equal(await note.innerText(), "Input: x. Parameter: k.");
  await type("e*x + pi");
  assert.equal(
    await note.innerText(),
    "Input: x. Parameters: e and pi, in order of appearance. e is a parameter here: the constant is exp(1). pi is a parameter here: the constant is np.pi. Enter takes it.",
  );
  await type("np.pi*w*x + exp(1)");
  assert.equal(await note.innerText(), "Input: x. Parameter: w. Enter takes it.");
});

test("what is no formula is said and marked, the last model lives on, and Escape brings it back", async (t) => {
  const { page, lab, field, row, note, state, type } = await modelled(t);
  const marked = () => row.locator(".mirror mark").evaluateAll((all) => all.map(({ textContent }) => textContent));
  await type("w*x +");
  assert.equal(await note.innerText(), "! “w*x +” ends where a value was expected. The lab still shows “w*x + b”.".slice(2));
  assert.deepEqual([await marked(), await field.getAttribute("aria-invalid")], [["\u00a0"], "true"]);
  await page.keyboard.press("Enter");
  await frames(page);
  assert.deepEqual([await field.inputValue(), ...(await state("model"))], ["w*x +", "w*x + b"], "what was typed is not lost");
  await lab.lab.getByRole("status").filter({ hasText: "ends where a value was expected" }).waitFor({ state: "attached" });
  await type("a*sine(x) + b");
  assert.equal(await note.innerText(), "“sine” is not known: did you mean “sin”? The lab still shows “w*x + b”.");
  assert.deepEqual(await marked(), ["sine"]);
  // The lab itself goes on meanwhile, and whoever leaves the field leaves the text.
  await lab.button("Step").click();
  await frames(page);
  assert.deepEqual([await lab.get("epoch"), await field.inputValue()], [1, "a*sine(x) + b"]);
  await field.focus();
  await page.keyboard.press("Escape");
  await frames(page);
  assert.deepEqual([await field.inputValue(), await field.getAttribute("aria-invalid"), await marked()], ["w*x + b", "false", []]);
  assert.equal(await note.innerText(), "Input: x. Parameters: w and b, in order of appearance.");
  assert.deepEqual(await heard(page, "gw-error"), []);
});

test("whatever is wrong with a formula has its sentence", async (t) => {
  const { page, lab } = await modelled(t);
  const wrong = [
    "", "w*x +", "sin(w*x", "w*/x", "w + 2x", "w*x)", "w, x", "w*x^2", "y = w*x", "w*x²", "w*x\u202e", "wiggle(w)", "w + np.sine(x)",
    "w + sin(x, 2)", "w + exp*x", "w*y", `${"(".repeat(200)}w`, "w+".repeat(2000), "w".repeat(40), "w + 007", "w + 1e999", "w + 1/0", "2*x + 1",
  ];
  const said = await lab.lab.evaluate(async ({ shadowRoot }, wrong) => {
    const input = shadowRoot.querySelector("#model-field");
    const said = [];
    for (const text of wrong) {
      input.value = text;
      input.dispatchEvent(new Event("input"));
      said.push(shadowRoot.querySelector("#model-note").textContent);
    }
    return said;
  }, wrong);
  for (const [index, sentence] of said.entries()) {
    assert.match(sentence, /\. The lab still shows “w\*x \+ b”\.$|\? The lab still shows “w\*x \+ b”\.$/, wrong[index]);
    assert.doesNotMatch(sentence, /undefined|cannot be used|\bNaN\b|\u202e/, sentence);
  }
  assert.equal(new Set(said).size, said.length, "each its own");
  assert.equal(said[10], "No formula has the character U+202E. The lab still shows “w*x + b”.");
  await frames(page);
});

test("an example is picked by keys, as from any list", async (t) => {
  const { page, field, row, note, state } = await modelled(t);
  const menu = row.getByRole("listbox", { name: "Examples" });
  await field.focus();
  assert.equal(await field.getAttribute("aria-expanded"), "false");
  await page.keyboard.press("ArrowDown");
  assert.ok(await menu.isVisible());
  const active = async () => row.locator(`#${await field.getAttribute("aria-activedescendant")}`).innerText();
  assert.match(await active(), /^line through 0\s+w\*x$/);
  await page.keyboard.press("ArrowUp");
  assert.match(await active(), /^neuron/);
  assert.equal(await row.getByRole("option", { selected: true }).innerText().then((text) => text.split(/\s/)[0]), "line");
  await page.keyboard.press("Escape");
  assert.equal(await menu.isVisible(), false);
  assert.equal(await field.getAttribute("aria-activedescendant"), null);
  assert.deepEqual(await state("model"), ["w*x + b"]);
  for (let press = 0; press < 5; press++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await frames(page);
  assert.equal(await menu.isVisible(), false);
  assert.deepEqual(await state("model", "start"), ["a*sin(b*x + c)", "a=1,b=1"]);
  assert.equal(await note.innerText(), "Input: x. Parameters: a, b, and c, in order of appearance.");
  assert.equal(
    await row.locator("#start-note").innerText(),
    "At 0 all three slopes of a sine are 0: it would stand still. So a and b start at 1.",
  );
  // By hand, too; what the model before had beside it goes with it.
  await row.getByRole("button", { name: "Examples" }).click();
  await row.getByRole("option", { name: "line through 0" }).click();
  await frames(page);
  assert.deepEqual(await state("model", "start"), ["w*x", ""]);
  assert.deepEqual(await heard(page, "gw-error"), []);
});

test("each picture in the menu is its formula, and each example is a model that moves from its start", async (t) => {
  const { page, row, lab } = await modelled(t);
  for (const { name, model, at, start, shape } of EXAMPLES.filter(({ two }) => !two)) {
    const params = at.split(",").map((part) => part.split("="));
    const given = params.map(([name, value]) => `${name} = ${value}`).join(", ");
    const functions = "{ sin, exp, tanh } = Math, sigmoid = (a) => 1 / (1 + exp(-a))";
    const of = new Function("x", `const ${functions}, ${given}; return ${model};`);
    const places = Array.from({ length: 17 }, (_, k) => {
      const x = k / 8 - 1;
      return `${Number((25 + 24 * x).toFixed(1))} ${Number((15 - 14 * of(x)).toFixed(1))}`;
    });
    assert.equal(shape, `M${places.join(" ")}`, name);
    await row.getByRole("button", { name: "Examples" }).click();
    await row.locator("li", { has: page.locator(`code:text-is(${JSON.stringify(model)})`) }).click();
    await frames(page);
    const state = await lab.get("state");
    assert.deepEqual([state.model, state.start], [model, start], name);
    await lab.lab.evaluate((element) => element.step());
    const moved = await lab.lab.evaluate((element) => Object.entries(element.history[0]).filter(([key, value]) => key.startsWith("grad") && value !== 0).length);
    assert.ok(moved > 0, name);
    await lab.lab.evaluate((element) => element.reset());
  }
  // What is said of the two that do not start at 0 is so.
  const slopes = async (start) => {
    await lab.lab.evaluate((element, state) => (element.state = { views: "model", ...state }), start);
    await lab.lab.evaluate((element) => element.step());
    const [row] = await lab.get("history");
    return Object.entries(row).filter(([key]) => key.startsWith("grad_")).map(([key, value]) => [key, value !== 0]);
  };
  assert.deepEqual(await slopes({ model: "a*sin(b*x + c)" }), [["grad_a", false], ["grad_b", false], ["grad_c", false]]);
  assert.deepEqual(await slopes({ model: "a*exp(-k*x)" }), [["grad_a", true], ["grad_k", false]]);
});

test("each parameter has a field for its start", async (t) => {
  const { page, lab, row, state, type } = await modelled(t);
  const start = (name) => row.getByRole("textbox", { name: `Start of ${name}` });
  const put = async (name, text) => {
    await start(name).fill(text);
    await page.keyboard.press("Enter");
    await frames(page);
  };
  await put("b", "0,5");
  await put("w", "-2");
  assert.deepEqual(await state("start"), ["w=-2,b=0.5"]);
  assert.match(await lab.shown(), /w −2\.000 b 0\.500/);
  const note = row.locator("#start-note");
  await put("b", "2e9");
  assert.equal(await note.innerText(), "Start of b 2e9 is above 1000000; using 1000000.");
  assert.deepEqual(await state("start"), ["w=-2,b=1000000"]);
  await put("b", "much");
  assert.match(await note.innerText(), /^“much” cannot be used\. Start of b takes a number from −1000000 to 1000000\.$/);
  assert.deepEqual([await start("b").inputValue(), ...(await state("start"))], ["much", "w=-2,b=1000000"]);
  await page.keyboard.press("Escape");
  await frames(page);
  assert.equal(await start("b").inputValue(), "1000000");
  assert.equal(await note.innerText(), "");
  // A parameter that stays keeps its start; one that is gone takes its with it, and nobody is told of an error.
  await put("b", "1");
  await type("b*x*x + c");
  await page.keyboard.press("Enter");
  await frames(page);
  assert.deepEqual(await state("model", "start"), ["b*x*x + c", "b=1"]);
  await type("c*x");
  await page.keyboard.press("Enter");
  await frames(page);
  assert.deepEqual(await state("model", "start"), ["c*x", ""]);
  // Of very many the first few have one.
  await type("abcdefghijk".split("").join("*x + "));
  await page.keyboard.press("Enter");
  await frames(page);
  assert.equal(await row.getByRole("textbox").count(), 8);
  assert.equal(await note.innerText(), "3 more parameters have no field here: where a link or a tag names no start, it is 0.");
  assert.equal((await heard(page, "gw-error")).length, 0);
});

test("of more than two parameters one says which two the landscape is drawn over", async (t) => {
  const { page, lab, row, state, type } = await modelled(t);
  const select = row.getByRole("combobox", { name: "Landscape of" });
  assert.equal(await select.isVisible(), false, "of two there is nothing to choose");
  await type("a*x*x + b*x + c");
  await page.keyboard.press("Enter");
  await frames(page);
  assert.deepEqual(await select.locator("option").allInnerTexts(), ["a and b", "a and c", "b and c"]);
  assert.equal(await row.locator("#pair-note").innerText(), "Two can be drawn at a time. c stays where it is at this epoch, so the level lines move with it.");
  await select.selectOption("b and c");
  await frames(page);
  assert.deepEqual(await state("pair"), ["b,c"]);
  assert.equal(await lab.lab.locator(".plot.landscape .title").innerText(), "Loss at a = 0.000");
  // A model without them has a landscape of its own.
  await type("a*x*x + b*x + d");
  await page.keyboard.press("Enter");
  await frames(page);
  assert.deepEqual([...(await state("pair")), await heard(page, "gw-error")], ["", []]);
});

test("of data with two inputs it is told which occur, and the examples are those for two", async (t) => {
  const { page, lab, row, note, type, state } = await modelled(t);
  await lab.lab.evaluate((element) => (element.state = { views: "fit,model", data: "1,2,3;2,1,4;3,5,6", model: "w*x1 + b" }));
  await frames(page);
  assert.equal(await note.innerText(), "Input: x1. Parameters: w and b, in order of appearance.");
  await type("w*x + b");
  assert.equal(await note.innerText(), "No column is called “x”. The inputs are x1, x2. The lab still shows “w*x1 + b”.");
  await type("v + b");
  assert.equal(await note.innerText(), "No input occurs, not even x1. Parameters: v and b, in order of appearance. Enter takes it.");
  await page.keyboard.press("Escape");
  await row.getByRole("button", { name: "Examples" }).click();
  const offered = row.getByRole("option");
  assert.deepEqual((await offered.allInnerTexts()).map((text) => text.split(/\s/)[0]), ["plane", "saddle"]);
  await offered.first().click();
  await frames(page);
  assert.deepEqual(await state("model"), ["w1*x1 + w2*x2 + b"]);
  assert.equal(await note.innerText(), "Inputs: x1 and x2. Parameters: w1, w2, and b, in order of appearance.");
});

test("the message file has a sentence for each code of the core", async () => {
  const source = await readFile(new URL("../../src/model/refusal.rs", import.meta.url), "utf8");
  const codes = [...source.split("impl FormulaError")[0].matchAll(/Problem::\w+[^=]*=> "([a-z-]+)"/g)].map(([, code]) => code);
  assert.ok(codes.length > 20);
  for (const code of codes) {
    const said = drawers.model.problem({ code, quote: "w*x", args: ["1", "2", "3"] });
    assert.match(said, /^\S.*[.?]$/, code);
    assert.doesNotMatch(said, /undefined/, code);
  }
});

test("a bad model of a tag is said in its field, and without the field below the lab; so is one that is too much", async (t) => {
  const said = "“w*x + sine(x)” is no formula: Model stays as it was.";
  const page = await open(t, { path: bare('<grad-walk views="fit,model" model="w*x + sine(x)"></grad-walk>') });
  const lab = parts(page);
  await lab.lab.locator("#model-note").filter({ hasText: "did you mean “sin”?" }).waitFor();
  assert.equal(await lab.lab.locator(".general").innerText(), "");
  assert.ok((await heard(page, "gw-error")).some(({ detail }) => detail.message === said || /did you mean/.test(detail.message)));
  const other = await open(t, { path: bare('<grad-walk model="w*x + sine(x)"></grad-walk>') });
  await parts(other).lab.locator(".general").filter({ hasText: /sin/ }).waitFor();
  // By hand what takes too long for the points is refused, and the model before stays.
  const many = await modelled(t);
  await many.lab.lab.evaluate((element) => {
    const x = Array.from({ length: 60_000 }, (_, k) => k % 100);
    element.state = { views: "fit,model", model: "w*x + b", x, y: x, iterations: 1 };
  });
  await many.type(Array.from({ length: 150 }, (_, k) => `a*exp(${k}*x)`).join("+"));
  await many.page.keyboard.press("Enter");
  await frames(many.page);
  assert.match(await many.note.innerText(), /on so many points would take too long for each step\. The lab still shows “w\*x \+ b”\.$/);
  assert.deepEqual(await many.state("model"), ["w*x + b"]);
  await many.page.keyboard.press("Escape");
  await frames(many.page);
  assert.equal(await many.field.inputValue(), "w*x + b");
});

test("locked, it can be read and not changed", async (t) => {
  const page = await open(t, { path: bare('<grad-walk views="fit,model" model="w*x + b" lock="model,start"></grad-walk>') });
  const lab = parts(page);
  await lab.choice("Model").waitFor();
  await frames(page);
  assert.equal(await lab.choice("Model").isDisabled(), true);
  assert.equal(await lab.lab.getByRole("textbox", { name: "Start of b" }).isDisabled(), true);
});

for (const width of [320, 768, 1280]) {
  test(`${width} px: its room is kept before its script comes, nothing sticks out, and axe finds nothing`, async (t) => {
    const { page, lab, field, type } = await modelled(t, {
      viewport: { width, height: 900 },
      prepare: async (page) => {
        await late(page, 100);
        await page.route("**/drawers.js*", async (route) => {
          await new Promise((resolve) => setTimeout(resolve, 400));
          await route.continue();
        });
        await page.addInitScript(() => {
          window.heights = [];
          const note = () => {
            const height = document.querySelector("grad-walk")?.shadowRoot?.querySelector(".shelf.model")?.offsetHeight;
            if (height && window.heights.at(-1) !== height) window.heights.push(height);
            requestAnimationFrame(note);
          };
          addEventListener("DOMContentLoaded", note);
        });
      },
    });
    assert.equal((await page.evaluate(() => window.heights)).length, 1, String(await page.evaluate(() => window.heights)));
    const violations = async () => {
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => window.axe.run(document.querySelector("grad-walk")));
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.flat().join(" ")}`));
    };
    assert.deepEqual(await violations(), []);
    await type("a*sine(x) + b");
    assert.deepEqual(await violations(), [], "with what is wrong");
    await page.keyboard.press("Escape");
    await field.focus();
    await page.keyboard.press("ArrowDown");
    await frames(page);
    assert.deepEqual(await violations(), [], "with the examples");
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    const box = await lab.lab.getByRole("listbox").boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= width);
  });
}
