// Every door by which a page is told how to set its lab, tried as somebody would who means harm: with every
// attribute that Chromium may run as script, and what else of a tag is not a lab's to be set. Through each
// goes one honest setting, too, so that a door that is merely shut is noticed.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { HOME, bare, frames, hold, open, parts, unless } from "./harness.mjs";

const SINGLE = fileURLToPath(new URL("../../dist/embed/gradwalk.html", import.meta.url));

/** Handlers that browsers know, or knew, of which some are the property of no prototype. */
const HANDLERS = `onbegin onend onrepeat onfocusin onfocusout onsearch onshow onzoom onresize onload onunload
  onbeforeunload onbeforeprint onafterprint onhashchange onpopstate onmessage onmessageerror onstorage ononline onoffline
  onpagehide onpageshow onlanguagechange onrejectionhandled onunhandledrejection onbeforecopy onbeforecut onbeforepaste
  onbeforeinput onbeforematch onbeforetoggle onselectstart onselectionchange onmousewheel onpointerrawupdate
  onorientationchange ondevicemotion ondeviceorientation onfullscreenchange onfullscreenerror onwebkitfullscreenchange
  onwebkitfullscreenerror onwebkitanimationstart onwebkitanimationiteration onwebkitanimationend onwebkittransitionend
  onwebkitmouseforcechanged onwebkitmouseforcedown onwebkitmouseforceup onwebkitmouseforcewillbegin onwebkitkeyadded
  onwebkitneedkey ontouchstart ontouchmove ontouchend ontouchcancel ongesturestart ongesturechange ongestureend onactivate
  onstart onfinish onbounce onvisibilitychange onreadystatechange oninvalid onscrollend onscrollsnapchange oncommand
  onDOMActivate onDOMContentLoaded onclick ONFOCUSIN onFocusOut`;

/** What else a tag can say that is no setting, and names that are something to every object. */
const OTHERS = `tabindex accesskey style is slot part exportparts id class contenteditable popover popovertarget autofocus
  nonce hidden inert title lang dir draggable translate spellcheck role aria-label aria-hidden data-lr itemprop itemscope
  enterkeyhint inputmode autocapitalize autocomplete virtualkeyboardpolicy writingsuggestions name src srcdoc href
  xlink:href xmlns action formaction background ping target rel for form value type width height color bgcolor anchor
  ler model2 LR gw-ready innerHTML outerHTML textContent shadowRoot state history epoch2 train remove setAttribute 1
  constructor prototype __proto__ toString valueOf hasOwnProperty on on- -`;

/** All of them, and every handler that this Chromium has on any prototype or on the window itself. */
async function names(page) {
  const known = await page.evaluate(() => {
    const found = new Set(Object.getOwnPropertyNames(window));
    for (const name of Object.getOwnPropertyNames(window)) {
      const { prototype } = /^[A-Z]/.test(name) ? (window[name] ?? {}) : {};
      if (prototype) for (const key of Object.getOwnPropertyNames(prototype)) found.add(key);
    }
    return [...found].filter((name) => /^on./.test(name));
  });
  assert.ok(known.length > 150 && known.includes("onclick"), "Chromium tells its handlers");
  return [...new Set([...HANDLERS.split(/\s+/), ...known, ...OTHERS.split(/\s+/)])];
}

/** What would be run, or stand in the tag. */
const text = (name) => `ran.push("${name}")`;

const query = (hostile) => String(new URLSearchParams([...hostile.map((name) => [name, text(name)]), ["lr", "0.05"]]));

/** As many at a time as the address of a request has room for. */
const some = (hostile) => Array.from({ length: Math.ceil(hostile.length / 150) }, (_, at) => hostile.slice(150 * at, 150 * (at + 1)));

const start = (page) => page.addInitScript(() => (window.ran = []));

/** Opens a page whose core comes when the function that this gives back is called. */
async function early(t, path, options) {
  let release;
  const page = await open(t, {
    path,
    wait: false,
    ...options,
    prepare: async (page) => {
      await start(page);
      release = await hold(page);
    },
  });
  await page.waitForFunction(() => document.querySelector("grad-walk, iframe"));
  return { page, release };
}

