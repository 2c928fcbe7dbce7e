// What one writes when one has read micrograd: an object for every number, which knows its parents and how a gradient goes
// back to them.
import { ALPHA, LAYERS, STEPS, points, rate, start } from "./moons.js";

class Value {
  constructor(data, parents = []) {
    this.data = data;
    this.grad = 0;
    this.parents = parents;
    this.back = () => {};
  }

  plus(other) {
    other = other instanceof Value ? other : new Value(other);
    const out = new Value(this.data + other.data, [this, other]);
    out.back = () => {
      this.grad += out.grad;
      other.grad += out.grad;
    };
    return out;
  }

  times(other) {
    other = other instanceof Value ? other : new Value(other);
    const out = new Value(this.data * other.data, [this, other]);
    out.back = () => {
      this.grad += other.data * out.grad;
      other.grad += this.data * out.grad;
    };
    return out;
  }

  relu() {
    const out = new Value(Math.max(0, this.data), [this]);
    out.back = () => {
      if (out.data > 0) this.grad += out.grad;
    };
    return out;
  }

  backward() {
    const order = [];
    const seen = new Set();
    const visit = (value) => {
      if (seen.has(value)) return;
      seen.add(value);
      value.parents.forEach(visit);
      order.push(value);
    };
    visit(this);
    this.grad = 1;
    for (const value of order.reverse()) value.back();
  }
}

const sum = (values) => values.reduce((sum, value) => sum.plus(value));

/** The neurons of a layer, each its bias and Σ wᵢ·xᵢ. */
function layer(params, inputs, neurons) {
  return Array.from({ length: neurons }, (_, k) => {
    const own = params.slice(k * (inputs.length + 1), (k + 1) * (inputs.length + 1));
    return inputs.reduce((sum, x, i) => sum.plus(own[i].times(x)), own[inputs.length]);
  });
}

function loss(params) {
  const hinges = points.map(([x0, x1, label]) => {
    let [values, at] = [[x0, x1], 0];
    LAYERS.forEach(([inputs, neurons], k) => {
      const end = at + (inputs + 1) * neurons;
      values = layer(params.slice(at, end), values, neurons);
      if (k < LAYERS.length - 1) values = values.map((value) => value.relu());
      at = end;
    });
    return values[0].times(-label).plus(1).relu();
  });
  const penalty = sum(params.map((p) => p.times(p))).times(ALPHA);
  return sum(hinges).times(1 / points.length).plus(penalty);
}

/** All steps; the losses on the way. */
export function micrograd() {
  const params = start.map((p) => new Value(p));
  return Array.from({ length: STEPS }, (_, step) => {
    for (const p of params) p.grad = 0;
    const now = loss(params);
    now.backward();
    for (const p of params) p.data -= rate(step) * p.grad;
    return now.data;
  });
}
