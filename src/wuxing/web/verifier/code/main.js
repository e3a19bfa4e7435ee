/* The page: languages, the three ways in, the result, whom it believes. */

import * as desks from "./desk.js";
import * as drawing from "./drawing.js";
import * as intake from "./intake.js";
import * as keys from "./keys.js";
import * as online from "./online.js";
import * as pictures from "./pictures.js";
import * as result from "./result.js";
import * as trusts from "./trust.js";
import * as verifying from "./verifying.js";
import * as words from "./words.js";

const { element, shape } = drawing;
const { say } = words;
const THEMES = ["auto", "light", "dark"];
const byId = (id) => document.getElementById(id);
const page = { desk: null, report: null, faults: [], notes: [], online: "", stop: null };

export async function start() {
  words.load(JSON.parse(byId("words").textContent));
  byId("language").value = words.language();
  const lacking = keys.missing();
  page.missing = lacking && `missing_${lacking}`;
  page.desk = desks.open({ bodies: [], witnesses: [] });
  if (!lacking) page.desk.trust = await trusts.read(JSON.parse(byId("trust").textContent));
  byId("download").hidden = !location.protocol.startsWith("http");
  listen();
  draw();
  document.documentElement.dataset.ready = "true";
  if (location.hash.length > 20) await take([intake.ofScan(decodeURIComponent(location.hash.slice(1)))]);
}

/* For tests and other programs: the verdict on files at a given time, by a given trust file. */
globalThis.wuxingVerdict = async (given, trust, at) =>
  result.summary(await verifying.verified(given, await trusts.read(trust), Date.parse(at)));

function listen() {
  byId("language").addEventListener("change", (event) => {
    words.use(event.target.value);
    draw();
  });
  byId("theme").addEventListener("click", () => {
    const root = document.documentElement;
    root.dataset.bsTheme = THEMES[(THEMES.indexOf(root.dataset.bsTheme) + 1) % THEMES.length];
    drawFrame();
  });
  byId("choose").addEventListener("click", () => byId("files").click());
  byId("files").addEventListener("change", async (event) => {
    await takeFiles([...event.target.files]);
    event.target.value = "";
  });
  byId("paste").addEventListener("submit", (event) => {
    event.preventDefault();
    take([intake.ofScan(byId("pasted").value)]);
  });
  byId("camera").addEventListener("click", () => (page.stop ? closeCamera() : openCamera()));
  document.addEventListener("visibilitychange", () => document.hidden && closeCamera());
  for (const name of ["dragenter", "dragover"]) document.addEventListener(name, (event) => hover(event, true));
  for (const name of ["dragleave", "drop"]) document.addEventListener(name, (event) => hover(event, false));
  document.addEventListener("drop", (event) => takeFiles([...event.dataTransfer.files]));
  document.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) takeFiles([...event.clipboardData.files]);
  });
}

function hover(event, isOver) {
  event.preventDefault();
  byId("drop").classList.toggle("wx-over", isOver);
}

async function takeFiles(files) {
  const things = [];
  for (const file of files.slice(0, 20)) things.push({ name: file.name, ...(await intake.ofFile(file)) });
  if (things.length) await take(things);
}

async function take(things) {
  if (page.missing) return;
  const named = things.map((thing) => ({ ...thing, name: thing.name || say("paste") }));
  const { faults, added, kept } = await desks.put(page.desk, named);
  page.faults = faults;
  page.notes = [
    ...(added.length ? [["trust_added", { names: added.join("、") }]] : []),
    ...(kept && !desks.hasCarrier(page.desk) ? [["kept_lists", {}]] : []),
  ];
  await look();
  if (page.report && online.isHome(page.report) && isOpen(page.report)) await update();
}

/* Look at the certificate at hand and show what was found. */
async function look() {
  page.online = "";
  page.report = desks.hasCarrier(page.desk) ? await desks.verified(page.desk, Date.now()) : null;
  draw();
  (byId("said") || byId("main")).focus();
  scrollTo(0, 0);
}

const isOpen = (report) =>
  ["cannot_say:no_status", "cannot_say:stale_status", "cannot_say:bad_status"].includes(report.code);

