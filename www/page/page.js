// The page's own address sets its lab: ?lr=0.05 is <grad-walk lr="0.05">.
const lab = document.getElementById("lab");

for (const [name, value] of new URLSearchParams(location.search)) {
  // A link may set the lab, never HTML: `onclick` and `style` are no settings. Nor is `1=2` a name.
  if (/^[a-z][a-z-]*$/.test(name) && !(name in HTMLElement.prototype)) lab.setAttribute(name, value);
}
