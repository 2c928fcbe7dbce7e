// The tag in Vue's templates.
import type { HTMLAttributes, ReservedProps } from "vue";
import type { GradWalkAttributes, GradWalkEventMap } from "./grad-walk.js";

/** A name as Vue's compiler asks for it: `zero-grad` is `zeroGrad`, `gw-step` `gwStep`. */
type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<Rest>}` : Name;

type Attributes = { [K in keyof GradWalkAttributes as Camel<K>]: GradWalkAttributes[K] };
type Listeners = { [K in keyof GradWalkEventMap as `on${Capitalize<Camel<K>>}`]?: (event: GradWalkEventMap[K]) => void };

declare module "vue" {
  interface GlobalComponents {
    "grad-walk": new () => { $props: Attributes & Listeners & Omit<HTMLAttributes, keyof Attributes> & ReservedProps };
  }
}