async function update() {
  const host = page.report.body.host;
  page.online = say("online_asking", { host });
  draw();
  try {
    const things = (await online.fetched(page.report)).map((value) => ({ kind: "list", value, name: host }));
    await desks.put(page.desk, things);
    await look();
  } catch {
    page.online = say("online_failed", { url: online.addresses(page.report).join(" · ") });
    draw();
  }
}

async function openCamera() {
  const told = (name) => {
    byId("camera-said").textContent = say(name);
    if (name !== "scan_looking") closeCamera(true);
  };
  byId("viewfinder").hidden = false;
  byId("camera-said").textContent = "";
  if (!navigator.mediaDevices) return told("scan_none");
  page.stop = await pictures.watch(byId("video"), scanned, told);
  drawCamera();
  return undefined;
}

function scanned(text) {
  const thing = intake.ofScan(text);
  closeCamera();
  take([thing]);
  return true;
}

function closeCamera(isTold = false) {
  page.stop?.();
  page.stop = null;
  byId("viewfinder").hidden = true;
  if (!isTold) byId("camera-said").textContent = "";
  drawCamera();
}

function drawCamera() {
  byId("camera-word").textContent = say(page.stop ? "scan_stop" : "scan_start");
  byId("camera").setAttribute("aria-expanded", String(Boolean(page.stop)));
}

function draw() {
  drawFrame();
  drawCamera();
  const parts = [...page.faults.map(drawFault), ...page.notes.map(drawNote)];
  if (page.report) parts.push(...result.drawn(page.report, acts(page.report)));
  byId("verdict").replaceChildren(...parts);
  byId("intake-title").textContent = say(page.report ? "intake_again" : "intake");
  drawTrust();
}

function drawFrame() {
  for (const one of document.querySelectorAll("[data-say]"))
    one.textContent = say(one.dataset.say, { now: say(`theme_${document.documentElement.dataset.bsTheme}`) });
  byId("theme").title = say("theme", { now: say(`theme_${document.documentElement.dataset.bsTheme}`) });
  document.title = page.report ? `${result.said(page.report).title} · ${say("title")}` : say("title");
  byId("missing").hidden = !page.missing;
  byId("missing").textContent = page.missing ? say(page.missing) : "";
}

function drawFault([name, given]) {
  return element(
    "div",
    { class: "wx-verdict wx-unknown wx-alone" },
    element("div", { class: "wx-lamps" }, shape("unknown", "wx-on")),
    element(
      "div",
      {},
      element("h1", { id: page.report ? null : "said", tabindex: "-1" }, say("unread")),
      element("p", {}, say(name, { name: given })),
    ),
  );
}

const drawNote = ([name, given]) => element("p", { class: "wx-note", role: "status" }, say(name, given));

/* What can be done next: ask for the status, or say whom to believe. */
function acts(report) {
  if (report.code === "cannot_say:unknown_issuer")
    return [drawing.button(say("online_trust"), "upload", () => byId("files").click(), true)];
  if (!isOpen(report) || !online.addresses(report).length) return [];
  const where = page.online || say("online_where", { host: report.body.host });
  return [
    drawing.button(say("online"), "refresh", update, true),
    element("span", { class: "wx-xs", role: "status" }, where),
  ];
}

function drawTrust() {
  const { bodies, witnesses } = page.desk.trust;
  const one = (body) => {
    const about = say("trust_body", { host: body.host, keys: body.keys.length, logs: body.logs.length });
    const added = page.desk.added.includes(body.did) ? ` · ${say("trust_given")}` : "";
    return element(
      "div",
      { class: "wx-body" },
      shape("seal"),
      element("div", {}, element("b", {}, body.name), element("div", { class: "wx-xs wx-t3" }, about + added)),
    );
  };
  const none = element("p", { class: "wx-empty" }, shape("unknown"), element("span", {}, say("trust_none")));
  const seen = witnesses.length
    ? [element("p", { class: "wx-xs wx-t3" }, say("trust_witnesses", { count: witnesses.length }))]
    : [];
  byId("bodies").replaceChildren(...(bodies.length ? [...bodies.map(one), ...seen] : [none]));
}
