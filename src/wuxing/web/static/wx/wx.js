/* The product's one script. Everything works without it; it adds keys, focus, live refresh and the signature pad.
   Strict content policy: nothing inline, nothing evaluated, no style attributes. */
(() => {
  "use strict";
  const all = (query, root) => Array.from((root || document).querySelectorAll(query));
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

  /* keys: "/" goes to the search box, Escape closes menus, 1 to 9 choose a candidate, data-key presses a button */
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of all("details[data-menu][open]")) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (event.key === "/") {
      const box = document.querySelector("[data-find]");
      if (box) {
        event.preventDefault();
        box.focus();
        box.select();
      }
      return;
    }
    const wanted = /^[1-9]$/.test(event.key)
      ? all(".wx-cand:not(.wx-no) form button")[Number(event.key) - 1]
      : all("[data-key]").find((one) => one.dataset.key.toLowerCase() === event.key.toLowerCase());
    if (wanted) {
      event.preventDefault();
      wanted.focus();
      if (!/^[1-9]$/.test(event.key)) wanted.click();
    }
  });

  /* signing out, and the page to sign in on, end the copies of pages that this device keeps for when there is no line */
  const forgetCopies = () => window.caches?.delete("wuxing-day-pages");
  if (location.pathname.startsWith("/accounts/login/")) forgetCopies();
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action")?.includes("/accounts/logout/")) forgetCopies();
  });

  /* menus close when one clicks or tabs elsewhere; one is open at a time */
  const closeMenus = (except) => {
    for (const menu of all("details[data-menu][open]")) if (menu !== except && !menu.contains(except)) menu.open = false;
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]") || event.target));
  document.addEventListener("focusin", (event) => closeMenus(event.target));

  /* locked buttons do nothing, their reason shows by focus */
  document.addEventListener("click", (event) => {
    const locked = event.target.closest('[aria-disabled="true"]');
    if (locked) {
      event.preventDefault();
      locked.focus();
    }
  });

  /* errors: focus the summary, or the first field that is wrong */
  const focusErrors = (root) => {
    const first = root.querySelector("[data-wrong]") || root.querySelector('[aria-invalid="true"]');
    if (first) first.focus();
  };

  /* a form is sent once; when the page comes back from the browser's memory it may be sent again */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
  });
  const again = (root) => {
    for (const form of all("form[data-sent]", root)) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    }
  };
  window.addEventListener("pageshow", () => again());
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target instanceof Element) again(event.target.parentElement || document);
  });

  /* tick all rows; "jump": go where a select points, at once */
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("[data-tick-all]")) {
      for (const one of all('input[type="checkbox"][name]', box.closest("table"))) one.checked = box.checked;
    }
    if (box.matches("select[data-jump]")) box.form.requestSubmit();
  });

  /* signature pad: strokes become a PNG in the hidden field; the typed name stands beside it for the keyboard */
  const startPad = (root) => {
    const canvas = root.querySelector("canvas");
    const value = root.querySelector("[data-sign-value]");
    const draw = canvas.getContext("2d");
    let last = null;
    let scale = 1;
    const fit = () => {  // drawn as wide as it is seen, so that the picture has the hand's proportions
      const box = canvas.getBoundingClientRect();
      if (!box.width) return;
      scale = Math.min(2, window.devicePixelRatio || 1, 1000 / box.width);
      canvas.width = Math.round(box.width * scale);
      canvas.height = Math.round(box.height * scale);
      clear();
    };
    const clear = () => {
      draw.fillStyle = "#fff";
      draw.fillRect(0, 0, canvas.width, canvas.height);
      value.value = "";
    };
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      if (!value.value && !last) fit(); // a second finger takes nothing away
      last = at(event);
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!last) return;
      const next = at(event);
      draw.strokeStyle = "#121821";
      draw.lineWidth = 2 * scale;
      draw.lineCap = "round";
      draw.beginPath();
      draw.moveTo(...last);
      draw.lineTo(...next);
      draw.stroke();
      last = next;
    });
    const end = () => {
      if (last) value.value = canvas.toDataURL("image/png");
      last = null;
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    root.querySelector("[data-sign-clear]").addEventListener("click", clear);
    clear();
    root.dataset.ready = "1";
  };

  /* live: <div data-live="repair" data-live-url="…" hx-get="…" hx-trigger="live"> is asked for anew when its topic moves:
     the stream's event is named after the topic. One stream an address; several topics on one page share it. Without the
     stream the page stays as it was loaded. */
  const streams = new Map();
  const topicsOf = (node) => node.dataset.live.split(/\s+/).filter(Boolean);
  const wake = (topics) => {
    for (const one of all("[data-live][hx-get]")) {
      if ((!topics || topicsOf(one).some((topic) => topics.has(topic))) && window.htmx) window.htmx.trigger(one, "live");
    }
  };
  const open = (url) => {
    const source = new EventSource(url, { withCredentials: true });
    const stream = { source, topics: new Set() };
    let pending = new Set();
    stream.moved = (event) => {
      if (pending.size === 0) {
        setTimeout(() => {
          const topics = pending;
          pending = new Set();
          wake(topics);
        }, 150);
      }
      pending.add(event.type);
    };
    source.addEventListener("missed", () => wake(null));
    source.addEventListener("open", () => {
      if (document.documentElement.hasAttribute("data-live-lost")) wake(null);
      document.documentElement.removeAttribute("data-live-lost");
      document.documentElement.setAttribute("data-live-open", "");
    });
    source.addEventListener("error", () => {
      document.documentElement.removeAttribute("data-live-open");
      document.documentElement.setAttribute("data-live-lost", "");
    });
    streams.set(url, stream);
    return stream;
  };
  const listen = (node) => {
    const url = node.dataset.liveUrl;
    if (!url || !window.EventSource) return;
    const stream = streams.get(url) || open(url);
    for (const topic of topicsOf(node)) {
      if (stream.topics.has(topic)) continue;
      stream.topics.add(topic);
      stream.source.addEventListener(topic, stream.moved);
    }
  };
  window.addEventListener("pagehide", () => {
    for (const stream of streams.values()) stream.source.close();
    streams.clear();
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const node of all("[data-live-url]")) listen(node);
    wake(null); // what moved while the page lay in the browser's memory
  });

  /* a passkey that was not used says so in the page */
  document.addEventListener("allauth.error", (event) => {
    for (const note of all("[data-passkey-trouble]")) {
      note.hidden = false;
      event.preventDefault();
    }
  });

  /* a part that is asked for anew keeps the focus on the same link or button */
  let focused = [];
  const traits = (node) => [node.tagName, node.getAttribute("href"), node.getAttribute("name"), node.value, node.form?.getAttribute("action")];
  document.addEventListener("htmx:beforeSwap", (event) => {
    const now = document.activeElement;
    const within = now && now !== document.body && event.detail.target?.contains(now);
    focused = within ? [traits(now).join(), now.textContent.trim()] : [];
  });
  const focusAgain = (root) => {
    if (!focused.length || document.activeElement !== document.body) return;
    const same = all("a[href], button, input, select, textarea, summary", root).filter((one) => traits(one).join() === focused[0]);
    (same.find((one) => one.textContent.trim() === focused[1]) || same[0])?.focus({ preventScroll: true });
  };

  const prepare = (root) => {
    for (const pad of all("[data-sign]:not([data-ready])", root)) startPad(pad);
    for (const node of all("[data-live-url]", root)) listen(node);
  };
  const start = () => {
    prepare(document);
    focusErrors(document);
    document.documentElement.dataset.ready = "1";
  };
  document.addEventListener("htmx:afterSwap", (event) => {
    prepare(event.target.parentElement || document);
    focusAgain(event.target.parentElement || document);
    if (event.target.querySelector('[data-wrong], [aria-invalid="true"]')) focusErrors(event.target);
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
