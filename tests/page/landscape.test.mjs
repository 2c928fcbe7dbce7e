// The landscape: the ball stands where the run does, the slope is the graph's, the start can be
// dragged and pushed, and the best w is told to nobody who has not been there.
import assert from "node:assert/strict";
import test from "node:test";
import { bare, frames, open, parts } from "./harness.mjs";

const lesson = (t, tag = "<grad-walk></grad-walk>", options) => open(t, { path: bare(tag), ...options });

/** Where the ball's handle stands over its chart, in CSS pixels. */
const ball = (lab) =>
  lab.lab.locator(".ball").evaluate((node) => {
    const [x, y] = node.style.transform.match(/-?[\d.]+(?=px)/g).map(Number);
    return { x, y };
  });

const slope = async (lab) => {
  const text = await lab.lab.locator(".landscape .best").innerText();
  return Number(text.replace("slope ", "").replace("−", "-"));
};

test("the ball goes where the run goes, and its slope is the gradient there", async (t) => {
  const page = await lesson(t, '<grad-walk lr="0.12"></grad-walk>');
  const lab = parts(page);
  await lab.train();
  const rows = await lab.get("history");
  const places = [];
  for (let epoch = 0; epoch < 6; epoch++) {
    await lab.lab.evaluate((element, epoch) => (element.epoch = epoch), epoch);
    await frames(page);
    places.push({ w: epoch ? rows[epoch - 1].w : 0, ...(await ball(lab)) });
    // A row's gradient is that at the state before it.
    assert.ok(Math.abs((await slope(lab)) / rows[epoch].grad - 1) < 0.01, `epoch ${epoch}`);
  }
  // The chart is linear: w to the right, the loss 7.5·(w − 2)² upwards, each at one scale.
  const [a, b] = places;
  const across = (b.x - a.x) / (b.w - a.w);
  const loss = ({ w }) => 7.5 * (w - 2) ** 2;
  const up = (b.y - a.y) / (loss(b) - loss(a));
  assert.ok(across > 30 && up < 0);
  for (const place of places) {
    assert.ok(Math.abs(place.x - a.x - across * (place.w - a.w)) < 0.5);
    assert.ok(Math.abs(place.y - a.y - up * (loss(place) - loss(a))) < 0.5);
  }
});

test("with the gradient of the sum the slope is still the loss's own", async (t) => {
  const page = await lesson(t, '<grad-walk gradient="manual-sum"></grad-walk>');
  const lab = parts(page);
  assert.equal(await slope(lab), -30);
  await lab.button("Step").click();
  await frames(page);
  const [{ w, grad }] = await lab.get("history");
  assert.equal(grad, -120);
  assert.ok(Math.abs((await slope(lab)) - 15 * (w - 2)) < 0.1);
});

test("without zero_grad it is the slope here, not what has added up", async (t) => {
  const page = await lesson(t, '<grad-walk zero-grad="off" epoch="1"></grad-walk>');
  assert.equal(await slope(parts(page)), -25.5);
});

test("a hand drags the ball, and the run starts there", async (t) => {
  const page = await lesson(t);
  const lab = parts(page);
  await lab.train();
  await frames(page);
  const box = await lab.lab.locator(".ball").boundingBox();
  const chart = await lab.canvas("landscape").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(chart.x + 0.8 * chart.width, chart.y + 40, { steps: 4 });
  await frames(page);
  const at = await ball(lab);
  assert.ok(Math.abs(at.x - 0.8 * chart.width) < 4, "the ball is under the hand");
  await page.mouse.up();
  await frames(page);
  const { w, epoch } = await lab.get("state");
  assert.ok(w > 3 && w < 4.5, `start ${w}`);
  assert.equal(epoch, 0);
  await lab.train();
  assert.ok((await lab.get("history"))[0].grad > 0, "from the other side of the bowl");
});

