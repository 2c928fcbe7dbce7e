// Building blocks for the shadow tree. Nothing here parses markup: text that came from a
// person only ever becomes a text node or an attribute's value.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element. `props` named on… are listeners (`onclick`), `true` sets an empty attribute,
 * `undefined` and `false` set none, anything else is an attribute's value.
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

/** An element of a drawing. */
export function svg(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
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

/**
 * Where an event is, in a node's own pixels from its left and top: these are not the window's where
 * the lab, or something around it, is drawn larger.
 */
export function within({ clientX, clientY }, node) {
  const { left, top, width } = node.getBoundingClientRect();
  const scale = width / node.offsetWidth || 1;
  return [(clientX - left) / scale, (clientY - top) / scale];
}
