/* From the content to the log: the opening shows what was sealed, the proof shows the seal in the log. */

import * as bytes from "./bytes.js";
import * as json from "./json.js";
import * as logproofs from "./logproofs.js";

/* Return {faults, log}; `log` tells what the proof shows, or is empty when there is none. */
export async function judged({ proof, opening }, claim, trust) {
  const found = { faults: [], log: null };
  if (proof === null && opening === null) return found;
  try {
    if (proof === null || opening === null) throw new bytes.Bad("proof and opening go together");
    await judge(found, logproofs.read(proof), openingFrom(opening), claim, trust);
  } catch (error) {
    if (!(error instanceof bytes.Bad)) throw error;
    found.faults.push("not_valid:log");
    found.said = error.message;
  }
  return found;
}

async function judge(found, proof, opening, claim, trust) {
  const { facts, body, content } = claim;
  const { payload } = opening;
  const log = await logproofs.checked(proof, body.logs, trust.witnesses);
  const { envelope } = log;
  const holds =
    log.included &&
    !Number.isNaN(Date.parse(envelope.recorded_at)) &&
    envelope.type === "certificate.seal" &&
    envelope.payload_commit === (await logproofs.commitment(opening));
  if (!holds || (content && log.origin !== content.log))
    throw new bytes.Bad("the proof does not lead from the seal to the log");
  if (payload.digest !== facts.digest || payload.number !== facts.number || payload.revision !== facts.revision) {
    found.faults.push("not_valid:mismatch");
  }
  if (!log.signed) {
    const isAnothers = trust.bodies.some((one) => one !== body && one.logs.some((key) => key.name === log.origin));
    if (isAnothers) throw new bytes.Bad("a log of another body");
    found.faults.push("cannot_say:unknown_log");
  }
  found.log = { ...log, recordedAt: Date.parse(envelope.recorded_at) };
}

/* An opening in its one form: salt and payload, nothing else. */
function openingFrom(written) {
  const said = json.read(written);
  const members = (value) => (json.isRecord(value) ? Object.keys(value).sort().join() : "");
  const isOurs = members(said) === "payload,salt" && members(said.payload) === "digest,number,revision";
  if (!isOurs || json.canonical(said) !== written) throw new bytes.Bad("not an opening");
  return said;
}
