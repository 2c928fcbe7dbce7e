// W3 of docs/PERFORMANCE.md, as every contender in the page is given it.

const text = async (name) => (await (await fetch(`/data/${name}`)).text()).trim().split("\n");

/** Rows of x0, x1 and the label, −1 or 1. */
export const points = (await text("moons.csv")).slice(1).map((row) => row.split(",").map(Number));

/** Layer by layer, neuron by neuron: its weights, then its bias. */
export const start = (await text("moons_mlp_init.txt")).map(Number);

/** Inputs and neurons of each layer. */
export const LAYERS = [
  [2, 16],
  [16, 16],
  [16, 1],
];

/** The weight of Σp² in the loss. */
export const ALPHA = 1e-4;

export const STEPS = 20;

export const rate = (step) => 1 - (0.9 * step) / 100;
