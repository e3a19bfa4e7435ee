/* The status of a certificate from the lists at hand: which of them hold, what they say, how old they are. */

import * as bytes from "./bytes.js";
import * as lists from "./statuslists.js";
import * as tokens from "./tokens.js";
import * as trusts from "./trust.js";

const PURPOSES = { revocation: "not_valid:withdrawn", suspension: "not_valid:suspended" };
const AHEAD = 5 * 60000;

/* Return {faults, lists: {revocation, suspension}}; a purpose without a good list stays empty. */
export async function judged(written, facts, body, now) {
  const opened = [];
  for (const one of written) opened.push(await openedFor(one, facts, body));
  const good = opened.filter(Boolean);
  const found = { faults: [], lists: {} };
  for (const [purpose, fault] of Object.entries(PURPOSES)) {
    const [newest] = good
      .filter((list) => list.purpose === purpose)
      .sort((one, other) => other.signedAt - one.signedAt);
    if (!newest) found.faults.push(good.length < opened.length ? "cannot_say:bad_status" : "cannot_say:no_status");
    else if (lists.isSet(newest, facts.index)) found.faults.push(fault);
    else if (now >= newest.until || newest.signedAt > now + AHEAD) found.faults.push("cannot_say:stale_status");
    found.lists[purpose] = newest || null;
  }
  return found;
}

/* A list that is for this certificate and holds, or nothing. */
async function openedFor(written, facts, body) {
  try {
    const token = tokens.parts(written, lists.MOST);
    const purpose = facts.rehearsal ? "rehearsal" : "certificate";
    const key = body.keys.find((one) => one.kid === token.kid && one.purpose === purpose);
    if (token.did !== body.did || (await tokens.fault(token, key))) return null;
    const list = await lists.read(token);
    const isIts = sameAddress(list.url, `${facts.list}/${list.purpose}`);
    return isIts && !key.revoked_from && !trusts.keyFault(key, list.signedAt) ? list : null;
  } catch (error) {
    if (error instanceof bytes.Bad) return null;
    throw error;
  }
}

/* A code does not say whether its body is reached by https. */
const sameAddress = (one, other) => one.replace(/^https?:/, "") === other.replace(/^https?:/, "");

export const addressesOf = (facts) => Object.keys(PURPOSES).map((purpose) => `${facts.list}/${purpose}`);
