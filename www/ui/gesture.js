// Where one gesture ends and the next begins.

/** Key presses that follow each other within this time, in ms, are one gesture. */
const PAUSE = 1000;

/** Calls `begin` at the start of each gesture on `node`: a press of the pointer or a row of keys. */
export function gestures(node, begin) {
  let last = -Infinity;
  node.addEventListener("pointerdown", ({ isPrimary }) => isPrimary && begin()); // two fingers zoom the page
  node.addEventListener("keydown", ({ key, timeStamp }) => {
    if (key === "Tab") return;
    if (timeStamp - last > PAUSE) begin();
    last = timeStamp;
  });
}