const core = (frame) => frame.waitForFunction(() => document.querySelector("grad-walk#lab").state);

/** The attributes of the lab that are no settings of its own, and its state. */
const told = (frame) =>
  frame.evaluate(() => {
    const lab = document.querySelector("grad-walk#lab");
    const attributes = lab.getAttributeNames().filter((name) => !(name in lab.state));
    return { attributes: attributes.map((name) => [name, lab.getAttribute(name)]), state: lab.state };
  });

/** Does to the lab what would run any handler that it had, and holds it to what it would be without. */
async function unharmed(frame, hostile, honest) {
  await core(frame);
  await frames(frame);
  const ran = await frame.evaluate((hostile) => {
    const lab = document.querySelector("grad-walk#lab");
    for (const name of hostile.filter((name) => /^on/i.test(name))) {
      for (const type of [name.slice(2), name.slice(2).toLowerCase()]) if (type) lab.dispatchEvent(new Event(type));
    }
    return window.ran;
  }, hostile);
  assert.deepEqual(ran, [], "no script has run");
  assert.deepEqual(await told(frame), honest);
}

/** What the lab of a page is that is told the honest setting alone, and `of` the page. */
async function honest(t, path, of = (page) => page) {
  const page = await open(t, { path, wait: false, prepare: start });
  await core(of(page));
  const found = await told(of(page));
  assert.equal(found.state.lr, 0.05);
  return { page, found };
}

const TAG = '<grad-walk id="lab" iterations="30"></grad-walk>';
const SET = '<grad-walk id="lab" iterations="30" lr="0.05"></grad-walk>';

for (const [what, path] of [
  ["the lesson", `${HOME}index.html`],
  ["the frame's page", `${HOME}embed.html`],
  ["the frame's page in the folder for others", `${HOME}embed/embed.html`],
  ["the single file", `${HOME}embed/gradwalk.html`],
]) {
  test(`the address of ${what} sets settings and nothing else`, async (t) => {
    const { page, found } = await honest(t, `${path}?lr=0.05`);
    const hostile = await names(page);
    for (const part of some(hostile)) {
      const other = await open(t, { path: `${path}?${query(part)}`, wait: false, prepare: start });
      await unharmed(other, hostile, found);
    }
  });
}

test("the address of the single file does so from a disk, too", async (t) => {
  const { page, found } = await honest(t, `${HOME}embed/gradwalk.html?lr=0.05`);
  const hostile = await names(page);
  await page.goto(`file://${SINGLE}?${query(hostile)}`);
  await unharmed(page, hostile, found);
});

test("an address sets every setting that there is", async (t) => {
  const { found } = await honest(t, `${HOME}embed/embed.html?lr=0.05`);
  const settings = Object.keys(found.state);
  const query = ["v", ...settings].map((name) => `${name}=${name}`).join("&");
  const page = await open(t, { path: `${HOME}embed/embed.html?${query}`, wait: false });
  const attributes = await page.evaluate(() => document.querySelector("grad-walk").getAttributeNames());
  assert.deepEqual(attributes.sort(), ["id", "v", ...settings].sort());
});

