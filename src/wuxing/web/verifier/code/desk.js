/* What lies on the desk: the certificate at hand, what was given with it, the lists kept, whom the page believes. */

import * as bytes from "./bytes.js";
import * as trusts from "./trust.js";
import * as verifying from "./verifying.js";

const CARRIERS = ["pdf", "credential", "code"];
const WITH = ["content", "proof", "opening"];
const MOST_LISTS = 64;

const nothing = () => ({ pdf: null, credential: null, code: null, content: null, proof: null, opening: null });

export const open = (trust) => ({ trust, given: nothing(), lists: [], added: [] });

/* Put what was handed in at once on the desk; returns {faults, added, isNew}. A new carrier clears the one before. */
export async function put(desk, things) {
  const found = { faults: [], added: [], kept: 0 };
  if (things.some(({ kind }) => CARRIERS.includes(kind))) desk.given = nothing();
  for (const { kind, value, fault, name } of things) {
    if (fault) found.faults.push([fault, name]);
    else if (kind === "trust") await believe(desk, value, name, found);
    else if (kind === "list") found.kept += keep(desk, value);
    else desk.given[kind] = value;
  }
  if (!hasCarrier(desk)) {
    for (const { kind, name } of things) if (WITH.includes(kind)) found.faults.push(["unread_part", name]);
  }
  return found;
}

export const hasCarrier = (desk) => CARRIERS.some((kind) => desk.given[kind] !== null);

function keep(desk, list) {
  if (!desk.lists.includes(list)) desk.lists = [...desk.lists, list].slice(-MOST_LISTS);
  return 1;
}

async function believe(desk, file, name, found) {
  try {
    const more = await trusts.read(file);
    desk.trust = trusts.together(desk.trust, more);
    desk.added.push(...more.bodies.map((body) => body.did));
    found.added.push(...more.bodies.map((body) => body.name));
  } catch (error) {
    if (!(error instanceof bytes.Bad)) throw error;
    found.faults.push(["unread_trust", name]);
  }
}

/* Lists kept from other certificates are not held against this one. */
export function verified(desk, now) {
  return verifying.verified({ ...desk.given, lists: desk.lists }, desk.trust, now);
}
