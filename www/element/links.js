// Links that set a lab and leave the page where it is: `#gw?lr=0.14` the nearest, `#gw:ID?lr=0.14` the
// one of that id, `#gw:2?lr=0.14` the second. The same in the page's own address sets it when the page is
// opened.
import { FIGURE } from "../ui/registry.js";

const FORM = /^#gw(?::([^?]*))?\?(.*)$/s;

/** What a fragment asks for: `{id, settings}`, the settings as texts by name; nothing if it is no such link. */
function asked(fragment) {
  const [, id, query] = FORM.exec(fragment) ?? [];
  if (query === undefined) return undefined;
  try {
    return { id: id && decodeURIComponent(id), settings: new Map(new URLSearchParams(query)) };
  } catch {
    return undefined; // a percent sign that begins no character
  }
}

/** Browsers keep so much of an address, and not all of them more. */
const LONGEST = 60_000;

/** A state as a query, as an address has room for it: without the points if these are too long. */
export const fitting = (query) => (query.length > LONGEST ? query.replace(/&[xy]=[^&]*/g, "") : query);

const all = () => [...document.querySelectorAll("grad-walk")];

/** The lab that is meant: that of the id or number, else the one nearest to a link, else the first. */
function meant(id, link) {
  const labs = all();
  if (id) return labs.find((lab) => lab.id === id) ?? labs[id - 1];
  const middle = (node) => {
    const { top, height } = node.getBoundingClientRect();
    return top + height / 2;
  };
  const far = (lab) => (link ? Math.abs(middle(lab) - middle(link)) : 0);
  return labs.sort((a, b) => far(a) - far(b))[0];
}

/** What the page's address asks this lab for, when the page is opened. */
export function addressed(lab) {
  const link = asked(location.hash);
  return link && meant(link.id) === lab ? link.settings : undefined;
}

/** The address of the page with a lab's state, `query`, in it. */
export function address(lab, query) {
  const number = all().indexOf(lab) + 1;
  const name = lab.id || (number > 1 ? number : "");
  // A state does not say what is usual, and the tag may say otherwise.
  const views = lab.hasAttribute("views") && !query.includes("&views=") ? `&views=${FIGURE}` : "";
  return `${location.href.split("#")[0]}#gw${name && `:${encodeURIComponent(name)}`}?${query}${views}`;
}

/** Calls `go(lab, settings)` for each link that is pressed, and each change of the address. */
export function follow(go) {
  addEventListener("hashchange", () => {
    const link = asked(location.hash);
    const lab = link && meant(link.id);
    if (lab) go(lab, link.settings);
  });
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const anchor = event.target.closest?.("a[href^='#gw']");
    const link = anchor && asked(anchor.hash);
    const lab = link && meant(link.id, anchor);
    if (!lab) return;
    event.preventDefault();
    go(lab, link.settings);
  });
}
