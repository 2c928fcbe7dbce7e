// What an address may set: a lab, never HTML. `onclick` and `style` are no settings, nor is `1=2` a name.

/** Whether this can be the name of a setting. */
export const isName = (name) => /^[a-z][a-z-]*$/.test(name) && !(name in HTMLElement.prototype);

/** Sets a lab as the query of an address says: `?lr=0.05` is `<grad-walk lr="0.05">`. */
export function setFrom(lab, query) {
  for (const [name, value] of new URLSearchParams(query)) if (isName(name)) lab.setAttribute(name, value);
}
