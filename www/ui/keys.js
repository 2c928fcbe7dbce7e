// What a key means while the lab has the focus: to the control that has it, else to the lab, else
// to the host page. What one of the first two has a use for never reaches the third.

/** Fields keep every key they have a use for, and buttons keep Space and Enter. */
const FIELDS = "input, select, textarea, [data-scrolls]";
const BUTTONS = "button";
/** Where there is something of its own to undo. */
const TEXTS = "input:not([type=range], [type=checkbox], [type=radio]), textarea";

/** What a control does by itself, and with which keys. */
const MOVES = "Arrow.*|Home|End|Page.*";
const OWN = [
  ["button, [type=checkbox]", / |Enter/],
  ["[type=range], [role=slider]", MOVES],
  ["select", `.|Enter|${MOVES}`],
  [TEXTS, `.|Enter|Backspace|Delete|${MOVES}`],
  ["[type=radio], [data-scrolls]", ` |${MOVES}`],
].map(([control, keys]) => [control, new RegExp(`^(${keys.source ?? keys})$`, "u")]);

const KEYS = {
  " ": (act) => act.toggle(),
  ArrowRight: (act, shift) => act.move(1, shift),
  ArrowLeft: (act, shift) => act.move(-1, shift),
  Home: (act) => act.seek(0),
  End: (act) => act.seek(Infinity),
  r: (act) => act.reset(),
  "?": (act) => act.help(),
};

/** Where its control is not there, nothing says what such a key does, and it does nothing. */
const NEEDS = { " ": "train", r: "train", "?": "keys" };

/** What else a key means before a room: those of a clicker. */
const CLICKER = {
  PageDown: (act) => act.move(1),
  PageUp: (act) => act.move(-1),
  b: (act) => act.cover(),
  ".": (act) => act.cover(),
};

/** A letter as the key's own, small; where a layout has none of ours there, as Cyrillic, by its place. */
const letter = ({ key, code }) =>
  key.length > 1 ? key : (key > "~" && /^Key/.test(code) ? code[3] : key).toLowerCase();

/** What the lab does with a key; nothing if it has no meaning. */
function meaning(event, { presenting, lacks }) {
  const key = letter(event);
  const keys = [KEYS, presenting() ? CLICKER : {}].find((keys) => Object.hasOwn(keys, key));
  return keys && (keys === CLICKER || !lacks(NEEDS[key] ?? "walk")) ? keys[key] : undefined;
}

/** Whether a key changes what other keys mean. */
export const modified = ({ ctrlKey, altKey, metaKey }) => ctrlKey || altKey || metaKey;

/** Whether the control that has the focus does something with the key by itself. */
const isOwn = ({ key, target }) => OWN.some(([control, keys]) => target.matches(control) && keys.test(key));

/** Whether the key means something to the lab where the focus is. */
const means = (event, ways) =>
  meaning(event, ways) && !event.target.matches(FIELDS) && !(event.key === " " && event.target.matches(BUTTONS));

/**
 * Does what the key asks of `act`, and then keeps the page from scrolling by it. `ways`: whether somebody is
 * `presenting()`, and whether the lab `lacks(control)`.
 */
export function press(event, act, ways) {
  const undoes = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && letter(event) === "z";
  if (undoes && !event.target.matches(TEXTS)) {
    event.preventDefault();
    act.undo();
  } else if (event.key === "Escape") {
    if (!event.defaultPrevented && act.hush()) event.preventDefault();
  } else if (!modified(event) && !event.defaultPrevented && means(event, ways)) {
    event.preventDefault();
    meaning(event, ways)(act, event.shiftKey);
  }
}

/** Keeps from the host page what has been used here: hosts turn pages and open a search by keys. */
export function keep(event, ways) {
  if (event.defaultPrevented || (!modified(event) && (isOwn(event) || means(event, ways)))) event.stopPropagation();
}
