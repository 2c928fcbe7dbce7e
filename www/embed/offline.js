// A service worker for whoever wants the lab to work without a network, once it has been opened: the
// folder of the lab registers it for itself, or a site's own worker takes it along by `importScripts`.
// It keeps the files of this folder and no others, and asks the network first.
const FOLDER = new URL(".", self.GRADWALK ?? self.location).href;
const CACHE = `gradwalk ${FOLDER}`;
const FILES = ["grad-walk.js", "gradwalk_bg.wasm", "drawers.js", "run.svg", "embed.html", "embed.js"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map((file) => FOLDER + file))));
  if (!self.GRADWALK) self.skipWaiting(); // when a site's own worker takes over is the site's to say
});

self.addEventListener("activate", (event) => {
  if (!self.GRADWALK) event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(FOLDER)) return;
  const name = request.url.split(/[?#]/)[0]; // whatever the lab is set to, its page is one
  const cache = caches.open(CACHE);
  const keep = (answer) => cache.then((cache) => cache.put(name, answer)).catch(() => {});
  // A name with the version in it is the same file by the name that stays.
  const stable = name.replace(/-\d+\.\d+\.\d+[^/]*(?=\.\w+$)/, "");
  const kept = async (answer) => {
    const files = await cache;
    return (await files.match(name)) ?? (await files.match(stable)) ?? answer ?? Response.error();
  };
  event.respondWith(
    fetch(request).then(
      (answer) => {
        if (!answer.ok) return kept(answer);
        event.waitUntil(keep(answer.clone()));
        return answer;
      },
      () => kept(),
    ),
  );
});
