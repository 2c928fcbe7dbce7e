// What the element carries within itself: nothing, where its parts lie beside it as files. Where it is
// one file, for a mail or a notebook, the bundler puts the core and the picture here.

/** Gives the bytes of the core. */
export const bytes = undefined;

/** The address of the picture, as data. */
export const picture = undefined;

/** Gives the script of the drawer *Share*. */
export const sharing = undefined;
