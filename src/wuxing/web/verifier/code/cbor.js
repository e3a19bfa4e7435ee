/* CBOR (RFC 8949) as codes use it: definite lengths, shortest heads, numbers, bytes, texts, lists, maps, tags. */

import * as bytes from "./bytes.js";

const DEEPEST = 8;
const MOST = 256;

export class Tagged {
  constructor(tag, value) {
    this.tag = tag;
    this.value = value;
  }
}

export function read(data) {
  const reader = { data, at: 0 };
  const found = item(reader, 0);
  if (reader.at !== data.length) throw new bytes.Bad("bytes after the end");
  return found;
}

function take(reader, size) {
  if (size > reader.data.length - reader.at) throw new bytes.Bad("cut off");
  reader.at += size;
  return reader.data.subarray(reader.at - size, reader.at);
}

function argument(reader, low) {
  if (low < 24) return low;
  if (low > 27) throw new bytes.Bad("not a definite length");
  const width = 1 << (low - 24);
  const value = take(reader, width).reduce((total, byte) => total * 256 + byte, 0);
  const least = width === 1 ? 24 : 2 ** (4 * width);
  if (value < least || !Number.isSafeInteger(value)) throw new bytes.Bad("a number not in its shortest form");
  return value;
}

function item(reader, depth) {
  if (depth > DEEPEST) throw new bytes.Bad("too deep");
  const head = take(reader, 1)[0];
  const major = head >> 5;
  if (major === 7) return simple(head & 31);
  const value = argument(reader, head & 31);
  if (major === 0) return value;
  if (major === 1) return -1 - value;
  if (major === 2) return take(reader, value).slice();
  if (major === 3) return bytes.text(take(reader, value));
  if (major === 6) return new Tagged(value, item(reader, depth + 1));
  if (value > MOST) throw new bytes.Bad("too many parts");
  return major === 4 ? list(reader, value, depth) : map(reader, value, depth);
}

function simple(low) {
  if (low < 20 || low > 22) throw new bytes.Bad("a value of a kind that is not used");
  return [false, true, null][low - 20];
}

function list(reader, size, depth) {
  return Array.from({ length: size }, () => item(reader, depth + 1));
}

function map(reader, size, depth) {
  const found = new Map();
  for (let count = 0; count < size; count++) {
    const key = item(reader, depth + 1);
    if (found.has(key)) throw new bytes.Bad("a key twice");
    if (typeof key === "object") throw new bytes.Bad("a key of a kind that is not used");
    found.set(key, item(reader, depth + 1));
  }
  return found;
}

/* The few forms that are signed: ["Signature1", protected, b"", payload]. */
export function signatureStructure(protectedHead, payload) {
  return bytes.joined(
    Uint8Array.of(0x84, 0x6a),
    bytes.utf8("Signature1"),
    byteString(protectedHead),
    byteString(new Uint8Array(0)),
    byteString(payload),
  );
}

function byteString(data) {
  const size = data.length;
  const head = size < 24 ? [0x40 | size] : size < 256 ? [0x58, size] : [0x59, size >> 8, size & 0xff];
  if (size > 0xffff) throw new bytes.Bad("too long");
  return bytes.joined(Uint8Array.from(head), data);
}
