/* Bytes and their written forms. Every reader is strict: what is not exactly so is refused. */

export class Bad extends Error {}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const utf8 = (text) => new TextEncoder().encode(text);

export function text(bytes) {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Bad("not UTF-8");
  }
}

/* Bytes as a string of characters 0 to 255, for looking through files that are half text. */
export function latin(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; at += 32768) parts.push(String.fromCharCode(...bytes.subarray(at, at + 32768)));
  return parts.join("");
}

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function fromHex(written) {
  if (!/^([0-9a-f]{2})*$/.test(written)) throw new Bad("not hexadecimal");
  return Uint8Array.from(written.match(/../g) || [], (pair) => parseInt(pair, 16));
}

export function fromBase64(written) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(written) || written.length % 4) throw new Bad("not base64");
  let found;
  try {
    found = atob(written);
  } catch {
    throw new Bad("not base64");
  }
  return Uint8Array.from(found, (sign) => sign.charCodeAt(0));
}

export function fromBase64url(written) {
  if (!/^[A-Za-z0-9_-]*$/.test(written) || written.length % 4 === 1) throw new Bad("not base64url");
  const usual = written.replaceAll("-", "+").replaceAll("_", "/");
  const found = fromBase64(usual + "=".repeat((4 - (usual.length % 4)) % 4));
  if (base64url(found) !== written) throw new Bad("base64url has one form");
  return found;
}

export const base64 = (bytes) => btoa(latin(bytes));

export const base64url = (bytes) => base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export function fromBase32(written) {
  if (!/^[A-Z2-7]+$/.test(written)) throw new Bad("not base32");
  const found = new Uint8Array(Math.floor((written.length * 5) / 8));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const sign of written) {
    held = ((held << 5) | BASE32.indexOf(sign)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      found[at++] = (held >> bits) & 0xff;
    }
  }
  if (bits >= 5 || held & ((1 << bits) - 1)) throw new Bad("base32 has one form");
  return found;
}

export function joined(...parts) {
  const found = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    found.set(part, at);
    at += part.length;
  }
  return found;
}

export const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
