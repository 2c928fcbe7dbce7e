// The room that other people's pages give: whatever the lab stands in, it has its natural width where that is asked for, and
// shrinks from there; however it is seen, the hand hits what it sees; in another document it looks as it did.
import assert from "node:assert/strict";
import test from "node:test";
import { MODULE, bare, frames, open, parts, publish, unless } from "./harness.mjs";

const LAB = "<grad-walk></grad-walk>";

/** What a lab may stand in that asks for its width, in a column of 1,000 px, and the least that it then has. */
const LAYOUTS = {
  "a float": `<div style="float:left">${LAB}</div>`,
  "a float to the right": `<div style="float:right">${LAB}</div>`,
  "an inline-block": `<div style="display:inline-block">${LAB}</div>`,
  "a table cell": `<table><tr><td>${LAB}</td></tr></table>`,
  "a CSS table": `<div style="display:table">${LAB}</div>`,
  "a dialog": `<dialog open>${LAB}</dialog>`,
  "a modal dialog": `<dialog data-open="showModal">${LAB}</dialog>`,
  "a popover": `<div popover data-open="showPopover">${LAB}</div>`,
  "an absolute parent": `<div style="position:absolute">${LAB}</div>`,
  "a fixed parent": `<div style="position:fixed;top:0">${LAB}</div>`,
  "a fit-content parent": `<div style="width:fit-content">${LAB}</div>`,
  "a max-content parent": `<div style="width:max-content">${LAB}</div>`,
  "a flex row": `<div style="display:flex">${LAB}</div>`,
  "a centred flex row": `<div style="display:flex;justify-content:center">${LAB}</div>`,
  "a centred flex column": `<div style="display:flex;flex-direction:column;align-items:center">${LAB}</div>`,
  "an inline-flex": `<div style="display:inline-flex">${LAB}</div>`,
  "a centred grid": `<div style="display:grid;place-items:center">${LAB}</div>`,
  "a grid's auto column": `<div style="display:grid;grid-template-columns:auto 1fr">${LAB}<i></i></div>`,
  "an inline-grid": `<div style="display:inline-grid">${LAB}</div>`,
  "an element that is itself a float": `<grad-walk style="float:left"></grad-walk>`,
  "an element that is itself an inline-block": `<grad-walk style="display:inline-block"></grad-walk>`,
  "an element that is itself absolute": `<grad-walk style="position:absolute"></grad-walk>`,
  "a fieldset": `<fieldset style="width:fit-content">${LAB}</fieldset>`,
};

for (const [layout, html] of Object.entries(LAYOUTS)) {
  test(`in ${layout} it has its natural width, and in a narrow one that which there is`, async (t) => {
    const path = bare(`<style>body { margin: 0 }</style><main style="width:1000px;position:relative;overflow:auto;height:1400px">${html}</main>
      <script>for (const node of document.querySelectorAll("[data-open]")) node[node.dataset.open]()</script>`);
    const page = await open(t, { path, viewport: { width: 1000, height: 1400 } });
    const size = () => parts(page).lab.evaluate((lab) => [lab.getBoundingClientRect().width, lab.shadowRoot.querySelector(".lab").scrollWidth - lab.shadowRoot.querySelector(".lab").clientWidth]);
    const [width, over] = await size();
    assert.ok(width >= 720 && width <= 1000, `${width} px`);
    assert.equal(over, 0);
    if (layout === "a max-content parent") return; // who asks for that asks for no less
    await page.setViewportSize({ width: 400, height: 1400 });
    await page.evaluate(() => (document.querySelector("main").style.width = "400px"));
    await frames(page, 3);
    const [narrow, past] = await size();
    assert.ok(narrow >= 288 && narrow <= 400, `${narrow} px of 400`);
    assert.equal(past, 0);
  });
}

const SEEN = {
  "turned by a right angle": "transform: rotate(90deg)",
  "turned a little": "transform: rotate(-20deg) scale(0.8)",
  mirrored: "transform: scaleX(-1)",
  "upside down": "rotate: 180deg",
  "in perspective": "transform: perspective(900px) rotateY(35deg) rotateX(15deg)",
  "skewed and larger": "transform: skewX(15deg); zoom: 1.2",
};

for (const [how, style] of Object.entries(SEEN)) {
  test(`${how}, the hand hits what it sees`, async (t) => {
    const path = bare(`<main style="width:700px;margin:150px;${style}"><grad-walk views="fit landscape w" hide="all"></grad-walk></main>`);
    const page = await open(t, { path, viewport: { width: 1400, height: 1400 } });
    const lab = parts(page);
    const seen = async (locator) => {
      const { x, y, width, height } = await locator.boundingBox();
      return [x + width / 2, y + height / 2];
    };
    // A point is dragged to where another is, and is there.
    const point = (number) => lab.lab.getByRole("group", { name: `Point ${number}`, exact: true });
    const [from, to] = [await seen(point(2)), await seen(point(3))];
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
    await page.mouse.move(...to, { steps: 4 });
    await frames(page);
    const [x, y] = await lab.lab.evaluate(({ state }) => [state.x[1], state.y[1]]);
    assert.ok(Math.abs(x - 3) < 0.07 && Math.abs(y - 6) < 0.15, `${x}, ${y}`);
    await page.mouse.up();
    // What is read off a curve is what lies there.
    const [left, right] = await lab.lab.locator(".w .stage").evaluate((stage) =>
      [0.25, 0.75].map((part) => {
        const mark = document.createElement("i");
        mark.style.cssText = `position:absolute;top:50%;left:calc(38px + (100% - 48px) * ${part})`;
        stage.append(mark);
        const { x, y } = mark.getBoundingClientRect();
        return [x, y];
      }),
    );
    for (const [place, epoch] of [[left, 5], [right, 15]]) {
      await page.mouse.move(...place);
      await frames(page);
      assert.match(await lab.lab.locator(".tip").innerText(), new RegExp(`^epoch ${epoch} `));
    }
  });
}

