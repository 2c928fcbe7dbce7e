// In the page: all who take turns there.
import startWeb, { Lanes as Web } from "/built/web/gradwalk_browser.js";
import startFast, { Lanes as Fast } from "/built/release/gradwalk_browser.js";
import { micrograd } from "./micrograd.js";
import { tensorflow, version } from "./tensorflow.js";

await Promise.all([startWeb(), startFast()]);

const lanes = (Lanes, work) => {
  const own = new Lanes(work);
  return (times) => Array.from(own.run(times));
};

const repeated = (run) => (times) => {
  for (let k = 1; k < times; k++) run();
  return run();
};

const contenders = { "objects W3 f64": repeated(micrograd), "tfjs W3 f32": repeated(await tensorflow()) };
for (const work of ["W2 f32", "W2 f64", "W3 f32", "W3 f64"]) {
  contenders[`web ${work}`] = lanes(Web, work);
  contenders[`fast ${work}`] = lanes(Fast, work);
}

/** The milliseconds that somebody takes, and the losses of the last time. */
window.turn = ([name, times]) => {
  const start = performance.now();
  const losses = contenders[name](times);
  return { time: performance.now() - start, losses };
};

window.versionOfTensorFlow = version;
