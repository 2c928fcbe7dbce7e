// What the message file of every language needs of its language: how many of something there are, and
// several things in a row.

/** More than so many in a row are cut short. */
export const MANY = 4;

/** The items that there is room for, and how many more there are. */
export const cut = (items) => (items.length > MANY ? [items.slice(0, MANY - 1), items.length - MANY + 1] : [items, 0]);

/** What there is to `say` of each item, of many the first few: `w 1, b 2`, or `a 1, b 2, c 3, …`. */
export function row(items, say) {
  const [few, more] = cut(items);
  return [...few.map(say), ...(more ? ["…"] : [])].join(", ");
}

/** The words of a language for counts and lists. */
export function grammar(lang) {
  const [plurals, digits, lists] = [new Intl.PluralRules(lang), new Intl.NumberFormat(lang), new Intl.ListFormat(lang)];
  /** A whole number, or the core's text of one, with its thousands apart. */
  const whole = (number) => digits.format(number);
  /** One and its noun: `count("3", {one: "# step", other: "# steps"})`, by the plural rules of the language. */
  const count = (number, forms) => {
    const form = forms[plurals.select(Number(number))] ?? forms.other;
    return form.replace("#", () => whole(number));
  };
  /** Names in a row, of many the first few: `w and b`, or, with the forms of *more*, `a, b, c, and 4 more`. */
  const list = (items, more) => {
    const [few, others] = cut(items);
    return lists.format([...few, ...(others ? [count(others, more)] : [])]);
  };
  return { count, list, whole };
}
