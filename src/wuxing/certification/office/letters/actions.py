"""Write a letter: one call from the action that decided something."""

from django.db import transaction
from django.utils import translation

from wuxing.certification.cases import queries
from wuxing.certification.cases.models import Case, Client
from wuxing.certification.office.letters import wordings
from wuxing.certification.office.letters.kinds import Kind
from wuxing.certification.office.letters.models import Letter
from wuxing.core import clock, ledger, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant


def write(
    kind: Kind, *, by: Actor, case: Case | None = None, client: Client | None = None,
    certificate_id: int | None = None, reasons: str = "", due: str = "", **facts: str,
) -> Letter:  # fmt: skip
    """发函: write and keep a letter in the language of the case, in the transaction of the action that calls.

    `reasons` and `due` (a day, ISO) stand in the letter where its kind has a place for them; `facts` are lines
    "label: value" under it. For actions of this context, which have asked for permission.
    """
    to = client or (case.client if case else None)
    assert to is not None, "a letter goes to a client"
    body = Tenant.objects.get(pk=by.tenant_id)
    language = case.language if case else body.language
    with translation.override(language):
        subject, text = wordings.letter(kind, to, case, body, reasons, due, facts)
    made = Letter.objects.create(
        tenant_id=by.tenant_id,
        number=numbering.next_number("HJ", by=by, year=clock.today(by.zone).year),
        client=to,
        case=case,
        certificate_id=certificate_id,
        kind=kind.value,
        language=language,
        subject=subject[:300],
        text=text,
        sent_by_id=by.user_id,
        sent_at=clock.now(),
    )
    ledger.record(
        "letter.write", by=by, target=made, case=("case", case.pk) if case else ("client", to.pk),
        number=made.number, kind=kind, subject=made.subject,
    )  # fmt: skip
    return made


@transaction.atomic
def write_by_hand(*, kind: Kind, case_id: int, reasons: str, due: str, by: Actor) -> Letter:
    """手工发函: write a letter that no step of the case wrote. Raises NotAllowed, NotFound."""
    by.require(Permission.CASE_MANAGE)
    return write(kind, by=by, case=queries.case(case_id), reasons=reasons, due=due)
