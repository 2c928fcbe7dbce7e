// Links that set a lab and leave the page where it is: `#gw?lr=0.14` the nearest, `#gw:ID?lr=0.14` the one of that
// id, `#gw:2?lr=0.14` the second, `#gw::2?lr=0.14` the second whatever the ids are; or `data-gw="ID?lr=0.14"` on
// anything that can be pressed. The same in the page's own address sets it when the page is opened, behind the route
// where a site has its routes there: `#/two?gw?lr=0.14`.
import { modified } from "../ui/keys.js";
import { FIGURE } from "../ui/registry.js";

/** The labs that are on the page, in whatever shadow. */
export const labs = new Set();

/** A node and the hosts of the trees that it stands in, the outermost first. */
const way = (node) => (node ? [...way(node.getRootNode().host), node] : []);

/** The same in the order of the document. */
export const inOrder = () =>
  [...labs].sort((a, b) => {
    const [ours, theirs] = [way(a), way(b)];
    const fork = ours.findIndex((node, index) => node !== theirs[index]);
    return ours[fork].compareDocumentPosition(theirs[fork]) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1;
  });

/** What may be pressed. Some sites open each address that they do not know in a tab of its own: a fragment alone is ours. */
const LINKS = "[data-gw], a[href^='#'], a[href*='#']:not([target=_blank])";

/** A route, with what parts us from it, and what is ours; some encode the question mark on the way. */
const FORM = /^#(|.*?[?&=])gw((?:[:?]|%3F).*)$/is;

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that begins no character
  }
}

/** What a fragment asks for: `{route, id, settings}`, the settings as texts by name; nothing if it is no such link. */
function asked(fragment) {
  // A full stop that a text has behind its links is not theirs.
  const [, route, ours] = FORM.exec(fragment.replace(/\.$/, "")) ?? [];
  if (ours === undefined) return undefined;
  const [, id, query = ""] = /^:?([^?]*)\??(.*)$/s.exec(ours.includes("?") ? ours : ours.replace(/%3F/i, "?"));
  return { route, id, settings: new Map(new URLSearchParams(query.includes("=") ? query : decoded(query))) };
}

const pageOf = (address) => `${address}`.split("#")[0];

/** The route that the page's address has. */
const routed = () => asked(location.hash)?.route ?? location.hash.slice(1);

/** What a link asks for; nothing if it leads to another page, or to another route of this one. */
function askedBy(link) {
  const { gw } = link.dataset;
  if (gw !== undefined) return asked(`#gw${/^[^?=]*\?/.test(gw) ? ":" : "?"}${gw}`);
  const inPage = link.getAttribute("href")[0] === "#" || pageOf(link.href) === pageOf(location);
  const said = inPage ? asked(link.hash) : undefined;
  return /^$|=$/.test(said?.route) || said?.route.slice(0, -1) === routed().replace(/[?&]$/, "") ? said : undefined;
}


/** How far a lab is from a link, edge from edge, in steps of 8 px: of two that it stands between the first is meant; one that is not laid out is nowhere. */
function far(lab, link) {
  const [a, b] = [lab, link].map((node) => node.getBoundingClientRect());
  const gap = (start, end) => Math.max(0, a[start] - b[end], b[start] - a[end]);
  return lab.getClientRects().length ? Math.round(Math.hypot(gap("left", "right"), gap("top", "bottom")) / 8) : 1e9;
}

/** The lab that is meant: that of the id or number, else the one nearest to a link, else the first. */
function meant(id, link) {
  const all = inOrder();
  if (!id) return link ? all.sort((a, b) => far(a, link) - far(b, link))[0] : all[0];
  return id[0] === ":" ? all[id.slice(1) - 1] : (all.find((lab) => lab.id === decoded(id)) ?? all[id - 1]);
}

/** Who is to do what: `{lab, settings}`; if there is no lab of that id, another that says so: `{lab, missing}`. */
function order({ id, settings }, link) {
  const lab = meant(id, link);
  return lab ? { lab, settings } : { lab: meant("", link), missing: decoded(id) };
}

/** So long may a lab that an address names come later than others, in ms. */
const PATIENCE = 2000;

/** What the page's address asks for. */
function addressed() {
  const said = asked(location.hash);
  return said && labs.size ? order(said) : undefined;
}

/** Calls `go(order)` for what the page's address asks this lab for, or any; that a lab is missing is said if none has come. */
export function obey(go, lab) {
  const said = addressed();
  if (!said || (lab && said.lab !== lab)) return;
  if (said.settings) go(said);
  else setTimeout(() => addressed()?.missing === said.missing && go(said), PATIENCE);
}

/** The address of the page with a lab's state, `query`, in it. */
export function address(lab, query) {
  const all = inOrder();
  const { id } = lab;
  // An id may be another's, too, or no text that could be sent.
  const own = id && !/\p{Cs}/u.test(id) && !all.some((other) => other !== lab && other.id === id);
  const name = own ? `:${encodeURIComponent(id)}` : all[1] ? `::${all.indexOf(lab) + 1}` : "";
  const route = routed();
  const join = /^$|[?&=]$/.test(route) ? "" : route.includes("?") ? "&" : "?";
  // A state does not say what is usual, and the tag may say otherwise.
  const views = lab.hasAttribute("views") && !query.includes("&views=") ? `&views=${FIGURE}` : "";
  return `${pageOf(location)}#${route}${join}gw${name}?${query}${views}`.replace(/\.$/, "%2E");
}

/** Calls `go(order)` for each link that is pressed, and each change of the address. */
export function follow(go) {
  addEventListener("hashchange", () => obey(go));
  // Before anybody else hears of it: routers take every link for their own, and what they make of it is another page.
  const press = (event) => {
    const link = event.composedPath().find((node) => node.matches?.(LINKS));
    const aside = modified(event) || event.shiftKey || event.button;
    const said = link && labs.size && !aside && askedBy(link);
    if (!said) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    go(order(said, link));
  };
  addEventListener("click", press, true);
}
