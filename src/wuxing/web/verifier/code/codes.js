/* Carrier (c): the content's gist as a COSE_Sign1 in an upper-case address, as a QR code holds it. */

import * as bytes from "./bytes.js";
import * as cbor from "./cbor.js";
import * as contents from "./content.js";
import * as inflate from "./inflate.js";
import * as keys from "./keys.js";

const ADDRESS = /^(?:(HTTPS?):\/\/([A-Z0-9.:-]{1,260})\/C\/)?([A-Z2-7]{16,4296})$/;
const MOST_CHARACTERS = 4596;
const MOST_BYTES = 4096;
const ALGORITHMS = { [-19]: "Ed25519", [-9]: "ES256" };
const PREFIX = 8;
const DAY = 86400000;

const address = (written) => ADDRESS.exec(written.trim().replace(/\/$/, "").toUpperCase());

export const looksLike = (written) => written.length <= MOST_CHARACTERS && address(written) !== null;

/* Header, payload and signature of a code; nothing is verified but its one form. */
export async function parts(written) {
  const [, , host, encoded] = (written.length <= MOST_CHARACTERS && address(written)) || [];
  if (!encoded) throw new bytes.Bad("not the address of a certificate's code");
  let data = bytes.fromBase32(encoded);
  if (data[0] === 0x78) data = await inflate.zlib(data, MOST_BYTES);
  if (data.length > MOST_BYTES) throw new bytes.Bad("the code is too large");
  const whole = cbor.read(data);
  const list = whole instanceof cbor.Tagged && whole.tag === 18 && Array.isArray(whole.value) ? whole.value : [];
  const [head, open, payload, signature] = list;
  const isOurs = list.length === 4 && [head, payload, signature].every((part) => part instanceof Uint8Array);
  if (!isOurs || !(open instanceof Map) || open.size) throw new bytes.Bad("not a COSE_Sign1 without open headers");
  const names = cbor.read(head);
  const [alg, prefix] = [ALGORITHMS[names.get?.(1)], names.get?.(4)];
  const isHead =
    alg && names.size === 2 && [...names.keys()][0] === 1 && prefix instanceof Uint8Array && prefix.length === PREFIX;
  if (!isHead) throw new bytes.Bad("not the header of a code: an algorithm that is known and a key");
  return {
    host: (host || "").toLowerCase(),
    alg,
    prefix,
    payload,
    signature,
    signed: cbor.signatureStructure(head, payload),
  };
}

/* Whether one of the keys whose name begins so signed: {key} or {fault}. */
export async function signerOf(code, known) {
  const candidates = known.filter(
    (one) => one.jwk.alg === code.alg && bytes.same(bytes.fromBase64url(one.kid).subarray(0, PREFIX), code.prefix),
  );
  if (!candidates.length) return { fault: "unknown_key" };
  for (const key of candidates) {
    if (await keys.accepts(code.alg, key.jwk, code.signature, code.signed)) return { key };
  }
  return { fault: "signature", key: candidates[0] };
}

const whole = (least, most) => (value) => Number.isInteger(value) && value >= least && value <= most;
const like = (pattern) => (value) => typeof value === "string" && pattern.test(value);
const raw = (size) => (value) => value instanceof Uint8Array && value.length === size;
const words = (most) => (value) =>
  typeof value === "string" && value !== "" && bytes.utf8(value).length <= most && !contents.HIDDEN.test(value);
const day = whole(0, 2932896);
const TABLE = {
  1: whole(1, 1),
  2: whole(1, 2),
  3: like(/^[A-Za-z0-9_-]{1,50}$/),
  4: like(/^[A-Za-z0-9._-]{1,60}$/),
  5: whole(1, 9999),
  6: words(180),
  7: like(/^[0-9A-Z]{18}$/),
  8: like(/^[A-Za-z0-9._-]{1,80}@[A-Za-z0-9._-]{1,20}$/),
  9: raw(16),
  10: like(/^[A-Za-z0-9._-]{1,40}$/),
  11: whole(0, 12),
  12: whole(0, 999999),
  13: day,
  14: day,
  15: day,
  16: words(120),
  17: whole(1, 999999),
  18: whole(0, contents.ENTRIES - 1),
  19: raw(32),
  20: whole(0, 253402300799),
};
const OPTIONAL = ["7", "12", "15", "16"];

/* What a code says, in the words of the content where it has them. */
export function read(code) {
  const found = cbor.read(code.payload);
  const names = found instanceof Map ? [...found.keys()] : [];
  const isSorted = names.every((name, at) => Number.isInteger(name) && name >= 0 && (at === 0 || name > names[at - 1]));
  if (!names.length || !isSorted) throw new bytes.Bad("the payload is not a CBOR map in its one form");
  if (names.some((name) => !Object.hasOwn(TABLE, name))) throw new bytes.Bad("an entry that is not known");
  for (const [name, check] of Object.entries(TABLE)) {
    const value = found.get(Number(name));
    if (value === undefined ? !OPTIONAL.includes(name) : !check(value))
      throw new bytes.Bad(`entry ${name} is missing or false`);
  }
  const get = (name) => found.get(name);
  return {
    rehearsal: get(2) === 2,
    slug: get(3),
    number: get(4),
    revision: get(5),
    holder: get(6),
    creditCode: get(7) || "",
    scheme: `${get(8)}#sha256:${bytes.hex(get(9))}…`,
    level: get(10),
    stars: get(11),
    score: get(12) === undefined ? "" : (get(12) / 100).toFixed(2),
    issuedOn: dateOf(get(13)),
    validUntil: dateOf(get(14)),
    surveillanceDueOn: get(15) === undefined ? "" : dateOf(get(15)),
    scope: get(16) || "",
    list: `/status/${get(3)}/${get(2) === 2 ? "x" : "r"}${get(17)}`,
    index: get(18),
    digest: bytes.hex(get(19)),
    signedAt: get(20) * 1000,
  };
}

/* Whether a code is one of exactly this content. */
export async function isOf(said, content) {
  const [scheme, hash] = content.scheme.id.split("#sha256:");
  const wanted = {
    rehearsal: content.type === contents.REHEARSAL,
    slug: contents.placeOf(content.body.did).slug,
    number: content.number,
    revision: content.revision,
    holder: cut(content.holder.name, 180),
    creditCode: content.holder.credit_code,
    scheme: `${scheme}#sha256:${hash.slice(0, 32)}…`,
    level: content.level.id,
    stars: content.level.stars,
    score: content.score,
    issuedOn: content.issued_on,
    validUntil: content.valid_until,
    surveillanceDueOn: content.surveillance_due_on,
    scope: cut(content.scope, 120),
    list: new URL(content.status.list).pathname,
    index: content.status.index,
    digest: bytes.hex(await contents.digest(content)),
  };
  return Object.entries(wanted).every(([name, value]) => said[name] === value);
}

function cut(text, most) {
  if (bytes.utf8(text).length <= most) return text;
  const kept = Array.from(text);
  while (bytes.utf8(`${kept.join("")}…`).length > most) kept.pop();
  return `${kept.join("")}…`;
}

const dateOf = (days) => new Date(days * DAY).toISOString().slice(0, 10);
