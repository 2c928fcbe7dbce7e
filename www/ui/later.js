// What comes after the first screen, as one script: what stands in the drawers, how it looks, and what it says in English;
// the show before a room, what covers an answer, what can be done about one, what is read off the curves, and the rows of
// the example sets.
import { files as views } from "gradwalk-drawers";
import keys from "./help.js";
import css from "./later.css";
import more from "./table.js";

/** The scripts by the names of their drawers. */
export const files = { ...views, more, keys };
export { css };
export { rows } from "gradwalk-examples";
export { Covers } from "./covers.js";
export { Offers } from "./offers.js";
export { Reading } from "./reading.js";
export { Show } from "./show.js";
export { drawers as words } from "../messages/en.js";
export const version = VERSION;
