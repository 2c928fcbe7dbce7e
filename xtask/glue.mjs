// wasm-bindgen writes its glue for every browser, and spells out each call. The page has far newer
// browsers, says once what all calls have in common (runtime.js), and has no use for what no script
// calls. A rule that finds nothing leaves the glue heavier, and as good; only a way to pass something
// that none knows is refused.
import { readFile } from "node:fs/promises";

/** What wasm-bindgen names the module by that the core imports from; the page's core says less. */
export const MODULE = { "./gradwalk_bg.js": "js" };

const RULES = [
  [/__proto__: null,\s*/g, ""],
  ...Object.entries(MODULE).map(([from, to]) => [`"${from}"`, `"${to}"`]),

  // Strings and lists are passed as what runtime.js makes of them, and so is what an import returns.
  [/, wasm\.__wbindgen_malloc(, wasm\.__wbindgen_realloc)?\)/g, ")"],
  [/= isLikeNone\(ret\) \? 0 : passStringToWasm0\(ret\)/g, "= passStringToWasm0(ret)"],
  [/\w+ ptr1 = passStringToWasm0\(ret\);.*?arg0 \+ 4 \* 0, ptr1, true\);/gs, "giveString(arg0, ret);"],

  // What the core gives away is taken.
  [
    /let (\w+);\s*let \w+;\s*try \{(.*?)const ret = ([^;]*);\s*\1 = .*?\} finally \{.*?\}/gs,
    "$2return takeString($3);",
  ],
  [/let (\w+);\s*if \(ret\[0\] !== 0\) \{.*?\}\s*return \1;/gs, "return ret[0] ? takeString(ret) : undefined;"],
  [/const ret = ([^;]*);\s*var (\w+) = getArrayF64From.*?return \2;/gs, "return takeNumbers($1);"],
  [/const ret = ([^;]*);\s*var (\w+) = getArrayJsValueFrom.*?return \2;/gs, "return takeValues($1);"],

  // What the core imports are functions without a `this`.
  [/function\(\) \{ return handleError\(function (\([^)]*\)) \{(.*?)\}, arguments\); \}/gs, "caught($1 => {$2})"],
  [/: function(\([^)]*\)) \{/g, ": $1 => {"],
  [/let result;\s*try \{\s*result = (.*?);\s*\} catch.*?\}\s*const ret = result;/gs, "const ret = $1;"],

  // A Lab belongs to one Walk, which frees it.
  [/^ *LabFinalization\..*\n/gm, ""],
  [/^const LabFinalization = .*?;\n/gms, ""],
  [/^if \(Symbol\.dispose\) .*\n/gm, ""],

  // The element loads the core by itself.
  [/^(async )?function (__wbg_load|__wbg_init|__wbg_finalize_init|initSync|decodeText)\(.*?^}\n/gms, ""],
  [/^let WASM_VECTOR_LEN.*/gm, ""],
  [/^let cachedTextDecoder .*\ncachedTextDecoder\..*\n/gm, ""],
  [/^if \(!\('encodeInto' in .*?^}\n/gms, ""],
  [/^export \{.*/gm, ""],
];

/** `const ptr0 = pass(…); const len0 = …;`, where a call of the core then says `ptr0, len0`. */
const PASSED = /const ptr(\d+) = (\w+\([^;]*\));\s*const len\1 = WASM_VECTOR_LEN;\s*([^}]*?)ptr\1, len\1\b/;

/** The glue as the page needs it; `calls` is the code that calls it, `lab.step(1)` or `lab().step(1)`. */
export async function lean(glue, calls) {
  const runtime = await readFile("xtask/runtime.js", "utf8");
  for (const [, name] of runtime.matchAll(/^function (\w+)/gm)) {
    glue = glue.replace(new RegExp(`^function ${name}\\(.*?^}\\n`, "ms"), "");
  }
  glue = RULES.reduce((text, [rule, by]) => text.replace(rule, by), glue);
  while (PASSED.test(glue)) glue = glue.replace(PASSED, "$3...$2");
  if (glue.includes("WASM_VECTOR_LEN")) throw new Error("the glue passes what xtask/runtime.js cannot");
  const called = (name) => name === "constructor" || new RegExp(`\\blab(\\(\\))?\\??\\.${name}\\b`, "i").test(calls);
  const methods = /^    (?:static |get )?([a-z]\w*)\([^)]*\) \{.*?^    }\n/gms;
  glue = glue.replace(methods, (method, name) => (called(name) ? method : ""));
  return `${glue}\n${runtime}`;
}
