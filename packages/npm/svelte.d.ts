// The tag in Svelte's templates.
import type { HTMLAttributes } from "svelte/elements";
import type { GradWalk, GradWalkAttributes, GradWalkEventMap } from "./grad-walk.js";

type Listeners = { [K in keyof GradWalkEventMap as `on${K}`]?: (event: GradWalkEventMap[K]) => void };

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "grad-walk": Omit<HTMLAttributes<GradWalk>, keyof GradWalkAttributes> & GradWalkAttributes & Listeners;
  }
}
