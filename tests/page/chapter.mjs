// What the tests of all chapters ask of their texts and figures.
import assert from "node:assert/strict";
import test from "node:test";
import { frames, late, watch } from "./harness.mjs";

export const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** The loss of the line w·x + b on points. */
export const lossOf = ({ x, y }, w, b) => mean(x.map((x, k) => (w * x + b - y[k]) ** 2));

/** Of the line w·x + b through points: how its landscape bends along its axes, the larger first, and the best line with its loss. */
export function line({ x, y }) {
  const [ww, wb, bb] = [2 * mean(x.map((x) => x * x)), 2 * mean(x), 2];
  const [half, apart] = [(ww + bb) / 2, Math.hypot((ww - bb) / 2, wb)];
  const [mx, my] = [mean(x), mean(y)];
  const w = mean(x.map((x, k) => (x - mx) * (y[k] - my))) / mean(x.map((x) => (x - mx) ** 2));
  const b = my - w * mx;
  return { bends: [half + apart, half - apart], w, b, loss: lossOf({ x, y }, w, b) };
}

/** As a text writes a number: with so many digits, a minus in front. */
export const said = (number, digits = 3) => String(Number(number.toPrecision(digits))).replace("-", "−");

/** The numbers of a text, in order. */
export const numbers = (text) => text.match(/−?\d+(\.\d+)?/g) ?? [];

/** The sections below one heading, down to the next. */
export const under = (page, heading) =>
  page.evaluate((heading) => {
    const texts = [];
    let on = false;
    for (const section of document.querySelectorAll("section")) {
      const title = section.querySelector("h2")?.textContent;
      if (title) on = title === heading;
      if (on) texts.push(...[...section.querySelectorAll("p")].map((p) => p.textContent));
    }
    return texts.join("\n");
  }, heading);

/** Presses the link of the text that has these words. */
export async function press(page, words) {
  await page.locator("section a", { hasText: words }).first().click();
  await frames(page, 3);
}

/** Tests that each link of the text of a `story` sets a lab that is there, `least` links, and that the page stays where it is. */
export const linksAreWhole = (story, least) =>
  test("each link of the text sets a lab that is there, and the page stays where it is", async (t) => {
    const page = await story(t);
    const links = await page.locator("section a[href^='#']").evaluateAll((all) => all.map((link) => link.hash));
    assert.ok(links.length >= least);
    for (const [index, hash] of links.entries()) {
      const [, id, query] = /^#gw:(\w+)\?(.*)$/.exec(hash);
      const link = page.locator("section a[href^='#']").nth(index);
      await link.scrollIntoViewIfNeeded();
      await link.click();
      await frames(page, 3);
      const state = await page.evaluate((id) => document.getElementById(id).state, id);
      for (const [name, text] of new URLSearchParams(query)) assert.equal(String(state[name] ?? ""), text, hash);
      assert.equal(await page.locator(`#${id}`).evaluate((element) => element.shadowRoot.querySelector(".general").innerText), "", hash);
    }
  });

/** Tests that nothing of a `story` moves while its figures come in, nor is wider than the page. */
export function nothingMoves(story) {
  for (const width of [320, 390, 600, 640, 768, 880, 1024, 1280]) {
    test(`${width} px: nothing of the chapter moves while its figures come in, nor is wider than the page`, async (t) => {
      const page = await story(t, {
        viewport: { width, height: 900 },
        prepare: async (page) => {
          await late(page, 200);
          await watch(page);
        },
      });
      await frames(page, 5);
      const tops = await page.evaluate(() => window.tops);
      assert.equal(tops.length, 1, tops.join("\n"));
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    });
  }
}

/** Tests that the numbers above the charts of a `story` stand on one line in each lab. */
export function readoutsAlign(story) {
  for (const width of [768, 1280]) {
    test(`${width} px: the readouts of each lab stand on one line`, async (t) => {
      const page = await story(t, { viewport: { width, height: 900 } });
      await page.evaluate(() => Promise.all([...document.querySelectorAll("grad-walk")].map((lab) => lab.seek(lab.state.iterations))));
      await frames(page, 3);
      const labs = await page.locator("grad-walk").evaluateAll((all) =>
        all.map(({ id, shadowRoot }) => {
          const places = [...shadowRoot.querySelectorAll(".readouts b:not(:empty)")].map((number) => number.getBoundingClientRect());
          const hasButtons = shadowRoot.querySelector(".presets")?.checkVisibility() ?? false;
          return { id, hasButtons, count: places.length, bottoms: places.map(({ bottom }) => bottom), loss: places.at(-1).left };
        }),
      );
      // Below 1,280 px the notebooks' buttons leave room for two lines.
      const lines = labs.filter(({ hasButtons }) => width === 1280 || !hasButtons);
      assert.ok(lines.length >= 4);
      for (const { id, count, bottoms } of lines) {
        assert.ok(count >= 3, `${id}: the epoch, a parameter, the loss`);
        assert.ok(Math.max(...bottoms) - Math.min(...bottoms) < 1, `${id}: ${bottoms}`);
      }
      // There the loss is at the end of the line, else behind what is as wide as it is.
      const losses = width === 1280 ? labs.map(({ loss }) => loss) : [0];
      assert.ok(Math.max(...losses) - Math.min(...losses) < 1, String(losses));
    });
  }
}
