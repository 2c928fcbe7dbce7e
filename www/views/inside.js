// What the optimizer does in the step from the position shown, as a calculator's tape: each line of the update with its word, its
// line of PyTorch and its numbers as they are worked, for each parameter a column; and what is remembered after the last steps.
// Beside it a pinned run at the same step. It is one form for every optimizer: the lines are the core's.
import { h, mark, svg, write } from "../ui/dom.js";
import { real } from "../ui/says.js";

const letterOf = (index) => String.fromCharCode(65 + index);

/** What is of the same kind, and is drawn to one scale. Beside a `now` the velocity is one of quotients. */
const KINDS = [
  ["now", "left", "momentum_buffer"],
  ["grad", "prev", "left", "momentum_buffer", "ahead", "exp_avg", "exp_avg_hat", "root", "root_hat", "denom", "left_inf", "steep", "exp_inf", "grad_avg"],
  ["left_sq", "square_avg", "exp_avg_sq", "max_exp_avg_sq", "exp_avg_sq_hat", "spread", "sum"],
  ["left_delta", "acc_delta"],
];

/** The arrow of each part, as the landscape has it. */
const ARROWS = { left: "M1 6h7m3 0h7m3 0h4", decay: "M1 6h7m3 0h7m3 0h4", average: "M1 6h7m3 0h7m3 0h4", now: "M1 6h24", step: "M1 6h24" };
const arrow = (part) =>
  svg("svg", { viewBox: "0 0 34 12", class: `part ${part}`, "aria-hidden": "true" }, svg("path", { d: ARROWS[part] }), svg("path", { d: "M24 1.5 33 6l-9 4.5Z", class: "tip" }));

/** What the core tells: the step, the optimizer, and for each parameter its lines and what is remembered. */
function parse(text) {
  const [[step, optimizer], ...rest] = text.split("\n").map((line) => line.split("\t"));
  const params = [];
  for (const [what, ...parts] of rest) {
    if (what === "param") params.push({ name: parts[0], lines: [], kept: new Map() });
    const last = params.at(-1);
    if (what === "kept") last.kept.set(parts[0], parts.slice(1));
    if (what !== "line") continue;
    const [name, code, work, value, size, computed, part, way, far, ...numbers] = parts;
    const again = last.lines.filter((line) => line.name === name && line.code === code).length;
    const key = [name, code, again].join("\t");
    last.lines.push({ key, name, code, work, value, size: Number(size), computed, part, way, far: Number(far), numbers });
  }
  // The arrow of the whole step is that of its line, where it has one for itself.
  for (const { lines } of params) {
    const [whole, last] = [lines.findLast(({ name }) => name === "step"), lines.at(-1)];
    if (whole && !whole.part) [whole.part, last.part] = [last.part, ""];
  }
  return { step: Number(step), optimizer, params };
}

/** The line of that name, the last one where there are several. */
const find = ({ lines }, name) => lines.findLast((line) => line.name === name);
const partOf = ({ lines }, part) => lines.findLast((line) => line.part === part);

/** What there is in any of the lists, each before what comes after it. */
function merged(lists) {
  const all = [];
  for (const list of lists) {
    let at = 0;
    for (const key of list) {
      const there = all.indexOf(key);
      if (there < 0) all.splice(at++, 0, key);
      else at = there + 1;
    }
  }
  return all;
}

/** The numbers of a line as they are worked. Where PyTorch fuses the step with its sum, it is the step before that is added. */
function worked({ name, work, numbers }, before) {
  const fused = name === "param" && numbers.length === 3 && before?.name === "step";
  const text = fused ? `${numbers[0]} + ${before.value}` : work.replace(/\{(\d)\}/g, (_, index) => numbers[index]);
  return real(text).replaceAll(/(^|\+ |− )1 × /g, "$1").replaceAll("+ −", "− ").replaceAll("− −", "+ ");
}

/** One run's tape. */
class Account {
  root;
  #said;
  #title = h("h3", {});
  #body = h("table", { role: "table" });
  #laid;
  #cells; // for each parameter by the key of its line

