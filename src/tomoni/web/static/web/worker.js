// Keeps the shell, the emergency page and the public pages seen last on the phone.
// `self.SHELL` (version, keep, offline) is put before this text by tomoni.web.offline.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const SHELL = /** @type {{version: string, keep: string[], offline: string}} */ (
  /** @type {any} */ (self).SHELL
);
const CACHE = `shell-${SHELL.version}`;
const PAGES = "pages";
const PLACES = "kept"; // Whole files that a page asked to keep, such as map tiles.
const MOST_PAGES = 60;

worker.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      await cache.addAll([...SHELL.keep, SHELL.offline]);
      await worker.skipWaiting();
    })(),
  );
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name !== CACHE && name !== PAGES && name !== PLACES) await caches.delete(name);
      }
      await worker.clients.claim();
    })(),
  );
});

worker.addEventListener("message", (event) => {
  const said = event.data ?? {};
  if (said.type === "refresh") event.waitUntil(refreshOffline());
  if (said.type === "keep" && Array.isArray(said.urls)) event.waitUntil(keepWhole(said.urls));
  if (said.type === "forget") event.waitUntil(caches.delete(PAGES));
});

worker.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.endsWith(".pmtiles")) event.respondWith(tiles(request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(part(request));
  else if (url.pathname.startsWith("/maps/")) event.respondWith(mapPart(request));
});

worker.addEventListener("push", (event) => {
  /** @type {{title?: string, body?: string, tag?: string, url?: string, lang?: string}} */
  let said = {};
  try {
    said = event.data?.json() ?? {};
  } catch {
    // An empty or foreign message still has to be shown, or browsers take the permission away.
  }
  // A second copy of one message has the same tag and takes the place of the first in silence.
  event.waitUntil(
    worker.registration.showNotification(said.title ?? "ともに", {
      body: said.body,
      tag: said.tag,
      lang: said.lang,
      icon: "/static/web/icon-192.png",
      data: { url: said.url ?? "/" },
    }),
  );
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url ?? "/", worker.location.origin);
  if (url.origin === worker.location.origin) event.waitUntil(worker.clients.openWindow(url.href));
});

/**
 * Network first; without it the page seen last time; without that the emergency page.
 * @param {Request} request
 */
async function page(request) {
  try {
    const answer = await fetch(request);
    // The server marks pages that hold nothing personal; only those stay on the device.
    if (answer.ok && answer.headers.get("X-Keep-Offline") === "1") {
      const copy = answer.clone();
      const cache = await caches.open(PAGES);
      await cache.put(request, copy);
      const known = await cache.keys();
      for (const old of known.slice(0, Math.max(0, known.length - MOST_PAGES))) await cache.delete(old);
    }
    return answer;
  } catch {
    const seen = await caches.match(request, { ignoreVary: true });
    if (seen) return seen;
    const basics = await caches.match(SHELL.offline, { ignoreVary: true });
    return basics ?? Response.error();
  }
}

/**
 * Files with a hash in their name never change; others are renewed behind the reader's back.
 * @param {Request} request
 */
async function part(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept && /\.[0-9a-f]{12}\.[a-z0-9]+$/.test(new URL(request.url).pathname)) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.status === 200 && !request.headers.has("range")) {
      const cache = await caches.open(CACHE);
      await cache.put(request, answer.clone());
    }
    return answer;
  } catch {
    return kept ?? Response.error();
  }
}

/**
 * Files of one version of the map never change; its style and pictures are the newest there are.
 * @param {Request} request
 */
async function mapPart(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept && new URL(request.url).pathname.startsWith("/maps/files/")) return kept;
  try {
    const answer = await fetch(request);
    if (answer.status === 200 && /\/style\.json$/.test(new URL(request.url).pathname)) {
      const cache = await caches.open(PLACES);
      await cache.put(request, answer.clone());
    }
    return answer;
  } catch {
    return kept ?? Response.error();
  }
}

/**
 * The Cache API cannot hold 206 answers: the whole file is kept, and ranges are cut from it.
 * @param {Request} request
 */
async function tiles(request) {
  const kept = await caches.match(request.url, { ignoreVary: true });
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range") ?? "");
  if (!kept) return fetch(request);
  if (!range) return kept;
  const whole = await kept.blob();
  const start = Number(range[1]);
  const end = range[2] ? Math.min(Number(range[2]), whole.size - 1) : whole.size - 1;
  if (start > end) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${whole.size}` } });
  return new Response(whole.slice(start, end + 1), {
    status: 206,
    headers: {
      "Content-Type": "application/vnd.pmtiles",
      "Content-Range": `bytes ${start}-${end}/${whole.size}`,
      "Content-Length": String(end - start + 1),
      ETag: kept.headers.get("etag") ?? "",
    },
  });
}

async function refreshOffline() {
  const cache = await caches.open(CACHE);
  await cache.add(new Request(SHELL.offline, { cache: "reload" }));
}

/**
 * Keep whole files for the day without network, each once and renewed when asked again.
 * @param {string[]} urls
 */
async function keepWhole(urls) {
  const cache = await caches.open(PLACES);
  for (const url of urls) {
    if (new URL(url, worker.location.href).origin === worker.location.origin) {
      await cache.add(new Request(url, { cache: "reload" }));
    }
  }
}
