// A service worker for whoever wants the lab to work without a network, once it has been opened: the
// folder of the lab registers it for itself, or a site's own worker takes it along by `importScripts`.
// It keeps the files of this folder and no others, and asks the network first.
const FOLDER = new URL(".", self.GRADWALK ?? self.location).href;
const CACHE = `gradwalk ${FOLDER}`;
const FILES = ["grad-walk.js", "gradwalk_bg.wasm", "share.js", "run.svg", "embed.html", "embed.js"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map((file) => FOLDER + file))));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(FOLDER)) return;
  const kept = async (answer) => {
    const cache = await caches.open(CACHE);
    if (answer?.ok) {
      await cache.put(request, answer.clone());
      return answer;
    }
    return (await cache.match(request, { ignoreSearch: true })) ?? answer ?? Response.error();
  };
  event.respondWith(fetch(request).then(kept, () => kept()));
});
