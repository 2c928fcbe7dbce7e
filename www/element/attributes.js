// What the attributes of a tag say: settings, by the core's names, and what may have been meant as one,
// which is noted where authors look and goes no further.
import { isSetting } from "./names.js";

/** What belongs to HTML or to a framework, beside what an element has as a property. */
const OTHERS = /^(class|tabindex|role|is|part|exportparts|(data-|aria-|v-|ng-|_).*|.*[:@].*)$/;

/** Whether an author may have meant an attribute of this name as a setting. */
export const isMeant = (name) => isSetting(name) || !(name in HTMLElement.prototype || OTHERS.test(name));

const read = (element, wanted) =>
  new Map(element.getAttributeNames().filter(wanted).map((name) => [name, element.getAttribute(name)]));

/** What the tag says and may have meant as settings: Map of name to text. */
export const meantBy = (element) => read(element, isMeant);

/** The settings that the tag says: Map of name to text. */
export const settingsOf = (element) => read(element, isSetting);
