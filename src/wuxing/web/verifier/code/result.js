/* The result on the page: verdict, certificate, steps, details. */

import * as contents from "./content.js";
import * as drawing from "./drawing.js";
import * as steps from "./steps.js";
import * as verifying from "./verifying.js";
import * as words from "./words.js";

const { element, facts, mono, shape } = drawing;
const { say, stamp } = words;
const STATES = { green: "done", amber: "risk", red: "late", exercise: "waiting" };
const UNPROVEN = ["malformed", "unknown_issuer", "wrong_key", "signature", "content", "mismatch"];

/* The verdict in words: {title, text}. */
export function said(report) {
  const { code, facts: its } = report;
  const [kind, why] = code.split(":");
  const isGenuine = kind === "cannot_say" && why !== "unknown_issuer";
  return {
    title: say(isGenuine ? "v_cannot_say_genuine" : words.has(`v_${code}`) ? `v_${code}` : `v_${kind}`),
    text: kind === "in_force" ? green(report) : say(`t_${code}`, values(report, its)),
  };
}

function values(report, its) {
  const { lists, body, host, now } = report;
  const list = { "not_valid:withdrawn": lists?.revocation, "not_valid:suspended": lists?.suspension }[report.code];
  const both = lists?.revocation && lists?.suspension;
  return {
    body: body?.name || "",
    host: host || "",
    today: verifying.dayOf(now),
    issued: its?.issuedOn,
    until: its?.validUntil,
    due: its?.surveillanceDueOn,
    status: list ? stamp(list.signedAt) : both ? stamp(steps.asOf(lists)) : "",
  };
}

/* Signed by X, in the log at index i, not revoked as of DATE; only what was shown. */
function green({ body, log, lists, facts: its }) {
  const parts = [say("s_signed", { body: body.name })];
  if (log) parts.push(say("s_log", { index: log.index, count: log.cosigned }));
  parts.push(say("s_status", { status: stamp(steps.asOf(lists)) }));
  if (its.surveillanceDueOn) parts.push(say("s_due", { due: its.surveillanceDueOn }));
  return parts.join(say("s_join")) + say("s_end");
}

export function drawn(report, acts) {
  const parts = [banner(report, acts)];
  const about = certificate(report);
  const how = element(
    "section",
    { "aria-label": say("how") },
    element("h2", {}, say("how")),
    list(report),
    details(report),
  );
  parts.push(element("div", { class: about ? "wx-pubg" : "wx-pubg wx-one" }, about, how));
  return parts;
}

function banner(report, acts) {
  const state = STATES[report.colour];
  const { title, text } = said(report);
  const three = ["late", "risk", "done"].map((one) => shape(one, one === state ? "wx-on" : ""));
  return element(
    "div",
    { class: `wx-verdict wx-${state}`, "data-code": report.code },
    element("div", { class: "wx-lamps", "aria-hidden": "true" }, three),
    element("div", {}, element("h1", { id: "said", tabindex: "-1" }, title), element("p", {}, drawing.prose(text))),
    element("div", { class: "wx-do" }, acts),
  );
}

const list = (report) =>
  element(
    "ul",
    { class: "wx-ver" },
    steps
      .of(report)
      .map(({ state, title, text }) =>
        element(
          "li",
          {},
          shape(state),
          element("div", {}, element("b", {}, title), element("p", {}, drawing.prose(text))),
        ),
      ),
  );

function certificate(report) {
  const { content, gist, code } = report;
  if (!content && !gist) return null;
  const isUnproven = UNPROVEN.includes(code.split(":")[1]);
  const head = isUnproven ? [element("p", { class: "wx-unread" }, say("unproven"))] : [];
  const isExercise = report.facts?.rehearsal || null;
  const mark = isExercise && { class: "wx-exercise", "data-mark": say("exercise_mark") };
  return element("section", mark || {}, head, content ? ofContent(content, report) : ofGist(gist, report));
}

const inLanguage = (names) => names[words.language()] || names["zh-Hans"] || names.en || "";

