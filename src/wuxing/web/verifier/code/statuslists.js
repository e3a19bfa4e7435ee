/* Status lists (W3C Bitstring Status List 1.0): one bit a certificate, with the time at which they were signed. */

import * as bytes from "./bytes.js";
import * as contents from "./content.js";
import * as inflate from "./inflate.js";
import * as json from "./json.js";

export const MOST = 65536;
export const LASTS = 7 * 86400000;
const BYTES = contents.ENTRIES / 8;
const PURPOSES = ["revocation", "suspension"];

export const isClaimed = (token) => bytes.latin(token.payload).includes('"BitstringStatusListCredential"');

export async function read(token) {
  const written = bytes.text(token.payload);
  const claimed = json.read(written);
  const { id: url, credentialSubject: subject, validFrom: since } = json.isRecord(claimed) ? claimed : {};
  const encoded = subject?.encodedList;
  if (![url, since, encoded].every(json.isText) || !PURPOSES.includes(subject.statusPurpose))
    throw new bytes.Bad("not a status list");
  const signedAt = Date.parse(since);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(since) || Number.isNaN(signedAt))
    throw new bytes.Bad("no time of signing");
  if (json.canonical(claims(encoded, url, subject.statusPurpose, token.did, signedAt)) !== written) {
    throw new bytes.Bad("the list says more, less or other things than a list does");
  }
  const { host } = contents.placeOf(token.did);
  if (encoded[0] !== "u") throw new bytes.Bad("not an encoded list");
  const bits = await inflate.gzip(bytes.fromBase64url(encoded.slice(1)), BYTES);
  if (bits.length !== BYTES) throw new bytes.Bad("not a list of 131072 places");
  return { url, purpose: subject.statusPurpose, did: token.did, host, signedAt, until: signedAt + LASTS, bits };
}

export const isSet = (list, index) => Boolean(list.bits[index >> 3] & (0x80 >> (index & 7)));

function claims(encoded, url, purpose, did, signedAt) {
  return {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    id: url,
    type: ["VerifiableCredential", "BitstringStatusListCredential"],
    issuer: did,
    validFrom: second(signedAt),
    validUntil: second(signedAt + LASTS),
    credentialSubject: { id: `${url}#list`, type: "BitstringStatusList", statusPurpose: purpose, encodedList: encoded },
  };
}

const second = (moment) => new Date(moment).toISOString().replace(".000", "");
