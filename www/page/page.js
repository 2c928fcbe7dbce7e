// No module, so that it runs where modules do not: on a page opened from a disk.

// What the query asks of the lab is a link, which sets settings and nothing else.
const { search, hash } = location;
if (search && !hash.includes("gw")) history.replaceState(null, "", `${hash || "#"}${hash && "?"}gw:lab${search}`);

// What a reader does is kept in the address: whoever reloads the page, or sends it, has it again. It
// takes the place of what was there: Back leads to the page before.
let settled;
for (const type of ["gw-change", "gw-step", "gw-phase"]) {
  addEventListener(type, ({ target }) => {
    clearTimeout(settled);
    settled = setTimeout(() => history.replaceState(null, "", target.toURL()), 300);
  });
}

// In which chapters somebody has been is kept on this machine alone; where it cannot be, nothing else depends on it.
try {
  for (const link of document.querySelectorAll(".chapters a")) {
    const chapter = `gradwalk:${link.getAttribute("href")}`;
    if (link.ariaCurrent) localStorage.setItem(chapter, "been");
    if (localStorage.getItem(chapter)) link.dataset.been = "";
  }
} catch {}

// Where the element's script did not load, the page shows what it shows without any script.
addEventListener("load", () => {
  if (customElements.get("grad-walk")) return;
  document.documentElement.classList.add("without");
  for (const hidden of document.querySelectorAll("grad-walk noscript")) {
    hidden.insertAdjacentHTML("afterend", hidden.textContent);
  }
});
