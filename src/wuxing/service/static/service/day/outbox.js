/* The outbox of the technician's day. Each act is first kept on the phone, with its own key and the phone's time, then
   sent in its order; without a line it waits there and the page goes on to the next step by itself. What the server does
   not take stands on the page with its reason, and the technician drops it or opens it; acts of the same order wait until
   then. Without this script the forms go to the server as any other. */
(() => {
  "use strict";
  const box = document.querySelector("[data-day]");
  if (!box || !window.indexedDB || !window.wuxing) return;
  const said = box.dataset;
  box.hidden = false;
  const line = box.querySelector("[data-day-line]");
  const troubles = box.querySelector("[data-day-trouble]");
  const { store, newKey, photoText, button, sender } = window.wuxing.kept;
  const { items, keep, drop, fetched } = store(`wuxing-day-${said.owner}`);
  const here = said.order || "";
  const device = (() => {
    const known = localStorage.getItem("wuxing-device") || newKey();
    localStorage.setItem("wuxing-device", known);
    return known;
  })();
  const forms = () => Array.from(document.querySelectorAll("form[data-act]"));
  const touched = new Set(); // forms in which something is typed that a new page would lose
  let after = ""; // where to go once all is sent
  const copied = document.querySelector("[data-kept-copy]")?.hidden === false;
  let taken = false; // the server took something since this page was opened (or answered at all, to a copy): it is of before

  /* one form: what is in it, and what is said beside it */
  const fieldsOf = async (form) => {
    const fields = [];
    for (const [name, value] of new FormData(form)) {
      if (name === "csrfmiddlewaretoken") continue;
      if (!(value instanceof File)) fields.push([name, value]);
      else if (value.size) fields.push([name, await photoText(value)]);
    }
    return fields;
  };
  const fill = (form, fields) => {
    for (const field of form.elements) {
      if (!field.name || field.type === "file" || field.name === "csrfmiddlewaretoken") continue;
      const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
  };
  const show = (form, text) => {
    let place = form.querySelector("[data-said]");
    if (!place) {
      place = document.createElement("p");
      place.dataset.said = "";
      place.className = "wx-day-said";
      form.prepend(place);
    }
    place.setAttribute("role", "alert");
    place.textContent = text;
  };
  /* what is wrong stands below its field; returned as a line that names the field */
  const told = (field, text) => {
    const group = field.closest(".wx-field, fieldset");
    if (!group) return text;
    const place = document.createElement("div");
    place.className = "wx-err";
    place.dataset.told = "";
    place.textContent = text;
    group.append(place);
    const label = group.querySelector("label, legend");
    return label ? `${label.firstChild.textContent.trim()}${document.documentElement.lang.startsWith("zh") ? "：" : ": "}${text}` : text;
  };
  const refused = (form, result) => {
    const listed = new Map();
    for (const old of form.querySelectorAll("[data-told]")) old.remove();
    delete form.dataset.queued;
    for (const field of form.elements) {
      const wrong = field.name && result.fields && result.fields[field.name];
      if (wrong) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
      if (wrong && !listed.has(field.name)) listed.set(field.name, told(field, wrong));
    }
    touched.add(form);
    show(form, [...listed.values()].join("\n") || result.reason);
    const first = form.querySelector('[aria-invalid="true"]');
    if (first) {
      const more = first.closest("details");
      if (more) more.open = true;
      first.focus();
    } else form.querySelector("[data-said]").scrollIntoView({ block: "center" });
  };

  /* what is left empty is said at once, not only when there is a line */
  const lacking = (form) => {
    const fields = {};
    for (const field of form.elements)
      if (field.name && field.validity?.valueMissing)
        fields[field.name] = field.dataset.missing || (/^(radio|checkbox|select-one)$/.test(field.type) ? said.choose : said.fill);
    const { signature, signed_by: name, by_name: byName, not_drawn: why } = form.elements;
    if (signature && byName) {
      if (!name.value.trim()) fields.signed_by = said.fill;
      if (!signature.value && !byName.checked) fields.by_name = said.unsigned;
      else if (!signature.value && !why.value.trim()) fields.not_drawn = said.why;
    }
    return Object.keys(fields).length ? fields : null;
  };

  /* without a line the page goes on by itself: the step that is kept gives way to the next one */
  const skipped = (done, card) => {
    const name = card.dataset.step;
    const ticked = (item) => item.name === "check" && item.fields.filter(([field]) => field === "checks").length;
    if (name === "check") return done.some((item) => ticked(item) === card.querySelectorAll("[name=checks]").length);
    const found = done.find((item) => item.name === "diagnose");
    const branch = found && found.fields.find(([field]) => field === "branch");
    return name === "end_visit" && branch && branch[1] !== "fix_now";
  };
  const goOn = (all) => {
    const done = all.filter((item) => String(item.order) === here);
    if (!here || !done.length) return;
    const left = done.map((item) => item.name);
    let shown = false;
    for (const card of document.querySelectorAll("[data-step]")) {
      const at = left.indexOf(card.dataset.step);
      if (at >= 0) left.splice(at, 1);
      const over = at >= 0 || shown || skipped(done, card);
      card.hidden = over;
      if (!over) shown = true;
    }
    for (const card of document.querySelectorAll("[data-later]"))
      if (done.some((item) => item.name === card.dataset.later)) card.hidden = false;
    const foot = document.querySelector("[data-step-foot]");
    if (foot) foot.hidden = document.querySelector("[data-step]")?.hidden ?? foot.hidden;
  };

  /* what became of an act */
  const answered = async (item, result) => {
    const form = forms().find((one) => one.dataset.queued === item.key);
    taken ||= result.outcome === "kept" || (copied && result.outcome !== "held");
    if (result.outcome === "kept") {
      await drop(item.key);
      if (form) after = result.url || after;
      return;
    }
    if (result.outcome === "held") return;
    if (form && !form.closest("[hidden]")) {
      await drop(item.key); // it was refused at once: what was typed still stands in its form
      refused(form, result);
      return;
    }
    const now = await fetched(item.key);
    if (now) await keep({ ...now, state: result.outcome, reason: result.reason });
  };
  const ready = async () => {
    const stopped = new Set();
    return (await items()).filter((item) => {
      if (item.state !== "waiting") stopped.add(item.order);
      return item.state === "waiting" && !stopped.has(item.order);
    });
  };
  const choose = (item) => {
    const row = document.createElement("li");
    const text = document.createElement("span");
    text.textContent = `${item.number} ${item.label}: ${item.state === "conflict" ? said.conflict : said.refused}${item.reason} `;
    const open = document.createElement("a");
    open.className = "btn";
    open.textContent = said.open;
    open.href = `${said.visit.replace("/0/", `/${item.order}/`)}?do=${item.name}&kept=${item.key}#do`;
    const dropped = button(said.drop, async () => {
      await drop(item.key);
      await send();
    });
    const acts = document.createElement("div");
    acts.className = "wx-go";
    acts.append(open, dropped);
    row.append(text, acts);
    return row;
  };
  const draw = async (trouble) => {
    const all = await items();
    const waiting = all.filter((one) => one.state === "waiting").length;
    const wrong = all.filter((one) => one.state !== "waiting");
    box.dataset.state = trouble || wrong.length ? "trouble" : waiting ? "waiting" : "";
    line.textContent = waiting ? `${trouble ? `${trouble} ` : ""}${said.waiting.replace("0", waiting)}` : said.now;
    troubles.replaceChildren(...wrong.map(choose));
    goOn(all);
    const stopped = taken && here && !trouble && !(await ready()).length; // what is refused waits for a person
    if (after && !touched.size && (!all.length || stopped)) window.location.assign(after);
    else if (after && (!all.length || stopped)) {
      const fresh = document.createElement("a");
      fresh.href = after;
      fresh.textContent = said.fresh;
      line.append(" ", fresh);
    }
  };
  const send = sender({
    url: said.day,
    said,
    ready,
    body: (item) => ({
      device,
      sent_at: new Date().toISOString(),
      acts: [{ key: item.key, order: Number(item.order), name: item.name, at: item.at, fields: item.fields }],
    }),
    answered,
    draw,
  });

  /* an act: kept first, then sent */
  const take = async (form) => {
    if (form.dataset.queued) return;
    const empty = lacking(form);
    if (empty) {
      refused(form, { fields: empty });
      return;
    }
    for (const old of form.querySelectorAll("[data-told]")) old.remove();
    for (const field of form.elements) field.removeAttribute("aria-invalid");
    const key = newKey();
    form.dataset.queued = key;
    try {
      const at = new Date();
      const { act: name, order, number, label } = form.dataset;
      const fields = await fieldsOf(form);
      await keep({ key, order, number, name, label, fields, at: at.toISOString(), stamp: at.getTime(), state: "waiting" });
    } catch {
      delete form.dataset.queued;
      show(form, said.photo);
      return;
    }
    touched.delete(form);
    if (form.dataset.from) await drop(form.dataset.from);
    await send();
    if (!form.dataset.queued || !(await fetched(key))) return;
    if (!form.closest("[data-step]")) {
      form.reset();
      show(form, said.queued);
    }
    delete form.dataset.queued;
    if (!after) after = window.location.pathname;
  };
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target.closest(".wx-find-part") && !navigator.onLine) event.preventDefault();
      const form = event.target.closest("form[data-act]");
      if (!form) return;
      event.preventDefault();
      take(form);
    },
    true,
  );
  /* a part that is tracked asks for serial numbers, an old part that stays for the customer's wish */
  const asks = (form) => {
    const part = form.querySelector("[name=part_id]:checked");
    const fate = form.querySelector("[name=old_part]:checked")?.value;
    const tracked = part?.dataset.tracked !== undefined;
    const needed = {
      new_serial: tracked && !part.value.includes(":"),
      old_serial: tracked && fate === "returned",
      wish: fate === "left",
    };
    for (const [name, now] of Object.entries(needed)) {
      form.elements[name].required = now;
      if (now) form.elements[name].closest("details").open = true;
    }
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-act]");
    if (form) touched.add(form);
    if (form?.dataset.act === "use_part") asks(form);
    const scan = event.target.closest("[data-scan]");
    if (!scan) return;
    const code = scan.value.trim().toLowerCase();
    for (const part of document.querySelectorAll("[data-part]")) {
      part.hidden = Boolean(code) && !part.textContent.toLowerCase().includes(code);
      if (part.dataset.part.toLowerCase() === code) part.querySelector("input").checked = true;
    }
  });

  /* what was refused and is opened again stands in its form as it was typed */
  const start = async () => {
    const asked = new URLSearchParams(window.location.search).get("kept");
    const item = asked && (await fetched(asked));
    const form = item && forms().find((one) => one.dataset.act === item.name && !one.closest("[hidden]"));
    if (form) {
      fill(form, item.fields);
      form.dataset.from = item.key;
      show(form, item.reason);
    }
    box.dataset.ready = "1";
    if ((await items()).length) {
      after = window.location.pathname;
      await send();
    } else await draw("");
  };
  start();
})();
