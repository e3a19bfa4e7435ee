/* Lets the checklist on a tablet open without a line, after it was opened with one. It stands for that one page and its
   own files only; held.js fills the store. With a line the page always comes from the server. A page held longer than a
   week is not shown; when the server asks to sign in again, or shows the page no more, it is dropped. */
"use strict";
const PAGE = new URL("./", self.location).pathname;
const STORE = `wuxing-held ${PAGE}`;
const WEEK = 7 * 24 * 3600 * 1000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const held = async () => {
  const store = await caches.open(STORE);
  const kept = await store.match(PAGE);
  if (!kept) return Response.error();
  if (Date.now() - Date.parse(kept.headers.get("date")) > WEEK) {
    await store.delete(PAGE);
    return Response.error();
  }
  const headers = new Headers(kept.headers);
  headers.set("X-Held", "1");
  return new Response(kept.body, { status: 200, headers });
};

const page = async (request) => {
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    return held();
  }
  const store = await caches.open(STORE);
  if (answer.ok) await store.put(PAGE, answer.clone());
  else if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) await store.delete(PAGE);
  return answer;
};

const file = async (request) => (await (await caches.open(STORE)).match(request)) || fetch(request);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === PAGE) event.respondWith(page(request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
});
