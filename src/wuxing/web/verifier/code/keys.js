/* Public keys and their signatures, by WebCrypto; Ed25519 by ourselves where the browser does not know it.
   The algorithm is a name, so that others can be added. */

import * as bytes from "./bytes.js";
import * as ed25519 from "./ed25519.js";

const ALGORITHMS = {
  Ed25519: { name: "Ed25519" },
  ES256: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
};

export const isKnown = (algorithm) => Object.hasOwn(ALGORITHMS, algorithm);

/* Whether `signature` is that of the key (a JWK) over `data`. */
export async function accepts(algorithm, jwk, signature, data) {
  if (!isKnown(algorithm)) return false;
  const { kty, crv, x, y } = jwk;
  const how = ALGORITHMS[algorithm];
  try {
    const key = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, how, false, ["verify"]);
    return await crypto.subtle.verify(how, key, signature, data);
  } catch (error) {
    if (error.name !== "NotSupportedError" || algorithm !== "Ed25519") return false;
    return ed25519.accepts(bytes.fromBase64url(x), signature, data);
  }
}

/* The bytes of a public key as certificates hold them: 32 for Ed25519, the uncompressed point for P-256. */
export function rawOf({ kty, x, y }) {
  const parts = [x, y].filter(Boolean).map(bytes.fromBase64url);
  return kty === "EC" ? bytes.joined(Uint8Array.of(4), ...parts) : parts[0];
}

export const rawAccepts = (raw, signature, data) =>
  accepts("Ed25519", { kty: "OKP", crv: "Ed25519", x: bytes.base64url(raw) }, signature, data);

/* RFC 7638: the name of a key is the hash of its required members. */
export async function thumbprint(jwk) {
  const members = jwk.kty === "OKP" ? ["crv", "kty", "x"] : ["crv", "kty", "x", "y"];
  const written = `{${members.map((name) => `"${name}":${JSON.stringify(jwk[name])}`).join(",")}}`;
  return bytes.sha256(bytes.utf8(written));
}

/* What the page needs of the browser; a name of what is missing, or nothing. */
export function missing() {
  if (!globalThis.crypto?.subtle) return "secure";
  return globalThis.DecompressionStream ? "" : "unpacking";
}
