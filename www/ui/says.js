// What the lab says in whole sentences: of its run, of its learning rate, of its settings. The words are
// the message file's, the numbers are the core's; here one is chosen for the other.

/** A text with a minus before its numbers that is as long as a plus is wide; what is quoted stays as it is. */
export const real = (text) => text.replace(/(^|[^\w“-])-(?=[\d.])|(\de)-(?=\d)/g, "$1$2−");

/**
 * Numbers at the position shown, or at another epoch, as text: `read(quantity)` by the name of a readout or of a
 * quantity, `read.names` the parameters, `read.params` each with its number, and more that is known of a model.
 */
export function reader(lab, epoch) {
  const elsewhere = epoch !== undefined && epoch !== lab.epoch;
  const read = (quantity) => {
    if (elsewhere && quantity === "epoch") return String(epoch);
    return real(elsewhere ? lab.readout_at(quantity, epoch) : lab.readout(quantity));
  };
  let names; // asked for once: a model may have hundreds
  const params = () => {
    const values = lab.params(elsewhere ? epoch : undefined);
    return read.names.map((name, index) => [name, real(values[index])]);
  };
  const best = () => lab.optimum().map((value, index) => [read.names[index], real(value)]);
  return Object.defineProperties(read, {
    names: { get: () => (names ??= lab.names()) },
    params: { get: params },
    starts: { get: () => lab.params(0).map((value, index) => [read.names[index], real(value)]) },
    best: { get: best }, // where the loss is least, if that is one place
    passes: { get: () => lab.steps_of_pass }, // how many steps a pass over the data has
    model: { get: () => lab.value("model") },
    optimizer: { get: () => lab.value("optimizer") },
    shape: { get: () => lab.shape },
    pair: { get: () => [...lab.pair()].map((index) => read.names[index]) },
    slopes: { get: () => lab.slopes().map(real) },
    comparing: { get: () => lab.comparing },
    fair: { get: () => lab.best_rates().map(real) },
    oneScale: { get: () => lab.has_one_scale },
  });
}

/** A word of a message file, which may be another in another state. */
export const wordOf = (word, read) => (typeof word === "function" ? word(read) : word);

/** What the run is at the position shown. `can`: what a hand can do about it, `drag` the line and `train`. */
export function status(lab, words, running, can) {
  const read = reader(lab);
  if (lab.is_held) return words.held(read, can);
  if (can.drag && !running && lab.status === "ready") return words.drag(read, lab.verdict);
  return words.status[running ? "training" : lab.status](read, lab.reason, lab.verdict, lab.outcome, can);
}

/** What the learning rate does to a run that is long enough; "" where that is not known. */
export function verdict(lab, words) {
  return words.verdicts[lab.verdict]?.(reader(lab)) ?? "";
}

/** What a view is called, with what is known of the model in its words, where that is known. */
export function titleOf(view, words, read) {
  const said = words.views[view];
  return (read && said?.heading?.(read)) ?? said?.title ?? view;
}

/** What a setting is called: a setting that the message file does not know yet goes by its own name. */
export const labelOf = (name, words) => words.settings[name]?.label ?? name;

/** What one of the choices of a setting is called. */
export const choiceOf = (name, choice, words) => words.choices[name]?.[choice] ?? choice;

/** The sentence for a notice of the core. `settings` is the core's table. */
export function notice(one, settings, words) {
  const setting = settings.find(({ name }) => name === one.field);
  const why = one.formula && words.views.model?.problem?.(one.formula);
  return real(words.notice(one, labelOf(one.field, words), setting, why));
}
