"""证书文件: make signed PDFs of a seal: the original, translations, and duplicates of one that was lost."""

from io import BytesIO

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wuxing.certification.cases.actions import refuse
from wuxing.certification.certificate import queries as certificates
from wuxing.certification.certificate.states import State
from wuxing.certification.credentials import queries, rules
from wuxing.certification.credentials.drawing import pdf, sheets, signing
from wuxing.certification.credentials.drawing.sheets import File, Paper
from wuxing.certification.credentials.drawing.signing import NoTimeStamp
from wuxing.certification.credentials.models import CertificatePaper, Seal
from wuxing.certification.credentials.queries import Proofs
from wuxing.certification.credentials.wordings import DUPLICATE, LANGUAGES, ORIGINAL, TRANSLATION
from wuxing.certification.keys import actions as keys
from wuxing.certification.keys.models import SigningKey
from wuxing.core import clock, files, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say

PDF = frozenset({"application/pdf"})


@transaction.atomic
def paper_in(*, certificate_id: int, language: str, by: Actor) -> CertificatePaper:
    """证书文件: return the PDF of what a certificate says now in a language, made on the first asking.

    Whoever may read the certificate may have it. Raises NotFound (not sealed, no such language), RuleBroken (its entry
    waits for the log).
    """
    if language not in LANGUAGES:
        raise NotFound(say("a certificate has no paper in this language"))
    seal = queries.sealed(certificate_id)
    kind = ORIGINAL if language == seal.certificate.case.language else TRANSLATION
    found = _made(seal, language, kind)
    return found or _make(seal, language=language, kind=kind, by=by)


def make_original(*, seal_id: int, by: Actor) -> CertificatePaper | None:
    """制证: make the original of a seal; None while its entry waits for the log. For the background task."""
    seal = queries.seal(seal_id)
    if queries.proofs(seal) is None:
        return None
    language = seal.certificate.case.language
    return _made(seal, language, ORIGINAL) or _make(seal, language=language, kind=ORIGINAL, by=by)


@transaction.atomic
def make_duplicate(*, certificate_id: int, language: str, reason: str, by: Actor) -> CertificatePaper:
    """补发证书: make a duplicate of a certificate whose paper was lost.

    Raises NotAllowed, NotFound, BadInput (no reason, no such language), RuleBroken (ended; waits for the log).
    """
    by.require(Permission.CASE_MANAGE)
    faults = {}
    if not reason.strip():
        faults["reason"] = say("fill this in")
    if language not in LANGUAGES:
        faults["language"] = say("a certificate has no paper in this language")
    if faults:
        raise BadInput(faults)
    found = certificates.lock(certificate_id)
    refuse(rules.why_not_duplicate(State(found.state)))
    seal = queries.sealed(certificate_id)
    copies = CertificatePaper.objects.filter(seal__certificate_id=certificate_id, kind=DUPLICATE)
    last = copies.order_by("-copy").values_list("copy", flat=True).first() or 0
    return _make(seal, language=language, kind=DUPLICATE, by=by, copy=last + 1, reason=reason.strip()[:500])


def _made(seal: Seal, language: str, kind: str) -> CertificatePaper | None:
    rows = CertificatePaper.objects.filter(seal=seal, language=language, kind=kind)
    return rows.select_related("attachment", "seal__certificate").first()


@transaction.atomic
def _make(seal: Seal, *, language: str, kind: str, by: Actor, copy: int = 0, reason: str = "") -> CertificatePaper:
    certificates.lock(seal.certificate_id)  # two who ask at once: one makes it, the other takes it
    if kind != DUPLICATE and (made := _made(seal, language, kind)):
        return made
    proofs = queries.proofs(seal)
    if proofs is None:
        raise RuleBroken(say("the certificate waits for its place in the log; try again in a few seconds"))
    own = SigningKey.Purpose
    document = keys.ensure(own.REHEARSAL_DOCUMENT if seal.certificate.rehearsal else own.DOCUMENT, by=by)
    now, original = clock.now(), seal.certificate.case.language
    paper = Paper(language=language, original=original, kind=kind, copy=copy, made_on=now.date())
    try:
        drawn = signing.signed(
            drawn_unsigned(seal, paper, proofs), key=document.key, chain=document.row.x509,
            name=seal.content["body"]["name"], reason=reason_in(language), tsa=settings.TSA_URL,
        )  # fmt: skip
    except NoTimeStamp:
        raise RuleBroken(say("the time-stamping authority does not answer; try again later")) from None
    case = ("case", seal.certificate.case_id)
    name = f"{seal.content['number']}-{language}{f'-{kind}-{copy}' if copy else ''}.pdf"
    kept = files.keep(BytesIO(drawn), name=name, target=seal, by=by, accepted=PDF, kind="application/pdf", case=case)
    made = CertificatePaper.objects.create(
        tenant_id=seal.tenant_id, seal=seal, language=language, kind=kind, copy=copy, reason=reason, key=document.row,
        attachment=kept, made_at=now, by_user_id=by.user_id,
    )  # fmt: skip
    ledger.record(
        "certificate.paper", by=by, target=made, case=case, number=seal.content["number"], revision=seal.revision,
        language=language, kind=kind, copy=copy, reason=reason, sha256=kept.sha256,
    )  # fmt: skip
    return made


def drawn_unsigned(seal: Seal, paper: Paper, proofs: Proofs) -> bytes:
    """Return the PDF/A of a seal with its proofs attached, not signed yet."""
    attached = [
        File("certificate.json", proofs.content, "application/json", "source"),
        File("certificate.jwt", proofs.credential, "application/jwt", "alternative"),
        File("certificate.tlog-proof", proofs.log, "text/plain", "supplement"),
        File("certificate.opening.json", proofs.opening, "application/json", "supplement"),
    ]
    digest = bytes(seal.digest).hex()
    return pdf.draw(sheets.sheet(seal.content, paper, code=seal.code, digest=digest, kid=seal.key.kid, files=attached))


def reason_in(language: str) -> str:
    """Return why a PDF is signed, as readers show it."""
    with translation.override(language):
        return _("Certificate issued by the body")
