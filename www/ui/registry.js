// Which views there are. A row of the core's table says where one stands; its style sheet in
// www/views/ how it looks; its script there, where it has one, what it does beyond being drawn by
// the core and told by the message file: `{hand?, create}`, where `create(place, act, words, all)`
// gives back what to `render(walk, read)`, and to `release()` when the lab goes to sleep; the words are
// its own ones and all of them. The bundler finds the files and asks the core for the rows: the page needs
// them before it. Scripts and sheets of the figure are here, those of rows and drawers come `later`, after the first screen.
import { views as rows } from "gradwalk-tables";
import { files } from "gradwalk-views";

/** Every view in the order of the table: its row and its script in one. */
export const views = rows.map((row) => ({ ...files[row.name], ...row, later: row.place !== "figure" }));

/** The drawers that show nothing of the run. */
export const others = ["more", "keys"].map((name) => ({ name, later: true }));

/** What a tag shows that does not say. */
export const FIGURE = views.filter(({ initial }) => initial).map(({ name }) => name);

/** The views that are charts. */
export const CHARTS = views.filter(({ place }) => place === "figure").map(({ name }) => name);
