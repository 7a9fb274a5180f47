// Keeps the bulletin card on a device that opened it. With a connection it always asks for the newest one first.
// What is kept is the page as anybody sees it: no cookie is sent for it, so nobody's name is in it.
"use strict";

const SHELF = "card-1";
const PATIENCE = 4000; // milliseconds with a bad connection, before the kept copy is shown

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("card-") && name !== SHELF).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  if (!event.data || !Array.isArray(event.data.keep)) return;
  event.waitUntil(Promise.all(event.data.keep.map(keep)).then(() => event.source && event.source.postMessage({ kept: true })));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET" && url.origin === self.location.origin) event.respondWith(answer(event, url));
});

function isCard(url) {
  return url.pathname.startsWith(new URL(self.registration.scope).pathname);
}

async function keep(address) {
  const url = new URL(address, self.location.origin);
  if (url.origin !== self.location.origin) return;
  url.hash = "";
  const shelf = await caches.open(SHELF);
  try {
    const response = await fetch(url, { credentials: "omit", cache: "no-cache" });
    if (response.ok) await shelf.put(url.href, response);
    else if (response.status === 404 || response.status === 410) await shelf.delete(url.href);
  } catch (error) {
    // No connection: what is on the shelf stays there.
  }
}

async function answer(event, url) {
  const shelf = await caches.open(SHELF);
  url.hash = "";
  const kept = await shelf.match(url.href);
  const asked = fetch(event.request).then((response) => {
    if (isCard(url)) event.waitUntil(keep(url.href));
    return response;
  });
  if (!kept) return asked;
  const tired = new Promise((resolve, reject) => setTimeout(() => reject(new Error("too slow")), PATIENCE));
  try {
    return await Promise.race([asked, tired]);
  } catch (error) {
    asked.catch(() => undefined);
    return marked(kept);
  }
}

async function marked(kept) {
  if (!(kept.headers.get("Content-Type") || "").startsWith("text/html")) return kept;
  const text = (await kept.text()).replace('data-card-copy="live"', 'data-card-copy="kept"');
  const headers = new Headers(kept.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response(text, { status: 200, headers });
}