  constructor(said, ...head) {
    this.#said = said;
    this.root = h("section", { class: "account" }, h("div", { class: "head" }, this.#title, ...head), this.#body);
  }

  render({ step, optimizer, params }, title) {
    write(this.#title, title(optimizer, step));
    const keys = merged(params.map(({ lines }) => lines.map(({ key }) => key)));
    const parts = params.map(({ lines }) => lines.map(({ part }) => part).join());
    const kept = [...params[0].kept.keys()].filter((name) => keys.some((key) => key.startsWith(`${name}\t`)));
    const laid = JSON.stringify([keys, parts, kept, params.map(({ name }) => name)]);
    if (laid !== this.#laid) this.#lay(params, keys, kept);
    this.#laid = laid;
    params.forEach((param, index) => this.#show(param, this.#cells[index], kept));
  }

  #lay(params, keys, kept) {
    const { words, next, over } = this.#said;
    this.#cells = params.map(() => new Map());
    const names = params.map(({ name }) => name);
    const row = (head, code, cell, kind) =>
      h(
        "tr",
        { role: "row", class: kind },
        h("th", { role: "rowheader", scope: "row" }, ...head),
        h("td", { role: "cell", class: "code" }, code ? h("code", {}, code) : ""),
        ...names.map((name, index) => h("td", { role: "cell", class: "tape" }, names.length > 1 ? h("span", { class: "of" }, name) : "", ...cell(index))),
      );
    const lines = keys.map((key) => {
      const [name, code] = key.split("\t");
      const { part } = params.flatMap(({ lines }) => lines).find((line) => line.key === key);
      const word = name === "param" ? next : words[code] ?? words[name] ?? name;
      const cells = (index) => {
        const nodes = { work: h("span", { class: "work" }), value: h("b", {}), bar: h("i", {}) };
        nodes.track = h("span", { class: "track", "aria-hidden": "true" }, nodes.bar);
        this.#cells[index].set(key, nodes);
        return [h("span", { class: "sum" }, nodes.work, " ", nodes.value), nodes.track];
      };
      return row([part ? arrow(part) : "", h("span", {}, word)], code, cells, name);
    });
    const histories = kept.map((name) =>
      row([h("span", {}, over(words[name] ?? name))], "", (index) => {
        const drawing = svg("svg", { viewBox: "0 0 192 40", class: "kept", role: "img" });
        this.#cells[index].set(name, drawing);
        return [drawing];
      }, "memory"),
    );
    this.#body.style.setProperty("--_columns", names.length);
    const heads = names.map((name) => h("th", { role: "columnheader", scope: "col", class: "w" }, name));
    const head = h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, h("td", { role: "cell" }), ...heads));
    this.#body.replaceChildren(head, h("tbody", { role: "rowgroup" }, ...lines, ...histories));
  }

  #show(param, cells, kept) {
    const { lines } = param;
    const there = new Map(lines.map((line, index) => [line.key, index]));
    const quotients = lines.some(({ name }) => name === "now");
    const kindOf = (name) => KINDS.findIndex((names, kind) => (kind || quotients) && names.includes(name));
    for (const [key, nodes] of cells) {
      if (!nodes.work) continue;
      const index = there.get(key);
      const line = lines[index];
      write(nodes.work, line?.work ? `${worked(line, lines[index - 1])} =` : "");
      write(nodes.value, line ? real(line.value) : this.#said.absent);
      mark(nodes.value, "class", line?.computed ? "" : "aside");
      const kind = line ? kindOf(line.name) : -1;
      const most = Math.max(...lines.filter(({ name }) => kindOf(name) === kind).map(({ size }) => Math.abs(size)));
      nodes.track.hidden = kind < 0 || !(most > 0);
      if (nodes.track.hidden) continue;
      nodes.bar.style.inlineSize = `${(50 * Math.abs(line.size)) / most}%`;
      mark(nodes.bar, "data-down", line.size < 0);
    }
    for (const name of kept) this.#draw(cells.get(name), param.kept.get(name), param.name, name);
  }

  /** A column for each of the last steps, from zero. */
  #draw(drawing, texts, param, name) {
    const values = texts.map(Number);
    const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
    const zero = 2 + 36 * (most / (most - least || 1));
    const columns = values.map((value, index) => {
      const high = (36 * Math.abs(value)) / (most - least || 1);
      const last = index === values.length - 1;
      return svg("rect", { x: 8 * index + 1, y: value > 0 ? zero - high : zero, width: 6, height: high, class: last ? "last" : "" });
    });
    const { words, course } = this.#said;
    mark(drawing, "aria-label", course(words[name] ?? name, param, texts.map(real)));
    drawing.replaceChildren(svg("path", { d: `M0 ${zero}H192` }), ...columns);
  }
}

class Inside {
  #said;
  #act;
  #params = h("select", { id: "inside-params", onchange: () => this.#act.redraw() });
  #run = h("select", { id: "inside-run", onchange: () => this.#act.redraw() });
  #whole = h("input", { type: "checkbox", role: "switch", id: "inside-digits", onchange: () => this.#act.redraw() });
  #choice;
  #sentence = h("p", { class: "sentence" });
  #note = h("p", { class: "note" });
  #own;
  #pinned;
  #both;
  #names = "";

