// Words are handed in: a tag speaks the language that its `lang` asks for, where there is a file.
import assert from "node:assert/strict";
import test from "node:test";
import { MODULE, asked, bare, frames, open, parts, publish, ready } from "./harness.mjs";

/** A language that nobody speaks, and not the whole of it. */
const VOLAPUK = `export default {
  lang: "vo", dir: "ltr", train: "Plägön", epoch: "tüp", of: "de", loss: "per",
  settings: { lr: { label: "Vifot" } },
  views: { loss: { title: "Per" } },
};`;

const speaking = (page) =>
  page.route("**/messages/vo.js", (route) =>
    route.fulfill({ contentType: "text/javascript; charset=utf-8", body: VOLAPUK }),
  );

test("each tag speaks its own language, and English where that has no word", async (t) => {
  const page = await open(t, {
    path: bare('<grad-walk id="a"></grad-walk><grad-walk id="b" lang="vo-001"></grad-walk>'),
    prepare: speaking,
  });
  const [a, b] = ["#a", "#b"].map((id) => parts(page, page.locator(id)));
  await b.button("Plägön").waitFor();
  assert.ok(await a.button("Train").isVisible());
  assert.equal(await b.lab.locator(".loss .title").innerText(), "Per");
  assert.equal(await b.lab.locator(".w .title").innerText(), "w");
  await b.slider("Vifot").press("ArrowRight");
  await b.button("Plägön").click();
  await page.waitForFunction(() => document.querySelector("#b").epoch === 20);
  await frames(page);
  assert.match(await b.shown(), /^tüp 20 de 20 w \S+ per \S+$/);
});

test("lang is live: the words change, the run stays", async (t) => {
  const page = await open(t, { prepare: speaking });
  const lab = parts(page);
  await lab.train();
  await lab.set({ lang: "vo" });
  await lab.button("Plägön").waitFor();
  await frames(page);
  assert.equal(await lab.shown(), "tüp 20 de 20 w 1.922 per 0.0451");
  await lab.set({ lang: "en-GB" });
  await lab.button("Train").waitFor();
});

test("a language without a file is English; English is never fetched", async (t) => {
  const english = asked("messages/en.js");
  const page = await open(t, {
    path: publish("/plain/fr.html", `${MODULE}<grad-walk lang="fr"></grad-walk><grad-walk lang="en"></grad-walk>`),
    errors: true, // the browser notes what is missing
  });
  await ready(page);
  assert.equal(await page.getByRole("button", { name: "Train" }).count(), 2);
  assert.equal(asked("messages/en.js"), english);
});

test("the lab says which language it speaks, and which way that is written", async (t) => {
  const page = await open(t, {
    path: publish("/plain/rtl.html", `<body dir="rtl" lang="ar">${MODULE}<grad-walk></grad-walk></body>`),
  });
  const inner = parts(page).lab.locator(".lab");
  assert.deepEqual([await inner.getAttribute("lang"), await inner.getAttribute("dir")], ["en", "ltr"]);
});
