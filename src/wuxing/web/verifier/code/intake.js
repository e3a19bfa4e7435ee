/* What people hand in: which kind of thing it is. Sizes are looked at before anything is read. */

import * as bytes from "./bytes.js";
import * as codes from "./codes.js";
import * as json from "./json.js";
import * as logproofs from "./logproofs.js";
import * as pdf from "./pdf.js";
import * as pictures from "./pictures.js";
import * as lists from "./statuslists.js";
import * as tokens from "./tokens.js";
import * as trusts from "./trust.js";

const MOST_LARGE = 20 * 1024 * 1024;
const MOST_PDF = 8 * 1024 * 1024;
const MOST_SMALL = 1024 * 1024;
const PICTURES = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x52, 0x49, 0x46, 0x46],
  [0x47, 0x49, 0x46, 0x38],
  [0x42, 0x4d],
];

/* {kind, value}: pdf, credential, code, list, proof, opening, content, trust; or {fault} as a name of words. */
export async function ofFile(file) {
  if (file.size > MOST_LARGE) return { fault: "unread_size" };
  const data = new Uint8Array(await file.arrayBuffer());
  if (pdf.looksLike(data)) return data.length > MOST_PDF ? { fault: "unread_size" } : { kind: "pdf", value: data };
  if (PICTURES.some((head) => head.every((byte, at) => data[at] === byte))) return ofPicture(file);
  if (data.length > MOST_SMALL) return { fault: "unread_size" };
  try {
    return ofText(bytes.text(data));
  } catch (error) {
    if (error instanceof bytes.Bad) return { fault: "unread_kind" };
    throw error;
  }
}

async function ofPicture(file) {
  try {
    const text = await pictures.textIn(file);
    return text ? ofScan(text) : { fault: "unread_picture" };
  } catch (error) {
    if (error instanceof bytes.Bad) return { fault: "unread_kind" };
    throw error;
  }
}

/* A scanned text is a code, a token, or an ordinary address that people should know not to be one. */
export function ofScan(text) {
  const found = ofText(text);
  return found.fault && /^https?:/i.test(text) ? { fault: "unread_link", name: text.slice(0, 200) } : found;
}

export function ofText(written) {
  const text = written.replace(/^\ufeff/, "");
  const trimmed = text.trim();
  if (!trimmed) return { fault: "unread_empty" };
  if (logproofs.looksLike(text)) return { kind: "proof", value: text };
  if (trimmed.startsWith("{")) return ofJson(text);
  if (tokens.looksLike(trimmed)) return { kind: isList(trimmed) ? "list" : "credential", value: trimmed };
  if (codes.looksLike(trimmed) || /^https?:\/\/[^/]+\/c\//i.test(trimmed)) return { kind: "code", value: trimmed };
  return { fault: "unread_kind" };
}

function ofJson(text) {
  let found;
  try {
    found = json.read(text);
  } catch {
    return { fault: "unread_kind" };
  }
  if (trusts.looksLike(found)) return { kind: "trust", value: found };
  if ("salt" in found && "payload" in found) return { kind: "opening", value: text };
  return "number" in found && "status" in found ? { kind: "content", value: text } : { fault: "unread_kind" };
}

function isList(written) {
  try {
    return lists.isClaimed(tokens.parts(written, MOST_SMALL));
  } catch {
    return false;
  }
}
