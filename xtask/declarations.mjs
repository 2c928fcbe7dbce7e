// What TypeScript and editors know of the element: its attributes are the rows of the core's table of
// settings, the rest is the contract of docs/EMBEDDING.md.

/** The element's properties, methods and events: `[name, type, what it is]`. */
const PROPERTIES = [
  ["epoch", "number", "The state shown, counted in updates; assigning goes there."],
  ["readonly status", "GradWalkStatus", "What the run is at the state shown."],
  ["readonly history", "GradWalkRow[]", "The steps so far: w after the update, loss and gradient before it."],
  ["state", "GradWalkState | null", "All settings, the epoch and the phase; assigning restores them."],
];
const METHODS = [
  ["train", "(): Promise<GradWalkEnd>", "Walks to the last step."],
  ["step", "(n?: number): void", "Goes n epochs on."],
  ["back", "(n?: number): void", "Goes n epochs back."],
  ["seek", "(epoch: number): void", "Goes to an epoch."],
  ["reset", "(): void", "Goes back to the start."],
  ["toURL", "(): string", "The address of the page with the whole state in it."],
  ["toCSV", "(): string", "The steps so far as comma-separated values."],
  ["toPNG", "(view: string): Promise<Blob>", "A chart that is shown, as a PNG."],
];
const EVENTS = [
  ["gw-ready", "Record<string, never>", "The lab has started."],
  ["gw-change", "{ setting: string; value: string | number | number[] }", "A setting has another value."],
  ["gw-step", "GradWalkRow", "Another state is shown."],
  ["gw-phase", "{ epoch: number; phase: string }", "Another place within a step is shown."],
  ["gw-end", "GradWalkEnd", "train() has ended."],
  ["gw-error", "{ message: string }", "The lab cannot start, or a setting was not taken as it was given."],
  ["gw-resize", "{ height: number }", "The lab has another height, in CSS pixels."],
];

/** An attribute as TypeScript sees it: a number may be written as one, a list in React too. */
function typeOf({ kind, choices }) {
  if (kind === "choice") return choices.map((choice) => JSON.stringify(choice)).join(" | ");
  if (kind === "number" || kind === "integer") return "number | string";
  return kind === "list" ? "string | number[]" : "string";
}

const naturalOf = ({ kind }) =>
  kind === "list" ? "number[]" : kind === "number" || kind === "integer" ? "number" : "string";

const property = (name) => (/^\w+$/.test(name) ? name : JSON.stringify(name));

/** grad-walk.d.ts */
export function declarations({ settings }) {
  const attributes = settings.map((setting) => `  ${property(setting.name)}?: ${typeOf(setting)};`);
  const state = settings.filter(({ name }) => name !== "epoch" && name !== "phase");
  const documented = (rows, write) => rows.map(([name, type, doc]) => `  /** ${doc} */\n  ${write(name, type)};`);
  return `// <grad-walk>: gradient descent, one step at a time.

export type GradWalkStatus = "ready" | "training" | "done" | "converged" | "diverged";

/** Of several parameters each has a column of its name, and its gradient one of \`grad_\` and that name. */
export interface GradWalkRow {
  epoch: number;
  w: number;
  loss: number;
  grad: number;
  [column: string]: number;
}

export interface GradWalkEnd {
  status: GradWalkStatus;
  reason: "completed" | "unchanged" | "not-finite" | "cancelled";
  criticalLr: number | null;
  regime: "straight" | "overshoots" | "circles" | "diverges" | null;
  distance: number | null;
}

/** What the tag takes. */
export interface GradWalkAttributes {
${attributes.join("\n")}
}

/** What the property \`state\` gives and takes. */
export interface GradWalkState {
${state.map((setting) => `  ${property(setting.name)}?: ${naturalOf(setting)};`).join("\n")}
  epoch?: number;
  phase?: string;
}

export interface GradWalkEventMap {
${EVENTS.map(([name, detail]) => `  "${name}": CustomEvent<${detail}>;`).join("\n")}
}

export interface GradWalk extends HTMLElement {
${documented(PROPERTIES, (name, type) => `${name}: ${type}`).join("\n")}
${documented(METHODS, (name, type) => `${name}${type}`).join("\n")}
  addEventListener<K extends keyof GradWalkEventMap>(
    type: K,
    listener: (this: GradWalk, event: GradWalkEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** The tag in JSX: its attributes, those of any element, and its events as React has them. */
type GradWalkTag = GradWalkAttributes & {
  [K in keyof GradWalkEventMap as \`on\${K}\`]?: (event: GradWalkEventMap[K]) => void;
} & { [name: string]: unknown };

declare global {
  interface HTMLElementTagNameMap {
    "grad-walk": GradWalk;
  }
  namespace JSX {
    interface IntrinsicElements {
      "grad-walk": GradWalkTag;
    }
  }
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "grad-walk": GradWalkTag;
    }
  }
}
`;
}

/** custom-elements.json, of the custom elements manifest's schema 1.0.0 */
export function manifest({ settings }, version) {
  const attributes = settings.map(({ name, initial, ...setting }) => ({
    name,
    type: { text: typeOf(setting) },
    default: JSON.stringify(initial),
  }));
  const fields = PROPERTIES.map(([name, text, description]) => ({
    kind: "field",
    name: name.replace("readonly ", ""),
    type: { text },
    description,
    readonly: name.startsWith("readonly"),
  }));
  const methods = METHODS.map(([name, text, description]) => ({ kind: "method", name, type: { text }, description }));
  const events = EVENTS.map(([name, text, description]) => ({ name, type: { text: `CustomEvent<${text}>` }, description }));
  const declaration = {
    kind: "class",
    name: "GradWalk",
    tagName: "grad-walk",
    customElement: true,
    description: `Gradient descent, one step at a time; version ${version}.`,
    superclass: { name: "HTMLElement" },
    attributes,
    members: [...fields, ...methods],
    events,
  };
  const reference = { name: "GradWalk", module: "grad-walk.js" };
  const module = {
    kind: "javascript-module",
    path: "grad-walk.js",
    declarations: [declaration],
    exports: [{ kind: "custom-element-definition", name: "grad-walk", declaration: reference }],
  };
  return { schemaVersion: "1.0.0", modules: [module] };
}
