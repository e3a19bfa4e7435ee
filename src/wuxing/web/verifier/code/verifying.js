/* From what was handed in to one verdict with its facts. Nothing here looks at the clock, the network or the page. */

import * as bytes from "./bytes.js";
import * as claims from "./claims.js";
import * as codes from "./codes.js";
import * as contents from "./content.js";
import * as json from "./json.js";
import * as keys from "./keys.js";
import * as pdf from "./pdf.js";
import * as sealing from "./sealing.js";
import * as statuses from "./statuses.js";
import * as trusts from "./trust.js";
import * as verdicts from "./verdicts.js";

const CHINA = 8 * 3600000;

export const dayOf = (moment) => new Date(moment + CHINA).toISOString().slice(0, 10);

/* `given`: {pdf, credential, code, content, proof, opening, lists}; absent ones are null, lists may be empty. */
export async function verified(given, trust, now) {
  const document = given.pdf && (await attachments(given));
  if (document?.fault) return report({ kind: "pdf", faults: [document.fault], said: document.said }, now);
  const all = document ? { ...given, ...document.attached } : given;
  const claim = await claimed(all, trust);
  if (document) await signed(claim, document);
  if (all.content !== null && claim.facts) await compared(claim, all.content);
  if (!claim.body || !claim.facts) return report(claim, now);
  const log = await sealing.judged(all, claim, trust);
  const status = await statuses.judged(all.lists, claim.facts, claim.body, now);
  claim.faults.push(...log.faults, ...status.faults, ...keyFaults(claim, log.log), ...dateFaults(claim.facts, now));
  if (claim.facts.rehearsal) claim.faults.push("exercise");
  return report({ ...claim, log: log.log, lists: status.lists, said: claim.said || log.said }, now);
}

const report = (claim, now) => {
  const code = verdicts.first(claim.faults);
  return { ...claim, code, colour: verdicts.colourOf(code), now };
};

async function claimed(given, trust) {
  if (given.credential !== null) {
    const claim = await claims.ofCredential(given.credential, trust);
    return given.code === null ? claim : bothAgree(claim, await claims.ofCode(given.code, trust));
  }
  if (given.code !== null) return claims.ofCode(given.code, trust);
  return { kind: "content", faults: ["not_valid:malformed"], said: "no signature" };
}

async function bothAgree(claim, other) {
  const fault = other.faults.find((one) => one !== "cannot_say:other_address");
  if (fault) return claims.failed(claim, fault);
  if (claim.content && !(await codes.isOf(other.gist, claim.content))) claims.failed(claim, "not_valid:mismatch");
  return claim;
}

/* certificate.json says the same as the credential, or as the code, byte for byte. */
async function compared(claim, written) {
  try {
    const content = json.read(written);
    contents.check(content);
    if (json.canonical(content) !== written) throw new bytes.Bad("not in the one form");
    const isIts = bytes.hex(await contents.digest(content)) === claim.facts.digest;
    if (!isIts || (claim.gist && !(await codes.isOf(claim.gist, content))))
      return claims.failed(claim, "not_valid:mismatch");
    claim.content ||= content;
  } catch (error) {
    claims.failed(claim, "not_valid:content", error);
  }
  return claim;
}

/* What is signed in no way that is known is not signed; the reader of its attachments says what else is wrong. */
function signatureOf(data) {
  try {
    return pdf.signatureIn(data);
  } catch (error) {
    if (error instanceof bytes.Bad) return null;
    throw error;
  }
}

async function attachments(given) {
  try {
    const found = signatureOf(given.pdf);
    const files = await pdf.attached(found ? found.revision : given.pdf);
    const [content, credential, proof, opening] = pdf.NAMES.map((name) => files[name] ?? null);
    if (content === null || credential === null) throw new bytes.Bad("no certificate is attached");
    const log = proof === null && opening === null ? {} : { proof, opening };
    return { found, attached: { content, credential, ...log } };
  } catch (error) {
    if (!(error instanceof bytes.Bad)) throw error;
    return { fault: "not_valid:malformed", said: error.message };
  }
}

/* The PDF is as it was signed, over every byte, by a document key of the body that stood for it then. */
async function signed(claim, { found }) {
  claim.kind = "pdf";
  if (!claim.body) return;
  try {
    claim.document = found && (await pdf.signatureChecked(found, claim.body.x509));
  } catch (error) {
    if (!(error instanceof bytes.Bad) && error.name !== "DataError" && !(error instanceof TypeError)) throw error;
  }
  const { document } = claim;
  const purpose = claim.facts?.rehearsal ? "rehearsal_document" : "document";
  const key =
    document &&
    claim.body.keys.find((one) => one.purpose === purpose && bytes.same(keys.rawOf(one.jwk), document.point));
  if (!key || !document.intact || !document.known || !document.isInTerm || !found.isPades || !found.coversAll) {
    claims.failed(claim, "not_valid:document");
    return;
  }
  const fault = trusts.keyFault(key, document.time) || (key.revoked_from ? "cannot_say:key_revoked" : "");
  if (fault) claims.failed(claim, fault);
}

function keyFaults({ key, facts }, log) {
  if (!key) return [];
  const fault = trusts.keyFault(key, facts.signedAt);
  if (fault) return [fault];
  if (!key.revoked_from) return [];
  return log?.signed && log.recordedAt < Date.parse(key.revoked_from) ? [] : ["cannot_say:key_revoked"];
}

function dateFaults(facts, now) {
  const today = dayOf(now);
  if (today < facts.issuedOn) return ["not_valid:not_yet"];
  if (today > facts.validUntil) return ["not_valid:expired"];
  return facts.surveillanceDueOn && today > facts.surveillanceDueOn ? ["cannot_say:surveillance_due"] : [];
}
