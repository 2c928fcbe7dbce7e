// Which views there are. A row says where one stands; its file in www/views/, found by the bundler,
// says how it looks and what it does: `{name, css, hand?, create?}`, where `create(place, act,
// words)` gives back what to `render(walk, read)`, and to `release()` when the lab goes to sleep.
import files from "gradwalk-views";

/** Name, what it is drawn against, where it stands, and whether a tag that asks for none shows it. */
const TABLE = [
  { name: "fit", axis: "data", place: "figure", initial: true },
  { name: "loss", axis: "epoch", place: "figure", initial: true },
  { name: "w", axis: "epoch", place: "figure", initial: true },
  { name: "gradients", axis: "gradients", place: "drawer" },
  { name: "printout", axis: "text", place: "drawer" },
];

/** Every view in the order of the table: its row and its file in one. */
export const views = TABLE.map((row) => ({ ...files.find(({ name }) => name === row.name), ...row }));

/** What a tag shows that does not say. */
export const FIGURE = views.filter(({ initial }) => initial).map(({ name }) => name).join();
