/* Lets this page of the technician's day open again without a line: registers the worker that keeps copies (worker.js) and
   tells it the page and its files. Browsers allow this over HTTPS alone (and on the own machine). */
(() => {
  "use strict";
  const box = document.querySelector("[data-day][data-worker]");
  if (!box || !("serviceWorker" in navigator) || !window.caches) return;
  if (!document.querySelector("[data-kept-copy]")?.hidden) return; // a kept copy: there is no line

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
    navigator.serviceWorker.addEventListener("message", () => {
      box.dataset.held = "1";
    });
    await navigator.serviceWorker.register(box.dataset.worker, { scope: "/today/" });
    const { active } = await navigator.serviceWorker.ready;
    const opened = performance.timeOrigin;
    active.postMessage({ path: location.pathname, files: files(), owner: box.dataset.owner, opened });
  };
  addEventListener("load", () => hold().catch(() => {}));
})();
