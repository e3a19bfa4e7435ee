/* The Merkle tree of RFC 6962: the way from an entry to the root that was signed. */

import * as bytes from "./bytes.js";

export const leaf = (entry) => bytes.sha256(bytes.joined(Uint8Array.of(0), entry));

const node = (left, right) => bytes.sha256(bytes.joined(Uint8Array.of(1), left, right));

/* RFC 9162, 2.1.3.2. The numbers stay below 2^53, so they are halved by division. */
export async function isIncluded(index, size, hash, path, root) {
  if (index >= size || path.length > 53) return false;
  let place = index;
  let last = size - 1;
  let found = hash;
  for (const sibling of path) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      found = await node(sibling, found);
      while (place % 2 === 0 && place > 0) {
        place = Math.floor(place / 2);
        last = Math.floor(last / 2);
      }
    } else {
      found = await node(found, sibling);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && bytes.same(found, root);
}
