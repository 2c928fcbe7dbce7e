// The parameter w against the epoch. What it shows is drawn by the core and said by the message file.
import css from "./w.css";

export default { name: "w", css };
