// What a person or a script puts in: it is taken as it was meant, or refused with the reason, and what is locked
// no hand changes, whatever the way.
import assert from "node:assert/strict";
import test from "node:test";
import { HOME, bare, frames, heard, open, parts, ready } from "./harness.mjs";

const messages = async (page) => (await heard(page, "gw-error")).map(({ detail }) => detail.message);

const locked = (lab, name) => lab.lab.getByText(`${name}: locked here.`).first().waitFor();

test("who locks x locks y: no point is added, removed, pushed, pasted, brought back", async (t) => {
  const page = await open(t, { path: bare('<grad-walk views="all"></grad-walk>') });
  const lab = parts(page);
  await lab.button("Add point").click();
  await frames(page);
  await lab.set({ lock: "x" });
  await frames(page);
  const before = await lab.get("state");
  assert.equal(before.x.length, 5);
  const point = lab.slider("Point 1, x");
  const ways = [
    () => lab.button("Add point").dispatchEvent("click"),
    () => lab.button("Undo").dispatchEvent("click"),
    () => point.press("Delete"),
    () => point.press("ArrowUp"),
    () => lab.lab.locator(".fit .stage").dblclick({ position: { x: 60, y: 60 } }),
  ];
  for (const [index, way] of ways.entries()) {
    await lab.set({ lr: `0.0${index + 1}` }); // what was said before is gone
    await frames(page);
    await way();
    await frames(page);
    await locked(lab, "x");
    const { x, y } = await lab.get("state");
    assert.deepEqual([x, y], [before.x, before.y], `way ${index}`);
  }
  await lab.button("More").click();
  await frames(page);
  for (const field of ["x", "y", "Points, a row in each line, y at its end"]) assert.ok(await lab.field(field).isDisabled(), field);
  for (const name of ["Add point", "Undo", "Autograd (PyTorch)"]) {
    assert.equal(await lab.button(name).getAttribute("aria-disabled"), "true", name);
  }
  assert.equal(await point.getAttribute("aria-disabled"), "true");
  assert.deepEqual(await messages(page), []);
  await lab.set({ lock: "" });
  await frames(page);
  await lab.button("Undo").click();
  await frames(page);
  assert.deepEqual((await lab.get("state")).x, [1, 2, 3, 4], "nothing to be undone was lost");
});

test("what is changed at once is changed whole, or not: a pinned run is not taken in part", async (t) => {
  const path = bare('<grad-walk views="all" lr="0.05" lock="lr" pins="lr=0.1,w=1;lr=0.05,w=1"></grad-walk>');
  const page = await open(t, { path });
  const lab = parts(page);
  await lab.drawer("Compare");
  await lab.button("Use the settings of run A").click();
  await locked(lab, "Learning rate");
  assert.equal((await lab.get("state")).w, 0);
  await lab.button("Use the settings of run B").click();
  await frames(page);
  assert.equal((await lab.get("state")).w, 1, "it has the rate that is locked");
});

test("a locked position is held against every hand, and moved by scripts", async (t) => {
  const page = await open(t, { path: bare('<grad-walk views="all" lock="epoch" epoch="3" phase="loss.2"></grad-walk>') });
  const lab = parts(page);
  await lab.drawer("One step");
  await frames(page, 3);
  const stage = (name) => lab.lab.locator(`.${name} .stage`);
  const ways = [
    ...["Train", "Step", "Back", "Reset", "Back by one", "On by one"].map((name) => () => lab.button(name).dispatchEvent("click")),
    ...["ArrowRight", "End", "Home", "r", " "].map((key) => async () => {
      await lab.lab.evaluate(({ shadowRoot }) => shadowRoot.querySelector(".plots").focus());
      await page.keyboard.press(key);
    }),
    () => stage("loss").click({ position: { x: 150, y: 40 } }),
    () => stage("fit").click({ position: { x: 150, y: 60 } }),
    () => stage("landscape").click({ position: { x: 90, y: 60 } }),
    () => lab.lab.locator(".card.update").dispatchEvent("click"),
    () => lab.slider("Tilt of the line, w").press("ArrowUp"),
    () => lab.slider("Start of the run, w").press("ArrowRight"),
  ];
  for (const [index, way] of ways.entries()) {
    await lab.set({ speed: String(1 + index / 100) });
    await frames(page);
    await way();
    await frames(page);
    await lab.lab.getByText(/^epoch: locked here\./).first().waitFor();
    const { epoch, phase, w } = await lab.get("state");
    assert.deepEqual([epoch, phase, w], [3, "loss.2", 0], `way ${index}`);
  }
  await page.waitForTimeout(500);
  assert.match(await lab.lab.locator(".spoken[role=status]").textContent(), /locked here/, "no move is claimed");
  for (const name of ["Train", "Step", "Back", "Reset", "On by one"]) {
    assert.equal(await lab.button(name).getAttribute("aria-disabled"), "true", name);
  }
  assert.ok(await lab.slider("Epoch").isDisabled());
  assert.deepEqual(await heard(page, "gw-end"), []);
  await lab.lab.evaluate((lab) => lab.step());
  assert.equal(await lab.get("epoch"), 4);
  assert.equal((await lab.train()).status, "done");
  await lab.set({ lock: "all", epoch: "0" });
  await frames(page);
  await lab.button("Step").click();
  assert.equal(await lab.get("epoch"), 1, "all that is set is locked, and can be walked");
});