for (const when of ["before the core is there", "with the core"]) {
  /** Opens a page, does `act` before or after its core, and gives back what the lab then is in. */
  const meet = async (t, path, act, of = (page) => page) => {
    const { page, release } = await early(t, path);
    if (when === "with the core") {
      release();
      await core(of(page));
    }
    await act(page);
    release();
    return page;
  };

  test(`a link in the prose sets settings and nothing else, ${when}`, async (t) => {
    const { page, found } = await honest(t, bare(SET));
    const hostile = await names(page);
    const link = bare(`<a href="#gw?${query(hostile).replaceAll("&", "&amp;")}">this</a>${TAG}`);
    await unharmed(await meet(t, link, (page) => page.locator("a").click()), hostile, found);
  });

  test(`the fragment of the address sets settings and nothing else, ${when}`, async (t) => {
    const { page, found } = await honest(t, bare(SET));
    const hostile = await names(page);
    const go = (page) => page.evaluate((hash) => (location.hash = hash), `#gw:lab?${query(hostile)}`);
    await unharmed(await meet(t, bare(TAG), go), hostile, found);
    if (when === "with the core") return;
    const opened = await open(t, { path: `${bare(TAG)}#gw?${query(hostile)}`, prepare: start });
    await unharmed(opened, hostile, found);
  });

  test(`the property \`state\` takes settings and nothing else, ${when}`, async (t) => {
    const { page, found } = await honest(t, bare(TAG.replace(">", ' lr="0.05">')));
    const hostile = await names(page);
    const state = { ...Object.fromEntries(hostile.map((name) => [name, text(name)])), lr: 0.05, iterations: 30 };
    Object.defineProperty(state, "__proto__", { value: text("__proto__"), enumerable: true });
    const entries = Object.entries(state);
    const set = (page) =>
      page.evaluate((entries) => {
        document.querySelector("grad-walk").state = Object.fromEntries(entries);
      }, entries);
    await unharmed(await meet(t, bare(TAG), set), hostile, found);
  });

  for (const file of ["embed.html", "gradwalk.html"]) {
    test(`messages to ${file} set settings and nothing else, ${when}`, async (t) => {
      const inside = (page) => page.frames().find((frame) => frame.url().includes(file));
      const around = (more) => bare(`<iframe src="${HOME}embed/${file}${more}"></iframe>`);
      const { page, found } = await honest(t, around("?lr=0.05"), inside);
      const hostile = await names(page);
      let refused;
      const say = async (page) => {
        await inside(page).waitForFunction(() => customElements.get("grad-walk"));
        refused = await page.evaluate(async ([hostile, said]) => {
          const frame = document.querySelector("iframe").contentWindow;
          const ask = (type, detail) => frame.postMessage({ source: "gradwalk", v: 1, type, detail }, "*");
          const sentences = [];
          const last = new Promise((resolve) => {
            addEventListener("message", ({ data: { type, detail } }) => {
              if (type !== "gw-error") return;
              if (/commands are/.test(detail.message)) resolve();
              else sentences.push(detail.message);
            });
          });
          for (const [index, name] of hostile.entries()) {
            const detail = Object.defineProperty({}, name, { value: said[index], enumerable: true });
            ask("set", detail);
            ask("state", detail);
          }
          ask("set", { lr: 0.05 });
          ask("that is all");
          await last;
          return sentences;
        }, [hostile, hostile.map(text)]);
      };
      await unharmed(inside(await meet(t, around(""), say, inside)), hostile, found);
      const sentence = (name) => `gradwalk: there is no setting ${name}`;
      assert.deepEqual(refused, hostile.flatMap((name) => [sentence(name), sentence(name)]));
    });
  }

  test(`the widget of the Python package hands on settings and nothing else, ${when}`, async (t) => {
    const { page, found } = await honest(t, bare(SET));
    const hostile = await names(page);
    const settings = Object.keys(found.state);
    const source = await readFile(new URL("../../packages/python/widget.js", import.meta.url), "utf8");
    const widget = source.replace("SETTINGS;", `${JSON.stringify(settings)};`); // as it is packed
    assert.notEqual(widget, source);
    const make = (page) =>
      page.evaluate(async ([widget, hostile, said]) => {
        await customElements.whenDefined("grad-walk");
        const url = URL.createObjectURL(new Blob([widget], { type: "text/javascript" }));
        const { render } = (await import(url)).default;
        const traits = new Map([...hostile.map((name, index) => [name.replaceAll("-", "_"), said[index]]), ["iterations", 30]]);
        // What Python asks for: these names, but for the ones that it may ask for.
        const calls = hostile.filter((name) => name !== "train").map((name, index) => [index + 1, name, "onfocusin"]);
        traits.set("_calls", calls).set("_done", 0);
        const heard = new Map();
        const model = {
          get: (name) => traits.get(name) ?? null,
          set: (name, value) => traits.set(name, value),
          save_changes: () => {},
          on: (type, act) => heard.set(type, act),
          off: () => {},
        };
        render({ model, el: document.body });
        document.querySelector("grad-walk").id = "lab";
        for (const name of hostile) {
          heard.get(`change:${name.replaceAll("-", "_")}`)?.();
        }
        heard.get("change:_calls")();
        traits.set("lr", 0.05);
        heard.get("change:lr")();
      }, [widget, hostile, hostile.map(text)]);
    const { page: other, release } = await early(t, bare("<iframe></iframe>"));
    if (when === "with the core") {
      release();
      // One that is there already has started the core for all.
      await other.evaluate(async () => {
        await customElements.whenDefined("grad-walk");
        const lab = document.body.appendChild(document.createElement("grad-walk"));
        await new Promise((resolve) => lab.addEventListener("gw-ready", resolve));
        lab.remove();
      });
    }
    await make(other);
    release();
    await unharmed(other, hostile, found);
  });
}

