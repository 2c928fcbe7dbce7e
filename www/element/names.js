// The names by which a lab can be set from outside. An address, a link, a message, a script's `state`:
// whatever they say is let in by this list and by nothing else, for browsers have attributes that run
// script, and no way to ask which. The list is the core's table of settings.
import names from "gradwalk-names";

/** `v` is the version that a link says it is of. */
const NAMES = new Set(["v", ...names]);

/** Whether this is the name of a setting. */
export const isSetting = (name) => NAMES.has(name);
