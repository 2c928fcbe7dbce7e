// What the page around a frame may ask of its lab: `{source: "gradwalk", v: 1, type, detail}`. What is
// no such command is answered with a sentence, and changes nothing.
import { isSetting } from "../element/names.js";

/** The longest text of a setting, as long as an attribute of a hundred thousand points. */
const LONGEST = 2_000_000;

const refused = (message) => [["gw-error", { message: `gradwalk: ${message}` }]];

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value) => value === undefined || Number.isSafeInteger(value);

/** A setting's value: a text, a number, or a list of numbers. */
const isValue = (value) =>
  (typeof value === "string" && value.length <= LONGEST) ||
  (typeof value === "number" && Number.isFinite(value)) ||
  (Array.isArray(value) && value.length <= LONGEST / 10 && value.every(Number.isFinite));

const areValues = (detail) => Object.values(detail).every(isValue);

/** Does what `act` does with settings, unless one is none: then nothing, before there is a core and after. */
const withSettings = (act) => (lab, settings) => {
  const others = Object.keys(settings).filter((name) => !isSetting(name));
  return others.length ? refused(`there is no setting ${others.join(", ")}`) : act(lab, settings);
};

/** Each command: whether its detail is one, and what it does. */
const COMMANDS = {
  train: [() => true, (lab) => void lab.train()],
  step: [({ n }) => isCount(n), (lab, { n }) => void lab.step(n)],
  back: [({ n }) => isCount(n), (lab, { n }) => void lab.back(n)],
  seek: [({ epoch }) => Number.isSafeInteger(epoch) && epoch >= 0, (lab, { epoch }) => void lab.seek(epoch)],
  reset: [() => true, (lab) => void lab.reset()],
  set: [
    areValues,
    withSettings((lab, settings) => {
      for (const [name, value] of Object.entries(settings)) lab.setAttribute(name, value);
    }),
  ],
  state: [
    areValues,
    withSettings((lab, state) => {
      if (Object.keys(state).length) lab.state = state;
      return [["gw-state", lab.state]];
    }),
  ],
};

/** Does what a message asks for; what it returns are the answers, `[type, detail]` each. */
export function obey(lab, { v, type, detail = {} }) {
  if (v !== 1) return refused("a command needs v: 1");
  if (typeof type !== "string" || !Object.hasOwn(COMMANDS, type)) {
    return refused(`the commands are ${Object.keys(COMMANDS).join(", ")}`);
  }
  const [fits, act] = COMMANDS[type];
  if (!isObject(detail) || !fits(detail)) return refused(`${type} does not take this detail`);
  return act(lab, detail) ?? [];
}
