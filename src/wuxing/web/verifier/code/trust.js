/* What the page believes: bodies with their keys, document certificates and logs; witnesses. */

import * as bytes from "./bytes.js";
import * as contents from "./content.js";
import * as json from "./json.js";
import * as keys from "./keys.js";
import * as notes from "./notes.js";
import * as x509 from "./x509.js";

const MOST_BODIES = 5000;

export const looksLike = (value) => json.isRecord(value) && Array.isArray(value.bodies);

/* Read a trust file; refuses one of which a part cannot be believed as it stands. */
export async function read(file) {
  if (!looksLike(file) || file.bodies.length > MOST_BODIES) throw new bytes.Bad("not a trust file");
  const bodies = [];
  for (const body of file.bodies) bodies.push(await bodyOf(body));
  return { bodies, witnesses: await verifiers(file.witnesses || []) };
}

async function bodyOf(body) {
  const { host, slug } = contents.placeOf(String(body.did));
  const known = [];
  for (const key of body.keys || []) {
    if (!keys.isKnown(key.jwk?.alg)) continue;
    if (bytes.base64url(await keys.thumbprint(key.jwk)) !== key.kid)
      throw new bytes.Bad("the key's id is not its thumbprint");
    known.push({ ...key, body: body.did });
  }
  return {
    did: body.did,
    host,
    slug,
    name: String(body.name || slug),
    keys: known,
    x509: (body.x509 || []).map(x509.fromPem),
    logs: await verifiers(body.logs || []),
  };
}

async function verifiers(written) {
  const found = [];
  for (const one of written) found.push(await notes.verifierFrom(one));
  return found;
}

/* Two trusts as one; a body that comes again takes the place of the former. */
export function together(one, other) {
  const again = other.bodies.map((body) => body.did);
  const witnesses = [...one.witnesses, ...other.witnesses];
  return {
    bodies: [...one.bodies.filter((body) => !again.includes(body.did)), ...other.bodies],
    witnesses: witnesses.filter((key, at) => witnesses.findIndex((each) => each.written === key.written) === at),
  };
}

export const bodyBy = (trust, did) => trust.bodies.find((body) => body.did === did);

/* Whether a key could sign at a time: "", or why not. */
export function keyFault(key, signedAt) {
  if (key.revoked_from && signedAt >= Date.parse(key.revoked_from)) return "not_valid:key_revoked";
  if (key.retired && signedAt >= Date.parse(key.retired)) return "not_valid:key_retired";
  return signedAt < Date.parse(key.from) ? "not_valid:key_not_yet" : "";
}
