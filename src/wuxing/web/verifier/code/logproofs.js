/* One entry's proof as one file (c2sp.org/tlog-proof): envelope, path to the root, signed checkpoint. */

import * as bytes from "./bytes.js";
import * as json from "./json.js";
import * as merkle from "./merkle.js";
import * as notes from "./notes.js";

const HEAD = "c2sp.org/tlog-proof@v1";

export const looksLike = (written) => written.startsWith(HEAD);

export function read(written) {
  const gap = written.indexOf("\n\n");
  const lines = (gap < 0 ? written : written.slice(0, gap)).split("\n");
  const [, extra] = /^extra ([A-Za-z0-9+/=]*)$/.exec(lines[1] || "") || [];
  const [, index] = /^index (0|[1-9][0-9]{0,15})$/.exec(lines[2] || "") || [];
  if (gap < 0 || lines[0] !== HEAD || extra === undefined || index === undefined)
    throw new bytes.Bad("not a proof of an entry");
  const path = lines.slice(3).map(bytes.fromBase64);
  if (path.length > 53 || path.some((hash) => hash.length !== 32)) throw new bytes.Bad("not a path of hashes");
  return { envelope: bytes.fromBase64(extra), index: Number(index), path, note: written.slice(gap + 2) };
}

/* Check a proof against the logs of a body and known witnesses; says which log, where, and how many cosigned. */
export async function checked(proof, logs, witnesses) {
  const written = bytes.text(proof.envelope);
  const envelope = json.read(written);
  if (!json.isRecord(envelope) || json.canonical(envelope) !== written)
    throw new bytes.Bad("the entry is not in its one form");
  const { text, signers } = await notes.signersOf(proof.note, [...logs, ...witnesses]);
  const checkpoint = notes.checkpointFrom(text);
  const leaf = await merkle.leaf(proof.envelope);
  const included = await merkle.isIncluded(proof.index, checkpoint.size, leaf, proof.path, checkpoint.root);
  return {
    included,
    signed: signers.some((key) => logs.includes(key) && key.name === checkpoint.origin),
    cosigned: signers.filter((key) => witnesses.includes(key)).length,
    origin: checkpoint.origin,
    size: checkpoint.size,
    index: proof.index,
    envelope,
  };
}

/* SHA-256(salt || JCS(payload)) is what the envelope commits to. */
export async function commitment(opening) {
  const salt = bytes.fromHex(String(opening.salt));
  if (salt.length !== 16) throw new bytes.Bad("a salt has 16 bytes");
  return bytes.hex(await bytes.sha256(bytes.joined(salt, bytes.utf8(json.canonical(opening.payload)))));
}