test("the note speaks of what is in the field, and each cause is told once", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.type("Learning rate", "5000");
  assert.equal(await lab.note("lr").innerText(), "Learning rate 5000 is above 1000; using 1000.");
  await lab.type("Learning rate", "abc");
  assert.match(await lab.note("lr").innerText(), /^“abc” cannot be used\./);
  await lab.type("Steps", "many");
  await lab.type("Learning rate", "0.05");
  assert.doesNotMatch(await lab.note("lr").innerText(), /cannot|above/);
  const said = await messages(page);
  assert.deepEqual(said.map((text) => text.slice(0, 14)), ["Learning rate ", "“abc” cannot b", "“many” cannot "]);
  // A link that sets the field takes the draft away, with what was said of it.
  await page.evaluate(() => (location.hash = "#gw?iterations=7"));
  await page.waitForFunction(() => document.querySelector("grad-walk").state.iterations === 7);
  await frames(page);
  assert.equal(await lab.field("Steps").inputValue(), "7");
  assert.doesNotMatch(await lab.note("iterations").innerText(), /cannot/);
});

test("each point has a name, its numbers lie between what a hand can reach", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  const within = async () => {
    for (const axis of ["x", "y"]) {
      const slider = lab.slider(`Point 4, ${axis}`);
      const [least, now, most] = await slider.evaluate((node) =>
        ["min", "now", "max"].map((name) => Number(node.getAttribute(`aria-value${name}`))),
      );
      assert.ok(least < now && now < most, `${least} < ${now} < ${most}`);
    }
  };
  await within();
  await lab.set({ x: "1,2,3,40", y: "2,4,6,-80" });
  await frames(page, 3);
  await within();
  for (let number = 1; number <= 4; number++) {
    assert.equal(await lab.lab.getByRole("group", { name: `Point ${number}`, exact: true }).count(), 1);
  }
  assert.equal(await lab.slider("Point 1, x").getAttribute("aria-disabled"), "false");
});

test("a link to an epoch stands before its step, whatever a link before it said", async (t) => {
  const page = await open(t, { path: bare("<grad-walk></grad-walk>") });
  const lab = parts(page);
  const follow = async (query) => {
    await page.evaluate((query) => (location.hash = `#gw?${query}`), query);
    await frames(page, 3);
    const { epoch, phase } = await lab.get("state");
    return [epoch, phase];
  };
  assert.deepEqual(await follow("epoch=3&phase=gradient.4"), [3, "gradient.4"]);
  assert.deepEqual(await follow("lr=0.01&epoch=0"), [0, ""]);
  assert.deepEqual(await follow("epoch=3&phase=gradient.4"), [3, "gradient.4"]);
  await lab.set({ epoch: "2" });
  assert.equal((await lab.get("state")).phase, "", "an attribute, too");
});

test("a name goes to the run that it was written for, or to none", async (t) => {
  const page = await open(t, { path: bare('<grad-walk views="all" pins="0.01;0.02;0.03"></grad-walk>') });
  const lab = parts(page);
  await lab.drawer("Compare");
  const write = async (letter, name, pins) => {
    await lab.field(`Name of run ${letter}`).click();
    await page.keyboard.type(name);
    await lab.set({ pins });
    await frames(page, 3);
    await lab.lab.evaluate(({ shadowRoot }) => shadowRoot.activeElement?.blur());
    await frames(page, 3);
    return (await lab.get("state")).pins;
  };
  assert.equal(await write("B", "two", "0.02;0.03"), "lr=0.02,name=two;lr=0.03");
  assert.equal(await write("A", "gone", "0.03;0.04"), "lr=0.03;lr=0.04");
  assert.equal(await lab.field("Name of run A").inputValue(), "");
  assert.equal(await write("B", "last", "0.03"), "lr=0.03");
  assert.equal(await write("A", "kept", "0.05;0.03"), "lr=0.05;lr=0.03,name=kept");
});

