"""签发: seal what a certificate says: credential, QR code, entry of the log; anew where what it says changed."""

from typing import Any

from django.db import transaction

from wuxing.certification.cases.actions import refuse
from wuxing.certification.certificate import queries as certificates
from wuxing.certification.certificate.models import Certificate, CertificateEvent
from wuxing.certification.certificate.states import State
from wuxing.certification.credentials import contents, queries, rules
from wuxing.certification.credentials.models import Seal
from wuxing.certification.keys import actions as keys
from wuxing.certification.keys.models import SigningKey
from wuxing.certification.register import actions as register
from wuxing.certification.statuslists.models import StatusPlace
from wuxing.config import fonts
from wuxing.core import background, clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.models import Tenant
from wuxing.core.places import public_url
from wuxing.core.reasons import say
from wuxing.proof import codes, credentials
from wuxing.proof import content as canonical
from wuxing.proof.content import BadContent

Purpose = SigningKey.Purpose
CHANGING = {"evaluated": "dates", "extend": "dates", "rename": "name_change", "correct": "correction"}
"""Events after which a certificate says something else. Its state is no part of it: that stands in the status lists."""


def follow(found: Certificate, event: CertificateEvent, *, by: Actor) -> None:
    """Seal a certificate that was issued, or anew where what it says changed. Raises RuleBroken."""
    if event.event == "issue":
        reseal(certificate=found, reason="issue", by=by)
    elif reason := CHANGING.get(event.event):
        last = queries.latest(found.pk)
        if last and _content(found, last.revision) != last.content:
            reseal(certificate=found, reason=reason, by=by)


@transaction.atomic
def reseal(*, certificate: Certificate, reason: str, by: Actor) -> Seal:
    """签发: seal what a certificate says now as its next revision; papers are made when it stands in the log.

    For actions of this context, which hold the certificate's lock and have asked for permission. Raises RuleBroken.
    """
    last = queries.latest(certificate.pk)
    content = _content(certificate, last.revision + 1 if last else 1)
    refuse(rules.why_not_print(_words(content), fonts.covered()))
    signing = keys.ensure(Purpose.REHEARSAL if certificate.rehearsal else Purpose.CERTIFICATE, by=by)
    now, base = clock.now(), public_url()
    try:
        digest = canonical.digest(content)
        credential = credentials.issue(content, key=signing.key, did=content["body"]["did"], base=base, signed_at=now)
        code = codes.code(content, key=signing.key, base=base, signed_at=now)
    except BadContent as error:
        raise RuleBroken(say("this certificate cannot be sealed: %(why)s", why=str(error))) from None

    entry_id = ledger.record(
        "certificate.seal", by=by, target=certificate, case=("case", certificate.case_id),
        number=certificate.number, revision=content["revision"], digest=digest.hex(),
    )  # fmt: skip
    made = Seal.objects.create(
        tenant_id=by.tenant_id, certificate=certificate, revision=content["revision"], reason=reason, content=content,
        digest=digest, key=signing.row, credential=credential, code=code, entry_id=entry_id, sealed_at=now,
        by_user_id=by.user_id,
    )  # fmt: skip
    background.defer("certificate.papers", by=by, seal_id=made.pk)
    return made


@transaction.atomic
def renew(*, certificate_id: int, reason: str, by: Actor) -> Seal:
    """重新签发: seal a certificate anew as it stands, by the key of today; the number stays.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (ended).
    """
    by.require(Permission.CASE_DECIDE)
    if not reason.strip():
        raise BadInput({"reason": say("fill this in")})
    found = certificates.lock(certificate_id)
    refuse(rules.why_not_renew(State(found.state)))
    made = reseal(certificate=found, reason="reissue", by=by)
    register.follow(found)
    ledger.record(
        "certificate.renew", by=by, target=found, case=("case", found.case_id), number=found.number,
        revision=made.revision, reason=reason.strip()[:1000],
    )  # fmt: skip
    return made


def _content(found: Certificate, revision: int) -> dict[str, Any]:
    place = StatusPlace.objects.filter(certificate=found).first()
    if place is None:
        raise RuleBroken(say("this certificate has no place in the status lists"))
    body = Tenant.objects.get(pk=found.tenant_id)
    return contents.content_of(found, body, revision=revision, list_number=place.number, index=place.index)


def _words(value: Any) -> list[str]:
    """Return every text in a content."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in _words(part)]
    if isinstance(value, list):
        return [text for part in value for text in _words(part)]
    return [value] if isinstance(value, str) else []
