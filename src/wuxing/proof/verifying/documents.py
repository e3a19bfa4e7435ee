"""Verify a certificate in PDF: its signature over every byte, what is attached, and that all of it agrees."""

from dataclasses import replace
from datetime import datetime

from wuxing.proof import content as contents
from wuxing.proof import credentials, tokens
from wuxing.proof.refusals import NotProved
from wuxing.proof.trust import DOCUMENT, REHEARSAL_DOCUMENT, Trust, TrustedBody
from wuxing.proof.verifying import certificates, logs, words
from wuxing.proof.verifying.certificates import Beside
from wuxing.proof.verifying.opinion import CHINA, Opinion
from wuxing.proof.verifying.pdfs import BadPdf, BadSignature, Pdf

CONTENT, CREDENTIAL = "certificate.json", "certificate.jwt"
PROOF, OPENING = "certificate.tlog-proof", "certificate.opening.json"
LIMITS = {
    CONTENT: contents.MOST_BYTES,
    CREDENTIAL: credentials.MOST_CHARACTERS,
    PROOF: logs.MOST_PROOF,
    OPENING: logs.MOST_OPENING,
}
NEEDED = (CONTENT, CREDENTIAL)


def of_pdf(data: bytes, beside: Beside, trust: Trust, at: datetime) -> Opinion:
    """Return the verdict on a PDF at a time; of `beside`, what the PDF brings itself is not looked at."""
    try:
        pdf = Pdf(data)
        found = pdf.attachments(LIMITS)
        if missing := [name for name in NEEDED if name not in found]:
            raise BadPdf(f"not a certificate: {' and '.join(missing)} not attached")
        token = found[CREDENTIAL].decode("ascii")
    except (BadPdf, UnicodeDecodeError) as error:
        opinion = Opinion("pdf")
        opinion.found("not_valid:malformed", "file", str(error))
        return opinion
    own = replace(beside, content=found[CONTENT])
    if PROOF in found or OPENING in found:
        own = replace(own, proof=found.get(PROOF), opening=found.get(OPENING))
    opinion = certificates.of_credential(token, own, trust, at, "pdf")
    body = _body(token, trust)
    if body is not None:
        _judge(opinion, pdf, body)
    opinion.facts["attachments"] = sorted(found)
    return opinion


def _body(token: str, trust: Trust) -> TrustedBody | None:
    try:
        return trust.bodies.get(tokens.header_of(token, credentials.MOST_CHARACTERS)[0])
    except NotProved:
        return None


def _judge(opinion: Opinion, pdf: Pdf, body: TrustedBody) -> None:
    """Say whether the whole file is as a document key of the body signed it."""
    try:
        signed = pdf.signed(body.roots)
    except BadSignature as error:
        opinion.found("not_valid:document", "document", f"the PDF: {error}")
        return
    opinion.facts |= {"document_signed_at": signed.signed_at.isoformat(), "document_signer": signed.subject}
    key = body.keys.get(signed.key.kid())
    is_exercise = any(check.code == words.EXERCISE for check in opinion.checks)
    if key is None or key.purpose != (REHEARSAL_DOCUMENT if is_exercise else DOCUMENT):
        opinion.found("not_valid:document", "document", f"the PDF is not signed by a document key of {body.name}")
        return
    opinion.holds(
        "document", f"every byte as signed on {signed.signed_at.astimezone(CHINA):%Y-%m-%d} by {signed.subject}"
    )
    if word := key.why_not(signed.signed_at):
        opinion.found(f"not_valid:{word}", "document key", f"the PDF: {certificates.KEY_WORDS[word]}")
    elif key.revoked_from is not None:
        text = "the key of the PDF is revoked since; that it was signed before is its own word"
        opinion.found("cannot_say:key_revoked", "document key", text)
