// Somebody who presses anything in any order, also before the core is there: whatever it comes to, the lab goes on,
// the readouts are of the position, what is said of the run and its rate is so, and every text has its room.
import assert from "node:assert/strict";
import test from "node:test";
import { bare, frames, hold, open, parts } from "./harness.mjs";
import { heardOf, untrue } from "./claims.mjs";
import { crowded, told } from "./witness.mjs";

/** The model of which more is said: it has its mathematics. */
const LINE = "w*x";

/** How many things are done in one life of a lab. */
const ACTS = 40;

/** A generator of numbers from 0 to 1 (mulberry32): the same seed does the same things. */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const RATES = ["0.01", "0.05", "0.0667", "0.1", "0.12", "0.1333", "0.14", "0.5", "0", "-1", "5000", "abc", "", "1e-6", "0,02"];
const STEPS = ["1", "2", "20", "60", "1000", "0", "2.5", "10,000", "x"];
const SETTINGS = [
  { x: "1,2,3,4", y: "2,4,6,8" },
  { x: "1", y: "0" },
  { x: "0,0", y: "1,2" },
  { x: "1000,-3", y: "0.001,5" },
  { w: "2" },
  { w: "-500" },
  { gradient: "manual" },
  { gradient: "manual-sum" },
  { gradient: "numeric" },
  { "zero-grad": "off" },
  { precision: "f64" },
  { scale: "log" },
  { model: "w*x + b" },
  { model: "a*x**2 + b*x + c" },
  { pins: "lr=0.1;lr=0.14,name=Fast" },
  { preset: "notebook-manual" },
  { epoch: "3", phase: "gradient.7" },
];
const KEYS = ["Space", "ArrowRight", "ArrowLeft", "Shift+ArrowRight", "Home", "End", "r", "Escape", "?", "Control+z", "Tab"];

/** Does one thing at random, and says what. */
async function act(page, lab, random) {
  const any = (list) => list[Math.floor(random() * list.length)];
  const kind = random();
  if (kind < 0.45) {
    // Anything that can be pressed, wherever in the lab.
    return lab.lab.evaluate((element, part) => {
      const all = [...element.shadowRoot.querySelectorAll("button, input[type=checkbox], input[type=radio], .card, .nodes button")];
      // Nobody can press what is inert; what is kept as a file would be kept as often.
      const can = (node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest("[inert], .files");
      const visible = all.filter(can);
      const node = visible[Math.floor(part * visible.length)];
      node?.click();
      return `press ${node?.getAttribute("aria-label") ?? node?.textContent ?? "nothing"}`;
    }, random());
  }
  if (kind < 0.55) {
    const key = any(KEYS);
    await lab.lab.locator(".plots").focus({ timeout: 500 }).catch(() => {});
    await page.keyboard.press(key);
    return `key ${key}`;
  }
  if (kind < 0.75) {
    const [name, text] = random() < 0.6 ? ["lr", any(RATES)] : ["iterations", any(STEPS)];
    await lab.lab.evaluate(
      ({ shadowRoot }, [name, text]) => {
        const field = shadowRoot.querySelector(`#${name}-field`);
        if (!field || field.closest("[inert]")) return;
        field.value = text;
        field.dispatchEvent(new Event("change"));
      },
      [name, text],
    );
    return `type ${name} ${text}`;
  }
  if (kind < 0.9) {
    const set = any(SETTINGS);
    await lab.set(set);
    return `set ${JSON.stringify(set)}`;
  }
  const at = random();
  await lab.lab.evaluate((element, at) => element.seek(Math.floor(at * 30)), at);
  return `seek ${Math.floor(at * 30)}`;
}

for (const [seed, width, theme] of [
  [1, 320, "light"],
  [2, 768, "dark"],
  [3, 1280, "light"],
  [4, 1280, "dark"],
  [5, 390, "light"],
]) {
  test(`seed ${seed} at ${width} px: ${ACTS} things at random`, async (t) => {
    const random = randomOf(seed);
    let release;
    const page = await open(t, {
      path: bare('<grad-walk id="lab" views="all" preset="notebook-autograd"></grad-walk>'),
      viewport: { width, height: 900 },
      colorScheme: theme,
      wait: false,
      prepare: async (page) => (release = await hold(page)),
    });
    const lab = parts(page);
    const done = [];
    await lab.lab.locator(".lab").waitFor();
    for (let n = 0; n < 4; n++) done.push(await act(page, lab, random));
    release();
    await page.waitForFunction(() => document.querySelector("grad-walk").state);
    for (let n = 0; n < ACTS; n++) {
      done.push(await act(page, lab, random));
      await frames(page);
      const state = await lab.get("state");
      assert.ok(state, `the lab has ended after ${done.join(" · ")}`);
      const how = () => `after ${done.join(" · ")}`;
      assert.deepEqual(await told(lab), [], how());
      if (state.model === LINE) assert.deepEqual(untrue(...(await heardOf(lab))).wrong, [], how());
      // The graph of a step has room for the line; those of several parameters have yet to get theirs.
      assert.deepEqual(await crowded(lab, state.model === LINE ? undefined : ".graph"), [], how());
    }
  });
}
