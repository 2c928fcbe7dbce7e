// The graph of a batch: what the core tells, mark by mark, as shapes and texts, and over each node a
// button. One of them can be reached by Tab; from there the arrow keys lead to the others.
import { h, mark, svg, write } from "../../ui/dom.js";
import { real } from "../../ui/says.js";

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Where there is less room than this, in px, rows are folded: the lesson's graph would be smaller than it may be. */
const NARROW = 806;

/** It is drawn smaller to be seen whole, but never smaller than this. */
const SMALLEST = 0.8;

/** The room that a label has at a wire: on a narrow screen, and else. */
const [FOLDED, BESIDE] = [34, 62];

/** Tells how wide a text is in strong letters of the font of `node`, in px. */
function ruler(node) {
  const context = document.createElement("canvas").getContext("2d");
  const { fontFamily, fontSize } = getComputedStyle(node);
  context.font = `600 ${fontSize} ${fontFamily}`;
  return (text) => context.measureText(text).width;
}

/** A wider name of a parameter has no room beside its number. */
const NAME = 24;

/** A point of more characters has no room before its row, which has its number, too. */
const POINT = 7;

/** An arrow's head with its tip at a place, on a line that comes from the left (1) or the right (−1). */
const headAt = (x, y, from) => `M${x} ${y}l${-7 * from}-4v8Z`;

export class Graph {
  #words;
  #go;
  #drawing = svg("svg", { "aria-hidden": "true" });
  #nodes = h("div", { class: "nodes" });
  #area = h("div", { class: "area" }, this.#drawing, this.#nodes);
  #buttons = []; // each with where it stands, and where it leads
  #at = 0; // the one that Tab reaches
  #shown = []; // the marks that stand there, each with where its shapes begin and where they end
  #room; // what was the room for them
  #shapes = 0; // how many have been drawn
  #targets = 0;
  #seen; // what was brought into sight last
  #width = Infinity; // of the room for it
  #wide = 0; // how wide it is
  #scale = 1;
  #measure; // how wide a text is

