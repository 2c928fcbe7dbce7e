// What the lab says in whole sentences: of its run, of its learning rate, of its settings. The words are
// the message file's, the numbers are the core's; here one is chosen for the other.

/** A number's text with a minus that is as long as a plus is wide. */
export const real = (text) => text.replaceAll("-", "−");

/** Numbers at the position shown, or w, loss and grad at another epoch, as text. */
export const reader = (lab, epoch) => (quantity) => {
  const elsewhere = epoch !== undefined && epoch !== lab.epoch;
  if (elsewhere && quantity === "epoch") return String(epoch);
  const text = elsewhere ? lab.readout_at(quantity, epoch) : lab.readout(quantity);
  return real(text);
};

/** What the run is at the position shown. `touchable`: there is a line that a hand can drag. */
export function status(lab, words, running, touchable) {
  if (lab.is_held) return words.held(reader(lab));
  if (touchable && !running && lab.status === "ready") return words.drag(reader(lab));
  const say = words.status[running ? "training" : lab.status];
  return say(reader(lab), lab.reason, lab.verdict);
}

/** What the learning rate does to a run that is long enough; "" where that is not known. */
export function verdict(lab, words) {
  return words.verdicts[lab.verdict]?.(reader(lab)) ?? "";
}

/** What a setting is called: a setting that the message file does not know yet goes by its own name. */
export const labelOf = (name, words) => words.settings[name]?.label ?? name;

/** What one of the choices of a setting is called. */
export const choiceOf = (name, choice, words) => words.choices[name]?.[choice] ?? choice;

/** The sentence for a notice of the core. `settings` is the core's table. */
export function notice(one, settings, words) {
  const setting = settings.find(({ name }) => name === one.field);
  return words.notice(one, labelOf(one.field, words), setting);
}
