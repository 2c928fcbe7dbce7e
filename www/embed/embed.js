// One lab in somebody's frame: the address sets it, its events go out to the page around it, and that
// page's commands come in. Nothing that comes in is trusted to be what it ought to be. It runs before the
// element's own script, so that no event is missed.
import { obey } from "./commands.js";
import { setFrom } from "./address.js";

const EVENTS = ["gw-ready", "gw-change", "gw-step", "gw-phase", "gw-end", "gw-error", "gw-resize"];

/** Around the lab, in px, so that a ring of focus is seen. */
const MARGIN = 8;

const lab = document.getElementById("lab");
setFrom(lab, location.search);

// By script: a policy that allows no styles allows this.
document.documentElement.style.colorScheme = "light dark";
document.body.style.margin = `${MARGIN}px`;

const defined = customElements.whenDefined(lab.localName);
const height = () => Math.ceil(lab.getBoundingClientRect().height) + 2 * MARGIN;
const tell = (type, detail) => parent.postMessage({ source: "gradwalk", v: 1, type, detail }, "*");

if (parent !== window) {
  for (const type of EVENTS) {
    addEventListener(type, ({ detail }) => {
      if (type !== "gw-resize") return tell(type, detail);
      tell(type, { height: height() });
      window.requestResize?.(); // where the browser follows the height by itself
    });
  }
  addEventListener("message", async ({ source, data }) => {
    if (source !== parent || data?.source !== "gradwalk") return;
    await defined; // who is early waits
    for (const [type, detail] of obey(lab, data)) tell(type, detail);
    // Who asks for the state has perhaps come too late for the height.
    if (data.type === "state") tell("gw-resize", { height: height() });
  });
}