  /** `go` is where a press on a node leads; `redraw` asks for a frame. */
  constructor(words, go, redraw) {
    this.#words = words;
    this.#go = go;
    this.root = h("div", { class: "graph", role: "group", "aria-label": words.graph }, this.#area);
    this.#nodes.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => {
      this.#width = this.root.clientWidth; // what is observed is larger in Firefox where the lab is drawn larger
      redraw();
    }).observe(this.root);
  }

  /** Whether there is too little room for the graph as it is: then rows are folded. */
  get narrow() {
    // Asked for once, before anything is drawn: drawn for more room than there is, it would move what stands below.
    if (this.#width === Infinity) this.#width = this.root.clientWidth || Infinity;
    return this.#width < NARROW;
  }

  /** Shows these marks, each a list of texts. */
  render(marks) {
    this.#shapes = this.#targets = 0;
    this.#measure ??= ruler(this.#drawing);
    if (this.#room !== this.#width) this.#shown = [];
    this.#room = this.#width;
    this.#shown = marks.map((mark, index) => this.#mark(mark.join("\t"), mark, this.#shown[index]));
    const { children } = this.#drawing;
    while (children.length > this.#shapes) this.#drawing.lastChild.remove();
    while (this.#buttons.length > this.#targets) this.#buttons.pop().button.remove();
    this.#reach(Math.min(this.#at, this.#targets - 1));
    this.#follow();
  }

  /** Draws a mark, unless it is there already, at the same place among its like. */
  #mark(text, [kind, ...rest], shown) {
    const from = [this.#shapes, this.#targets];
    if (shown?.text === text && String(shown.from) === String(from)) [this.#shapes, this.#targets] = shown.to;
    else this[`_${kind}`]?.(...rest);
    return { text, from, to: [this.#shapes, this.#targets] };
  }

  /** Where there is no room for it all, what was visited last stays in sight. */
  #follow() {
    // As far as is known: asking the page would lay it out anew.
    if (this.#wide <= this.#width) return;
    const lit = this.#drawing.querySelector("rect.to");
    const at = lit && this.#scale * (lit.x.baseVal.value + lit.width.baseVal.value / 2) - this.#width / 2;
    if (lit && at !== this.#seen) this.root.scrollLeft = this.#seen = at;
  }

  _size(width, height) {
    this.#scale = Math.min(1, Math.max(SMALLEST, this.#width / width));
    this.#wide = Math.floor(this.#scale * width);
    this.#area.style.zoom = this.#scale;
    mark(this.#drawing, "viewBox", `0 0 ${width} ${height}`);
    this.#area.style.inlineSize = `${width}px`;
    this.#area.style.blockSize = `${height}px`;
  }

  _row(...place) {
    this.#rect("row", ...place);
  }

  _word(css, x, y, code, ...given) {
    this.#text(css, x, y, this.#words.marks[code](...given.map(real)));
  }

  /** A label that a number came by, or came to, stands on a pill; it is centred at its place, or `ends` there. */
  _label(css, state, x, y, text, ends = false) {
    if (css.startsWith("point") && text.length > POINT) return;
    const room = this.narrow ? FOLDED : BESIDE;
    if (state) {
      const width = Math.min(this.#measure(text), room) + 14;
      this.#rect(`pill ${css} ${state}`, x - (ends ? width - 7 : width / 2), y - 11, width, 22);
    }
    this.#text(`${css} ${state}`, x, y, real(text), room);
  }

  /** A wire, bent where it leaves its height, and its head: of a slope that came back at its beginning. */
  _wire(kind, now, ...way) {
    const points = [];
    for (let i = 0; i < way.length; i += 2) points.push([Number(way[i]), Number(way[i + 1])]);
    const [[x, y], [next]] = points;
    const [[before], [to, at]] = points.slice(-2);
    let path = `M${x} ${y}`;
    for (let i = 1; i + 1 < points.length; i += 2) {
      const [[from, above], [end, below]] = points.slice(i);
      const middle = (from + end) / 2;
      path += `H${from}C${middle} ${above} ${middle} ${below} ${end} ${below}`;
    }
    this.#path(`wire ${kind} ${now}`, `${path}H${to}`);
    const side = (way) => Math.sign(way) || 1;
    const head = kind === "back" ? headAt(x, y, side(x - next)) : headAt(to, at, side(to - before));
    this.#path(`head ${kind} ${now}`, kind === "idle" ? "" : head);
  }

  /** A node in two halves, and a button over it. */
  _node(role, ...rest) {
    const [x, y, width, height] = rest.map(Number);
    const [hue, above, below, row, value, slope, sign, forward, backward, ...bars] = rest.slice(4);
    const half = height / 2;
    const middle = x + width / 2;
    if (bars.length) for (const by of [6, 3]) this.#rect("box idle", x + by, y - by, width, height);
    this.#rect(value ? "box" : "box idle", x, y, width, height);
    this.#path("across", `M${x} ${y + half}h${width}`);
    for (const [index, state, hue_of, text] of [
      [0, above, hue, value],
      [1, below, "back", slope],
    ]) {
      const top = y + half * index;
      if (state) this.#rect(`half ${state} ${hue_of}`, x, top, width, half);
      if (bars.length) this.#bars(hue_of, bars[index], x, top + half, width, half);
      else this.#text(`middle ${hue_of} ${state === "to" ? "filled" : ""}`, middle, top + half / 2, real(text), width - 6);
    }
    if (bars.length) return;
    this.#button({ x, y, width, height, forward, backward }, this.#words.node(role, row, real(value), real(slope), sign));
  }

  /** A bar for each of several rows, or for the highest of some, in percent of the half. */
  #bars(hue, heights, x, bottom, width, half) {
    const bars = heights.split(" ").filter(Boolean);
    const pitch = (width - 8) / bars.length;
    const bar = (high, index) => `M${x + 4 + pitch * (index + 0.5)} ${bottom - 3}v${(-high / 100) * (half - 6)}`;
    this.#path(`bars ${hue}`, bars.map(bar).join(""));
  }

  /** A parameter: its name and value, below it its vessel, and beside it its update. */
  _leaf(name, grad, ...rest) {
    const [x, y, width, height, vessel] = rest.map(Number);
    const [state, value, before, rate] = rest.slice(5);
    const middle = y + height / 2;
    this.#rect("box", x, y, width, height);
    if (state) this.#rect(`half ${state} w`, x, y, width, height);
    const css = `middle w ${height > 40 ? "big" : "strong"} ${state === "to" ? "filled" : ""}`;
    // A long name stands above the box.
    const long = this.#measure(name) > NAME;
    this.#text(css, x + width / 2 + (long ? 0 : 8), middle, real(value), width - (long ? 12 : 44), height > 40 ? 2 : 1);
    if (long) this.#text("start muted", x, y - 9, name);
    else this.#text(state === "to" ? "start filled" : "start muted", x + 12, middle, name);
    this.#rect("vessel", x, y + height, width, vessel);
    this.#text("start back strong", x + 8, y + height + 14, grad);
    if (!before) return;
    const low = y + height + vessel - 24;
    this.#path("update", `M${x} ${low}h-20V${middle}h12`);
    this.#path("head update", `M${x} ${middle}l-8-4v8Z`);
    if (rate) this._label("update end", state === "to" ? "by" : "", x - 26, (middle + low) / 2, `× −${rate}`, true);
    this.#text("muted end", x - 26, middle, real(this.#words.marks.before(real(before))));
  }

  /** What lies in a vessel, with its number in it or, where there is no room, beside it. */
  _block(css, ...rest) {
    const [x, y, width, height, , beside] = rest.map(Number);
    const [, , , , number] = rest;
    this.#rect(css, x, y, width, height);
    if (beside) this.#text("start back muted", x + width + 8, beside, real(number));
    else if (number) this.#text("middle back", x + width / 2, y + height / 2, real(number));
  }

  _level(code, x, y, sum) {
    this.#text("middle back strong", x, y, sum && this.#words.marks[code](real(sum)));
  }

  /** The shape that comes next, made anew only if another kind stood there. */
  #shape(tag, css) {
    const old = this.#drawing.children[this.#shapes++];
    let shape = old;
    if (old?.localName !== tag) {
      shape = svg(tag, {});
      if (old) old.replaceWith(shape);
      else this.#drawing.append(shape);
    }
    mark(shape, "class", css);
    return shape;
  }

  #path(css, d) {
    mark(this.#shape("path", css), "d", d);
  }

  #rect(css, x, y, width, height) {
    const shape = this.#shape("rect", css);
    for (const [name, value] of Object.entries({ x, y, width, height })) mark(shape, name, value);
  }

  /** A text; one that is too long for its `room` is drawn in narrower letters, each `large` times as wide. */
  #text(css, x, y, text, room = Infinity, large = 1) {
    const shape = this.#shape("text", css);
    mark(shape, "x", x);
    mark(shape, "y", y);
    const narrower = large * this.#measure(text) > room ? { textLength: room, lengthAdjust: "spacingAndGlyphs" } : {};
    for (const name of ["textLength", "lengthAdjust"]) {
      if (narrower[name]) mark(shape, name, narrower[name]);
      else shape.removeAttribute(name);
    }
    write(shape, text);
  }

  #button(place, label) {
    const index = this.#targets++;
    let node = this.#buttons[index];
    if (!node) {
      node = { button: h("button", { type: "button", onclick: () => this.#press(index) }) };
      this.#buttons.push(node);
      this.#nodes.append(node.button);
    }
    Object.assign(node, place);
    const { style } = node.button;
    style.transform = `translate(${place.x}px, ${place.y - 7}px)`;
    style.inlineSize = `${place.width}px`;
    style.blockSize = `${place.height + 14}px`;
    mark(node.button, "aria-label", label);
  }

  /** Tab reaches this one. */
  #reach(index) {
    this.#at = Math.max(index, 0);
    this.#buttons.forEach(({ button }, index) => mark(button, "tabindex", index === this.#at ? 0 : -1));
  }

  /** To where its value comes to be, and from there to where its slope does. */
  #press(index) {
    const { forward, backward, last } = this.#buttons[index];
    this.#reach(index);
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
    this.#reach(best);
    this.#buttons[best].button.focus();
  }
}
