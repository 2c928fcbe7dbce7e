// What a key means while the lab has the focus and nothing inside it needs that key.

/** Fields keep every key they have a use for, and buttons keep Space and Enter. */
const FIELDS = "input, select, textarea, [data-scrolls]";
const BUTTONS = "button";
/** Where there is something of its own to undo. */
const TEXTS = "input:not([type=range]), textarea";

const KEYS = {
  " ": (act) => act.toggle(),
  ArrowRight: (act, shift) => act.move(1, shift),
  ArrowLeft: (act, shift) => act.move(-1, shift),
  Home: (act) => act.seek(0),
  End: (act) => act.seek(Infinity),
  r: (act) => act.reset(),
  R: (act) => act.reset(),
  Escape: (act) => act.hush(),
  "?": (act) => act.help(),
};

/** Does what the key asks of `act`, and then keeps the page from scrolling by it. */
export function press(event, act) {
  const { key, target } = event;
  if ((event.ctrlKey || event.metaKey) && key === "z" && !event.altKey && !target.matches(TEXTS)) {
    event.preventDefault();
    return act.undo();
  }
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  if (!Object.hasOwn(KEYS, key) || target.matches(FIELDS)) return;
  if (key === " " && target.matches(BUTTONS)) return;
  event.preventDefault();
  KEYS[key](act, event.shiftKey);
}