/* Only what is proven becomes a link, and only to its body's own host. */
function link(address, { body, code }) {
  const isIts = body && new URL(address).host === body.host && !UNPROVEN.includes(code.split(":")[1]);
  return isIts ? element("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, address) : address;
}

const shortScheme = (id) => mono(id.replace(/#sha256:(.{8}).*/, " #$1…"));

function ofContent(content, report) {
  const { holder, body, level, scheme } = content;
  const isEnglish = words.language() === "en";
  const name = (one) => (isEnglish && one.name_en ? one.name_en : one.name);
  const other = (one) => (isEnglish && one.name_en ? one.name : one.name_en);
  return [
    element(
      "div",
      { class: "wx-xs wx-t3" },
      [inLanguage(scheme.title), content.scheme.basis.join(", ")].filter(Boolean).join(" · "),
    ),
    element("div", { class: "wx-lvl" }, name(holder)),
    other(holder) ? element("div", { class: "wx-sm wx-t2" }, other(holder)) : null,
    grade(inLanguage(level.name) || level.id, level.stars, content.score, content.type === contents.REHEARSAL),
    facts([
      [say("f_number"), content.number],
      [say("f_code"), holder.credit_code],
      [say("f_address"), holder.address],
      [say("f_scope"), content.scope],
      [say("f_sites"), sites(content.sites)],
      [say("f_issued"), content.issued_on],
      [say("f_until"), content.valid_until],
      [say("f_due"), content.surveillance_due_on && say("due_before", { due: content.surveillance_due_on })],
      [say("f_body"), [name(body), body.approval && ` · ${body.approval}`].filter(Boolean).join("")],
      [say("f_scheme"), shortScheme(scheme.id)],
      [say("f_replaces"), content.replaces],
      [say("f_page"), link(content.url, report)],
    ]),
  ];
}

function ofGist(gist, { body }) {
  return [
    element("div", { class: "wx-xs wx-t3" }, gist.scheme.split("#")[0]),
    element("div", { class: "wx-lvl" }, gist.holder),
    grade(gist.stars ? say("level", { count: gist.stars }) : gist.level, gist.stars, gist.score, gist.rehearsal),
    facts([
      [say("f_number"), gist.number],
      [say("f_code"), gist.creditCode],
      [say("f_scope"), gist.scope],
      [say("f_issued"), gist.issuedOn],
      [say("f_until"), gist.validUntil],
      [say("f_due"), gist.surveillanceDueOn && say("due_before", { due: gist.surveillanceDueOn })],
      [say("f_body"), body?.name || gist.slug],
      [say("f_scheme"), shortScheme(gist.scheme)],
    ]),
    element("p", { class: "wx-xs wx-t3 wx-after" }, say("code_short")),
  ];
}

const grade = (name, count, score, isRehearsal) =>
  element(
    "div",
    { class: "wx-grade" },
    element("b", {}, isRehearsal ? `${name} · ${say("exercise_mark")}` : name),
    drawing.stars(count, say("stars", { count })),
    score ? element("span", { class: "wx-sm wx-t2" }, say("score", { score })) : null,
  );

function sites(all) {
  const one = ({ name, address }) => [name, address].filter(Boolean).join(" · ");
  if (all.length <= 2) return all.map((site) => element("div", {}, one(site)));
  const rest = element(
    "details",
    {},
    element("summary", {}, say("sites_all", { count: all.length })),
    all.slice(1).map((site) => element("div", {}, one(site))),
  );
  return [element("div", {}, one(all[0])), rest];
}

function details(report) {
  const { kind, facts: its, log, lists } = report;
  const at = (list) => list && `${list.url} (${stamp(list.signedAt)})`;
  const rows = facts([
    [say("d_verdict"), mono(report.code)],
    [say("d_carrier"), say(`carrier_${kind}`)],
    [say("d_said"), report.said],
    [say("d_did"), report.did && mono(report.did)],
    [say("d_kid"), report.kid && mono(report.kid)],
    [say("d_digest"), its && mono(its.digest)],
    [say("d_signed"), its && stamp(its.signedAt)],
    [say("d_revision"), its && String(its.revision)],
    [say("d_log"), log && mono(`${log.origin} · ${log.index} / ${log.size}`)],
    [say("d_revocation"), at(lists?.revocation) || null],
    [say("d_suspension"), at(lists?.suspension) || null],
    [say("d_checked"), stamp(report.now)],
  ]);
  const copy = drawing.button(say("copy"), "copy", async () => {
    await navigator.clipboard.writeText(JSON.stringify(summary(report), null, 1)).catch(() => undefined);
    copy.lastChild.textContent = say("copied");
  });
  return element("details", {}, element("summary", {}, say("details")), rows, copy);
}

/* The result for other programs. */
export function summary({ code, colour, kind, did, kid, facts: its, log, now }) {
  return {
    verdict: code,
    colour,
    carrier: kind,
    checked_at: new Date(now).toISOString(),
    did: did || null,
    kid: kid || null,
    number: its?.number || null,
    revision: its?.revision || null,
    digest: its?.digest || null,
    log: log ? { origin: log.origin, index: log.index, size: log.size, cosigned: log.cosigned } : null,
  };
}
