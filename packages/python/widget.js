// The lab as a widget: its settings are the model's traits, both ways. What stands before this is the
// element in one file.

/** So many rows of the history go to Python; of a longer run the last. */
const ROWS = 10_000;

/** The history is told when the lab has stood still for this long, in ms. */
const CALM = 200;

const MOVES = ["step", "back", "seek", "reset"];

const traitOf = (setting) => setting.replace("-", "_");
const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function render({ model, el }) {
  const lab = document.createElement("grad-walk");
  const settings = SETTINGS; // written when it is packed
  const say = (setting, value) => {
    if (value === null || value === undefined) lab.removeAttribute(setting);
    else lab.setAttribute(setting, value);
  };
  const heard = new Map(); // what is done when the model tells
  for (const setting of settings) {
    say(setting, model.get(traitOf(setting)));
    heard.set(`change:${traitOf(setting)}`, () => {
      const value = model.get(traitOf(setting));
      // What the lab has told itself comes back: it is so already.
      if (!isSame(value, lab.state?.[setting])) say(setting, value);
    });
  }
  let calm;
  const tell = () => {
    const { state, status, history } = lab;
    if (!state) return;
    for (const setting of settings) {
      if (!isSame(model.get(traitOf(setting)), state[setting])) model.set(traitOf(setting), state[setting]);
    }
    model.set("status", status);
    model.set("history", history.slice(-ROWS));
    model.save_changes();
  };
  // By `gw-error` of a value that the lab has not taken: what it has instead goes back.
  for (const type of ["gw-ready", "gw-change", "gw-step", "gw-phase", "gw-end", "gw-error"]) {
    lab.addEventListener(type, () => {
      clearTimeout(calm);
      calm = setTimeout(tell, CALM);
    });
  }
  // What Python has asked for is kept in the model until a page has done it: what is asked before there is one waits.
  let done = model.get("_done");
  let walk; // a train() of Python that is under way
  const call = () => {
    if (!lab.state) return; // there is no core yet
    const calls = model.get("_calls").filter(([number]) => number > done);
    for (const [number, name, n] of calls) {
      done = number;
      // What follows a walk comes after it, and waits for nobody to look: it ends at once.
      if (walk || name === "trained") lab.seek(lab.state.iterations);
      walk = name === "train" ? lab.train() : undefined;
      const mine = walk;
      mine?.then(() => mine === walk && (walk = undefined));
      if (MOVES.includes(name)) lab[name](n ?? undefined);
    }
    model.set("_done", done);
    model.set("_shown", true);
    if (calls.some(([, name]) => name === "trained")) tell();
    else model.save_changes();
  };
  lab.addEventListener("gw-ready", call);
  heard.set("change:_calls", call);
  for (const [type, act] of heard) model.on(type, act);
  el.append(lab);
  return () => {
    clearTimeout(calm);
    for (const [type, act] of heard) model.off(type, act);
    lab.remove();
  };
}

export default { render };
