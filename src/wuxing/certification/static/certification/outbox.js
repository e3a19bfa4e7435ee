/* The outbox of the checklist on a tablet. What is saved is first kept on the device (IndexedDB), then sent; without a
   line it waits there, also when the page is loaded anew. Each item has its own key, so the server keeps it once. When
   somebody else wrote the same checklist meanwhile, both versions are shown and the evaluator chooses.
   Without this script the forms of the page go to the server as any other. */
(() => {
  "use strict";
  const box = document.querySelector("[data-outbox]");
  if (!box || !window.indexedDB) return;
  const said = box.dataset;
  const line = box.querySelector("[data-outbox-line]");
  const troubles = box.querySelector("[data-outbox-trouble]");
  const STORE = "items";
  const AGAIN = 15000;

  /* the device's store */
  const open = () =>
    new Promise((resolve, reject) => {
      const asked = indexedDB.open(`wuxing-outbox-${said.owner}`, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  const store = open();
  const run = async (mode, act) => {
    const database = await store;
    return new Promise((resolve, reject) => {
      const request = act(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  };
  const items = () => run("readonly", (one) => one.getAll()).then((all) => all.sort((a, b) => a.stamp - b.stamp));
  const keep = (item) => run("readwrite", (one) => one.put(item));
  const drop = (key) => run("readwrite", (one) => one.delete(key));
  const fetched = (key) => run("readonly", (one) => one.get(key));
  const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

  /* forms */
  const formOf = (item) =>
    item.what === "sheet"
      ? Array.from(document.querySelectorAll('form[data-keep="sheet"]')).find((one) => one.dataset.leaf === item.details.leaf)
      : null;
  const show = (form, text) => {
    const place = form && (form.querySelector("[data-said]") || form.closest("details").querySelector("[data-said]"));
    if (place) place.textContent = text;
  };
  const fill = (form, values) => {
    for (const name of ["text", "sample_size", "override_reason", "since"]) {
      const field = form.elements.namedItem(name);
      if (field && values[name] !== undefined) field.value = values[name] === null ? "" : values[name];
    }
  };
  const smaller = async (file) => {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
    const picture = await createImageBitmap(file);
    const share = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * share);
    canvas.height = Math.round(picture.height * share);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob || file), "image/jpeg", 0.82));
  };
  const asText = (blob) =>
    new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(blob);
    });
  const detailsOf = async (form) => {
    const details = {};
    for (const [name, value] of new FormData(form)) {
      if (name === "csrfmiddlewaretoken" || name === "do") continue;
      if (value instanceof File) {
        if (!value.size) continue;
        details.photo = await asText(await smaller(value));
        details.photo_name = value.name;
      } else details[name] = value;
    }
    return details;
  };
  const take = async (form) => {
    const what = form.dataset.keep;
    const details = await detailsOf(form);
    if (what === "sheet") details.leaf = form.dataset.leaf;
    else details.at = new Date().toISOString();
    const key = what === "sheet" ? `sheet-${details.leaf}` : newKey();
    await keep({ key, what, details, stamp: Date.now(), state: "waiting" });
    show(form, said.queued);
    if (what === "note") form.reset();
    await send();
  };
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target.closest("form[data-keep]");
      if (!form) return;
      event.preventDefault();
      take(form).catch(() => show(form, said.photo));
    },
    true,
  );

  /* what became of an item */
  const answered = async (item, result) => {
    const now = await fetched(item.key);
    const same = now && now.stamp === item.stamp;
    const form = formOf(item);
    if (result.outcome === "kept") {
      if (same) await drop(item.key);
      else if (now && result.sheet) await keep({ ...now, details: { ...now.details, since: result.sheet.since } });
      if (form && result.sheet) {
        form.elements.namedItem("since").value = result.sheet.since;
        if (same) show(form, said.kept);
      }
    } else if (same) await keep({ ...now, state: result.outcome, reason: result.reason, theirs: result.theirs });
  };
  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };
  const choice = (item, form) => {
    const place = form.querySelector("[data-choice]");
    const made = document.createElement("div");
    made.className = "wx-choice";
    made.setAttribute("role", "alert");
    const told = document.createElement("p");
    told.textContent = `${said.conflict}: ${item.theirs.evaluator} · ${item.theirs.text}`;
    const row = document.createElement("div");
    row.className = "wx-go";
    row.append(
      button(said.mine, async () => {
        await keep({ ...item, state: "waiting", theirs: undefined, details: { ...item.details, force: true }, stamp: Date.now() });
        place.replaceChildren();
        await send();
      }),
      button(said.theirs, async () => {
        fill(form, item.theirs);
        await drop(item.key);
        place.replaceChildren();
        show(form, said.kept);
        await draw("");
      }),
    );
    made.append(told, row);
    place.replaceChildren(made);
    form.closest("details").open = true;
  };
  const draw = async (trouble) => {
    const all = await items();
    const waiting = all.filter((one) => one.state === "waiting").length;
    box.dataset.state = trouble ? "trouble" : all.length ? "waiting" : "";
    line.textContent = waiting ? `${trouble || said.waiting}${waiting}` : all.length ? "" : said.now;
    troubles.replaceChildren();
    for (const item of all.filter((one) => one.state !== "waiting")) {
      const form = formOf(item);
      const row = document.createElement("li");
      const text = document.createElement("span");
      const name = item.details.leaf || "";
      text.textContent = `${name} ${item.state === "conflict" ? said.conflict : said.refused + (item.reason || "")} `;
      row.append(text);
      if (item.state === "conflict" && form) choice(item, form);
      else row.append(button(said.drop, async () => (await drop(item.key), await draw(""))));
      if (form) show(form, text.textContent);
      troubles.append(row);
    }
  };

  /* sending: one at a time, in the order in which it was kept */
  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const post = (item) =>
    fetch(said.outbox, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ items: [{ key: item.key, what: item.what, details: item.details }] }),
    });
  let busy = false;
  let once_more = false;
  const sendAll = async () => {
    for (const item of (await items()).filter((one) => one.state === "waiting")) {
      let answer;
      try {
        answer = await post(item);
      } catch {
        return said.offline;
      }
      if (answer.type === "opaqueredirect" || answer.status === 403) return said.signIn;
      if (answer.status === 422 || answer.status === 413) {
        const told = await answer.json().catch(() => ({}));
        await answered(item, { outcome: "refused", reason: told.reason || "" });
        continue;
      }
      if (!answer.ok) return said.trouble;
      for (const result of (await answer.json()).results) await answered(item, result);
    }
    return "";
  };
  const send = async () => {
    if (busy) {
      once_more = true;
      return;
    }
    busy = true;
    try {
      let trouble = "";
      do {
        once_more = false;
        trouble = await sendAll();
      } while (once_more && !trouble);
      await draw(trouble);
    } finally {
      busy = false;
    }
  };
  window.addEventListener("online", send);
  setInterval(async () => {
    if ((await items()).some((one) => one.state === "waiting")) send();
  }, AGAIN);
  window.addEventListener("beforeunload", (event) => {
    if (box.dataset.state === "trouble") event.preventDefault();
  });

  /* what was kept before the page was loaded anew stands in its form again */
  const start = async () => {
    for (const item of await items()) {
      const form = formOf(item);
      if (form) {
        fill(form, { ...item.details, since: item.details.since });
        show(form, said.queued);
      }
    }
    box.dataset.ready = "1";
    if ((await items()).length) await send();
  };
  start();
})();
