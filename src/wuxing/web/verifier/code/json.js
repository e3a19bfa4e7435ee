/* JSON read with a limit, and written canonically (RFC 8785): one value has one text, so it has one hash. */

import * as bytes from "./bytes.js";

const DEEPEST = 32;

export function read(written) {
  let found;
  try {
    found = JSON.parse(written);
  } catch {
    throw new bytes.Bad("not JSON");
  }
  depthOf(found, 0);
  return found;
}

function depthOf(value, depth) {
  if (depth > DEEPEST) throw new bytes.Bad("JSON too deep");
  if (value !== null && typeof value === "object") for (const part of Object.values(value)) depthOf(part, depth + 1);
}

/* ECMAScript writes numbers and strings, and sorts names by UTF-16, as the standard wants it. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${plain(name)}:${canonical(value[name])}`).join(",")}}`;
  }
  return plain(value);
}

function plain(value) {
  if (typeof value === "string" && !value.isWellFormed?.() && /\p{Surrogate}/u.test(value))
    throw new bytes.Bad("a lone surrogate");
  return JSON.stringify(value);
}

export const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

export const isText = (value) => typeof value === "string";

export const isWhole = (value) => Number.isSafeInteger(value) && value >= 0;
