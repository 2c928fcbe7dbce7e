// The drawer of data: what is pasted or opened is shown as it is understood before it is taken, and one undo takes all of
// it back; the table is edited as tables are; of many rows only those on the screen exist.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { bare, frames, open, parts, unless } from "./harness.mjs";

const TABLE = new URL("../tables/federversuch.csv", import.meta.url);

async function drawer(t, tag = '<grad-walk views="all data" model="w*x + b"></grad-walk>') {
  const page = await open(t, { path: bare(tag) });
  page.setDefaultTimeout(5000);
  const lab = parts(page);
  await lab.lab.locator(".tab").filter({ hasText: "Data" }).click();
  await lab.lab.locator(".grid input").first().waitFor();
  const note = () => lab.lab.locator(".data [role=status]").first().innerText();
  const cell = (row, column) => lab.lab.locator(`.body .record[data-row="${row}"] input`).nth(column);
  const type = async (text) => {
    // As a browser pastes them; what fills a field in Firefox makes two lines of each other end.
    await lab.lab.locator("#data-text").fill(text.replaceAll("\r\n", "\n"));
    await page.waitForTimeout(600);
  };
  return { page, lab, note, cell, type, take: () => lab.lab.locator(".data .take").click() };
}

/** Pastes a text into a node. Chromium takes it as `clipboardData`, Firefox as `data`. */
function pasted(node, data) {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", data);
  node.dispatchEvent(new ClipboardEvent("paste", { clipboardData, data, dataType: "text/plain", bubbles: true, cancelable: true }));
}

test("a paste is shown as it is understood, taken when asked, and one undo takes all of it back", async (t) => {
  const { page, lab, note, cell, type, take } = await drawer(t);
  await type(await readFile(TABLE, "utf8"));
  assert.equal(await note(), "8 rows are points. Left out, with a cell that is no number: line 7.");
  assert.equal((await lab.get("state")).data, "", "not before it is taken");
  assert.equal(await cell(6, 2).getAttribute("aria-invalid"), "true");
  const roles = lab.lab.locator(".head select");
  await roles.nth(1).selectOption("");
  await page.waitForTimeout(100);
  // A cell that is mended takes its row in.
  await cell(6, 2).fill("4,4");
  await cell(6, 2).press("Enter");
  await page.waitForTimeout(100);
  assert.equal(await note(), "9 rows are points.");
  await take();
  await frames(page);
  const { data, model, x } = await lab.get("state");
  assert.match(data, /^Masse \[kg\],Länge \[cm\];0,2\.6;0\.1,2\.2;.*0\.4,4\.4;0\.4,5\.1;/);
  assert.deepEqual([model, x], ["w*x + b", []]);
  await lab.lab.locator(".data").getByRole("button", { name: "Undo" }).click();
  const before = await lab.get("state");
  assert.deepEqual([before.data, before.x], ["", [1, 2, 3, 4]]);
});

test("what may be two numbers is asked for", async (t) => {
  const { page, lab, note, type } = await drawer(t);
  await type("0,1\t2\n0.2\t3\n0,3\t4");
  const asks = lab.lab.locator(".data .asks");
  assert.match(await asks.innerText(), /^Line 2 has 0\.2, line 1 has 0,1\. What parts decimals\?/);
  assert.ok(await lab.lab.locator(".data .take").isDisabled());
  await asks.getByRole("button", { name: "The comma" }).click();
  await page.waitForTimeout(100);
  assert.ok(await asks.isHidden());
  assert.equal(await note(), "2 rows are points. Left out, with a cell that is no number: line 2.");
});

test("a table of the lab's own rows is edited as tables are", async (t) => {
  const { page, lab, cell } = await drawer(t);
  assert.equal(await lab.lab.locator('.grid input[tabindex="0"]').count(), 1, "a tab goes on to what comes after the table");
  await cell(0, 1).focus();
  await page.keyboard.press("ArrowDown");
  assert.ok(await cell(1, 1).evaluate((node) => node.matches(":focus")));
  await page.keyboard.type("-");
  await frames(page);
  assert.deepEqual((await lab.get("state")).y, [2, 4, 6, 8], "half a number is left alone");
  await page.keyboard.type("5");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(200);
  assert.deepEqual((await lab.get("state")).y, [2, -5, 6, 8]);
  await cell(3, 0).focus();
  await page.keyboard.press("Enter");
  await page.waitForTimeout(200);
  assert.ok(await cell(4, 0).evaluate((node) => node.matches(":focus")), "Enter adds a row below the last");
  await page.keyboard.type("5");
  await page.keyboard.press("Tab");
  await cell(4, 1).fill("10");
  await cell(4, 1).press("Enter");
  await page.waitForTimeout(200);
  assert.deepEqual((await lab.get("state")).x, [1, 2, 3, 4, 5]);
});