test("points that are too long for an address are left out of it, with a sentence; a tag holds them", async (t) => {
  const page = await open(t, { path: `${HOME}index.html`, wait: false });
  await ready(page);
  const lab = parts(page, page.locator("grad-walk#lab"));
  await lab.lab.evaluate((lab) => {
    const x = Array.from({ length: 5000 }, (_, k) => Math.sin(k));
    lab.state = { ...lab.state, lr: 0.02, x, y: x };
  });
  await page.waitForFunction(() => location.hash.includes("lr=0.02"));
  assert.ok((await page.evaluate(() => location.href)).length < 60_200);
  const said = "These 5000 points are too long for an address: it leaves them out. A tag can hold them, and a file.";
  await lab.lab.getByText(said).first().waitFor();
  await lab.type("Learning rate", "0.03");
  await page.waitForFunction(() => location.hash.includes("lr=0.03"));
  assert.deepEqual(await messages(page), [said], "once");
  await lab.drawer("Share");
  await frames(page, 3);
  assert.equal(await lab.lab.locator(".share .note", { hasText: said }).count(), 1);
  assert.doesNotMatch(await lab.lab.locator("#share-link").inputValue(), /[?&]x=/);
  await lab.lab.getByText("The tag holds all 5000 points: Copy makes it.").waitFor();
  await lab.lab.evaluate((lab) => (lab.state = { ...lab.state, x: [1, 2], y: [3, 4] }));
  await page.waitForFunction(() => location.hash.includes("x=1,2"));
  await frames(page, 3);
  assert.equal(await lab.lab.locator(".general").innerText(), "");
});

test("a state that cannot be read is refused in words, and nothing is lost", async (t) => {
  const page = await open(t, { path: bare('<grad-walk views="all" lr="0.05" epoch="3"></grad-walk>') });
  const lab = parts(page);
  const before = await lab.get("state");
  const thrown = await lab.lab.evaluate((lab) => {
    const hostile = [
      { x: [Symbol("x")] },
      { get lr() { throw new Error("no"); } },
      { lr: Object.create(null) },
      { x: [Object.create(null)], epoch: 5 },
      { w: { toString: () => { throw 5; } } },
      new Proxy({}, { ownKeys: () => { throw new Error("no"); } }),
      new Proxy({ lr: 1 }, { get: () => { throw new Error("no"); } }),
    ];
    return hostile.map((state) => {
      try {
        lab.state = state;
      } catch (error) {
        return [error instanceof TypeError, error.message];
      }
    });
  });
  const said = thrown.map(([isType, message]) => (assert.ok(isType), message));
  assert.deepEqual(await messages(page), said);
  const subject = ["x", "Learning rate", "Learning rate", "x", "Start w", "This state", "Learning rate"];
  assert.deepEqual(said, subject.map((name) => `${name} cannot be read. Nothing has changed.`));
  await frames(page);
  assert.ok(await lab.lab.getByText(said.at(-1)).first().isVisible());
  assert.deepEqual(await lab.get("state"), before);
  // What has no prototype, or stands behind a proxy that answers, is a state like any other.
  await lab.lab.evaluate((lab) => {
    lab.state = Object.assign(Object.create(null), { lr: 0.06 });
    lab.state = { ...lab.state, w: 1 };
    lab.state = new Proxy({ ...lab.state, iterations: 7 }, {});
  });
  const { lr, w, iterations } = await lab.get("state");
  assert.deepEqual([lr, w, iterations], [0.06, 1, 7]);
  for (const x of [["0,5", "1,5"], [[1, 2], [3, 4]], [1, null], ["", 1], [1, , 2, 3]]) {
    await lab.lab.evaluate((lab, x) => (lab.state = { x, y: x.map(() => 1) }), x);
    assert.deepEqual((await lab.get("state")).x, [1, 2, 3, 4], `${x}`);
  }
});

test("what could be misread is refused beside its field, with how to write it", async (t) => {
  const page = await open(t);
  const lab = parts(page);
  await lab.button("More").click();
  const before = await lab.get("state");
  for (const [label, name, text, sentence] of [
    ["Steps", "iterations", "10,000", "“10,000” could be misread. Write 10000 or 10."],
    ["Steps", "iterations", "1 000", "“1 000” could be misread. Write 1000."],
    ["Start w", "w", "1,200", "“1,200” could be misread. Write 1200 or 1.2."],
    ["x", "x", "0,5 1,5 2,5", "“0,5 1,5 2,5” could be misread. Write numbers as 0.5,1200."],
  ]) {
    await lab.type(label, text);
    assert.equal(await lab.note(name).innerText(), sentence);
    assert.equal(await lab.field(label).inputValue(), text, "it is still there to be mended");
  }
  assert.deepEqual(await lab.get("state"), before);
  const table = lab.field("Points, a row in each line, y at its end");
  await table.fill("1,200\t900\n1\t2");
  await table.press("Control+Enter");
  await frames(page);
  assert.equal(await lab.note("table").innerText(), "“1,200” in line 1 could be misread: write 1200 or 1.2. The points stay as they were.");
  await table.fill("\ufeffx1\tCO2 (ppm)\n1\t3\n2\t5");
  await table.press("Control+Enter");
  await frames(page);
  assert.equal((await lab.get("state")).data, "x1,CO2 (ppm);1,3;2,5");
});
