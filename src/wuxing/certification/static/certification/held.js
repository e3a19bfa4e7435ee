/* Holds the checklist on this device, so that it opens without a line: the page, its files, and the worker that serves
   them. Only while the team is on site; afterwards what was held is dropped. Browsers allow this over HTTPS alone. */
(() => {
  "use strict";
  const box = document.querySelector("[data-outbox]");
  if (!box || !("serviceWorker" in navigator) || !window.caches) return;
  const page = location.pathname;
  const STORE = `wuxing-held ${page}`;

  const files = () => {
    const named = [...document.querySelectorAll("link[href], script[src], img[src], use[href]")].map(
      (one) => one.href?.baseVal || one.href || one.src,
    );
    const loaded = performance.getEntriesByType("resource").map((one) => one.name);
    const urls = [...named, ...loaded].map((one) => new URL(one, location.href));
    const ours = urls.filter((one) => one.origin === location.origin && one.pathname.startsWith("/static/"));
    return [...new Set(ours.map((one) => one.href.split("#")[0]))];
  };
  const hold = async () => {
    await navigator.serviceWorker.register(box.dataset.worker);
    const store = await caches.open(STORE);
    const answer = await fetch(page, { credentials: "same-origin", redirect: "error" });
    if (!answer.ok) return;
    const wanted = files();
    await store.addAll(wanted);
    await store.put(page, answer);
    for (const kept of await store.keys())
      if (new URL(kept.url).pathname !== page && !wanted.includes(kept.url)) await store.delete(kept);
    await navigator.serviceWorker.ready;
    box.dataset.held = "1";
  };
  const drop = async () => {
    for (const one of await navigator.serviceWorker.getRegistrations())
      if (new URL(one.scope).pathname === page) await one.unregister();
    await caches.delete(STORE);
  };
  (box.dataset.worker ? hold() : drop()).catch(() => {}); // without a line nothing new is held
})();
