"""Each kind of input and who judges it."""

import json
from collections.abc import Callable

from wuxing.proof import content as contents
from wuxing.proof.notes import BadNote
from wuxing.proof.verifying import certificates, others
from wuxing.proof.verifying.verdicts import Verdict
from wuxing.web.verify.inputs import NoInput, is_code, kind_of
from wuxing.web.verify.options import Options

Judge = Callable[[bytes, Options], Verdict]


def verdict_on(data: bytes, options: Options) -> Verdict:
    """Return the verdict on what was given.

    Raises:
        NoInput: it is nothing that can be verified.
    """
    kind = kind_of(data)
    if not kind:
        hint = ": a web page" if data.lstrip()[:1] == b"<" else ""
        raise NoInput(f"this is nothing that can be verified{hint}; see wuxing verify --help")
    try:
        return JUDGES[kind](data, options)
    except (BadNote, ValueError, RecursionError) as error:
        raise NoInput(str(error) or type(error).__name__) from None


def _credential(data: bytes, options: Options) -> Verdict:
    return certificates.of_credential(data.decode("ascii").strip(), options.beside, options.trust, options.at)


def _code(data: bytes, options: Options) -> Verdict:
    return certificates.of_code(data.decode("ascii").strip(), options.beside, options.trust, options.at)


def _pdf(data: bytes, options: Options) -> Verdict:
    from wuxing.proof.verifying import documents

    return documents.of_pdf(data, options.beside, options.trust, options.at)


def _picture(data: bytes, options: Options) -> Verdict:
    from wuxing.web.verify import pictures

    texts = [text for text in pictures.texts_in(data) if is_code(text)]
    if len(texts) != 1:
        raise NoInput(f"{len(texts) or 'no'} codes of certificates are in this picture, not one")
    return _code(texts[0].encode(), options)


def _status_list(data: bytes, options: Options) -> Verdict:
    return others.of_status_list(data.decode("ascii").strip(), options.trust, options.at)


def _proof(data: bytes, options: Options) -> Verdict:
    return others.of_proof(data, options.beside.opening, options.keys, options.trust)


def _checkpoint(data: bytes, options: Options) -> Verdict:
    return others.of_checkpoint(data.decode(), options.keys, options.trust)


def _bundle(data: bytes, options: Options) -> Verdict:
    from wuxing.evidence.bundles import verifying

    return verifying.verified(data, options.keys)


def _json(data: bytes, options: Options) -> Verdict:
    """Judge a sample, or say what else a JSON file would need."""
    try:
        found = json.loads(data)
    except RecursionError:
        raise NoInput("JSON that is nested too deeply") from None
    if found.get("type") in (contents.CERTIFICATE, contents.REHEARSAL):
        raise NoInput("certificate.json alone is not signed: give the credential, and this with --content")
    if "bodies" in found:
        raise NoInput("this is a trust file: give it with --trust")
    from wuxing.evidence.sampling import redrawing

    return redrawing.of_file(found, options.keys)


JUDGES: dict[str, Judge] = {
    "credential": _credential,
    "code": _code,
    "pdf": _pdf,
    "picture": _picture,
    "statuslist": _status_list,
    "proof": _proof,
    "checkpoint": _checkpoint,
    "bundle": _bundle,
    "json": _json,
}
