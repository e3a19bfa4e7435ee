/* The one thing this page asks of a network: the two status lists of a certificate, from its body's own host. */

import * as bytes from "./bytes.js";
import * as lists from "./statuslists.js";
import * as statuses from "./statuses.js";

const PATIENCE = 10000;

/* Addresses that may be asked: those of the body named in the trust file, nowhere else. */
export function addresses(report) {
  if (!report.body || !report.facts) return [];
  return statuses.addressesOf(report.facts).filter((address) => new URL(address).host === report.body.host);
}

/* Whether asking tells nobody anything new: the page itself came from there. */
export const isHome = (report) => location.protocol.startsWith("http") && location.host === report.body?.host;

/* The lists as texts. A code does not say http or https, so both are tried; the lists are signed. */
export async function fetched(report) {
  const found = [];
  for (const address of addresses(report)) found.push(await either(address, report.kind === "code"));
  return found;
}

async function either(address, isOpen) {
  const plain = address.replace(/^https:/, "http:");
  const order = location.protocol === "http:" ? [plain, address] : [address, plain];
  const tried = isOpen ? order : [address];
  for (const one of tried.slice(0, -1)) {
    try {
      return await text(one);
    } catch {
      /* the other way is tried */
    }
  }
  return text(tried.at(-1));
}

async function text(address) {
  const answer = await fetch(address, {
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
    cache: "no-cache",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!answer.ok) throw new bytes.Bad("not there");
  const reader = answer.body.getReader();
  const parts = [];
  for (let size = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return bytes.text(bytes.joined(...parts)).trim();
    size += value.length;
    if (size > lists.MOST) {
      await reader.cancel();
      throw new bytes.Bad("too long");
    }
    parts.push(value);
  }
}