  constructor({ root }, act, said) {
    this.#act = act;
    this.#said = said;
    this.#own = new Account(said);
    this.#pinned = new Account(said, h("label", { for: "inside-run", class: "spoken" }, said.beside), this.#run);
    this.#choice = h("p", { class: "choice" }, h("label", { for: "inside-params" }, said.params), " ", this.#params);
    this.#both = h("div", { class: "accounts" }, this.#own.root, this.#pinned.root);
    const digits = h("p", { class: "switch" }, this.#whole, h("label", { for: "inside-digits" }, said.whole));
    root.append(this.#choice, this.#sentence, this.#both, digits, this.#note);
  }

  /** Shows the step from the position shown. */
  render({ lab }) {
    const said = this.#said;
    const chosen = this.#choose(lab);
    const whole = this.#whole.checked;
    const text = lab.inside(undefined, chosen, whole);
    this.#both.hidden = !text;
    mark(this.#both, "data-whole", whole);
    if (!text) {
      write(this.#note, "");
      return write(this.#sentence, lab.is_held ? said.held : said.none);
    }
    const own = parse(text);
    this.#own.render(own, said.title);
    this.#beside(lab, chosen, whole);
    const last = own.step <= lab.epoch;
    write(this.#sentence, [last && said.last, ...this.#told(own)].filter(Boolean).join(" "));
    const aside = own.params.some(({ lines }) => lines.some(({ computed }) => !computed));
    write(this.#note, [!whole && said.rounded, aside && said.aside].filter(Boolean).join(" "));
  }

  /** The parameters that are told: of several those of the landscape, or one that somebody has chosen. */
  #choose(lab) {
    const names = lab.names();
    this.#choice.hidden = names.length < 3;
    if (this.#choice.hidden) return names.map((_, index) => index);
    const pair = [...lab.pair()];
    const all = [[pair.join(), pair.map((index) => names[index]).join(", ")], ...names.map((name, index) => [String(index), name])];
    const laid = all.join();
    if (laid !== this.#names) {
      this.#names = laid;
      const before = this.#params.value;
      this.#params.replaceChildren(...all.map(([value, name]) => h("option", { value }, name)));
      if (all.some(([value]) => value === before)) this.#params.value = before;
    }
    return this.#params.value.split(",").map(Number);
  }

  /** The pinned run that somebody has chosen, the first unless another is. */
  #beside(lab, chosen, whole) {
    const pins = this.#act.value("pins");
    const count = pins ? pins.split(";").length : 0;
    if (this.#run.children.length !== count) {
      const before = this.#run.value;
      const options = Array.from({ length: count }, (_, index) => h("option", { value: index }, this.#said.run(letterOf(index))));
      this.#run.replaceChildren(...options);
      if (before && before < count) this.#run.value = before;
    }
    const text = count ? lab.inside(Number(this.#run.value), chosen, whole) : "";
    this.#pinned.root.hidden = !text;
    if (text) this.#pinned.render(parse(text), this.#said.title);
  }

  /** What is to be said of a step, each from its own numbers. */
  #told({ step, params }) {
    const said = this.#said;
    const [first] = params;
    const names = (which) => params.filter(which).map(({ name }) => name);
    const has = (name) => Boolean(find(first, name));
    if (![...first.kept.keys()].some(has)) {
      const plain = first.lines.map(({ name }) => name).join() === "grad,step,param";
      return [said.nothing, plain && said.plain];
    }
    const told = [];
    const does = (code) => first.lines.some((line) => line.code === code);
    const slope = said.slope(does("grad = grad.add(param, alpha=weight_decay)"), does("grad = -grad"));
    if (has("momentum_buffer")) {
      const left = (param) => partOf(param, "left")?.far ?? 0;
      const now = (param) => partOf(param, "now")?.far ?? 0;
      const sum = (param) => Math.abs(left(param) + now(param)) / Math.max(Math.abs(left(param)), Math.abs(now(param)));
      const against = (param) => left(param) * now(param) < 0;
      if (params.every((param) => !left(param))) told.push(find(first, "momentum_buffer").work ? said.noVelocity : said.firstVelocity(slope));
      else {
        const [adds, cancels, opposes] = [
          names((param) => left(param) * now(param) > 0),
          names((param) => against(param) && sum(param) <= 0.25),
          names((param) => against(param) && sum(param) > 0.25),
        ];
        told.push(said.velocity(adds, cancels, opposes));
      }
    }
    if (has("exp_avg_hat")) {
      const root = (param) => find(param, "denom") ?? find(param, "exp_inf");
      const part = (param) => Math.abs(find(param, "exp_avg_hat").size) / root(param)?.size;
      if (step === 1 && params.every((param) => Math.abs(part(param) - 1) < 0.005)) told.push(said.firstAverage(slope));
      else told.push(said.averages(names((param) => part(param) >= 0.9 && part(param) <= 1.1), names((param) => part(param) <= 0.3)));
    }
    if (has("sum")) told.push(said.sum);
    if (has("square_avg")) told.push(said.squares);
    if (has("sign")) told.push(said.signs(names((param) => find(param, "sign").size > 0), names((param) => find(param, "sign").size < 0)));
    return told;
  }
}

export default {
  create: (place, act, said) => new Inside(place, act, said),
};
