// What is said of a run, as mathematics, as code, as a program and as a printout: of any model, by the
// names of its parameters.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { bare, frames, open, parts, unless } from "./harness.mjs";

/** A lab with these attributes, and one of its drawers open. */
async function opened(t, attributes, drawer) {
  const page = await open(t, { path: bare(`<grad-walk id="lab" views="all" ${attributes}></grad-walk>`) });
  const lab = parts(page);
  await lab.drawer(drawer);
  await frames(page);
  return { page, lab };
}

const LINE = 'model="w*x + b" start="b=1" iterations="3"';

/** What the cards of the strip say: their formulas, or their lines of code. */
const cards = (lab, css) =>
  lab.lab.evaluate(({ shadowRoot }, css) => {
    const lines = (node) => (node.children.length ? [...node.children].map((line) => line.textContent) : node.textContent.split("\n"));
    return [...shadowRoot.querySelectorAll(`.card ${css}`)].map(lines);
  }, css);

test("of two parameters each has its formula, its lines, its vessel and its update", async (t) => {
  const { page, lab } = await opened(t, `${LINE} phase="update.2"`, "One step");
  assert.deepEqual(await cards(lab, ".formula"), [
    ["ŷᵢ = w · xᵢ + b"],
    ["L = 1/N · Σ (ŷᵢ − yᵢ)²"],
    ["∂L/∂w = Σ 1/N · 2eᵢ · ∂ŷᵢ/∂w", "∂L/∂b = Σ 1/N · 2eᵢ · ∂ŷᵢ/∂b"],
    ["w ← w − lr · w.grad", "b ← b − lr · b.grad"],
  ]);
  assert.deepEqual(await cards(lab, "code"), [
    ["y_pred = w*x + b"],
    ["l = ((y_pred - y)**2).mean()"],
    ["l.backward()"],
    ["with torch.no_grad():", "    w -= lr * w.grad", "    b -= lr * b.grad", "w.grad.zero_()", "b.grad.zero_()"],
  ]);
  // r = 1 − i, −3, −5, −7: ∂L/∂w = ½·Σ r·x = −25, ∂L/∂b = ½·Σ r = −8
  const [prediction, , gradient, update] = await cards(lab, ".told");
  assert.deepEqual(prediction, ["0 · (1, 2, 3, 4) + 1 = 1, 1, 1, 1"]);
  assert.deepEqual(gradient.map((line) => line.replace(/ .* /, " … ")), ["w: … −25", "b: … −8"]);
  assert.deepEqual(update, ["w: 0 − 0.01 · (−25) = 0.25", "b: 1 − 0.01 · (−8) = 1.08"]);
  const zero = lab.lab.getByRole("switch", { name: "Empty w.grad and b.grad before the next step" });
  await zero.uncheck();
  await frames(page);
  const struck = await lab.lab.locator(".card.update s").allInnerTexts();
  assert.deepEqual(struck, ["w.grad.zero_()", "b.grad.zero_()"]);
  await lab.set({ gradient: "numeric" });
  await frames(page);
  assert.deepEqual((await cards(lab, "code"))[2], [
    "dw = (loss(w + h, b) - loss(w - h, b)) / (2*h)",
    "db = (loss(w, b + h) - loss(w, b - h)) / (2*h)",
  ]);
  assert.ok(!(await zero.isVisible()), "what is measured is not kept");
});

test("the printout has a column for each parameter", async (t) => {
  const { page, lab } = await opened(t, LINE, "Printout");
  await lab.train();
  await frames(page);
  const heads = () => lab.lab.locator("[part=printout] thead th").allTextContents();
  assert.deepEqual(await heads(), ["Epoch", "w after the step", "b after the step", "Loss before the step"]);
  const [line] = await lab.lines.all();
  const cells = await line.locator("th, td").allTextContents();
  assert.deepEqual([cells.length, cells[0], cells[1], cells[3]], [4, "epoch 1: ", "w=0.25, ", "loss=21.0"]);
  assert.match(await lab.lab.getByRole("table").getAttribute("aria-label"), /before w and b moved, w and b after/);
  await lab.set({ model: "k*x" });
  await frames(page);
  assert.deepEqual(await heads(), ["Epoch", "k after the step", "Loss before the step"]);
});

test("the program is that of the model", { skip: unless("downloads") }, async (t) => {
  const { page, lab } = await opened(t, `${LINE} precision="f64"`, "Share");
  const [download] = await Promise.all([page.waitForEvent("download"), lab.button("Python (.py)").click()]);
  const program = await readFile(await download.path(), "utf8");
  for (const line of [
    "b = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)",
    "    return w*x + b",
    "        b -= learning_rate * b.grad",
    "    print(f'epoch {epoch+1}: w={w}, b={b}, loss={l}')",
  ]) {
    assert.ok(program.split("\n").includes(line), `${line} in\n${program}`);
  }
});

test("a line of another name is spoken of by that name", async (t) => {
  const { page, lab } = await opened(t, 'model="k*x" views="step gradients"', "Gradients");
  const [hand, autograd] = await lab.lab.locator(".notebook code").allTextContents();
  assert.match(hand, /^y_pred = k \* x\n.*\ndk = .*\ndk = .*\nk -= lr \* dk$/);
  assert.match(autograd, /\n    k -= lr \* k\.grad\nk\.grad\.zero_\(\)$/);
  assert.match(await lab.lab.locator(".notebook figcaption").first().innerText(), /: k = 1\.922$/);
  await lab.drawer("One step");
  await frames(page);
  await lab.lab.locator("[part=step]").getByRole("button", { name: "On by one", exact: true }).click();
  await frames(page);
  assert.equal(await lab.lab.locator("[part=step] .visited").innerText(), "k times the x of point 1: 0 × 1 = 0.");
});
