"""Make the PDFs of the vectors: a page, attachments, a signature."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tools.vectors import credentials, world
from tools.vectors.world import Es256Key, Logged
from wuxing.proof.apart import apart
from wuxing.proof.canonical import canonical

FOREIGN_ROOT = Es256Key(int.from_bytes(world.seed("root of nobody")))
FOREIGN_DOCUMENT = Es256Key(int.from_bytes(world.seed("document key of nobody")))
UNLISTED = Es256Key(int.from_bytes(world.seed("document key that the trust file does not name")))
PADES, PKCS7 = "/ETSI.CAdES.detached", "/adbe.pkcs7.detached"
SIGNED = datetime.fromisoformat("2026-11-01T03:00:00+00:00")
PAGE = "BT /F1 24 Tf 60 760 Td (Certificate 2026HUAXIN00042) Tj ET"


def attached(
    content: dict[str, Any], token: str | None = None, logged: Logged | None = None, /, **changed: bytes | None
) -> dict[str, bytes]:
    """Return the attachments of a certificate; `changed` replaces or (None) leaves out: content, jwt, proof, opening."""
    found: dict[str, bytes | None] = {
        "certificate.json": canonical(content),
        "certificate.jwt": (token or credentials.issued(content)).encode(),
        "certificate.tlog-proof": logged and logged.proof.text().encode(),
        "certificate.opening.json": logged and logged.opening().encode(),
    }
    names = {"content": "json", "jwt": "jwt", "proof": "tlog-proof", "opening": "opening.json"}
    found |= {f"certificate.{names[name]}": value for name, value in changed.items()}
    return {name: data for name, data in found.items() if data is not None}


def plain(attachments: Mapping[str, bytes] | list[tuple[str, bytes]], *, page: str = PAGE) -> bytes:
    """Return a PDF of one page with attachments, not signed."""
    from pyhanko.pdf_utils import embed, generic, writer
    from pyhanko.pdf_utils.writer import PageObject

    out = writer.PdfFileWriter(stream_xrefs=False)
    font = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Font"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/Type1"),
            generic.pdf_name("/BaseFont"): generic.pdf_name("/Helvetica"),
        }
    )
    fonts = generic.DictionaryObject({generic.pdf_name("/F1"): out.add_object(font)})
    stream = out.add_object(generic.StreamObject(stream_data=page.encode()))
    box = generic.ArrayObject([generic.NumberObject(number) for number in (0, 0, 595, 842)])
    made = PageObject(stream, box, generic.DictionaryObject({generic.pdf_name("/Font"): fonts}))
    out.insert_page(made)
    items = list(attachments.items()) if isinstance(attachments, Mapping) else attachments
    for name, data in items:
        content = embed.EmbeddedFileObject.from_file_data(out, data=data, compress=True, mime_type="application/json")
        embed.embed_file(out, embed.FileSpec(file_spec_string=name, file_name=name, embedded_data=content))
    return _written(out)


def drawn(attachments: Mapping[str, bytes]) -> bytes:
    """Return a PDF/A-3b with attachments as typst makes it, not signed."""
    import typst

    with TemporaryDirectory() as folder:
        lines = []
        for name, data in attachments.items():
            Path(folder, name).write_bytes(data)
            lines.append(
                f'#pdf.attach("{name}", relationship: "data", mime-type: "application/json", description: "proof")'
            )
        text = '#set document(date: datetime(year: 2026, month: 11, day: 1), title: "Certificate")\n'
        Path(folder, "main.typ").write_text("\n".join([text, "= Certificate 2026HUAXIN00042", *lines]))
        made = typst.compile(str(Path(folder, "main.typ")), format="pdf", pdf_standards=["a-3b"])
    assert isinstance(made, bytes)
    return made


def signed(
    pdf: bytes,
    *,
    key: Es256Key = world.DOCUMENT,
    chain: list[Any] | None = None,
    at: datetime = SIGNED,
    field: str = "BodySignature",
    certify: bool = True,
    subfilter: str = PADES,
    timestamper: Any = None,
) -> bytes:
    """Return the PDF signed by a document key at a time."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

    said = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter(subfilter),
        certify=certify,
        docmdp_permissions=MDPPerm.NO_CHANGES if certify else MDPPerm.FILL_FORMS,
    )
    out = BytesIO()
    signer = _signer_class()(key, chain or [leaf(key), root()])

    class At(PdfSigner):
        def init_signing_session(self, *given: Any, **named: Any) -> Any:
            session = super().init_signing_session(*given, **named)
            session.system_time = at
            return session

    writer = At(said, signer, timestamper=timestamper)
    apart(lambda: writer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=8192, output=out))
    return out.getvalue()


def root() -> Any:
    """Return the body's root certificate."""
    return world.certificate("华信认证（测试）根", world.ROOT, "华信认证（测试）根", world.ROOT)


def leaf(key: Es256Key) -> Any:
    """Return the certificate of a document key under the body's root."""
    return world.certificate("华信认证（测试）签章", key, "华信认证（测试）根", world.ROOT)


def foreign() -> list[Any]:
    """Return a chain like the body's, of somebody else."""
    name = "华信认证（测试）根"
    return [
        world.certificate("华信认证（测试）签章", FOREIGN_DOCUMENT, name, FOREIGN_ROOT),
        world.certificate(name, FOREIGN_ROOT, name, FOREIGN_ROOT),
    ]


def encrypted(pdf: bytes) -> bytes:
    """Return the PDF behind a password that is empty."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    out = copy_into_new_writer(PdfFileReader(BytesIO(pdf)))
    out.encrypt(owner_pass="owner", user_pass="")
    return _written(out)


def added_to(pdf: bytes) -> bytes:
    """Return the PDF with an incremental update behind its signature."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    out = IncrementalPdfFileWriter(BytesIO(pdf))
    out.set_info(generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("changed")}))
    return _written(out)


def signature_in(pdf: bytes) -> tuple[int, int]:
    """Return where the signature's hexadecimal digits begin and end."""
    start = pdf.index(b"/Contents <") + len(b"/Contents <")
    return start, pdf.index(b">", start)


def _written(out: Any) -> bytes:
    made = BytesIO()
    out.write(made)
    return made.getvalue()


@lru_cache(maxsize=1)
def _signer_class() -> type[Any]:
    from asn1crypto import x509
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.serialization import Encoding
    from pyhanko.sign.signers.pdf_cms import Signer
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class VectorSigner(Signer):
        """Signs by a key of the vectors."""

        def __init__(self, key: Es256Key, chain: list[Any]) -> None:
            own, *others = [x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in chain]
            store = SimpleCertificateStore()
            store.register_multiple(others)
            super().__init__(signing_cert=own, cert_registry=store)
            self._own = key

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            signature = self._own.sign(data)
            return encode_dss_signature(int.from_bytes(signature[:32]), int.from_bytes(signature[32:]))

    return VectorSigner


def pretty(content: dict[str, Any]) -> bytes:
    """Return a content that is not in its one form."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
