// The loss against the epoch. What it shows is drawn by the core and said by the message file.
import css from "./loss.css";

export default { name: "loss", css };
