// A link that holds a lab: pressed on a page, in its address, and as the lab gives it away.
import assert from "node:assert/strict";
import test from "node:test";
import { HOME, MODULE, bare, frames, heard, open, parts, publish, ready } from "./harness.mjs";

const PROSE = publish(
  "/prose.html",
  `${MODULE}<p>Try <a id=first href="#gw?lr=0.14">0.14</a></p><grad-walk id=a></grad-walk>
   <div style="height:2000px"></div><grad-walk id=b></grad-walk>
   <p><a id=second href="#gw?lr=0.12&epoch=3">0.12</a> <a id=named href="#gw:a?iterations=5">five</a>
   <a id=bad href="#gw?lr=5000&onclick=alert(1)&x=<b>">bad</a> <a id=other href="#elsewhere">other</a></p>`,
);

test("a link in the prose sets the nearest lab, or the one it names, and the page stays where it is", async (t) => {
  const page = await open(t, { path: PROSE });
  const state = (id, name) => page.evaluate(([id, name]) => document.getElementById(id).state[name], [id, name]);
  await page.locator("#first").click();
  assert.deepEqual([await state("a", "lr"), await state("b", "lr")], [0.14, 0.01]);
  await page.locator("#second").click();
  const at = await page.evaluate(() => scrollY);
  assert.deepEqual([await state("a", "lr"), await state("b", "lr"), await state("b", "epoch")], [0.14, 0.12, 3]);
  assert.ok(at > 0);
  assert.equal(await page.evaluate(() => scrollY), at, "what it sets is in sight");
  await page.locator("#named").click();
  assert.deepEqual([await state("a", "iterations"), await state("a", "lr")], [5, 0.14]);
  await page.waitForFunction(() => document.getElementById("a").getBoundingClientRect().bottom > 0);
  assert.equal(await page.evaluate(() => location.hash), "", "the address is the page's own");
  // The second time, too: the walk goes where the link says.
  await page.evaluate(() => document.getElementById("b").seek(10));
  await page.locator("#second").click();
  assert.equal(await state("b", "epoch"), 3);
  await page.locator("#other").click();
  assert.equal(await page.evaluate(() => location.hash), "#elsewhere", "other links are the page's");
});

test("what a link says badly is said, and never becomes markup", async (t) => {
  const page = await open(t, { path: PROSE });
  await page.evaluate(() => (window.alert = () => (window.alerted = true)));
  await page.locator("#bad").click();
  await frames(page);
  const messages = (await heard(page, "gw-error")).map(({ detail }) => detail.message);
  assert.deepEqual(messages.sort(), [
    "Learning rate 5000 is above 1000; using 1000.",
    "This link speaks of “onclick”, which is no setting.",
    "“<b>” cannot be used. x takes numbers with commas between them.",
  ]);
  assert.equal(await page.evaluate(() => window.alerted), undefined);
  assert.equal(await page.evaluate(() => document.getElementById("b").state.lr), 1000);
});