test("a row with a cell that is no number stays where it was, and the points are without it", async (t) => {
  const { page, lab, note, cell } = await drawer(t);
  await cell(1, 1).fill("abc");
  await cell(1, 1).press("Enter");
  await page.waitForTimeout(200);
  assert.deepEqual((await lab.get("state")).y, [2, 6, 8]);
  assert.equal(await note(), "3 rows are points. Left out, with a cell that is no number: line 2.");
  assert.deepEqual([await cell(1, 0).inputValue(), await cell(1, 1).inputValue()], ["2", "abc"]);
  await cell(1, 1).fill("5");
  await cell(1, 1).press("Enter");
  await page.waitForTimeout(200);
  assert.deepEqual((await lab.get("state")).y, [2, 5, 6, 8]);
  // The points of another hand are shown.
  await lab.set({ y: "1,2,3,5" });
  await page.waitForTimeout(200);
  await lab.lab.evaluate((e) => (e.state = { ...e.state, x: [7, 8], y: [9, 9] }));
  await page.waitForTimeout(200);
  assert.equal(await cell(0, 0).inputValue(), "7");
});

test("Undo takes back a table that is not taken yet, and only that", async (t) => {
  const { page, lab, cell, type } = await drawer(t);
  await cell(0, 1).fill("3");
  await cell(0, 1).press("Enter");
  await page.waitForTimeout(200);
  await type("5\t6\n7\t8");
  const undo = lab.lab.locator(".data").getByRole("button", { name: "Undo" });
  await undo.click();
  await page.waitForTimeout(200);
  assert.equal(await cell(0, 1).inputValue(), "3", "the lab's own rows are there again");
  assert.ok(await lab.lab.locator(".data .take").isHidden());
  assert.deepEqual((await lab.get("state")).y, [3, 4, 6, 8], "and as they were");
  await undo.click();
  assert.deepEqual((await lab.get("state")).y, [2, 4, 6, 8]);
});

test("rows of the lab that are read another way are taken anew", async (t) => {
  const { page, lab } = await drawer(t);
  await lab.lab.locator(".head select").first().selectOption("y");
  await page.waitForTimeout(200);
  assert.deepEqual((await lab.get("state")).x, [1, 2, 3, 4]);
  await lab.lab.locator(".data .take").click();
  await frames(page);
  const { x, y } = await lab.get("state");
  assert.deepEqual([x, y], [[2, 4, 6, 8], [1, 2, 3, 4]]);
});

test("what goes away leaves the focus to what is there", async (t) => {
  const { page, lab, cell, type } = await drawer(t);
  const focused = () =>
    lab.lab.evaluate((e) => {
      const node = e.shadowRoot.activeElement;
      return node && (node.getAttribute("aria-label") ?? node.labels?.[0]?.textContent ?? node.textContent);
    });
  const press = async (key) => {
    await page.keyboard.press(key);
    await page.waitForTimeout(200);
  };
  await type("t\tv\n1\t2\n2\t3");
  await lab.lab.locator(".data .take").focus();
  await press("Enter");
  assert.equal(await focused(), "Undo", "taken, it may be taken back");
  await lab.lab.locator(".head select").nth(1).focus();
  await press("ArrowDown");
  assert.equal(await focused(), "Role of column v");
  await cell(1, 1).focus();
  await cell(1, 1).evaluate(pasted, "0,1\t2\n0.2\t3");
  await page.waitForTimeout(200);
  assert.match(await focused(), /^\d, \d$/, "a cell of the new table");
  await lab.lab.locator(".asks button").first().focus();
  await press("Enter");
  assert.equal(await focused(), "Decimal mark");
});

test("an example set brings what suits it, and comes to a tag that names it", async (t) => {
  const { page, lab } = await drawer(t);
  await lab.lab.locator(".examples").scrollIntoViewIfNeeded();
  await lab.lab.locator(".examples button").filter({ hasText: "Circles" }).click();
  await frames(page);
  // Two kinds of points are told apart, as on the fit.
  for (const picture of ['.examples button:has-text("Circles")', ".panes"]) {
    const [dots, rings] = await Promise.all(["circle", ".ring"].map((mark) => lab.lab.locator(`${picture} ${mark}`).count()));
    assert.ok(rings > dots / 3 && rings < dots, `${rings} of ${dots}`);
  }
  assert.equal(await lab.lab.locator('.examples button:has-text("Galton") .ring').count(), 0);
  const { data, model, lr } = await lab.get("state");
  assert.deepEqual([data, model, lr], ["circles", "a*(x1**2 + x2**2) + b", 0.3]);
  await lab.lab.locator(".data").getByRole("button", { name: "Undo" }).click();
  assert.deepEqual(await lab.lab.evaluate((e) => [e.state.data, e.state.model, e.state.lr]), ["", "w*x + b", 0.01]);
});

