// What the page around a frame may ask of its lab: `{source: "gradwalk", v: 1, type, detail}`. What is
// no such command is answered with a sentence, and changes nothing.
import { isName } from "../page/address.js";

/** The longest text of a setting, as long as an attribute of a hundred thousand points. */
const LONGEST = 2_000_000;

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value) => value === undefined || Number.isSafeInteger(value);

/** A setting's value: a text, a number, a truth, or a list of numbers. */
const isValue = (value) =>
  (typeof value === "string" && value.length <= LONGEST) ||
  (typeof value === "number" && Number.isFinite(value)) ||
  (Array.isArray(value) && value.length <= LONGEST / 10 && value.every(Number.isFinite));

const areSettings = (detail) =>
  isObject(detail) && Object.entries(detail).every(([name, value]) => isName(name) && isValue(value));

/** Each command: whether its detail is one, and what it does. */
const COMMANDS = {
  train: [() => true, (lab) => void lab.train()],
  step: [({ n }) => isCount(n), (lab, { n }) => lab.step(n)],
  back: [({ n }) => isCount(n), (lab, { n }) => lab.back(n)],
  seek: [({ epoch }) => Number.isSafeInteger(epoch) && epoch >= 0, (lab, { epoch }) => lab.seek(epoch)],
  reset: [() => true, (lab) => lab.reset()],
  set: [
    areSettings,
    (lab, settings) => {
      for (const [name, value] of Object.entries(settings)) lab.setAttribute(name, value);
    },
  ],
  state: [
    (detail) => areSettings(detail) || Object.keys(detail).length === 0,
    (lab, state) => {
      if (Object.keys(state).length) lab.state = state;
      return ["gw-state", lab.state];
    },
  ],
};

/** Does what a message asks for; what it returns, `[type, detail]`, is the answer. */
export function obey(lab, { v, type, detail = {} }) {
  const refuse = (message) => ["gw-error", { message }];
  if (v !== 1) return refuse("gradwalk: a command needs v: 1");
  if (typeof type !== "string" || !Object.hasOwn(COMMANDS, type)) {
    return refuse(`gradwalk: the commands are ${Object.keys(COMMANDS).join(", ")}`);
  }
  const [fits, act] = COMMANDS[type];
  if (!isObject(detail) || !fits(detail)) return refuse(`gradwalk: ${type} does not take this detail`);
  return act(lab, detail);
}
