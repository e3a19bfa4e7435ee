/* The objects of a PDF, as much of them as it takes to find what is attached. Later ones replace earlier ones. */

import * as bytes from "./bytes.js";
import * as inflate from "./inflate.js";

const MOST_OBJECTS = 20000;
const MOST_VALUES = 500000;
const MOST_UNPACKED = 8 * 1024 * 1024;
const DEEPEST = 32;
const SPACE = /[\0\t\n\f\r ]/;
const ENDS = /[\0\t\n\f\r ()<>[\]{}/%]/;
const ESCAPES = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

export class Name {
  constructor(text) {
    this.text = text;
  }
}

export class Reference {
  constructor(number) {
    this.number = number;
  }
}

/* All objects by number: {value, stream} with dictionaries as Map. */
export async function read(data) {
  const text = bytes.latin(data);
  const found = new Map();
  const budget = { left: MOST_VALUES };
  const heads = /(\d{1,9})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+obj/g;
  for (let head = heads.exec(text); head; head = heads.exec(text)) {
    if (found.size >= MOST_OBJECTS) throw new bytes.Bad("too many objects");
    const reader = { text, at: heads.lastIndex, budget };
    const one = { value: value(reader, 0), stream: null };
    if (one.value instanceof Map) one.stream = streamAfter(reader, data, one.value);
    found.set(Number(head[1]), one);
    heads.lastIndex = reader.at;
  }
  await unpackObjects(found, budget);
  return found;
}

function streamAfter(reader, data, dictionary) {
  blank(reader);
  if (!reader.text.startsWith("stream", reader.at)) return null;
  let from = reader.at + 6;
  if (reader.text[from] === "\r") from++;
  if (reader.text[from] === "\n") from++;
  const said = dictionary.get("Length");
  let end = typeof said === "number" ? from + said : -1;
  if (!/^\s*endstream/.test(reader.text.slice(end, end + 20)) || end < from)
    end = reader.text.indexOf("endstream", from);
  if (end < 0) throw new bytes.Bad("a stream without an end");
  reader.at = end + 9;
  return data.subarray(from, end);
}

/* Objects that lie packed in streams; those that stand plainly in the file come first. */
async function unpackObjects(found, budget) {
  let left = MOST_UNPACKED;
  for (const [, { value: head, stream }] of [...found].filter(([, one]) => isNamed(one.value, "Type", "ObjStm"))) {
    const data = await content(head, stream, left);
    left -= data.length;
    const text = bytes.latin(data);
    const numbers = text.slice(0, head.get("First")).trim().split(/\s+/).map(Number);
    for (let at = 0; at + 1 < numbers.length && found.size < MOST_OBJECTS; at += 2) {
      const reader = { text, at: head.get("First") + numbers[at + 1], budget };
      if (!found.has(numbers[at])) found.set(numbers[at], { value: value(reader, 0), stream: null });
    }
  }
}

export const valueIn = (text) => value({ text, at: 0, budget: { left: MOST_VALUES } }, 0);

export const isNamed = (one, key, name) =>
  one instanceof Map && one.get(key) instanceof Name && one.get(key).text === name;

/* What a stream holds, unpacked within a limit. */
export async function content(dictionary, stream, most) {
  const filter = [dictionary.get("Filter")].flat().filter((one) => one !== undefined && one !== null);
  if (filter.length === 0) return stream;
  if (filter.length !== 1 || filter[0].text !== "FlateDecode" || dictionary.get("DecodeParms") instanceof Map) {
    throw new bytes.Bad("packed in a way that is not known");
  }
  return inflate.zlib(trimmed(stream), most);
}

/* An end of line before `endstream` is not part of the stream, but harms who unpacks it. */
function trimmed(stream) {
  const last = stream.at(-1);
  return last === 10 || last === 13 ? stream.subarray(0, stream.length - (stream.at(-2) === 13 ? 2 : 1)) : stream;
}

function blank(reader) {
  for (;;) {
    while (reader.at < reader.text.length && SPACE.test(reader.text[reader.at])) reader.at++;
    if (reader.text[reader.at] !== "%") return;
    while (reader.at < reader.text.length && !/[\r\n]/.test(reader.text[reader.at])) reader.at++;
  }
}

function value(reader, depth) {
  if (depth > DEEPEST) throw new bytes.Bad("too deep");
  if (--reader.budget.left < 0) throw new bytes.Bad("too many values");
  blank(reader);
  const sign = reader.text[reader.at];
  if (sign === undefined) throw new bytes.Bad("cut off");
  if (sign === "/") return name(reader);
  if (sign === "(") return literal(reader);
  if (sign === "[") return list(reader, depth);
  if (reader.text.startsWith("<<", reader.at)) return dictionary(reader, depth);
  return sign === "<" ? hexadecimal(reader) : word(reader);
}

function token(reader) {
  const from = reader.at;
  while (reader.at < reader.text.length && !ENDS.test(reader.text[reader.at])) reader.at++;
  return reader.text.slice(from, reader.at);
}

function name(reader) {
  reader.at++;
  return new Name(token(reader).replace(/#([0-9A-Fa-f]{2})/g, (_, pair) => String.fromCharCode(parseInt(pair, 16))));
}

function word(reader) {
  const from = reader.at;
  const found = token(reader);
  if (found === "") reader.at++;
  const reference =
    /^\d{1,9}$/.test(found) &&
    /^[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+R/.exec(reader.text.slice(reader.at, reader.at + 24));
  if (reference) {
    reader.at = from + found.length + reference[0].length;
    return new Reference(Number(found));
  }
  return /^[+-]?\d*\.?\d+$/.test(found) ? Number(found) : ({ true: true, false: false }[found] ?? null);
}

function list(reader, depth) {
  const found = [];
  reader.at++;
  for (;;) {
    blank(reader);
    if (reader.text[reader.at] === "]") break;
    found.push(value(reader, depth + 1));
  }
  reader.at++;
  return found;
}

function dictionary(reader, depth) {
  const found = new Map();
  reader.at += 2;
  for (;;) {
    blank(reader);
    if (reader.text.startsWith(">>", reader.at)) break;
    const key = value(reader, depth + 1);
    if (!(key instanceof Name)) throw new bytes.Bad("a key that is no name");
    found.set(key.text, value(reader, depth + 1));
  }
  reader.at += 2;
  return found;
}

function hexadecimal(reader) {
  const end = reader.text.indexOf(">", reader.at);
  if (end < 0) throw new bytes.Bad("cut off");
  const digits = reader.text.slice(reader.at + 1, end).replace(/[\0\t\n\f\r ]/g, "");
  reader.at = end + 1;
  return (digits + "0".repeat(digits.length % 2)).replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16)));
}

function literal(reader) {
  let open = 0;
  const found = [];
  for (; reader.at < reader.text.length; reader.at++) {
    let sign = reader.text[reader.at];
    if (sign === "\\") {
      const [octal] = /^[0-7]{1,3}/.exec(reader.text.slice(reader.at + 1, reader.at + 4)) || [];
      reader.at += octal ? octal.length : 1;
      sign = octal ? String.fromCharCode(parseInt(octal, 8) & 255) : reader.text[reader.at];
      found.push(octal ? sign : (ESCAPES[sign] ?? sign));
      continue;
    }
    if (sign === "(" && open++ === 0) continue;
    if (sign === ")" && --open === 0) {
      reader.at++;
      return found.join("");
    }
    found.push(sign);
  }
  throw new bytes.Bad("cut off");
}
