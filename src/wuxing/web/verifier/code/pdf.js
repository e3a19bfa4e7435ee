/* A certificate as PDF: its one signature, what that covers, and the files attached to what it covers. */

import * as bytes from "./bytes.js";
import * as cms from "./cms.js";
import * as objects from "./pdfobjects.js";

const LIMITS = {
  "certificate.json": 65536,
  "certificate.jwt": 131072,
  "certificate.tlog-proof": 65536,
  "certificate.opening.json": 4096,
};
const PADES = "ETSI.CAdES.detached";

export const NAMES = Object.keys(LIMITS);

export const looksLike = (data) => bytes.latin(data.subarray(0, 1024)).includes("%PDF-");

/* The one signature and its byte range: [0, a, b, c], the hole between holding the signature and nothing else. */
export function signatureIn(data) {
  const text = bytes.latin(data);
  const at = text.lastIndexOf("/ByteRange");
  if (at < 0) return null;
  const [, ...written] =
    /^\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/.exec(text.slice(at, at + 120)) || [];
  const [start, first, second, size] = written.map(Number);
  const end = second + size;
  if (written.length !== 4 || start !== 0 || first >= second || end > data.length)
    throw new bytes.Bad("not a byte range");
  if (text.indexOf("/ByteRange") !== at) throw new bytes.Bad("more than one signature");
  const hole = text.slice(first, second);
  if (!/^<[0-9A-Fa-f]+>$/.test(hole) || hole.length % 2) throw new bytes.Bad("the hole holds more than a signature");
  const dictionary = objects.valueIn(text.slice(text.lastIndexOf("obj", Math.min(at, first)) + 3, end));
  return {
    signature: bytes.fromHex(hole.slice(1, -1).toLowerCase()),
    signed: bytes.joined(data.subarray(0, first), data.subarray(second, end)),
    time: timeOf(dictionary),
    isPades: objects.isNamed(dictionary, "SubFilter", PADES),
    coversAll: end === data.length,
    revision: data.subarray(0, end),
  };
}

/* When the signer says the PDF was signed: /M of the signature, D:20261122045449+00'00'. */
function timeOf(dictionary) {
  const said = dictionary instanceof Map ? dictionary.get("M") : "";
  const [, day, clock, zone] = /^D:(\d{8})(\d{6})(Z|[+-]\d{2}'?\d{2})?/.exec(said) || [];
  if (!day) return null;
  const iso = `${day.replace(/(....)(..)(..)/, "$1-$2-$3")}T${clock.replace(/(..)(..)(..)/, "$1:$2:$3")}`;
  const found = Date.parse(iso + (zone || "Z").replace("'", "").replace(/(\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(found) ? null : found;
}

export async function signatureChecked(found, roots) {
  const said = await cms.checked(found.signature, found.signed, roots);
  const time = said.time ?? found.time;
  return { ...said, time, isInTerm: time !== null && time >= said.from && time <= said.until };
}

/* The files of a certificate that are attached, by name. */
export async function attached(data) {
  const all = await objects.read(data);
  const found = {};
  for (const { value } of all.values()) {
    if (!(value instanceof Map) || !value.has("EF")) continue;
    const name = shown(resolved(all, value.get("UF") ?? value.get("F")));
    const place = resolved(all, value.get("EF"))?.get?.("F");
    const file = place instanceof objects.Reference && all.get(place.number);
    if (!Object.hasOwn(LIMITS, name) || !file?.stream) continue;
    if (Object.hasOwn(found, name)) throw new bytes.Bad(`${name} is attached twice`);
    found[name] = bytes.text(await objects.content(file.value, file.stream, LIMITS[name]));
  }
  return found;
}

const resolved = (all, one) => (one instanceof objects.Reference ? all.get(one.number)?.value : one);

function shown(name) {
  if (typeof name !== "string" || !name.startsWith("\u00fe\u00ff")) return name;
  return new TextDecoder("utf-16be").decode(Uint8Array.from(name.slice(2), (sign) => sign.charCodeAt(0)));
}
