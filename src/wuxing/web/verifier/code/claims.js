/* What a carrier claims, who would have signed it, and whether that is so: faults are words of the verdict table. */

import * as bytes from "./bytes.js";
import * as codes from "./codes.js";
import * as contents from "./content.js";
import * as credentials from "./credentials.js";
import * as tokens from "./tokens.js";
import * as trusts from "./trust.js";

const SIGNING = ["certificate", "rehearsal"];

/* A claim: faults, body, key, content or gist, and the few facts that every carrier has. */
const claim = (kind) => ({ kind, faults: [], body: null, key: null, content: null, gist: null, facts: null });

export async function ofCredential(written, trust) {
  const found = claim("credential");
  let token;
  try {
    token = tokens.parts(written, credentials.MOST);
  } catch (error) {
    return failed(found, "not_valid:malformed", error);
  }
  try {
    const { content, signedAt } = credentials.read(token);
    found.content = content;
    found.facts = await factsOf(content, signedAt);
  } catch (error) {
    failed(found, "not_valid:content", error);
  }
  found.did = token.did;
  found.kid = token.kid;
  found.body = trusts.bodyBy(trust, token.did) || null;
  if (!found.body) return failed(found, "cannot_say:unknown_issuer");
  const key = found.body.keys.find((one) => one.kid === token.kid && SIGNING.includes(one.purpose)) || null;
  return judgedKey(found, key, await tokens.fault(token, key));
}

export async function ofCode(written, trust) {
  const found = claim("code");
  let code;
  try {
    code = await codes.parts(written);
  } catch (error) {
    return failed(found, "not_valid:malformed", error);
  }
  try {
    found.gist = codes.read(code);
    found.facts = { ...found.gist, list: found.gist.list };
  } catch (error) {
    failed(found, "not_valid:content", error);
  }
  found.kid = bytes.base64url(code.prefix);
  found.host = code.host;
  const ofSlug = trust.bodies.filter((one) => one.slug === found.gist?.slug);
  const candidates = found.gist ? ofSlug : trust.bodies;
  let best = { fault: "unknown_key" };
  for (const body of candidates) {
    const { key, fault } = await codes.signerOf(
      code,
      body.keys.filter((one) => SIGNING.includes(one.purpose)),
    );
    if (key && (!best.key || !fault)) best = { body, key, fault };
    if (key && !fault) break;
  }
  found.body = best.body || null;
  if (!found.body && !found.gist) return found;
  if (!found.body && !ofSlug.length) return failed(found, "cannot_say:unknown_issuer");
  found.body ||= ofSlug[0];
  found.did = found.body.did;
  if (found.facts) found.facts.list = `https://${found.body.host}${found.gist.list}`;
  if (code.host && code.host !== found.body.host) failed(found, "cannot_say:other_address");
  return judgedKey(found, best.key, best.fault);
}

/* A key signs what is of its purpose; while that cannot be read, either will do. */
function judgedKey(found, key, fault) {
  const purpose = found.facts?.rehearsal ? "rehearsal" : "certificate";
  if (fault === "signature") return failed(found, "not_valid:signature");
  if (fault || (found.facts && key.purpose !== purpose)) return failed(found, "not_valid:wrong_key");
  found.key = key;
  return found;
}

export async function factsOf(content, signedAt) {
  return {
    rehearsal: content.type === contents.REHEARSAL,
    number: content.number,
    revision: content.revision,
    issuedOn: content.issued_on,
    validUntil: content.valid_until,
    surveillanceDueOn: content.surveillance_due_on,
    list: content.status.list,
    index: content.status.index,
    digest: bytes.hex(await contents.digest(content)),
    signedAt,
  };
}

export function failed(found, fault, error) {
  if (error && !(error instanceof bytes.Bad)) throw error;
  found.faults.push(fault);
  if (error) found.said = error.message;
  return found;
}
