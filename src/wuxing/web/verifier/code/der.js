/* DER, as much of it as certificates and signatures need. */

import * as bytes from "./bytes.js";

const DEEPEST = 24;
const MOST = 20000;

/* A node: class and number of the tag in one byte, its content, its whole encoding, its parts. */
export function read(data) {
  const reader = { data, at: 0, count: 0 };
  const found = node(reader, data.length, 0);
  return { ...found, rest: data.subarray(reader.at) };
}

function node(reader, end, depth) {
  const start = reader.at;
  const tag = reader.data[reader.at++];
  if ((tag & 31) === 31 || depth > DEEPEST || ++reader.count > MOST)
    throw new bytes.Bad("DER of a kind that is not used");
  const size = length(reader);
  const stop = reader.at + size;
  if (!(stop <= end)) throw new bytes.Bad("DER is cut off");
  const content = reader.data.subarray(reader.at, stop);
  const parts = [];
  if (tag & 32) while (reader.at < stop) parts.push(node(reader, stop, depth + 1));
  reader.at = stop;
  return { tag, content, whole: reader.data.subarray(start, stop), parts };
}

function length(reader) {
  const first = reader.data[reader.at++];
  if (first < 128) return first;
  const count = first - 128;
  if (!(count >= 1 && count <= 4)) throw new bytes.Bad("DER has a definite length");
  let size = 0;
  for (let at = 0; at < count; at++) size = size * 256 + reader.data[reader.at++];
  return size;
}

export function oid(one) {
  if (one?.tag !== 6) throw new bytes.Bad("not an identifier");
  const numbers = [];
  let held = 0;
  for (const byte of one.content) {
    held = held * 128 + (byte & 127);
    if (byte & 128) continue;
    numbers.push(held);
    held = 0;
  }
  const first = Math.min(2, Math.floor(numbers[0] / 40));
  return [first, numbers[0] - first * 40, ...numbers.slice(1)].join(".");
}

export function time(one) {
  const written = bytes.latin(one.content);
  const [, year, month, day, hour, minute, second] =
    /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(written) || [];
  if (!year) throw new bytes.Bad("not a time");
  const full = year.length === 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900);
  return Date.UTC(full, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

/* The signature of a curve is two numbers in DER; WebCrypto wants them side by side. */
export function pairOf(signature, width) {
  const { tag, parts } = read(signature);
  if (tag !== 0x30 || parts.length !== 2) throw new bytes.Bad("not a signature of a curve");
  return bytes.joined(...parts.map(({ content }) => padded(content, width)));
}

function padded(content, width) {
  let from = 0;
  while (from < content.length && content[from] === 0) from++;
  const number = content.subarray(from);
  if (number.length > width) throw new bytes.Bad("a number too large for the curve");
  return bytes.joined(new Uint8Array(width - number.length), number);
}
