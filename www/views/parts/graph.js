// The graph of a batch: what the core tells, mark by mark, as shapes and texts, and over each node a
// button. One of them can be reached by Tab; from there the arrow keys lead to the others.
import { h, mark, svg, write } from "../../ui/dom.js";

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const real = (text) => text.replaceAll("-", "−");

export class Graph {
  #words;
  #go;
  #drawing = svg("svg", { "aria-hidden": "true" });
  #nodes = h("div", { class: "nodes" });
  #area = h("div", { class: "area" }, this.#drawing, this.#nodes);
  #buttons = []; // each with where it stands, and where it leads
  #at = 0; // the one that Tab reaches

  /** `go` is where a press on a node leads. */
  constructor(words, go) {
    this.#words = words;
    this.#go = go;
    this.root = h("div", { class: "graph", role: "group", "aria-label": words.graph }, this.#area);
    this.#nodes.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Shows these marks, each a list of texts. */
  render(marks) {
    let shapes = 0;
    let nodes = 0;
    for (const [kind, css, ...rest] of marks) {
      if (kind === "size") this.#size(rest);
      else if (kind === "path") mark(this.#shape(shapes++, "path", css), "d", rest[0]);
      else if (kind === "rect") this.#rect(this.#shape(shapes++, "rect", css), rest);
      else if (kind === "text") this.#text(this.#shape(shapes++, "text", css), rest, real(rest[2]));
      else if (kind === "word") {
        const [x, y, code, ...given] = rest;
        this.#text(this.#shape(shapes++, "text", css), [x, y], this.#words.marks[code](...given.map(real)));
      } else if (kind === "node") this.#node(nodes++, css, rest);
    }
    const { children } = this.#drawing;
    while (children.length > shapes) this.#drawing.lastChild.remove();
    while (this.#buttons.length > nodes) this.#buttons.pop().button.remove();
    this.#at = Math.min(this.#at, nodes - 1);
    this.#buttons.forEach(({ button }, index) => mark(button, "tabindex", index === this.#at ? 0 : -1));
  }

  #size([width, height]) {
    mark(this.#drawing, "viewBox", `0 0 ${width} ${height}`);
    this.#area.style.inlineSize = `${width}px`;
    this.#area.style.blockSize = `${height}px`;
  }

  /** The shape in this place, made anew only if another kind stood there. */
  #shape(index, tag, css) {
    let shape = this.#drawing.children[index];
    if (shape?.localName !== tag) {
      const fresh = svg(tag, {});
      if (shape) shape.replaceWith(fresh);
      else this.#drawing.append(fresh);
      shape = fresh;
    }
    mark(shape, "class", css);
    return shape;
  }

  #rect(shape, [x, y, width, height]) {
    mark(shape, "x", x);
    mark(shape, "y", y);
    mark(shape, "width", width);
    mark(shape, "height", height);
  }

  #text(shape, [x, y], text) {
    mark(shape, "x", x);
    mark(shape, "y", y);
    write(shape, text);
  }

  #node(index, role, [x, y, width, height, forward, backward, row, value, slope, sign]) {
    let node = this.#buttons[index];
    if (!node) {
      const button = h("button", { type: "button", onclick: () => this.#press(index) });
      node = { button };
      this.#buttons.push(node);
      this.#nodes.append(button);
    }
    Object.assign(node, { x: Number(x), y: Number(y), forward, backward });
    const { button } = node;
    button.style.transform = `translate(${x}px, ${y}px)`;
    button.style.inlineSize = `${width}px`;
    button.style.blockSize = `${height}px`;
    mark(button, "aria-label", this.#words.node(role, row, real(value), real(slope), sign));
  }

  /** To where its value comes to be, and from there to where its slope does. */
  #press(index) {
    const { forward, backward, last } = this.#buttons[index];
    this.#at = index;
    const to = last === forward && backward ? backward : forward;
    for (const node of this.#buttons) node.last = undefined;
    this.#buttons[index].last = to;
    this.#go(to);
  }

  /** The nearest node in the direction of an arrow. */
  #key(event) {
    const way = WAYS[event.key];
    if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const here = this.#buttons[this.#at];
    let [best, least] = [this.#at, Infinity];
    this.#buttons.forEach((node, index) => {
      const [right, down] = [node.x - here.x, node.y - here.y];
      const along = right * way[0] + down * way[1];
      const aside = Math.abs(right * way[1]) + Math.abs(down * way[0]);
      const distance = along + 4 * aside;
      if (along > 4 && distance < least) [best, least] = [index, distance];
    });
    this.#at = best;
    this.#buttons.forEach(({ button }, index) => mark(button, "tabindex", index === best ? 0 : -1));
    this.#buttons[best].button.focus();
  }
}
