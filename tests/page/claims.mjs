// Words are claims about the state shown. What a lab with the line y = w·x says of its run and of its rate is held here to
// the mathematics of the line: w* = Σxy/Σx², H = 2Σx²/N, and the distance to w* times 1 − lr·H a step.

/** What is known of a run beforehand; nothing where the numbers are beyond doubles, or every x is 0. */
export function mathematics({ x, y, gradient, w, lr }) {
  const squares = x.reduce((sum, x) => sum + x * x, 0);
  const best = x.reduce((sum, x, i) => sum + x * y[i], 0) / squares;
  const bends = (2 * squares) / x.length;
  const slope = gradient === "manual-sum" ? bends * x.length : bends;
  const factor = 1 - lr * slope;
  return [best, bends, factor].every(Number.isFinite) ? { best, bends, slope, off: w - best, factor } : undefined;
}

/** A number as the lab writes it: with a true minus, a whole one with commas between thousands. */
export const number = (text) => Number(text.replaceAll("−", "-").replace(/,(?=\d{3})/g, ""));

/** Whether a text is this number, rounded to some digits. */
export const says = (text, value, part = 0.006) => Math.abs(number(text) - value) <= part * Math.abs(value) + 1e-6;

/** Three decimals, or four digits. */
const isParameter = (text, w) => Math.abs(number(text) - w) <= Math.max(5.1e-4, 6e-4 * Math.abs(w));

/** What a lab shows and says now, for `untrue`. */
export const heardOf = (lab) =>
  lab.lab.evaluate((element) => {
    const text = (css) => element.shadowRoot.querySelector(css)?.innerText ?? "";
    const said = { status: text("[part=status]"), verdict: text("[part=verdict]"), note: text("#lr-note") };
    return [element.state, { rows: element.history, code: element.status }, said];
  });

/**
 * What is not so of what a lab says, a sentence each, and the kinds of claims that were `heard`. `given` is its state, with
 * natural values; `rows` its history and `code` its status at the position; `said` its `status`, its `verdict` with what is
 * offered there, the `note` below the rate.
 */
