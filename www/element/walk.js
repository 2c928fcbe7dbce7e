// Where a lab stands in its run, how it gets elsewhere, and what the steps behind it were. How far one move
// may compute at once is decided here; the rest follows frame by frame.

/** What a move may take at once, in points visited: the rest follows frame by frame. */
const FRAME = 100_000;

/** The same where a script waits for the answer. */
const PATIENCE = 10_000_000;

/** So many steps are asked for at once: the core's memory never shrinks. */
const SLICE = 2_000;

export class Walk {
  #setup;
  #columns = []; // of a row, beside the epoch
  #blank = {}; // a row without its numbers
  #revision; // of the settings whose columns they are

  /** `setup` has the lab. */
  constructor(setup) {
    this.#setup = setup;
  }

  get #lab() {
    return this.#setup.lab;
  }

  /** Goes to a state: at once if it is near, else `catchUp` goes on. */
  seek(epoch) {
    this.#lab.seek(epoch, FRAME);
  }

  /** Goes `n` states on, or back, from the one that was asked for last. */
  step(n) {
    this.#lab.step(n, FRAME);
  }

  /** Goes to a place of the step from the state shown, at the end of the run of the last one. */
  enter(phase) {
    if (this.#lab.epoch >= this.#lab.end) this.step(-1);
    this.#lab.enter(phase);
  }

  /** Goes on by `n` units, `epoch`, `stage`, `column` or `node`, or back. */
  by(n, unit) {
    this.#lab.walk(unit, n, FRAME);
  }

  /** Computes ahead in slices and stands where the player is at `now`. True at the end of the run. */
  advance(player, now) {
    const lab = this.#lab;
    if (lab.head < lab.end || lab.comparing) player.slice((work) => lab.look_ahead(work));
    lab.seek(Math.min(player.at(now, lab.end), lab.head), 0);
    const beat = player.beat(now);
    if (beat !== undefined) lab.beat(beat);
    return lab.epoch >= lab.end;
  }

  /**
   * Goes on by a slice, unless it must `wait`, to the state that was asked for last, and with the pinned runs. True
   * when there.
   */
  catchUp(player, wait) {
    const lab = this.#lab;
    const behind = () => lab.behind || lab.comparing || lab.surveying;
    if (behind() && !wait) player.slice((work) => lab.advance(work));
    return !behind();
  }

  /** The same at once, as far as a script can wait for it. */
  settle() {
    if (this.#lab.behind) this.#lab.advance(PATIENCE);
  }

  /** What is shown: the epoch and, by the name of its column, each number there. */
  get row() {
    this.#name();
    const [epoch, ...numbers] = this.#lab.state_row();
    return this.#row(epoch, numbers, 0);
  }

  /** The steps up to the position, a row each. */
  get history() {
    this.#name();
    const rows = [];
    const width = this.#columns.length;
    for (const [from, to] of this.#slices(1)) {
      const numbers = this.#lab.rows(from, to);
      for (let at = 0; at < numbers.length; at += width) rows.push(this.#row(from + at / width, numbers, at));
    }
    return rows;
  }

  /**
   * The same as comma-separated values, a heading first, a slice of the lines at a time. Ends with how many lines there
   * were; with nothing where somebody has set or gone elsewhere meanwhile.
   */
  *csv() {
    const { epoch } = this.#lab;
    const { revision } = this.#setup;
    for (const [from, to] of this.#slices(0)) {
      if (this.#setup.revision !== revision || this.#lab.epoch !== epoch) return undefined;
      yield this.#lab.csv(from, to);
    }
    return epoch;
  }

  /** The steps up to the position, some at a time: `[from, to]` each. */
  *#slices(first) {
    const last = this.#lab.epoch;
    for (let from = first; from <= last; from += SLICE) yield [from, Math.min(from + SLICE - 1, last)];
  }

  /** Asks what the columns are called, where it may be another model than before. */
  #name() {
    if (this.#revision === this.#setup.revision) return;
    this.#revision = this.#setup.revision;
    this.#columns = this.#lab.columns();
    this.#blank = Object.fromEntries(["epoch", ...this.#columns].map((name) => [name, NaN]));
  }

  /** A row of the numbers that begin at `from`. A copy has every column of its own, whatever it is called. */
  #row(epoch, numbers, from) {
    const row = { ...this.#blank, epoch };
    this.#columns.forEach((name, index) => (row[name] = numbers[from + index]));
    return row;
  }
}
