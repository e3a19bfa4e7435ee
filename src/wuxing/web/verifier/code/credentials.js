/* Carrier (a): the content as a credential. Nothing in it has a second source: it is rebuilt and compared. */

import * as bytes from "./bytes.js";
import * as contents from "./content.js";
import * as json from "./json.js";

export const MOST = 131072;
const CONTEXT = "https://www.w3.org/ns/credentials/v2";
const OWN_CONTEXT = "/contexts/certificate/v1";
const PURPOSES = ["revocation", "suspension"];
const BASE = /^https?:\/\/[^\s"<>\\^`{|}]{1,300}$/;

/* The content of a credential, its time of signing; refuses what is not exactly what its content makes it. */
export function read(token) {
  const written = bytes.text(token.payload);
  const claimed = json.read(written);
  const { credentialSubject: subject, "@context": context, iat } = json.isRecord(claimed) ? claimed : {};
  if (!json.isRecord(subject) || !Array.isArray(context) || context.length !== 2)
    throw new bytes.Bad("not a certificate");
  const { id: _, ...content } = subject;
  contents.check(content);
  const base = String(context[1]).endsWith(OWN_CONTEXT) ? context[1].slice(0, -OWN_CONTEXT.length) : String(context[1]);
  if (!json.isWhole(iat) || iat > 253402300799 || !BASE.test(base))
    throw new bytes.Bad("no time of signing, or a foreign context");
  if (content.body.did !== token.did) throw new bytes.Bad("the key is not one of the body named");
  if (json.canonical(claims(content, base, iat)) !== written) {
    throw new bytes.Bad("the credential says other things than its content");
  }
  return { content, signedAt: iat * 1000 };
}

function claims(content, base, iat) {
  const { holder, status, body } = content;
  return {
    "@context": [CONTEXT, base + OWN_CONTEXT],
    id: content.url,
    type: ["VerifiableCredential", content.type],
    issuer: { id: body.did, name: body.name },
    iat,
    validFrom: `${content.issued_on}T00:00:00+08:00`,
    validUntil: `${nextDay(content.valid_until)}T00:00:00+08:00`,
    credentialSubject: { ...(holder.credit_code ? { id: `urn:uscc:${holder.credit_code}` } : {}), ...content },
    credentialStatus: PURPOSES.map((purpose) => ({
      id: `${status.list}/${purpose}#${status.index}`,
      type: "BitstringStatusListEntry",
      statusPurpose: purpose,
      statusListIndex: String(status.index),
      statusListCredential: `${status.list}/${purpose}`,
    })),
  };
}

const nextDay = (day) => new Date(Date.parse(`${day}T00:00:00Z`) + 86400000).toISOString().slice(0, 10);
