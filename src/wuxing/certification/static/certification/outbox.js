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
  const { newKey, photoText, button } = window.wuxing.kept;
  const { items, keep, drop, fetched } = window.wuxing.kept.store(`wuxing-outbox-${said.owner}`);

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
  const detailsOf = async (form) => {
    const details = {};
    for (const [name, value] of new FormData(form)) {
      if (name === "csrfmiddlewaretoken" || name === "do") continue;
      if (value instanceof File) {
        if (!value.size) continue;
        details.photo = await photoText(value);
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
  const send = window.wuxing.kept.sender({
    url: said.outbox,
    said,
    ready: async () => (await items()).filter((one) => one.state === "waiting"),
    body: (item) => ({ items: [{ key: item.key, what: item.what, details: item.details }] }),
    answered,
    draw,
  });
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