export function untrue(given, { rows, code }, { status, verdict, note }) {
  const [wrong, heard] = [[], new Set()];
  const known = mathematics(given);
  const claim = (kind, ok, text) => {
    heard.add(kind);
    if (!ok) wrong.push(`“${text}” is not so, ${kind}: ${JSON.stringify({ ...given, epoch: rows.length, known })}`);
  };
  if (!known) return { wrong, heard };
  const { best, bends, slope, off, factor } = known;
  const last = rows.at(-1)?.w ?? given.w;
  const [here, start] = [Math.abs(last - best), Math.abs(off)];
  const residuals = given.x.map((x, i) => last * x - given.y[i]);
  const loss = residuals.reduce((sum, r) => sum + r * r, 0) / residuals.length;
  const adds = given["zero-grad"] === "off" && given.gradient === "autograd";

  // The end of a run.
  const [, steps, w, least] = /^([\d,]+) steps?: w = (\S+), loss = (\S+?)\.(?: |$)/.exec(status) ?? [];
  if (steps) {
    claim("steps", number(steps) === rows.length, status);
    claim("end", isParameter(w, last), status);
    claim("loss", says(least, loss, 0.06) || loss > 1e300, status);
  }
  if (status.includes("Settled")) claim("settled", rows.length < 2 || rows.at(-2).w === last || rows.at(-1).grad === 0, status);
  const near = 0.01 * Math.abs(best) + 0.005;
  const [, wanted, remedy] = /Not (\S+) yet\.(?: (Take|Move))?/.exec(status) ?? [];
  if (wanted) claim("not yet", (isParameter(wanted, best) || says(wanted, best)) && Math.abs(factor) < 1 && !adds, status);
  if (remedy) claim(remedy, here > 0, status);
  if (status.includes("There:")) claim("there", here < near, status);
  if (status.includes("Farther from")) claim("farther", here > start, status);
  if (status.includes("No nearer")) claim("no nearer", here > 0.98 * start && here < 1.01 * start, status);

  // On the way.
  const [, at, grad, uses] = /^The (?:gradient|slope) at w = (\S+) is (\S+?)(?:; the step uses (\S+))?\.$/.exec(status) ?? [];
  if (at) {
    claim("at", isParameter(at, last), status);
    const wanted = bends * (last - best);
    // In single precision a small slope is what is left of large numbers, and of their sum as many times as much.
    const rounding = (slope / bends) * (1e-5 * bends * (Math.abs(last) + Math.abs(best)) + 1e-3);
    const isOf = (text, value) => says(text, value, 0.02) || Math.abs(number(text) - value) < rounding;
    claim("slope", isOf(grad, wanted), status);
    // What is left of the steps before is not known from here.
    if (uses && !adds) claim("uses", isOf(uses, (slope / bends) * wanted), status);
  }

  // The rate: which way a step goes, how far, and where it leads.
  const lands = !adds && start > 1e-3 && given.lr > 0;
  const [, half, times] = /(half as far|almost as far|by a hair|(\S+) times as far)/.exec(verdict) ?? [];
  if (half && !adds) {
    const told = times ? number(times) : { "half as far": 0.5, "almost as far": 1, "by a hair": 0 }[half];
    claim("factor", says(String(told), Math.abs(factor), 0.06), verdict);
    const first = rows[0]?.w;
    if (lands && Number.isFinite(first) && given.precision === "f64") claim("lands", says(String(Math.abs((first - best) / off)), Math.abs(factor), 0.02), verdict);
  }
  const size = Math.abs(factor);
  if (verdict.startsWith("Goes straight")) claim("straight", !adds && factor > -1e-9 && factor <= 1, verdict);
  if (verdict.startsWith("Overshoots")) claim("overshoots", !adds && factor < 1e-9 && size < 1 + 1e-9, verdict);
  if (verdict.startsWith("Circles")) claim("circles", adds ? given.lr * slope < 4 + 1e-9 : Math.abs(size - 1) < 1e-9, verdict);
  if (verdict.startsWith("Runs away")) claim("runs away", adds ? given.lr * slope > 4 - 1e-9 : size > 1 - 1e-9, verdict);
  const [, advice] = /Try (\S+)/.exec(verdict) ?? [];
  const over = adds ? 4 : 2;
  if (advice) claim("try", number(advice) < over / slope && given.lr >= over / slope, verdict);

  // The bowl, and where its limit comes from.
  const [, h, above, under, value] = /H [=≈] (\S+) .*limit is (\d)\/(\S+) [≈=] (\S+)\.$/.exec(note) ?? [];
  if (h) {
    claim("bends", says(h, bends, 1e-3) && says(under, slope, 1e-3), note);
    // About a best of 0 it stands without one.
    const [, is, times, sign = "−", from = "0"] = /slope ([=≈]) ([^·]+)·(?:w\b|\(w ([−+]) (\S+?)\))/.exec(note) ?? [];
    const told = sign === "+" ? -number(from) : number(from);
    claim("slope of the bowl", says(times, bends, 1e-3) && (isParameter(from, Math.abs(best)) || says(from, Math.abs(best))), note);
    const so = (told, value) => Math.abs(told - value) <= 5e-4 * Math.abs(value) + 1e-9;
    if (is === "=") claim("slope of the bowl", so(number(times), bends) && so(told, best), note);
    claim("limit", number(above) === over && says(value, over / slope), note);
    claim("sum", (given.gradient === "manual-sum" && given.x.length > 1) === note.includes("The sum is"), note);
    claim("adds up", note.includes("Without w.grad.zero_()") === adds, note);
    // The word beside the number: a rate that runs away is above what is told of the limit.
    if (verdict.startsWith("Runs away")) claim("above", given.lr > number(value), `${verdict} ${note}`);
  }
  return { wrong, heard };
}
