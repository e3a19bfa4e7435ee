/* X.509 certificates of document keys, and signatures as CMS and X.509 name them. */

import * as bytes from "./bytes.js";
import * as der from "./der.js";

export const HASHES = {
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
};
const ECDSA = { "1.2.840.10045.4.3.2": "SHA-256", "1.2.840.10045.4.3.3": "SHA-384", "1.2.840.10045.4.3.4": "SHA-512" };
const RSA = {
  "1.2.840.113549.1.1.11": "SHA-256",
  "1.2.840.113549.1.1.12": "SHA-384",
  "1.2.840.113549.1.1.13": "SHA-512",
};
const PLAIN_RSA = "1.2.840.113549.1.1.1";
const ED25519 = "1.3.101.112";
const CURVES = { "1.2.840.10045.3.1.7": ["P-256", 32], "1.3.132.0.34": ["P-384", 48] };
const BASIC_CONSTRAINTS = "2.5.29.19";
const COMMON_NAME = "2.5.4.3";

export function read(data) {
  const whole = der.read(data);
  const [signed, algorithm, signature] = whole.parts;
  if (whole.tag !== 0x30 || whole.parts.length !== 3 || signature.tag !== 3) throw new bytes.Bad("not a certificate");
  const fields = signed.parts[0].tag === 0xa0 ? signed.parts.slice(1) : signed.parts;
  const [serial, , issuer, validity, subject, key] = fields;
  return {
    whole: whole.whole,
    signed: signed.whole,
    algorithm,
    signature: signature.content.subarray(1),
    serial: serial.content,
    issuer: issuer.whole,
    subject: subject.whole,
    name: commonName(subject),
    from: der.time(validity.parts[0]),
    until: der.time(validity.parts[1]),
    key,
    point: key.parts[1].content.subarray(1),
    isAuthority: isAuthority(fields.find((part) => part.tag === 0xa3)),
  };
}

export function fromPem(written) {
  const [, body] = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(written) || [];
  if (!body) throw new bytes.Bad("not a certificate in PEM");
  return read(bytes.fromBase64(body.replace(/\s/g, "")));
}

function commonName(subject) {
  const found = subject.parts.flatMap((set) => set.parts).find((pair) => der.oid(pair.parts[0]) === COMMON_NAME);
  if (!found) return "";
  const { tag, content } = found.parts[1];
  return tag === 0x1e ? new TextDecoder("utf-16be").decode(content) : new TextDecoder().decode(content);
}

function isAuthority(extensions) {
  const found = extensions?.parts[0].parts.find((part) => der.oid(part.parts[0]) === BASIC_CONSTRAINTS);
  const [first] = found ? der.read(found.parts.at(-1).content).parts : [];
  return first?.tag === 1 && first.content[0] !== 0;
}

/* Whether `signature` over `data` is that of the key in a certificate; `hash` where the algorithm does not name one. */
export async function accepts(certificate, algorithm, signature, data, hash) {
  const named = der.oid(algorithm.parts[0]);
  const [kind] = certificate.key.parts;
  if (Object.hasOwn(ECDSA, named)) {
    const [namedCurve, width] = CURVES[der.oid(kind.parts[1])] || [];
    if (!namedCurve) throw new bytes.Bad("a curve that is not known");
    return verify(certificate, { name: "ECDSA", namedCurve, hash: ECDSA[named] }, der.pairOf(signature, width), data);
  }
  if (named === ED25519) return verify(certificate, { name: "Ed25519" }, signature, data);
  const its = RSA[named] || (named === PLAIN_RSA && hash);
  if (!its) throw new bytes.Bad("a signature of a kind that is not known");
  return verify(certificate, { name: "RSASSA-PKCS1-v1_5", hash: its }, signature, data);
}

async function verify(certificate, how, signature, data) {
  const key = await crypto.subtle.importKey("spki", certificate.key.whole, how, false, ["verify"]);
  return crypto.subtle.verify(how, key, signature, data);
}

/* The certificates from one to a root, by way of `others`, each signed by the next; null where there is no way. */
export async function wayFrom(certificate, others, roots, depth = 0) {
  if (isIn(certificate, roots)) return [certificate];
  if (depth > 3) return null;
  for (const issuer of [...roots, ...others]) {
    if (!issuer.isAuthority || !bytes.same(issuer.subject, certificate.issuer)) continue;
    if (!(await accepts(issuer, certificate.algorithm, certificate.signature, certificate.signed))) continue;
    const rest = await wayFrom(issuer, others, roots, depth + 1);
    if (rest) return [certificate, ...rest];
  }
  return null;
}

export const isIn = (certificate, all) => all.some((one) => bytes.same(one.whole, certificate.whole));
