// Which views there are. A row of the core's table says where one stands; its file in www/views/
// says how it looks and what it does: `{name, css, hand?, create?}`, where `create(place, act,
// words)` gives back what to `render(walk, read)`, and to `release()` when the lab goes to sleep.
// The bundler finds the files and asks the core for the rows: the page needs them before it.
import { files, views as rows } from "gradwalk-tables";

/** Every view in the order of the table: its row and its file in one. */
export const views = rows.map((row) => ({ ...files.find(({ name }) => name === row.name), ...row }));

/** What a tag shows that does not say. */
export const FIGURE = views.filter(({ initial }) => initial).map(({ name }) => name).join();
