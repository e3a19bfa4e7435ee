/* The canonical content of a certificate (docs/reference/certificate-format.md): its shape, its bytes, its hash. */

import * as bytes from "./bytes.js";
import * as json from "./json.js";

export const CERTIFICATE = "AfterSalesServiceCertificate";
export const REHEARSAL = "RehearsalCertificate";
export const ENTRIES = 131072;
const MOST_BYTES = 65536;
const MOST_SITES = 200;
export const HIDDEN =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/u;
const DID = /^did:web:([a-z0-9.-]{1,253}(?:%3A[0-9]{1,5})?):bodies:([A-Za-z0-9_-]{1,50})$/;
const URL_ = /^https?:\/\/[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]{1,480}$/;
const LIST = /\/status\/([A-Za-z0-9_-]{1,50})\/([rx])([1-9][0-9]{0,5})$/;

const lengthOf = (value) => Array.from(value).length;
const text = (least, most) => (value) =>
  json.isText(value) && lengthOf(value) >= least && lengthOf(value) <= most && !HIDDEN.test(value);
const line = (least, most) => (value) => text(least, most)(value) && !value.includes("\n");
const like = (pattern) => (value) => json.isText(value) && pattern.test(value);
const whole = (least, most) => (value) => Number.isInteger(value) && value >= least && value <= most;
const orEmpty = (check) => (value) => value === "" || check(value);
const number = like(/^[A-Za-z0-9._-]{1,60}$/);
const names = { "zh-Hans": line(0, 200), "zh-Hant": line(0, 200), en: line(0, 200) };

export function isDate(value) {
  if (!json.isText(value) || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value) || value < "1970") return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

const SHAPE = {
  type: (value) => value === CERTIFICATE || value === REHEARSAL,
  number,
  revision: whole(1, 9999),
  body: { name: line(1, 200), name_en: line(0, 200), did: like(DID), approval: line(0, 200) },
  holder: { name: line(1, 200), name_en: line(0, 200), credit_code: like(/^([0-9A-Z]{18})?$/), address: line(0, 300) },
  scheme: {
    id: like(/^[A-Za-z0-9._-]{1,80}@[A-Za-z0-9._-]{1,20}#sha256:[0-9a-f]{64}$/),
    title: names,
    basis: [line(1, 100)],
  },
  level: { id: like(/^[A-Za-z0-9._-]{1,40}$/), stars: whole(0, 12), name: names },
  score: like(/^([0-9]{1,4}\.[0-9]{2})?$/),
  scope: text(0, 1000),
  sites: [{ name: line(0, 300), address: line(0, 300) }],
  issued_on: isDate,
  valid_until: isDate,
  last_evaluated_on: orEmpty(isDate),
  surveillance_due_on: orEmpty(isDate),
  replaces: (value) => value === null || number(value),
  status: { list: like(URL_), index: whole(0, ENTRIES - 1) },
  log: like(/^[\x21-\x2a\x2c-\x7e]{0,200}$/),
  url: like(URL_),
};

/* Refuse what is no canonical content. */
export function check(content) {
  follows(content, SHAPE, "content");
  const [, slug, kind] = LIST.exec(content.status.list) || [];
  if (slug !== placeOf(content.body.did).slug) throw new bytes.Bad("status.list: of another body than body.did");
  if ((kind === "x") !== (content.type === REHEARSAL))
    throw new bytes.Bad("status.list: exercises have lists of their own");
  if (content.valid_until < content.issued_on) throw new bytes.Bad("valid_until: before issued_on");
  if (bytes.utf8(json.canonical(content)).length > MOST_BYTES) throw new bytes.Bad("content: too long");
}

function follows(value, wanted, where) {
  if (typeof wanted === "function") {
    if (!wanted(value)) throw new bytes.Bad(`${where}: not as the format wants it`);
  } else if (Array.isArray(wanted)) {
    if (!Array.isArray(value) || value.length > MOST_SITES) throw new bytes.Bad(`${where}: not a list`);
    for (const part of value) follows(part, wanted[0], `${where}[]`);
  } else {
    const expected = Object.keys(wanted);
    const members = json.isRecord(value) ? Object.keys(value) : [];
    if (members.length !== expected.length || !expected.every((name) => Object.hasOwn(value, name))) {
      throw new bytes.Bad(`${where}: missing or unknown members`);
    }
    for (const name of expected) follows(value[name], wanted[name], `${where}.${name}`);
  }
}

export const digest = (content) => bytes.sha256(bytes.utf8(json.canonical(content)));

/* Host and name of a body, from its did. */
export function placeOf(did) {
  const [, host, slug] = DID.exec(did) || [];
  if (!slug) throw new bytes.Bad("not the did of a body");
  return { host: host.replace("%3A", ":"), slug };
}
