/* How a verdict was reached, step by step: {state, title, text}, the states being the shapes of the house. */

import * as words from "./words.js";

const { say, stamp } = words;
const day = (moment) => stamp(moment).slice(0, 10);
const step = (state, name, values) => ({ state, title: say(name), text: say(`${name}_text`, values) });
const titled = (state, name, text) => ({ state, title: say(name), text });

export function of(report) {
  if (!report.body)
    return [
      report.code === "cannot_say:unknown_issuer" ? step("unknown", "p_issuer", report) : step("late", "p_read_bad"),
    ];
  const has = (code) => report.faults.includes(code);
  const body = report.body.name;
  const steps = [signature(report, has, body), content(report, has)];
  if (report.kind === "pdf") steps.push(document(report, has, body));
  if (report.facts && report.key && !has("not_valid:signature")) {
    steps.splice(1, 0, key(report, has));
    if (report.lists) steps.push(log(report, has), status(report, has, body), term(report, has));
    if (report.lists && report.facts.surveillanceDueOn) steps.push(surveillance(report, has));
  }
  if (has("cannot_say:other_address")) steps.push(step("risk", "p_address_bad", { host: report.host }));
  return steps.filter(Boolean);
}

function signature({ key: its, kid, facts }, has, body) {
  if (has("not_valid:wrong_key")) return step("late", "p_key_wrong", { body, kid: (kid || "").slice(0, 12) });
  if (has("not_valid:signature")) return step("late", "p_sign_bad", { body });
  if (!its || !facts) return null;
  return step("done", "p_sign", { body, purpose: say(`purpose_${its.purpose}`), signed: stamp(facts.signedAt) });
}

function key({ key: its }, has) {
  const revoked = its.revoked_from && say("p_key_revoked", { day: day(Date.parse(its.revoked_from)) });
  const retired = its.retired && say("p_key_retired", { day: day(Date.parse(its.retired)) });
  const text = say("p_key_text", { from: day(Date.parse(its.from)), end: revoked || retired || "" });
  const bad = ["key_not_yet", "key_retired", "key_revoked"].some((name) => has(`not_valid:${name}`));
  if (bad) return titled("late", "p_key_bad", text);
  return has("cannot_say:key_revoked") ? titled("risk", "p_key_open", text) : titled("done", "p_key", text);
}

function content({ facts }, has) {
  if (has("not_valid:content")) return step("late", "p_content_bad");
  if (has("not_valid:mismatch")) return step("late", "p_same_bad");
  if (has("not_valid:signature") || has("not_valid:wrong_key")) return null;
  return facts && step("done", "p_same", { digest: facts.digest.slice(0, 16) });
}

function document({ document: signed }, has, body) {
  return has("not_valid:document") ? step("late", "p_pdf_bad", { body }) : step("done", "p_pdf", { name: signed.name });
}

function log({ log: its, kind }, has) {
  if (has("not_valid:log")) return step("late", "p_log_bad");
  if (!its) return titled("waiting", "p_log_none", say(kind === "pdf" ? "p_log_none_pdf" : "p_log_none_text"));
  if (has("cannot_say:unknown_log")) return step("unknown", "p_log_unknown", its);
  return step("done", "p_log", {
    origin: its.origin,
    index: its.index,
    count: its.cosigned,
    recorded: stamp(its.recordedAt),
  });
}

function status({ lists }, has, body) {
  const { revocation, suspension } = lists;
  if (has("not_valid:withdrawn"))
    return titled("late", "p_withdrawn", say("p_hit_text", { status: stamp(revocation.signedAt) }));
  if (has("not_valid:suspended"))
    return titled("late", "p_suspended", say("p_hit_text", { status: stamp(suspension.signedAt) }));
  if (has("cannot_say:bad_status")) return titled("unknown", "p_status_stale", say("p_status_bad_text"));
  if (!revocation || !suspension) return titled("unknown", "p_status_stale", say("p_status_none_text"));
  const values = { status: stamp(asOf(lists)), body, until: day(Math.min(revocation.until, suspension.until)) };
  return has("cannot_say:stale_status") ? step("unknown", "p_status_stale", values) : step("done", "p_status", values);
}

/* The moment up to which both lists speak. */
export const asOf = ({ revocation, suspension }) => Math.min(revocation.signedAt, suspension.signedAt);

function term({ facts, now }, has) {
  const text = say("p_term_text", { today: day(now), issued: facts.issuedOn, until: facts.validUntil });
  return has("not_valid:not_yet") || has("not_valid:expired")
    ? titled("late", "p_term_bad", text)
    : titled("done", "p_term", text);
}

function surveillance({ facts }, has) {
  const values = { due: facts.surveillanceDueOn };
  return has("cannot_say:surveillance_due") ? step("risk", "p_due_bad", values) : step("done", "p_due", values);
}