test("a tag of an example set begins with its rows", async (t) => {
  const page = await open(t, { path: bare('<grad-walk data="cars" lr="0.003"></grad-walk>') });
  const lab = parts(page);
  assert.match(await lab.lab.evaluate((e) => e.shadowRoot.querySelector(".status").textContent), /^50 points/);
  assert.equal((await lab.get("state")).data, "cars");
});

test("five megabytes are read in turns, and of their rows those on the screen exist", async (t) => {
  const { page, lab, note } = await drawer(t);
  await page.evaluate(async () => {
    const rows = Array.from({ length: 130_000 }, (_, k) => `${k / 8},${(k * 7919) % 1000},${k % 97}.25,note ${k}`);
    const files = new DataTransfer();
    files.items.add(new File([`a,b,c,d\n${rows.join("\n")}`.slice(0, 4_900_000)], "big.csv"));
    // Each turn of the reader lets the page draw.
    window.drawn = 0;
    const draw = () => {
      window.drawn++;
      requestAnimationFrame(draw);
    };
    draw();
    const panel = document.querySelector("grad-walk").shadowRoot.querySelector(".panel.data");
    panel.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
  });
  await page.waitForFunction(() => /100,000 rows/.test(document.querySelector("grad-walk").shadowRoot.querySelector(".data [role=status]").textContent), undefined, { timeout: 60_000 });
  assert.match(await note(), /^100,000 rows are points\. Left out, beyond 100,000: [\d,]+/);
  assert.ok((await page.evaluate(() => window.drawn)) > 10, "the page goes on while it reads");
  await lab.lab.locator(".data .take").click({ timeout: 20_000 });
  await page.waitForFunction(() => document.querySelector("grad-walk").shadowRoot.querySelector(".status").textContent.startsWith("100,000 points"), undefined, { timeout: 20_000 });
  const count = await lab.lab.locator(".body .record").count();
  assert.ok(count < 60, `${count} rows exist`);
  await lab.lab.locator(".data .grid").evaluate((node) => (node.scrollTop = 2_000_000));
  await frames(page);
  assert.match(await lab.lab.locator(".body .record .line-number").nth(10).innerText(), /^6\d{4}$/);
});

test("a row and its point light each other up", async (t) => {
  const { page, lab, cell } = await drawer(t);
  await cell(2, 0).focus();
  await frames(page);
  assert.equal(await lab.lab.locator(".data circle.lit").getAttribute("data-point"), "2");
  assert.equal(await lab.lab.locator(".fit .handle.lit").count(), 1);
  await lab.lab.locator('.data .panes circle[data-point="1"]').hover();
  assert.equal(await lab.lab.locator(".body .record.lit").getAttribute("data-row"), "1");
});

test("rows beyond two kilobytes are left out of a link, with their model, and that is said; a file has them", { skip: unless("downloads") }, async (t) => {
  const { page, lab, type, take } = await drawer(t);
  await type(`a,b,c\n${Array.from({ length: 300 }, (_, k) => `${k},${k % 7},${k % 5}`).join("\n")}`);
  await take();
  await frames(page);
  assert.equal((await lab.get("state")).model, "w1*x1 + w2*x2 + b_");
  const url = await lab.lab.evaluate((e) => e.toURL());
  assert.doesNotMatch(url, /data=|model=/);
  await lab.lab.locator(".tab").filter({ hasText: "Share" }).click();
  const share = lab.lab.locator(".panel.share");
  await share.getByText("These 300 points are too long for an address: it leaves them out, and their model.").waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), share.getByRole("button", { name: "Data (.csv)" }).click()]);
  assert.match(await readFile(await download.path(), "utf8"), /^a,b,c\n0,0,0\n1,1,1\n/);
});

test("rows that are pasted into a cell are a table", async (t) => {
  const { page, lab, note, cell } = await drawer(t);
  await cell(1, 0).focus();
  await cell(1, 0).evaluate(pasted, "5\t6\n7\t8");
  await page.waitForTimeout(100);
  assert.equal(await note(), "2 rows are points.");
  assert.deepEqual((await lab.get("state")).x, [1, 2, 3, 4]);
});

test("rows that do not come are told of, and the points stay", async (t) => {
  const prepare = (page) => page.route("**/drawers.js*", (route) => route.abort());
  const page = await open(t, { path: bare('<grad-walk data="cars"></grad-walk>'), errors: true, prepare });
  const lab = parts(page);
  const said = await page.evaluate(() => window.heard.filter(({ type }) => type === "gw-error").map(({ detail }) => detail.message));
  assert.deepEqual(said, ["The rows of “cars” are not here; until they are, the points stay as they were."]);
  assert.deepEqual((await lab.get("state")).x, [1, 2, 3, 4]);
});
