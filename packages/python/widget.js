// The lab as a widget: its settings are the model's traits, both ways. What stands before this is the
// element in one file.

/** So many rows of the history go to Python; of a longer run the last. */
const ROWS = 10_000;

/** The history is told when the lab has stood still for this long, in ms. */
const CALM = 200;

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
  for (const type of ["gw-ready", "gw-change", "gw-step", "gw-phase", "gw-end"]) {
    lab.addEventListener(type, () => {
      clearTimeout(calm);
      calm = setTimeout(tell, CALM);
    });
  }
  heard.set("msg:custom", ({ type, n }) => {
    if (["train", "step", "back", "seek", "reset"].includes(type)) lab[type](n);
  });
  for (const [type, act] of heard) model.on(type, act);
  el.append(lab);
  return () => {
    clearTimeout(calm);
    for (const [type, act] of heard) model.off(type, act);
    lab.remove();
  };
}

export default { render };
