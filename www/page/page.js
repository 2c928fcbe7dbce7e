// No module, so that it runs where modules do not: on a page opened from a disk.

// The page's own address sets its lab: ?lr=0.05 is <grad-walk lr="0.05">.
const lab = document.getElementById("lab");

for (const [name, value] of new URLSearchParams(location.search)) {
  // A link may set the lab, never HTML: `onclick` and `style` are no settings. Nor is `1=2` a name.
  if (/^[a-z][a-z-]*$/.test(name) && !(name in HTMLElement.prototype)) lab.setAttribute(name, value);
}

// Where the element's script did not load, the page shows what it shows without any script.
addEventListener("load", () => {
  if (customElements.get("grad-walk")) return;
  document.documentElement.classList.add("without");
  for (const hidden of document.querySelectorAll("grad-walk noscript")) {
    hidden.insertAdjacentHTML("afterend", hidden.textContent);
  }
});
