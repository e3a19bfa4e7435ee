/* What a device keeps until there is a line: a store (IndexedDB), photos made smaller, and sending one by one in the order
   in which things were kept. Each outbox of the product builds on it (the evaluator's checklist, the technician's day).
   Each item has its own key, so the server takes it once however often it is sent. */
(() => {
  "use strict";
  const AGAIN = 15000;
  const STORE = "items";

  /* the device's store: items have a key and a stamp */
  const store = (name) => {
    const opened = new Promise((resolve, reject) => {
      const asked = indexedDB.open(name, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    const run = async (mode, act) => {
      const database = await opened;
      return new Promise((resolve, reject) => {
        const request = act(database.transaction(STORE, mode).objectStore(STORE));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    };
    return {
      items: () => run("readonly", (one) => one.getAll()).then((all) => all.sort((a, b) => a.stamp - b.stamp)),
      keep: (item) => run("readwrite", (one) => one.put(item)),
      drop: (key) => run("readwrite", (one) => one.delete(key)),
      fetched: (key) => run("readonly", (one) => one.get(key)),
    };
  };
  const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

  /* photos: at most 1600 px, as text */
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
  const photoText = async (file) => asText(await smaller(file));

  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };

  /* sending: one at a time, in the order in which it was kept; `ready` gives what may go now, `answered` takes an answer.
     Returns the function that sends; it tries again when the line is back, and every while. */
  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value || "";
  const sender = ({ url, said, ready, body, answered, draw }) => {
    const post = (item) =>
      fetch(url, {
        method: "POST",
        credentials: "same-origin",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify(body(item)),
      });
    const sendAll = async () => {
      const tried = new Set();
      for (;;) {
        const item = (await ready()).find((one) => !tried.has(`${one.key} ${one.stamp}`));
        if (!item) return "";
        tried.add(`${item.key} ${item.stamp}`);
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
    };
    let busy = null;
    let onceMore = false;
    const work = async () => {
      let trouble = "";
      do {
        onceMore = false;
        trouble = await sendAll();
      } while (onceMore && !trouble);
      busy = null;
      await draw(trouble);
    };
    const send = () => {
      if (busy) onceMore = true;
      else busy = work();
      return busy;
    };
    window.addEventListener("online", send);
    setInterval(async () => {
      if ((await ready()).length) send();
    }, AGAIN);
    return send;
  };

  window.wuxing = { ...window.wuxing, kept: { store, newKey, photoText, button, sender } };
})();
