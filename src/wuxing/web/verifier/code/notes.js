/* Signed notes, checkpoints and cosignatures (c2sp.org: signed-note, tlog-checkpoint, tlog-cosignature). */

import * as bytes from "./bytes.js";
import * as keys from "./keys.js";

const MARK = "— ";
const MOST_SIGNATURES = 64;
const LOG = 1;
const WITNESS = 4;

/* A verifier key written name+id+base64(type || key). */
export async function verifierFrom(written) {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(String(written).trim()) || [];
  if (!name) throw new bytes.Bad("not a verifier key");
  const key = bytes.fromBase64(encoded);
  if (key.length !== 33 || (key[0] !== LOG && key[0] !== WITNESS)) throw new bytes.Bad("not an Ed25519 verifier key");
  const hash = await bytes.sha256(bytes.joined(bytes.utf8(`${name}\n`), key));
  if (bytes.hex(hash.subarray(0, 4)) !== id) throw new bytes.Bad("the key's id does not fit the key");
  return { name, id, kind: key[0], raw: key.subarray(1), written };
}

export function partsOf(note) {
  const gap = note.lastIndexOf("\n\n");
  if (gap < 0 || !note.endsWith("\n")) throw new bytes.Bad("a note is a text, an empty line and signatures");
  const text = note.slice(0, gap + 1);
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text)) throw new bytes.Bad("a note holds no control characters");
  const lines = note.slice(gap + 2, -1).split("\n");
  if (lines.length > MOST_SIGNATURES) throw new bytes.Bad("too many signatures");
  return { text, signatures: lines.map(signature) };
}

function signature(line) {
  const [, name, encoded] = /^— ([^+\s]+) ([A-Za-z0-9+/=]+)$/.exec(line) || [];
  if (!line.startsWith(MARK) || !name) throw new bytes.Bad("not a signature of a note");
  const value = bytes.fromBase64(encoded);
  if (value.length < 5) throw new bytes.Bad("a signature has a key id and at least one byte");
  return { name, id: bytes.hex(value.subarray(0, 4)), value: value.subarray(4) };
}

export function checkpointFrom(text) {
  const [origin, size, root] = text.slice(0, -1).split("\n");
  if (!origin || !root || !/^(0|[1-9][0-9]{0,15})$/.test(size)) throw new bytes.Bad("not a checkpoint");
  const found = { origin, size: Number(size), root: bytes.fromBase64(root) };
  if (found.root.length !== 32 || !Number.isSafeInteger(found.size)) throw new bytes.Bad("not a checkpoint");
  return found;
}

async function isBy(key, text, value) {
  if (key.kind === LOG) return keys.rawAccepts(key.raw, value, bytes.utf8(text));
  if (value.length !== 72) return false;
  const time = new DataView(value.buffer, value.byteOffset).getBigUint64(0);
  return keys.rawAccepts(key.raw, value.subarray(8), bytes.utf8(`cosignature/v1\ntime ${time}\n${text}`));
}

/* Which of the keys signed; a known key's false signature spoils the note. */
export async function signersOf(note, known) {
  const { text, signatures } = partsOf(note);
  const found = [];
  for (const { name, id, value } of signatures) {
    const key = known.find((one) => one.name === name && one.id === id);
    if (!key || found.includes(key)) continue;
    if (!(await isBy(key, text, value))) throw new bytes.Bad(`the signature of ${name} is false`);
    found.push(key);
  }
  return { text, signers: found };
}