test("arrow keys move the start, and say where it is", async (t) => {
  const page = await lesson(t);
  const lab = parts(page);
  const handle = lab.slider("Start of the run, w");
  await handle.focus();
  await page.keyboard.press("ArrowRight");
  await frames(page);
  const one = (await lab.get("state")).w;
  assert.ok(one > 0 && one < 0.5);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("PageUp");
  await frames(page);
  const ten = (await lab.get("state")).w;
  assert.ok(ten > 5 * one, `${ten} after ten presses at once`);
  assert.equal(Number(await handle.getAttribute("aria-valuenow")), ten);
  assert.match(await handle.getAttribute("aria-valuetext"), new RegExp(`^start w ${ten.toFixed(3)}, loss \\S+$`));
});

test("the best w is told to whoever has been there, by hand or by a run", async (t) => {
  const page = await lesson(t);
  const lab = parts(page);
  const told = () => lab.lab.locator(".w .best").isVisible();
  assert.equal(await told(), false);
  await lab.button("Step").click();
  await frames(page);
  assert.equal(await told(), false, "a step is not yet there");
  await lab.button("Reset").click();
  await lab.slider("Tilt of the line, w").focus();
  for (let press = 0; press < 5; press++) await page.keyboard.press("PageUp");
  await frames(page);
  assert.equal(await told(), true, "a hand has crossed it");
  const other = await lesson(t);
  await parts(other).train();
  await frames(other);
  assert.equal(await parts(other).lab.locator(".w .best").innerText(), "best w 2.000");
});

test("a ball that has left waits at the edge, and a sentence says on which side", async (t) => {
  const page = await lesson(t, '<grad-walk lr="0.14"></grad-walk>');
  const lab = parts(page);
  await lab.train();
  await frames(page);
  const { y } = await ball(lab);
  assert.ok(y < 12, `at the upper edge: ${y}`);
  assert.match(await lab.lab.locator(".landscape .off").innerText(), /^↑ off$/);
});

test("where every x is 0 there is no bowl, and nothing breaks", async (t) => {
  const page = await lesson(t, '<grad-walk x="0,0" y="1,2"></grad-walk>');
  const lab = parts(page);
  await lab.train();
  await frames(page);
  assert.equal(await slope(lab), 0);
});

test("whatever is told above it, the map of two parameters stands in line with the fit", async (t) => {
  const tags = [
    '<grad-walk model="w*x + b" x="1,2,3,4" y="300,500,600,900"></grad-walk>',
    '<grad-walk model="sigmoid(w*x + b)" loss="BCEWithLogitsLoss()" data="yes-or-no" epoch="20"></grad-walk>',
    '<grad-walk model="a*x*x*x + b*x*x + c*x + d" data="parabola"></grad-walk>',
    '<grad-walk model="w*x + 12345.678*b"></grad-walk>', // as long as one is told
  ];
  for (const tag of tags) {
    const page = await lesson(t, tag);
    const lab = parts(page);
    for (const width of [320, 620, 768, 1100, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await frames(page, 3);
      const { heights, tops, over, told } = await lab.lab.evaluate((element) => {
        const plots = [...element.shadowRoot.querySelectorAll(".plot.fit, .plot.landscape")];
        const captions = plots.map((plot) => plot.querySelector("figcaption"));
        return {
          heights: captions.map((caption) => caption.offsetHeight),
          tops: plots.map((plot) => plot.querySelector("canvas").getBoundingClientRect().top),
          over: captions.map((caption) => caption.scrollWidth - caption.clientWidth),
          told: captions[1].querySelector(".value").textContent,
        };
      });
      // On a phone and in half of a narrow column the words may need two lines; on the phone they always have them.
      if (width !== 620) assert.deepEqual(heights, [20, width === 320 ? 40 : 20], `${tag} at ${width} px`);
      assert.deepEqual(over, [0, 0], `${tag} at ${width} px`);
      if (width >= 620) assert.equal(tops[0], tops[1], `${tag} at ${width} px`);
      assert.match(told, /^\(.+, .+\)$|^own scales$/);
    }
    await page.close();
  }
});

test("a pair that the model does not have is told of where it can be read", async (t) => {
  for (const model of ["w*x + b", "w*x*x + b*x + c"]) {
    const page = await lesson(t, `<grad-walk views="all,model" model="${model}" pair="w,q"></grad-walk>`);
    const said = page.getByText("The model has no parameter q: the landscape is of the first two.").and(page.locator(".note"));
    await said.waitFor();
    assert.ok(await said.isVisible(), model);
    await page.close();
  }
});
