// Which attributes of a tag are settings: those that belong neither to HTML nor to a framework.

const FRAMEWORKS = /^(class|tabindex|role|is|part|exportparts|(data-|aria-|v-|ng-|_).*|.*[:@].*)$/;

/** Whether an attribute of this name can be a setting. The core knows which settings there are. */
export const isSetting = (name) => !(name in HTMLElement.prototype) && !FRAMEWORKS.test(name);

/** The element's settings: Map of name to text. */
export function settingsOf(element) {
  const names = element.getAttributeNames().filter(isSetting);
  return new Map(names.map((name) => [name, element.getAttribute(name)]));
}
