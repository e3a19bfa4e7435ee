"""Read seals, their papers and what proves them."""

from dataclasses import dataclass

from wuxing.certification.credentials.models import CertificatePaper, Seal
from wuxing.core import files
from wuxing.core.errors import NotFound
from wuxing.core.ledger import queries as ledger
from wuxing.core.ledger.models import Entry
from wuxing.core.reasons import say
from wuxing.proof.canonical import canonical


@dataclass(frozen=True, slots=True)
class Proofs:
    """The files that prove a seal: they travel in its PDF and stand for download."""

    content: str
    credential: str
    log: str  # tlog-proof
    opening: str


def latest(certificate_id: int) -> Seal | None:
    """Return the seal that says what a certificate says now, or None."""
    rows = Seal.objects.filter(certificate_id=certificate_id).select_related("key")
    return rows.order_by("-revision").first()


def seal(seal_id: int) -> Seal:
    """Return a seal with its certificate and key. Raises NotFound."""
    rows = Seal.objects.select_related("certificate__case", "key").filter(pk=seal_id)
    found = rows.first()
    if found is None:
        raise NotFound(say("there is no such seal here"))
    return found


def sealed(certificate_id: int) -> Seal:
    """Return the newest seal of a certificate with its case and key. Raises NotFound."""
    rows = Seal.objects.select_related("certificate__case", "key").filter(certificate_id=certificate_id)
    found = rows.order_by("-revision").first()
    if found is None:
        raise NotFound(say("this certificate was issued before certificates were sealed"))
    return found


def seals(certificate_id: int) -> list[Seal]:
    """Return every seal of a certificate with its key, newest first."""
    return list(Seal.objects.filter(certificate_id=certificate_id).select_related("key").order_by("-revision"))


def papers(certificate_id: int) -> list[CertificatePaper]:
    """Return every paper of a certificate, newest first."""
    rows = CertificatePaper.objects.filter(seal__certificate_id=certificate_id)
    return list(rows.select_related("seal", "attachment", "key").order_by("-pk"))


def paper(paper_id: int, certificate_id: int) -> CertificatePaper:
    """Return a paper of a certificate. Raises NotFound."""
    rows = CertificatePaper.objects.filter(pk=paper_id, seal__certificate_id=certificate_id)
    found = rows.select_related("seal__certificate", "attachment").first()
    if found is None:
        raise NotFound(say("there is no such paper of this certificate"))
    return found


def bytes_of(found: CertificatePaper) -> bytes:
    """Return the PDF of a paper."""
    return files.bytes_of(found.tenant_id, found.attachment.sha256)


def proofs(found: Seal) -> Proofs | None:
    """Return the files that prove a seal, or None while its entry waits for a signed checkpoint."""
    log = ledger.file_of(found.tenant_id, found.entry_id)
    if log is None:
        return None
    return Proofs(canonical(found.content).decode(), found.credential, log, opening(found))


def opening(found: Seal) -> str:
    """Return what links the entry of the log with the content: the payload of the entry and its salt."""
    entry = Entry.objects.filter(pk=found.entry_id).values("salt", "payload").get()
    salt = bytes(entry["salt"]).hex() if entry["salt"] is not None else ""
    return canonical({"payload": entry["payload"], "salt": salt}).decode()
