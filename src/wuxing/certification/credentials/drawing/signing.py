"""Sign a PDF by PAdES (ETSI EN 319 142-1): baseline B-B, or B-T where a time-stamping authority is set.

The key signs as it signs everything (`sign(bytes) -> bytes`), be it in a file or a hardware module; what JOSE writes as
r ‖ s becomes the DER that CMS wants.
"""

from functools import lru_cache
from io import BytesIO
from typing import Any, Protocol

from wuxing.certification.keys.store.private import der_of
from wuxing.proof.apart import apart

ROOM = 12_288
"""Hexadecimal digits kept free for the signature: chain and time stamp fit in."""
FIELD = "BodySignature"


class NoTimeStamp(Exception):
    """The time-stamping authority did not answer, or not as it should."""


class Signs(Protocol):
    """What signs: `proof.keys.SigningKey`."""

    @property
    def algorithm(self) -> str: ...

    def sign(self, data: bytes, /) -> bytes: ...


def signed(pdf: bytes, *, key: Signs, chain: str, name: str, reason: str, tsa: str = "") -> bytes:
    """Return the PDF signed and certified: nothing may be changed in it after that.

    `chain`: PEM certificates, the signer's own first. `tsa`: address of a time-stamping authority (RFC 3161).

    Raises:
        NoTimeStamp: the authority gave none.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata
    from pyhanko.sign.timestamps import TimestampRequestError

    said = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES, name=name, reason=reason,
    )  # fmt: skip
    signer = _pdf_signer_class()(said, _signer(key, chain), timestamper=_timestamper(tsa) if tsa else None)
    out = BytesIO()
    try:
        apart(lambda: signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=ROOM, output=out))
    except (TimestampRequestError, OSError) as error:
        raise NoTimeStamp(str(error)) from None
    return out.getvalue()


@lru_cache(maxsize=1)
def _pdf_signer_class() -> type[Any]:
    """Return the class that writes signatures into PDFs and leaves them PDF 1.7, of which PDF/A-3 is made."""
    from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
    from pyhanko.sign.signers.pdf_signer import PdfSigner

    class OurPdfSigner(PdfSigner):
        def register_extensions(self, pdf_out: Any, *, md_algorithm: str) -> None:
            pdf_out.register_extension(ESIC_EXTENSION_1)

    return OurPdfSigner


def _signer(key: Signs, chain: str) -> Any:
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    own, *others = _certificates(chain)
    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(others)
    return _signer_class()(key, signing_cert=own, cert_registry=store)


@lru_cache(maxsize=1)
def _signer_class() -> type[Any]:
    """Return the class of signers by a key of ours; made late, for pyHanko is heavy and needed for papers only."""
    from pyhanko.sign.signers.pdf_cms import Signer

    class OurSigner(Signer):
        """Signs CMS attributes by a key of the body."""

        def __init__(self, key: Signs, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self._key = key

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            return bytes(72) if dry_run else in_cms(self._key.algorithm, self._key.sign(data))

    return OurSigner


def in_cms(algorithm: str, signature: bytes) -> bytes:
    """Return a signature as CMS writes it: ECDSA as DER of (r, s), others as they are."""
    return der_of(signature) if algorithm.startswith("ES") else signature


@lru_cache(maxsize=16)
def _certificates(chain: str) -> tuple[Any, ...]:
    from asn1crypto import pem, x509  # type: ignore[import-untyped]

    return tuple(x509.Certificate.load(der) for _kind, _headers, der in pem.unarmor(chain.encode(), multiple=True))


@lru_cache(maxsize=4)
def _timestamper(address: str) -> Any:
    from pyhanko.sign.timestamps.requests_client import HTTPTimeStamper

    return HTTPTimeStamper(address, timeout=10)  # type: ignore[no-untyped-call]
