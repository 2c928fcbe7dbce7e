// What an address may set: a lab, by the names of its settings, and nothing else.
import { isSetting } from "../element/names.js";

/** So many names that are no settings are noted. */
const NOTED = 10;

/** Sets a lab as the query of an address says: `?lr=0.05` is `<grad-walk lr="0.05">`. */
export function setFrom(lab, query) {
  const said = [...new URLSearchParams(query)];
  for (const [name, value] of said) if (isSetting(name)) lab.setAttribute(name, value);
  const others = said.map(([name]) => name).filter((name) => !isSetting(name));
  // For authors, as the element notes what its tag says.
  if (others.length) console.info(`gradwalk: there is no setting ${others.slice(0, NOTED).join(", ")}`);
}