test("an author's own attribute that is no setting is noted, and nothing else", async (t) => {
  const notes = [];
  const path = bare('<grad-walk id="lab" ler="3" lr="0.05"></grad-walk>');
  const page = await open(t, {
    path,
    prepare: async (page) => {
      page.on("console", (message) => notes.push(message.text()));
      await start(page);
    },
  });
  await page.evaluate(() => document.querySelector("grad-walk").setAttribute("mistyped", "4"));
  await frames(page);
  assert.equal(notes.length, 2, notes.join("\n"));
  assert.match(notes[0], /ler \(3\)/);
  assert.match(notes[1], /mistyped \(4\)/);
  const { found } = await honest(t, bare(SET.replace(' iterations="30"', "")));
  assert.deepEqual((await told(page)).state, found.state);
});

test("what is in the page's address is no Markdown in the notebook that is taken along", { skip: unless("downloads") }, async (t) => {
  const harm = "![i](https://elsewhere.example/p.png)&b=[l](javascript:alert(1))&c=`x`&d=$$\\href{a}{b}$$&e=**b**_~~|{}^'";
  const path = `${bare('<grad-walk id="lab" views="all" pins="lr=0.1,name=![p](q)"></grad-walk>')}?a=${harm}`;
  const page = await open(t, { path });
  const lab = parts(page);
  await lab.drawer("Share");
  const [download] = await Promise.all([page.waitForEvent("download"), lab.button("Notebook (.ipynb)").click()]);
  const { cells } = JSON.parse(await readFile(await download.path(), "utf8"));
  const markdown = cells.filter(({ cell_type }) => cell_type === "markdown").map(({ source }) => source.join(""));
  assert.equal(markdown.length, 1);
  // A span of code, and nothing in it that could end it or mean anything outside of one.
  const [, address] = /^# [\w ,]+\n`([\w:/?#&=%.,;+@-]+)`$/.exec(markdown[0]) ?? [];
  assert.ok(address, markdown[0]);
  assert.equal(decodeURIComponent(address), decodeURIComponent(await lab.lab.evaluate((lab) => lab.toURL())));
});

test("a table of a run has names and numbers in its cells, and nothing that a spreadsheet would compute", async (t) => {
  const page = await open(t, { path: bare(`<grad-walk id="lab" views="loss" model="wμ*x + _cmd" pins="lr=0.1,name==1+1"></grad-walk>`) });
  const csv = await page.evaluate(() => {
    const lab = document.querySelector("grad-walk");
    lab.step(3);
    return lab.toCSV();
  });
  const [head, ...rows] = csv.trim().split("\n").map((line) => line.split(","));
  assert.equal(rows.length, 3);
  assert.ok(head.includes("wμ") && head.includes("_cmd"), String(head));
  for (const name of head) assert.match(name, /^[\p{L}_][\p{L}\d_]*$/u);
  for (const cell of rows.flat()) assert.match(cell, /^-?\d+(\.\d+)?(e-?\d+)?$/);
});