test("drawn larger, the graph of a step is folded as in the same room at its own size", async (t) => {
  const sizes = [];
  for (const zoom of [1, 1.5]) {
    const page = await open(t, {
      path: bare(`<main style="width:640px;zoom:${zoom}"><grad-walk views="fit step" phase="gradient.4"></grad-walk></main>`),
    });
    const { lab } = parts(page);
    await lab.locator(".graph text").first().waitFor();
    await frames(page, 3);
    sizes.push(await lab.locator(".area").evaluate(({ style }) => [style.inlineSize || style.width, style.blockSize || style.height].map(parseFloat)));
  }
  assert.ok(sizes[0].every(Boolean));
  assert.deepEqual(sizes[1], sizes[0]);
});

/** What the reader sees of a lab, to be compared. */
const look = () => {
  const root = window.lab.shadowRoot;
  const { backgroundColor, display, fontSize } = getComputedStyle(root.querySelector(".train"));
  return [backgroundColor, display, fontSize, getComputedStyle(root.querySelector(".lab")).colorScheme, root.adoptedStyleSheets.length];
};

test("in another document, and back again, it looks as it did", async (t) => {
  const path = bare('<iframe style="width:900px;height:900px"></iframe><grad-walk theme="dark" views="all"></grad-walk>');
  const page = await open(t, { path });
  await page.waitForFunction(() => document.querySelector("grad-walk").shadowRoot.adoptedStyleSheets.length === 2); // the drawers' too
  await page.evaluate(() => (window.lab = document.querySelector("grad-walk")));
  const home = await page.evaluate(look);
  assert.deepEqual([home[1], home[3]], ["grid", "dark"]);
  await page.evaluate(() => frames[0].document.body.append(window.lab));
  await frames(page, 3);
  assert.deepEqual(await page.evaluate(look), home);
  await page.evaluate(async () => {
    window.lab.step(2);
    await new Promise(requestAnimationFrame);
    document.body.append(window.lab);
  });
  await frames(page, 3);
  assert.deepEqual(await page.evaluate(look), home);
  assert.equal(await page.evaluate(() => window.lab.epoch), 2);
});

test("the theme that a tag asks for stays when the drawers have come", async (t) => {
  const page = await open(t, { path: bare('<grad-walk theme="dark"></grad-walk>') });
  const ground = () => parts(page).lab.evaluate((lab) => getComputedStyle(lab.shadowRoot.querySelector(".lab")).backgroundColor);
  const dark = await ground();
  assert.equal(dark, "rgb(21, 23, 26)");
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("drawers.js")));
  await frames(page, 6);
  assert.equal(await ground(), dark);
});

test("a tab that was hidden shows the lab at the reader's size of type", { skip: unless("size of type") }, async (t) => {
  const page = await open(t, {
    path: bare(`<div hidden>${LAB}</div>`),
    prepare: async (page) => {
      const session = await page.context().newCDPSession(page);
      await session.send("Page.enable");
      await session.send("Page.setFontSizes", { fontSizes: { standard: 24, fixed: 20 } });
    },
  });
  await page.evaluate(() => (document.querySelector("div").hidden = false));
  await page.waitForFunction(() => {
    const train = document.querySelector("grad-walk").shadowRoot.querySelector(".train");
    return Math.abs(train.getBoundingClientRect().height / train.offsetHeight - 1.5) < 0.02;
  });
});

test("what has the focus is never below the transport that stays in sight", async (t) => {
  const page = await open(t, { path: bare('<grad-walk views="all"></grad-walk>'), viewport: { width: 360, height: 560 } });
  const covered = () =>
    page.evaluate(() => {
      const root = document.querySelector("grad-walk").shadowRoot;
      const bar = root.querySelector(".transport");
      const node = root.activeElement;
      if (!node || bar.contains(node)) return "";
      const [a, b] = [node, bar].map((one) => one.getBoundingClientRect());
      return a.bottom > b.top + 1 && a.top < b.bottom - 1 ? `${node.outerHTML.slice(0, 80)} ${a.bottom} > ${b.top}` : "";
    });
  for (const key of ["Tab", "Shift+Tab"]) {
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press(key);
      assert.equal(await covered(), "");
    }
  }
});

test("two fingers on a chart zoom the page and move no point", { skip: unless("fingers") }, async (t) => {
  const path = publish("/pinch.html", `<meta name="viewport" content="width=device-width">${MODULE}${LAB}`);
  const page = await open(t, { path, hasTouch: true, isMobile: true, viewport: { width: 360, height: 640 } });
  const lab = parts(page);
  const devtools = await page.context().newCDPSession(page);
  const touch = async (type, ...points) => {
    await devtools.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
    await frames(page, 1);
  };
  const box = await lab.slider("Point 3, x").evaluate((slider) => {
    const { x, y, width, height } = slider.parentNode.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  });
  const before = await lab.get("state");
  const [x, y] = box;
  await touch("touchStart", [x, y]);
  await touch("touchMove", [x, y - 6]);
  await touch("touchStart", [x, y - 6], [x - 60, y + 40]);
  for (let apart = 10; apart <= 80; apart += 10) await touch("touchMove", [x, y - 6 - apart], [x - 60, y + 40 + apart]);
  await touch("touchEnd");
  await frames(page, 3);
  assert.deepEqual((await lab.get("state")).y, before.y);
  assert.ok((await page.evaluate(() => visualViewport.scale)) > 1.2, "the page is larger");
});