test("toURL holds the whole state, and opens another page with it, to the bit", async (t) => {
  const path = bare('<grad-walk id="one lab" lr="0.05" views="all" hide="presets"></grad-walk>');
  const page = await open(t, { path });
  const lab = parts(page);
  await lab.lab.evaluate((lab) => {
    lab.state = { ...lab.state, lr: 0.01, x: [0.1, 0.2, 3e-7], y: [1, 2, 3], gradient: "manual", pins: "lr=0.1,name=A & b", phase: "loss.2", epoch: 7 };
  });
  await frames(page, 3);
  const [url, state, history] = await lab.lab.evaluate((lab) => [lab.toURL(), lab.state, lab.history]);
  assert.match(url, /#gw:one%20lab\?v=1&/);
  const other = await open(t, { path: url.slice(url.indexOf("/", 8)) });
  const [again, rows] = await parts(other).lab.evaluate((lab) => [lab.state, lab.history]);
  assert.deepEqual(again, state, "also where it is the default, and the tag says otherwise");
  assert.deepEqual(rows, history);
  assert.equal(await parts(other).lab.evaluate((lab) => lab.toURL()), url);
});

test("our own page keeps in its address what a reader does, and grows no history", async (t) => {
  const page = await open(t, { path: HOME, wait: false });
  await ready(page);
  const lab = parts(page, page.locator("grad-walk#lab"));
  const before = await page.evaluate(() => history.length);
  await lab.type("Learning rate", "0.12");
  for (let n = 0; n < 4; n++) await lab.button("Step").click();
  await page.waitForFunction(() => location.hash.includes("epoch=4"));
  assert.equal(await page.evaluate(() => history.length), before);
  const state = await lab.get("state");
  await page.reload();
  await ready(page);
  assert.deepEqual(await lab.get("state"), state);
  // Another address in the bar is another state; Back is the one before.
  await page.evaluate(() => (location.hash = "#gw:lab?v=1&lr=0.02&views=all"));
  await page.waitForFunction(() => document.getElementById("lab").state.lr === 0.02);
  await page.waitForTimeout(500);
  await page.goBack();
  await page.waitForFunction(() => document.getElementById("lab").state.lr === 0.12);
});

test("what a link says of a few settings and cannot be used leaves what stood there", async (t) => {
  const page = await open(t, { path: PROSE });
  await page.locator("#first").click();
  await page.evaluate(() => {
    const link = document.getElementById("first");
    link.href = "#gw?lr=abc&iterations=7";
  });
  await page.locator("#first").click();
  const { lr, iterations } = await page.evaluate(() => document.getElementById("a").state);
  assert.deepEqual([lr, iterations], [0.14, 7]);
});

test("a whole state is whole: what it does not say is as it is at first, whatever the tag says", async (t) => {
  const path = bare('<grad-walk id="w" views="all" epoch="12" pins="0.1" scale="log" phase="loss.2"></grad-walk>');
  const page = await open(t, { path });
  const lab = parts(page);
  await lab.lab.evaluate((lab) => (lab.state = { ...lab.state, pins: "", scale: "linear", epoch: 0, phase: "" }));
  await frames(page);
  const [url, state] = await lab.lab.evaluate((lab) => [lab.toURL(), lab.state]);
  const other = await open(t, { path: url.slice(url.indexOf("/", 8)) });
  assert.deepEqual(await parts(other).get("state"), state);
  // Pasted into the same page, standing elsewhere, it goes there, too.
  await parts(other).lab.evaluate((lab) => lab.seek(7));
  await other.evaluate((hash) => (location.hash = "#"), "");
  await other.evaluate((hash) => (location.hash = hash), new URL(url).hash);
  await other.waitForFunction(() => document.getElementById("w").epoch === 0);
});

test("labs without an id are told apart by their number", async (t) => {
  const page = await open(t, { path: bare("<grad-walk></grad-walk><grad-walk></grad-walk>") });
  const url = await page.evaluate(() => {
    const [, second] = document.querySelectorAll("grad-walk");
    second.setAttribute("lr", "0.05");
    return second.toURL();
  });
  assert.match(url, /#gw::2\?v=1&lr=0\.05/);
  const other = await open(t, { path: url.slice(url.indexOf("/", 8)) });
  const rates = await other.evaluate(() => [...document.querySelectorAll("grad-walk")].map((lab) => lab.state.lr));
  assert.deepEqual(rates, [0.01, 0.05]);
});

test("our own page leaves an address alone that nobody has changed", async (t) => {
  const page = await open(t, { path: `${HOME}#gw:lab?v=1&lr=0.12&views=all&epoch=4` });
  await page.waitForTimeout(700);
  assert.equal(await page.evaluate(() => location.hash), "#gw:lab?v=1&lr=0.12&views=all&epoch=4");
  const plain = await open(t, { path: HOME });
  await plain.waitForTimeout(700);
  assert.equal(await plain.evaluate(() => location.hash), "");
});

test("a second copy of the script leaves the links to the first", async (t) => {
  const path = bare(`<script type="module" src="${HOME}grad-walk.js?again"></script><grad-walk></grad-walk>`);
  const page = await open(t, { path }); // an error would be on the console
  await page.evaluate(() => (location.hash = "#gw?lr=0.07"));
  await page.waitForFunction(() => document.querySelector("grad-walk").state.lr === 0.07);
});

/** The rates of all labs of a page, wherever they stand. */
const rates = (page) => page.evaluate(() => window.labs.map((lab) => lab.state.lr));

/** Puts labs and links where a notebook's widgets have them: in shadow roots, in an order of their own. */
const SHADOWS = `<div id=one></div><p><a id=plain href="#gw?lr=0.11">plain</a> <a id=third href="#gw:3?lr=0.13">third</a></p>
  <div id=two></div><grad-walk></grad-walk>
  <script type="module">
    const fill = (host, html) => (host.attachShadow({ mode: "open" }).innerHTML = html);
    const two = document.getElementById("two");
    fill(two, "<div></div>");
    fill(two.shadowRoot.firstChild, '<grad-walk></grad-walk><a href="#gw?lr=0.12"><b id=deep>deep</b></a>');
    fill(document.getElementById("one"), "<grad-walk></grad-walk>");
    const within = (node) => node.shadowRoot.querySelector("grad-walk");
    window.labs = [within(document.getElementById("one")), within(two.shadowRoot.firstChild), document.querySelector("grad-walk")];
    for (const lab of window.labs) await new Promise((resolve) => lab.state ? resolve() : lab.addEventListener("gw-ready", resolve));
    window.there = true;
  </script>`;

test("labs in any shadow are found and counted, from links in any shadow", async (t) => {
  const page = await open(t, { path: bare(SHADOWS), wait: false, viewport: { width: 1280, height: 2400 } });
  await page.waitForFunction(() => window.there);
  await page.locator("#plain").click();
  await page.locator("#deep").click();
  await page.locator("#third").click();
  assert.deepEqual(await rates(page), [0.11, 0.12, 0.13]);
  const numbers = await page.evaluate(() => window.labs.map((lab) => /#gw([^?]*)/.exec(lab.toURL())[1]));
  assert.deepEqual(numbers, ["::1", "::2", "::3"]);
  const names = await page.evaluate(() => window.labs.map((lab) => lab.shadowRoot.querySelector(".lab").ariaLabel.slice(-2)));
  assert.deepEqual(names, [" 1", " 2", " 3"]);
});

test("the nearest lab is the one whose edge is nearest, not its middle", async (t) => {
  const path = bare(`<style>p { margin: 0 }</style><grad-walk views="w" hide="all" style="padding-block-end:900px"></grad-walk><p style="margin-top:20px"><a href="#gw?lr=0.11">here</a></p>
    <div style="height:60px"></div><grad-walk views="w" hide="all"></grad-walk><div id=tab hidden><grad-walk></grad-walk></div>
    <script>window.labs = [...document.querySelectorAll("grad-walk")]</script>`);
  const page = await open(t, { path, viewport: { width: 1280, height: 2600 } });
  await page.locator("a").click();
  assert.deepEqual(await rates(page), [0.11, 0.01, 0.01]);
});

const INSTANT = {
  "a router on the page's body that loads what a link leads to": `document.body.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    document.querySelector("main").innerHTML = document.querySelector("main").innerHTML;
  });`,
  "a router that is first and goes to a fragment once": `addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    if (link.hash !== location.hash) history.pushState(null, "", link.hash);
  }, true);`,
};
for (const [host, script] of Object.entries(INSTANT)) {
  test(`${host}: each press sets the lab that is there`, async (t) => {
    const path = bare(`<script>addEventListener("DOMContentLoaded", () => { ${script} })</script>
      <main><p><a href="#gw?lr=0.12&epoch=3">there</a></p><grad-walk></grad-walk></main>`);
    const page = await open(t, { path });
    const lab = parts(page);
    await page.evaluate(() => (window.kept = document.querySelector("grad-walk")));
    for (let press = 0; press < 2; press++) {
      await page.locator("a").click();
      assert.deepEqual([await lab.get("epoch"), (await lab.get("state")).lr], [3, 0.12]);
      await lab.lab.evaluate((lab) => lab.seek(7));
    }
    assert.ok(await page.evaluate(() => window.kept === document.querySelector("grad-walk")));
  });
}

test("an address from Share is a link like any other", async (t) => {
  const [router] = Object.values(INSTANT);
  const path = bare(`<script>addEventListener("DOMContentLoaded", () => { ${router} })</script>
    <main><p><a>saved</a> <a id=elsewhere>elsewhere</a></p><grad-walk id="b"></grad-walk></main>`);
  const page = await open(t, { path });
  await page.evaluate(() => {
    const lab = document.querySelector("grad-walk");
    lab.state = { ...lab.state, lr: 0.12, epoch: 4 };
    const [saved, elsewhere] = document.querySelectorAll("a");
    saved.href = lab.toURL();
    elsewhere.href = lab.toURL().replace("/plain/", "/other/");
    lab.state = { ...lab.state, lr: 0.02, epoch: 0 };
    elsewhere.addEventListener("click", (event) => (event.preventDefault(), event.stopPropagation()));
  });
  await page.locator("#elsewhere").click();
  assert.equal((await parts(page).get("state")).lr, 0.02, "that of another page leads there");
  await page.locator("a").first().click();
  const { lr, epoch } = await parts(page).get("state");
  assert.deepEqual([lr, epoch], [0.12, 4]);
});

test("a site that has its routes in the fragment keeps them, and its links to other routes", async (t) => {
  const path = bare(`<p><a id=set href="#gw?lr=0.12">0.12</a> <a id=same href="#/two?gw?lr=0.11">0.11</a>
    <a id=other href="#/three?gw?lr=0.07">three</a></p><grad-walk id="b"></grad-walk>`);
  const page = await open(t, { path: `${path}#/two` });
  const lab = parts(page);
  const rate = async () => (await lab.get("state")).lr;
  const hash = () => page.evaluate(() => location.hash);
  await page.locator("#set").click();
  assert.deepEqual([await rate(), await hash()], [0.12, "#/two"]);
  await page.locator("#same").click();
  assert.deepEqual([await rate(), await hash()], [0.11, "#/two"]);
  const url = await lab.lab.evaluate((lab) => lab.toURL());
  assert.match(url, /#\/two\?gw:b\?v=1&lr=0\.11/);
  const again = await open(t, { path: url.slice(url.indexOf("/", 8)) });
  assert.equal((await parts(again).get("state")).lr, 0.11);
  assert.equal(await parts(again).lab.evaluate((lab) => lab.toURL()), url, "it is there once");
  await page.evaluate(() => (location.hash = "#/two?q=sgd"));
  assert.match(await lab.lab.evaluate((lab) => lab.toURL()), /#\/two\?q=sgd&gw:b\?v=1/);
  await page.locator("#other").click();
  await page.waitForFunction(() => location.hash.startsWith("#/three"));
  await page.waitForFunction(() => document.querySelector("grad-walk").state.lr === 0.07);
});

test("an address that was mangled on its way is read as it is meant, or said to be unreadable", async (t) => {
  const path = bare('<grad-walk id="b"></grad-walk><grad-walk id="c"></grad-walk>');
  for (const [fragment, rate] of [
    ["#gw%3Flr=0.12", 0.12],
    ["#gw:b%3flr=0.12&epoch=3", 0.12],
    ["#gw%3Flr%3D0.12%26epoch%3D3", 0.12],
    ["#/two?gw%3flr=0.12", 0.12],
    ["#gw?lr=0.12.", 0.12],
  ]) {
    const page = await open(t, { path: path + fragment });
    assert.equal((await parts(page).get("state")).lr, rate, fragment);
  }
  for (const [fragment, said] of [
    ["#gw?lr=0.12)", "“0.12)” cannot be used. Learning rate takes a number from 1e−9 to 1000."],
    ["#gw:d?lr=0.12", "There is no lab “d” on this page."],
    ["#gw:%E0?lr=0.12", "There is no lab “%E0” on this page."],
    ["#gw::9?lr=0.12", "There is no lab “:9” on this page."],
    ["#/?id=gw%3flr", "“” cannot be used. Learning rate takes a number from 1e−9 to 1000."],
  ]) {
    const page = await open(t, { path: path + fragment });
    await page.getByText(said).first().waitFor();
    assert.deepEqual((await heard(page, "gw-error")).map(({ id, detail }) => [id, detail.message]), [["b", said]]);
    await page.evaluate(() => (location.hash = ""));
    await page.evaluate((fragment) => (location.hash = fragment), fragment);
    await page.waitForFunction(() => window.heard.filter(({ type }) => type === "gw-error").length === 2);
  }
});

test("an address means the lab that it was taken of, whatever the ids are", async (t) => {
  const path = bare(`<grad-walk id="2"></grad-walk><grad-walk></grad-walk><grad-walk id="a?b:c"></grad-walk>
    <grad-walk id="twice"></grad-walk><grad-walk id="twice"></grad-walk><grad-walk id="lone"></grad-walk>
    <script>window.labs = [...document.querySelectorAll("grad-walk")]; window.labs[5].id = "x\\ud800y"</script>`);
  const page = await open(t, { path });
  const urls = await page.evaluate(() => window.labs.map((lab, k) => (lab.setAttribute("lr", `0.0${k + 2}`), lab.toURL())));
  assert.deepEqual(
    urls.map((url) => /#gw([^?]*)/.exec(url)[1]),
    [":2", "::2", ":a%3Fb%3Ac", "::4", "::5", "::6"],
  );
  for (const [place, url] of urls.entries()) {
    const other = await open(t, { path: url.slice(url.indexOf("/", 8)) });
    const wanted = Array(6).fill(0.01).with(place, (place + 2) / 100);
    assert.deepEqual(await rates(other), wanted, url);
  }
  // What authors write goes on: an id first, else a number.
  await page.evaluate(() => (location.hash = "#gw:2?lr=0.11"));
  await page.waitForFunction(() => window.labs[0].state.lr === 0.11);
  await page.evaluate(() => (location.hash = "#gw:3?lr=0.12"));
  await page.waitForFunction(() => window.labs[2].state.lr === 0.12);
});

test("data-gw is a link without an address, on whatever can be pressed", async (t) => {
  const path = bare(`<p><button id=one data-gw="lr=0.12&epoch=2">go</button> <a id=two href="#" data-gw="b?lr=0.11"><b>go</b></a> <a id=tab href="#gw:b?lr=0.13" target="_blank">go</a>
    <button id=three data-gw="nobody?lr=0.1">go</button></p><grad-walk id="a"></grad-walk><grad-walk id="b"></grad-walk>
    <script>window.labs = [...document.querySelectorAll("grad-walk")]</script>`);
  const page = await open(t, { path });
  await page.locator("#one").focus();
  await page.keyboard.press("Enter");
  await page.locator("#two b").click();
  assert.deepEqual(await rates(page), [0.12, 0.11]);
  assert.equal(await page.evaluate(() => location.href.includes("#")), false);
  await page.locator("#tab").click(); // as docsify makes them
  assert.deepEqual(await rates(page), [0.12, 0.13]);
  await page.locator("#three").click();
  await page.getByText("There is no lab “nobody” on this page.").first().waitFor();
});

test("a link that sets a lab out of sight brings it into sight, gently where motion is welcome", async (t) => {
  const path = bare(`<p><a href="#gw:far?lr=0.12">far</a> <a href="#gw:near?lr=0.12">near</a></p><grad-walk id="near"></grad-walk>
    <div style="height:3000px"></div><grad-walk id="far"></grad-walk><div style="height:3000px"></div>`);
  for (const reducedMotion of ["reduce", "no-preference"]) {
    const page = await open(t, {
      path,
      reducedMotion,
      prepare: (page) =>
        page.addInitScript(() => {
          window.asked = [];
          const real = Element.prototype.scrollIntoView;
          Element.prototype.scrollIntoView = function (options) {
            window.asked.push(options.behavior);
            real.call(this, options);
          };
        }),
    });
    await page.locator("a").nth(1).click();
    await frames(page, 3);
    assert.equal(await page.evaluate(() => scrollY), 0);
    await page.locator("a").first().click();
    await page.waitForFunction(() => {
      const { top, bottom } = document.getElementById("far").getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
    assert.deepEqual(await page.evaluate(() => window.asked), [reducedMotion === "reduce" ? "instant" : "smooth"]);
  }
});

test("a link that speaks of what is no setting is answered where it is pressed; what else it says counts", async (t) => {
  const page = await open(t, { path: bare('<a href="#gw?foo=1&lr=0.12&constructor=2&bar=3">set</a><grad-walk></grad-walk>') });
  const lab = parts(page);
  await page.getByText("set", { exact: true }).click();
  await frames(page);
  assert.equal((await lab.get("state")).lr, 0.12);
  const said = "This link speaks of “foo”, which is no setting. And 2 more.";
  assert.equal(await lab.lab.locator(".general").innerText(), `! ${said}`.slice(2));
  assert.deepEqual((await heard(page, "gw-error")).map(({ detail }) => detail.message).join(" "), said);
  await page.evaluate((name) => (location.hash = `#gw?${name}=1`), "long".repeat(1000));
  await frames(page, 4);
  assert.ok((await lab.lab.locator(".general").innerText()).length < 120);
});

test("a full stop behind a link is the text's; of an address that the lab gave it is the state's", async (t) => {
  const page = await open(t, { path: bare('<a href="#gw?model=w*x%2Bb.">set</a><grad-walk views="all"></grad-walk>') });
  const lab = parts(page);
  await page.getByText("set", { exact: true }).click();
  await frames(page);
  assert.equal((await lab.get("state")).model, "w*x + b");
  assert.deepEqual(await heard(page, "gw-error"), []);
  await lab.set({ views: "fit", pins: "lr=0.1,name=Fast." });
  const [url, pins] = await lab.lab.evaluate((lab) => [lab.toURL(), lab.state.pins]);
  assert.match(pins, /Fast\.$/);
  const other = await open(t, { path: url.slice(url.indexOf("/", 8)) + "." });
  assert.equal((await parts(other).get("state")).pins, pins);
});

test("an address brings its lab into sight when the page is opened, and not when it is opened again", async (t) => {
  const path = bare('<div style="block-size:3000px">text</div><grad-walk id="low"></grad-walk><div style="block-size:3000px"></div>');
  const page = await open(t, { path: `${path}#gw:low?lr=0.12` });
  const seen = () =>
    page.evaluate(() => {
      const { top, bottom } = document.getElementById("low").getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    });
  await frames(page, 4);
  assert.ok(await seen());
  await page.evaluate(() => scrollTo(0, 0));
  await page.reload();
  await ready(page);
  await frames(page, 4);
  assert.ok(!(await seen()), "whoever comes back stands where they stood");
  const plain = await open(t, { path });
  await frames(plain, 4);
  assert.equal(await plain.evaluate(() => scrollY), 0);
});

test("a lab that an address names may come later than others; that it is missing is said if it does not", async (t) => {
  const page = await open(t, { path: `${bare('<grad-walk id="first"></grad-walk>')}#gw:second?lr=0.12` });
  await page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    document.body.insertAdjacentHTML("beforeend", '<grad-walk id="second"></grad-walk>');
  });
  await ready(page);
  await page.waitForTimeout(2500);
  assert.deepEqual(await heard(page, "gw-error"), []);
  assert.deepEqual(await page.evaluate(() => ["first", "second"].map((id) => document.getElementById(id).state.lr)), [0.01, 0.12]);
  await page.evaluate(() => (location.hash = "#gw:third?lr=0.1"));
  await page.getByText("There is no lab “third” on this page.").first().waitFor();
});
