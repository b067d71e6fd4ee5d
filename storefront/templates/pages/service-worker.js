// Shows a page of the shop, not the browser's, to who goes to a page without a connection. All else goes to the network
// as if this were not here: nothing of the shop is served from a copy, and no form is sent later.
"use strict";
const PAGES = [{% for path in pages %}"{{ path|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const KEPT = [...PAGES, {% for path in parts %}"{{ path|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const CACHE = "offline-{{ version }}";

// Asked for without cookies: the page is then the same for everybody, and says nothing of who is signed in.
const fetchFresh = (path) => new Request(path, { credentials: "omit", cache: "reload" });

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(KEPT.map(fetchFresh))));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const removeOld = caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("offline-") && name !== CACHE).map((name) => caches.delete(name))));
  const preload = self.registration.navigationPreload ? self.registration.navigationPreload.enable() : undefined;
  event.waitUntil(Promise.all([removeOld, preload]));
});

const findCopy = async (path) => (await (await caches.open(CACHE)).match(path)) || Response.error();

// Each language has its own, all below its prefix; that of the first one is the whole shop.
const findPage = (path) => PAGES.slice(1).find((page) => path.startsWith(page.replace(/[^/]+\/$/, ""))) || PAGES[0];

// The browser asks for a page while this starts, so that nobody waits for it.
const load = async (event) => (await event.preloadResponse) || fetch(event.request);

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const path = url.slice(self.location.origin.length);
  if (method === "GET" && mode === "navigate") event.respondWith(load(event).catch(() => findCopy(findPage(path))));
  else if (KEPT.includes(path) && !PAGES.includes(path)) event.respondWith(fetch(event.request).catch(() => findCopy(path)));
});
