/* Lets the technician's day and the visits open again without a line, after they were opened with one. It stands for these
   pages and our own static files only. With a line a page always comes from the server; its last good copy is kept for two
   days, for one person: whatever comes for another, a page that asks to sign in, and signing out (wx.js) end all copies. */
"use strict";
const STORE = "wuxing-day-pages";
const OWNER = "/today/@owner"; // no page; whose copies these are
const OURS = /^\/today\/(\d+\/)?$/;
const LONGEST = 2 * 24 * 3600 * 1000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const stored = new Map(); // when this worker kept which page
const forget = () => caches.delete(STORE);

/* keeps a good answer of a page for its person; what cannot be a page of theirs ends copies */
const keep = async (path, answer) => {
  const owner = answer.headers.get("x-kept-for");
  if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) return forget();
  if (answer.status === 404) return (await caches.open(STORE)).delete(path);
  if (!answer.ok || !owner) return undefined;
  const known = await (await caches.match(OWNER, { cacheName: STORE }))?.text();
  if (known !== undefined && known !== owner) await forget();
  const store = await caches.open(STORE);
  await store.put(OWNER, new Response(owner));
  await store.put(path, answer);
  return stored.set(path, Date.now());
};

const two = (number) => String(number).padStart(2, "0");
const said = (date) => {
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return date.toDateString() === new Date().toDateString() ? time : `${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}`;
};

const kept = async (path) => {
  const store = await caches.open(STORE);
  const copy = await store.match(path);
  if (!copy) return Response.error();
  const at = new Date(copy.headers.get("date"));
  if (!(Date.now() - at < LONGEST)) {
    await store.delete(path);
    return Response.error();
  }
  const text = (await copy.text()).replace("data-kept-copy hidden", "data-kept-copy").replace("@kept-at@", said(at));
  return new Response(text, { status: 200, headers: copy.headers });
};

const page = async (request, url) => {
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    return kept(url.pathname);
  }
  if (!url.search || !answer.ok) await keep(url.pathname, answer.clone());
  return answer;
};

const file = async (request) => (await caches.match(request, { cacheName: STORE })) || fetch(request);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && OURS.test(url.pathname)) event.respondWith(page(request, url));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
});

/* an opened page tells its files, and that it may have come past this worker: the first one, or the one after a form */
self.addEventListener("message", (event) => {
  const { path, files, owner, opened } = event.data || {};
  if (!OURS.test(path || "") || !Array.isArray(files)) return;
  const hold = async () => {
    if (!(stored.get(path) >= opened)) await keep(path, await fetch(path, { credentials: "same-origin", redirect: "manual" }));
    const whose = await (await caches.match(OWNER, { cacheName: STORE }))?.text();
    if (whose !== owner) return;
    const store = await caches.open(STORE);
    for (const one of files)
      if (new URL(one).pathname.startsWith("/static/") && !(await store.match(one))) await store.add(one);
    event.source?.postMessage({ held: path });
  };
  event.waitUntil(hold().catch(() => {})); // without a line nothing new is kept
});
