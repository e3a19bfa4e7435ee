/* Signatures by Ed25519 (RFC 8032, 5.1.7) for browsers whose WebCrypto does not know it. Nothing secret is handled,
   so nothing has to take the same time; the equation is compared as encoded points, without cofactor, as elsewhere. */

import * as bytes from "./bytes.js";

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = mod(-121665n * power(121666n, P - 2n));
const ROOT = power(2n, (P - 1n) / 4n);
const NEUTRAL = [0n, 1n, 1n, 0n];
const BASE = decoded(bytes.fromHex(`58${"66".repeat(31)}`));

/* Whether `signature` is that of the key `raw` over `data`. */
export async function accepts(raw, signature, data) {
  if (raw.length !== 32 || signature.length !== 64) return false;
  const scalar = number(signature.subarray(32));
  const key = decoded(raw);
  if (key === null || scalar >= ORDER) return false;
  const message = bytes.joined(signature.subarray(0, 32), raw, data);
  const hash = number(new Uint8Array(await crypto.subtle.digest("SHA-512", message))) % ORDER;
  return bytes.same(encoded(sum(scalar, hash, negated(key))), signature.subarray(0, 32));
}

function mod(value) {
  const found = value % P;
  return found < 0n ? found + P : found;
}

function power(base, exponent) {
  let found = 1n;
  for (let [square, left] = [mod(base), exponent]; left > 0n; left >>= 1n) {
    if (left & 1n) found = mod(found * square);
    square = mod(square * square);
  }
  return found;
}

function number(data) {
  return Array.from(data).reduceRight((total, byte) => (total << 8n) | BigInt(byte), 0n);
}

/* A point as X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z; null where the bytes are none. */
function decoded(data) {
  const whole = number(data);
  const y = whole & ((1n << 255n) - 1n);
  if (y >= P) return null;
  const [above, below] = [mod(y * y - 1n), mod(D * y * y + 1n)];
  const cube = mod(below * below * below);
  let x = mod(above * cube * power(above * cube * below ** 4n, (P - 5n) / 8n));
  const square = mod(below * x * x);
  if (square === mod(-above)) x = mod(x * ROOT);
  else if (square !== above) return null;
  const isOdd = whole >> 255n === 1n;
  if (x === 0n && isOdd) return null;
  if ((x & 1n) === 1n !== isOdd) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

function encoded([x, y, z]) {
  const inverse = power(z, P - 2n);
  const whole = mod(y * inverse) | ((mod(x * inverse) & 1n) << 255n);
  return Uint8Array.from({ length: 32 }, (_, at) => Number((whole >> BigInt(8 * at)) & 255n));
}

const negated = ([x, y, z, t]) => [mod(-x), y, z, mod(-t)];

function added([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * D * mod(t1 * t2));
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

/* scalar · BASE + other · point, both at once, from the highest bit. */
function sum(scalar, other, point) {
  const table = [null, BASE, point, added(BASE, point)];
  let found = NEUTRAL;
  for (let bit = 252n; bit >= 0n; bit--) {
    found = added(found, found);
    const which = Number((scalar >> bit) & 1n) + 2 * Number((other >> bit) & 1n);
    if (which) found = added(found, table[which]);
  }
  return found;
}
