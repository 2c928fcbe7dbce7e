// TensorFlow.js, as its guide has it: variables, a loss of them, and an optimizer that minimizes it. Its layers are
// `fused.matMul`, which is quicker than product, sum and activation one after another.
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { ALPHA, LAYERS, STEPS, points, rate, start } from "./moons.js";

export const version = tf.version_core;

/** Weights and bias of each layer, as tensors of their own. */
function cut() {
  let at = 0;
  return LAYERS.map(([inputs, neurons]) => {
    const rows = Array.from({ length: neurons }, () => start.slice(at, (at += inputs + 1)));
    return [
      tf.transpose(tf.tensor2d(rows.map((row) => row.slice(0, inputs)))),
      tf.tensor1d(rows.map((row) => row[inputs])),
    ];
  });
}

/** All steps, as a function that returns the losses on the way. */
export async function tensorflow() {
  setWasmPaths("/tensorflow/");
  if (!(await tf.setBackend("wasm"))) throw new Error("TensorFlow.js does not start");
  const x = tf.tensor2d(points.map((row) => row.slice(0, 2)));
  const signs = tf.tensor2d(points.map((row) => [-row[2]]));
  const begin = cut();
  const layers = begin.map((layer) => layer.map((tensor) => tf.variable(tensor)));
  const sgd = tf.train.sgd(1);
  const loss = () => {
    const scores = layers.reduce((a, [b, bias], k) => {
      const activation = k < layers.length - 1 ? "relu" : "linear";
      return tf.fused.matMul({ a, b, bias, activation });
    }, x);
    const mean = tf.mean(tf.relu(tf.add(tf.mul(scores, signs), 1)));
    const squares = tf.addN(layers.flat().map((p) => tf.sum(tf.square(p))));
    return tf.add(mean, tf.mul(squares, ALPHA));
  };
  return () => {
    layers.forEach((layer, k) => layer.forEach((p, i) => p.assign(begin[k][i])));
    return Array.from({ length: STEPS }, (_, step) => {
      sgd.setLearningRate(rate(step));
      const now = sgd.minimize(loss, true);
      const [number] = now.dataSync();
      now.dispose();
      return number;
    });
  };
}
