// A service worker for whoever wants the lab to work without a network, once it has been opened: the
// folder of the lab registers it for itself, or a site's own worker takes it along by `importScripts`.
// It keeps the files of one build, by the list that the build makes, whole or not at all; it answers these
// from what it keeps, and nothing else; and it goes away when its own script is gone.
const FOLDER = self.GRADWALK
  ? new URL(self.GRADWALK.replace(/\/?$/, "/"), self.location).href
  : new URL(".", self.location).href;
const SELF = self.GRADWALK ? `${FOLDER}offline.js` : self.location.href;

const PAGE = "embed.html";
const BARE = "embed"; // what hosts with clean addresses make of it

/** `FILES` is the digest of each by its name, as the build made them. */
const CACHE = `gradwalk ${FOLDER} ${BUILD}`;

const TYPES = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  wasm: "application/wasm",
};

/** Whether it is the file that the build made. Hosts write into pages: of these it is enough that they hold our lab. */
async function isOurs(name, bytes) {
  if (name === PAGE) return new TextDecoder().decode(bytes).includes('<grad-walk id="lab"');
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return FILES[name] === Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A file as the host has it, under each address that it goes by; fails where that is something else. */
async function fetched(name) {
  // Not what another build has left in the browser's own cache.
  const answer = await fetch(FOLDER + name, { cache: "no-cache" });
  const bytes = await answer.arrayBuffer();
  if (!answer.ok || !(await isOurs(name, bytes))) {
    throw new Error(`gradwalk: ${answer.url} is not ${name} of ${BUILD}: nothing is kept`);
  }
  const headers = new Headers(answer.headers); // a policy may be among them
  for (const header of ["content-encoding", "content-length", "vary"]) headers.delete(header);
  headers.set("content-type", TYPES[name.split(".").pop()]);
  const names = name === PAGE && answer.url.split("?")[0] === FOLDER + BARE ? [BARE, PAGE] : [name];
  // Browsers refuse a page that was redirected when it was fetched: a new answer was not.
  return names.map((name) => [FOLDER + name, new Response(bytes, { headers })]);
}

const kept = (name) => caches.match(FOLDER + name, { cacheName: CACHE });

/** Keeps all files or none. The page is the last of the list: where it is, all are. */
async function keep() {
  if (await kept(PAGE)) return;
  const files = (await Promise.all(Object.keys(FILES).map(fetched))).flat();
  const cache = await caches.open(CACHE);
  for (const [address, answer] of files) await cache.put(address, answer);
}

/** Deletes what was kept of this folder, but for one. */
async function forget(but) {
  for (const name of await caches.keys()) {
    const [whose, folder] = name.split(" ");
    if (whose === "gradwalk" && folder === FOLDER && name !== but) await caches.delete(name);
  }
}

/** Goes away where the script is gone; keeps anew what somebody else has cleared. */
async function tend() {
  const { status } = await fetch(SELF, { cache: "no-store" });
  if (status !== 404 && status !== 410) return keep();
  if (!self.GRADWALK) await self.registration.unregister();
  await forget();
}

self.addEventListener("install", (event) => {
  // A site's own worker does not fail with ours: `tend` keeps the files later.
  event.waitUntil(self.GRADWALK ? keep().catch((error) => console.warn(error)) : keep());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forget(CACHE));
  // When a site's own worker takes over is the site's to say.
  if (!self.GRADWALK) event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const [, address, query] = /^([^?#]*)(\?[^#]*)?/.exec(request.url);
  if (request.method !== "GET" || request.cache === "no-store" || !address.startsWith(FOLDER)) return;
  // A name with the version in it is the same file by the name that stays.
  const name = address.slice(FOLDER.length).replace(`-${VERSION}.`, ".");
  const isPage = name === PAGE || name === BARE; // one, whatever the lab is set to
  if (!isPage && (query || !Object.hasOwn(FILES, name))) return;
  event.respondWith(kept(PAGE).then((whole) => whole && kept(name)).then((answer) => answer ?? fetch(request)));
  if (name === "grad-walk.js" || isPage) event.waitUntil(tend().catch(() => {}));
});
