// What is seen of a lab, held against what it is: the readouts against the rows of its run, and every text against the
// room that it has.

/** Texts that are cut off, that lie on another, or that stick out of the lab, all `but` those in there: a sentence for each. */
export const crowded = (lab, but = ".none") =>
  lab.lab.evaluate((element, but) => {
    const found = [];
    const root = element.shadowRoot;
    const frame = root.querySelector(".lab").getBoundingClientRect();
    const texts = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const parent = node.parentElement;
      const text = node.textContent.trim();
      if (!text || !parent?.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      // What is only spoken, options of a list, and Train and Pause, which lie on each other, one of them unseen.
      if (parent.closest(`.spoken, option, style, .tip, textarea, .train, ${but}`)) continue;
      const scroller = parent.closest("[data-scrolls], .graph, pre, .lines");
      const range = document.createRange();
      range.selectNodeContents(node);
      // Of letters that are drawn narrower a range tells the width that they would have.
      const boxes = parent.localName === "text" ? [parent.getBoundingClientRect()] : range.getClientRects();
      for (const box of boxes) texts.push({ text, box, parent, scroller });
      for (let at = parent; at && at !== root.host; at = at.parentElement) {
        const { overflowX, textOverflow } = getComputedStyle(at);
        const clips = overflowX === "hidden" || overflowX === "clip" || textOverflow === "ellipsis";
        // What sticks out of it may be another's.
        const edge = at.getBoundingClientRect();
        const out = textOverflow === "ellipsis" || [...boxes].some((box) => box.right > edge.right + 1 || box.left < edge.left - 1);
        if (clips && out && at.scrollWidth > at.clientWidth + 1 && at.clientWidth > 1) found.push(`“${text}” is cut off`);
      }
    }
    for (const { text, box, scroller } of texts) {
      if (!scroller && (box.right > frame.right + 1 || box.left < frame.left - 1)) found.push(`“${text}” sticks out`);
    }
    texts.sort((a, b) => a.box.top - b.box.top);
    for (let i = 0; i < texts.length; i++) {
      for (let j = i + 1; j < texts.length && texts[j].box.top < texts[i].box.bottom; j++) {
        const [a, b] = [texts[i], texts[j]];
        if (a.parent === b.parent || a.scroller !== b.scroller) continue;
        // The same text in the same place is read once.
        if (a.text === b.text && Math.hypot(a.box.left - b.box.left, a.box.top - b.box.top) < 1) continue;
        const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        // Lines of letters may touch; what is read must not.
        const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (across > 2 && down > 0.35 * Math.min(a.box.height, b.box.height)) found.push(`“${a.text}” lies on “${b.text}”`);
      }
    }
    return [...new Set(found)];
  }, but);

/** Readouts that are not of the position shown, and texts that are none: a sentence for each. */
export async function told(lab) {
  const found = [];
  const { history, epoch } = await lab.lab.evaluate((lab) => ({
    epoch: lab.epoch,
    history: lab.history.slice(-1),
  }));
  const readouts = await lab.shown();
  const at = `epoch ${epoch} of `;
  if (!readouts.replace(/[\u2007\u2008,]/g, "").startsWith(at)) found.push(`the readouts say “${readouts}” at ${epoch}`);
  if (/NaN|undefined|null|\[object/.test(readouts)) found.push(`the readouts say “${readouts}”`);
  if (epoch > 0 && !history.length) found.push(`no history at ${epoch}`);
  const [, shown] = / w (\S+) loss /.exec(readouts) ?? [];
  const w = history[0]?.w;
  // Three decimals, or of a large one four digits.
  if (shown && w !== undefined && Math.abs(Number(shown.replaceAll("−", "-")) - w) > 0.00051 + 0.00051 * Math.abs(w)) {
    found.push(`the readouts say w ${shown} where it is ${w}`);
  }
  const said = await lab.lab.evaluate(({ shadowRoot }) =>
    [...shadowRoot.querySelectorAll("p, figcaption, li, .caption")].filter((n) => n.checkVisibility()).map((n) => n.textContent),
  );
  for (const text of said) if (/NaN|undefined|null\b|\[object/.test(text)) found.push(`it says “${text}”`);
  return found;
}
