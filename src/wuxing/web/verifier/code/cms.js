/* The signature of a PDF (PAdES): CMS SignedData over the bytes that the PDF names. */

import * as bytes from "./bytes.js";
import * as der from "./der.js";
import * as x509 from "./x509.js";

const SIGNED_DATA = "1.2.840.113549.1.7.2";
const CONTENT_TYPE = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const SIGNING_TIME = "1.2.840.113549.1.9.5";
const SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.47";
const DATA = "1.2.840.113549.1.7.1";

/* What a signature says: intact or not, by whom, whether the signer leads to one of the roots. */
export async function checked(data, signed, roots) {
  const { certificates, signer } = partsOf(data);
  const certificate = certificates.find((one) => isNamed(one, signer.names));
  if (!certificate) throw new bytes.Bad("the signer's certificate is missing");
  const digest = new Uint8Array(await crypto.subtle.digest(signer.hash, signed));
  const attributes = bytes.joined(Uint8Array.of(0x31), signer.attributes.whole.subarray(1));
  const values = valuesOf(signer.attributes);
  const holds =
    values[CONTENT_TYPE] &&
    der.oid(values[CONTENT_TYPE]) === DATA &&
    values[MESSAGE_DIGEST] &&
    bytes.same(values[MESSAGE_DIGEST].content, digest) &&
    (await namesIt(values[SIGNING_CERTIFICATE], certificate)) &&
    (await x509.accepts(certificate, signer.algorithm, signer.signature, attributes, signer.hash));
  const way = await x509.wayFrom(certificate, certificates, roots);
  return {
    intact: Boolean(holds),
    name: certificate.name,
    point: certificate.point,
    time: values[SIGNING_TIME] ? der.time(values[SIGNING_TIME]) : null,
    from: certificate.from,
    until: certificate.until,
    known: way !== null && certificates.every((one) => x509.isIn(one, [...way, ...roots])),
  };
}

function partsOf(data) {
  const { parts, rest } = der.read(data);
  const [type, content] = parts;
  if (rest.some((byte) => byte !== 0)) throw new bytes.Bad("something follows the signature");
  if (!content || der.oid(type) !== SIGNED_DATA) throw new bytes.Bad("not a signature");
  const fields = content.parts[0].parts;
  const certificates = (fields.find((part) => part.tag === 0xa0)?.parts || []).map((part) => x509.read(part.whole));
  const signers = fields.at(-1);
  if (signers.tag !== 0x31 || signers.parts.length !== 1) throw new bytes.Bad("not one signer");
  return { certificates, signer: signerOf(signers.parts[0].parts) };
}

function signerOf([, names, digest, attributes, algorithm, signature]) {
  const hash = x509.HASHES[der.oid(digest.parts[0])];
  if (!hash || attributes.tag !== 0xa0 || signature?.tag !== 4)
    throw new bytes.Bad("a signature of a kind that is not known");
  return { names, hash, attributes, algorithm, signature: signature.content };
}

function isNamed(certificate, names) {
  if (names.tag !== 0x30) return false;
  const [issuer, serial] = names.parts;
  return bytes.same(issuer.whole, certificate.issuer) && bytes.same(serial.content, certificate.serial);
}

function valuesOf(attributes) {
  const found = {};
  for (const { parts } of attributes.parts) {
    const name = der.oid(parts[0]);
    if (found[name] || parts[1].parts.length !== 1) throw new bytes.Bad("an attribute twice");
    found[name] = parts[1].parts[0];
  }
  return found;
}

/* PAdES: the signature names the hash of the signer's certificate; without a name of the hash it is SHA-256. */
async function namesIt(value, certificate) {
  if (!value) return false;
  const [first] = value.parts[0].parts;
  const hash = first.parts[0].tag === 0x30 ? x509.HASHES[der.oid(first.parts[0].parts[0])] : "SHA-256";
  const written = first.parts.find((part) => part.tag === 4);
  if (!hash || !written) return false;
  return bytes.same(written.content, new Uint8Array(await crypto.subtle.digest(hash, certificate.whole)));
}
