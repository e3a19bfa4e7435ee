"""Open a PDF safely: its attachments within limits, and its one signature over every byte. Needs pyhanko."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, TypeVar

from wuxing.proof.keys import PublicKey

MOST_BYTES = 32 << 20
MOST_STREAM, MOST_STREAMS = 4 << 20, 64 << 20
MOST_NAMES, MOST_DEPTH = 64, 4
PADES = "/ETSI.CAdES.detached"
Found = TypeVar("Found")


class BadPdf(ValueError):
    """The file cannot be read as a PDF of ours; says why."""


class BadSignature(ValueError):
    """The PDF is not signed as it should be; says why."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Whose signature stands over the whole file, and when it says it was made."""

    key: PublicKey
    subject: str
    signed_at: datetime


class Pdf:
    """A PDF that somebody handed in."""

    def __init__(self, data: bytes) -> None:
        """Read the file's outline. Raises BadPdf."""
        if len(data) > MOST_BYTES:
            raise BadPdf(f"more than {MOST_BYTES >> 20} MB")
        self._data = data
        self._reader = _tried(lambda: _reader(data), BadPdf, "not a PDF that can be read")
        if self._reader.encrypted:
            raise BadPdf("it is encrypted")

    def attachments(self, limits: dict[str, int]) -> dict[str, bytes]:
        """Return the attachments of these names, none of them larger than its limit. Raises BadPdf."""
        return _tried(lambda: self._attachments(limits), BadPdf, "its attachments cannot be read")

    def signed(self, roots: Iterable[str]) -> Signed:
        """Return whose signature covers every byte, when it leads to one of these root certificates (PEM).

        Raises:
            BadSignature: none, more than one, not over every byte, false, or of somebody else.
        """
        return _tried(lambda: self._signed(list(roots)), BadSignature, "its signature cannot be read")

    def _attachments(self, limits: dict[str, int]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        names = _at(_at(self._reader.root, "/Names", {}), "/EmbeddedFiles", {})
        for filespec in list(_leaves(names, MOST_DEPTH)):
            name = str(_at(filespec, "/UF", _at(filespec, "/F", "")))
            if name not in limits:
                continue
            if name in found:
                raise BadPdf(f"{name} is attached twice")
            files = _at(filespec, "/EF", {})
            found[name] = bytes(_at(files, "/UF", _at(files, "/F", None)).data)
            if len(found[name]) > limits[name]:
                raise BadPdf(f"{name} is larger than {limits[name]} bytes")
        return found

    def _signed(self, roots: list[str]) -> Signed:
        signatures = self._reader.embedded_regular_signatures
        if len(signatures) != 1:
            raise BadSignature(f"it has {len(signatures) or 'no'} signatures, not one")
        one = signatures[0]
        self._check_coverage(one)
        if str(one.sig_object.get("/SubFilter")) != PADES:
            raise BadSignature("its signature is not PAdES")
        if one.self_reported_timestamp is None:
            raise BadSignature("its signature has no time")
        signed_at = one.self_reported_timestamp.astimezone(UTC)
        _check_status(one, roots, signed_at)
        return Signed(_key(one.signer_cert.public_key), one.signer_cert.subject.human_friendly, signed_at)

    def _check_coverage(self, one: Any) -> None:
        """The signature covers every byte but its own, which stand where the file says and nowhere else."""
        first, length, second, rest = (int(part) for part in one.byte_range)
        hole = self._data[length:second]
        if first or length <= 0 or second <= length or rest <= 0 or second + rest != len(self._data):
            raise BadSignature("something was changed or added after it was signed")
        if hole[:1] != b"<" or hole[-1:] != b">" or bytes.fromhex(hole[1:-1].decode("ascii")) != one.pkcs7_content:
            raise BadSignature("there is more between its signed parts than the signature")
        if one.pkcs7_content[_der_length(one.pkcs7_content) :].strip(b"\0"):
            raise BadSignature("something follows its signature")


def _reader(data: bytes) -> Any:
    from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget, StreamDecodeLimits
    from pyhanko.pdf_utils.reader import PdfFileReader

    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).addHandler(logging.NullHandler())  # what they say of a file is said here
    limits = DecodeLimits(
        per_stream=StreamDecodeLimits(max_output_size=MOST_STREAM),
        document_budget=DocumentDecodeBudget(base_allowance=MOST_STREAMS, max_ratio=0),
    )
    return PdfFileReader(BytesIO(data), strict=True, decode_limits=limits)


def _leaves(node: Any, depth: int) -> Iterator[Any]:
    """Yield the file specifications of a name tree, few and not deep."""
    if depth < 0:
        raise BadPdf("its list of attachments is too deep")
    leaves, kids = _at(node, "/Names", ()), _at(node, "/Kids", ())
    if len(leaves) > 2 * MOST_NAMES or len(kids) > MOST_NAMES:
        raise BadPdf("too many attachments")
    yield from (_resolved(leaf) for leaf in list(leaves)[1::2])
    for kid in kids:
        yield from _leaves(_resolved(kid), depth - 1)


def _at(node: Any, name: str, default: Any) -> Any:
    """Return a member of a dictionary, wherever the file keeps it."""
    return _resolved(node.get(name, default))


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _check_status(one: Any, roots: list[str], signed_at: datetime) -> None:
    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    from wuxing.proof.apart import apart

    anchors = [one for root in roots for one in load_certs_from_pemder_data(root.encode())]
    context = ValidationContext(trust_roots=anchors, allow_fetching=False, moment=signed_at)
    status = apart(lambda: validate_pdf_signature(one, signer_validation_context=context, skip_diff=True))
    if not status.intact:
        raise BadSignature("it is not as it was signed")
    if not status.valid:
        raise BadSignature("its signature is false")
    if not status.trusted:
        raise BadSignature(f"its signer, {one.signer_cert.subject.human_friendly:.200}, is not one of the body")
    stamp = status.timestamp_validity
    if stamp is not None and not (stamp.intact and stamp.valid):
        raise BadSignature("its time stamp is false")
    path = status.validation_path
    used = [*anchors, *(path.iter_certs(include_root=True) if path is not None else ())]
    if not {cert.dump() for cert in used}.issuperset(cert.dump() for cert in one.other_embedded_certs):
        raise BadSignature("certificates are in its signature that nobody needs")


def _key(public: Any) -> PublicKey:
    """Return the key in a certificate. Raises BadSignature: none that a document key can be."""
    point = bytes(public["public_key"].native) if public.algorithm == "ec" and public.curve[1] == "secp256r1" else b""
    if len(point) != 65 or point[:1] != b"\x04":
        raise BadSignature("its signer's key is not one for documents (P-256)")
    return PublicKey("ES256", point)


def _der_length(data: bytes) -> int:
    """Return how long the first DER value is."""
    if len(data) > 1 and data[1] < 0x80:
        return 2 + data[1]
    size = data[1] & 0x7F
    return 2 + size + int.from_bytes(data[2 : 2 + size])


def _tried(read: Callable[[], Found], refusal: type[ValueError], text: str) -> Found:
    """Return what `read` does. A file that breaks its reader in whatever way is a bad file, not a bad program."""
    try:
        return read()
    except (BadPdf, BadSignature):
        raise
    except Exception as error:
        raise refusal(f"{text} ({type(error).__name__}: {error})"[:200]) from None
