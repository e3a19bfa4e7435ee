/* Compact signed tokens (JWS, RFC 7515) in the one form that is written here: alg, typ, cty, kid, nothing else. */

import * as bytes from "./bytes.js";
import * as json from "./json.js";
import * as keys from "./keys.js";

const HEADER = ["alg", "cty", "kid", "typ"];
const MOST_HEADER = 1024;
const KID = /^did:web:[a-z0-9.-]{1,253}(%3A[0-9]{1,5})?:bodies:[A-Za-z0-9_-]{1,50}#[A-Za-z0-9_-]{43}$/;

export const looksLike = (written) => /^[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/.test(written);

/* What a token names and says; its signature is not looked at. */
export function parts(token, most) {
  const [first, second, third, ...more] = token.split(".");
  if (token.length > most || third === undefined || more.length || first.length > MOST_HEADER)
    throw new bytes.Bad("not a token");
  const header = json.read(bytes.text(bytes.fromBase64url(first)));
  const members = json.isRecord(header) ? Object.keys(header).sort() : [];
  const isOurs = members.join() === HEADER.join() && Object.values(header).every(json.isText);
  if (!isOurs || header.typ !== "vc+jwt" || header.cty !== "vc") throw new bytes.Bad("not the header of a credential");
  const [did, kid] = splitOnce(header.kid, "#");
  if (!KID.test(header.kid)) throw new bytes.Bad("not the name of a body's key");
  if (!keys.isKnown(header.alg)) throw new bytes.Bad("an algorithm that is not known");
  const [payload, signature] = [second, third].map(bytes.fromBase64url);
  return { did, kid, alg: header.alg, signed: `${first}.${second}`, signature, payload };
}

function splitOnce(text, sign) {
  const at = text.indexOf(sign);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + sign.length)];
}

/* Whether a token is signed by the key of a trust file that it names: "", or why not. */
export async function fault(token, key) {
  if (!key) return "unknown_key";
  if (key.jwk.alg !== token.alg) return "unknown_key";
  return (await keys.accepts(token.alg, key.jwk, token.signature, bytes.utf8(token.signed))) ? "" : "signature";
}
