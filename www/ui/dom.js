// Building blocks for the shadow tree. Nothing here parses markup: text that came from a
// person only ever becomes a text node or an attribute's value.

const SVG = "http://www.w3.org/2000/svg";

/** Asks the page's document, on which a form or an image may be called as a method is. */
export const asked = (method, ...given) => Document.prototype[method].apply(document, given);

/**
 * An element. `props` named on… are listeners (`onclick`), `true` sets an empty attribute,
 * `undefined` and `false` set none, anything else is an attribute's value.
 */
export function h(tag, props = {}, ...children) {
  const node = asked("createElement", tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

/** An element of a drawing. */
export function svg(tag, attributes, ...children) {
  const node = asked("createElementNS", SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** Icons: one step back, one on. */
export const BACK = "M12.5 4.5 7 10l5.5 5.5";
export const STEP = "M7.5 4.5 13 10l-5.5 5.5";

/** A 20 px line drawing in the colour of the text around it, hidden from screen readers. */
export const icon = (path) =>
  svg("svg", { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true" }, svg("path", { d: path }));

/** Sets a node's text only where it differs, so that a frame without news costs no layout. */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Sets an attribute only where it differs. */
export function mark(node, name, value) {
  if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

/** A number as ARIA takes it: without an exponent. */
const aria = new Intl.NumberFormat("en", { useGrouping: false, maximumFractionDigits: 20 });
export const plain = (number) => aria.format(Number(number));

/** What lies over a chart, to be touched: first its corners, which are seen where it is seen. */
export const stage = () => h("div", { class: "stage" }, ...[1, 2, 3, 4].map(() => h("i", { class: "corner" })));

/** Twice the area of a triangle, as it turns; of two corners, with the place asked for. */
const area = ([a, b], [c, d], [e, f] = [0, 0]) => (a - e) * (d - f) - (b - f) * (c - e);

/** How far the place asked for is on the way from `start` to `right`, as the lines of a projection go. */
function along(start, right, far, down) {
  const near = (area(start, down) / area(start, down, right)) * area(down, far, right);
  const rest = (area(right, far) / area(right, far, start)) * area(down, far, start);
  return near / (near + rest);
}

/** Where an event is, in a stage's own pixels from its left and top, however that is seen: larger, turned, mirrored, in perspective. */
export function within({ clientX, clientY }, stage) {
  const [start, right, far, down] = [...stage.children].slice(0, 4).map((corner) => {
    const { x, y } = corner.getBoundingClientRect();
    return [x - clientX, y - clientY];
  });
  return [along(start, right, far, down) * stage.offsetWidth, along(start, down, far, right) * stage.offsetHeight];
}

/** Settings as the core tells them, `[name, text, …]`, each with its text. */
export const entries = (texts) => texts.flatMap((name, index) => (index % 2 ? [] : [[name, texts[index + 1]]]));
