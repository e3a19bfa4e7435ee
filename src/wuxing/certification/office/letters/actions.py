"""Write a letter: one call from the action that decided something."""

from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import translation

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.models import Case, Client
from wuxing.certification.office.letters import documents, queries, wordings
from wuxing.certification.office.letters.kinds import Kind
from wuxing.certification.office.letters.models import Letter, Letterhead, LetterMail
from wuxing.core import clock, files, ledger, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.models import Tenant
from wuxing.core.notices import actions as notices
from wuxing.core.notices import recipients
from wuxing.core.reasons import say
from wuxing.governance.documents.files import inspection, reading


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
    return write(kind, by=by, case=cases.case(case_id), reasons=reasons, due=due)


@transaction.atomic
def set_letterhead(*, content: IO[bytes] | None, name: str = "", by: Actor) -> Letterhead:
    """信头: write letters on the body's own Word file from now on; None: on the default again.

    Raises NotAllowed, BadInput (no Word file; one that may do harm).
    """
    by.require(Permission.CASE_MANAGE)
    kept = None
    if content is not None:
        data = _checked(content)
        body = Tenant.objects.get(pk=by.tenant_id)
        kept = files.keep(
            BytesIO(data), name=name, target=body, by=by, accepted=frozenset({inspection.DOCX}), kind=inspection.DOCX
        )
    made = Letterhead.objects.create(tenant_id=by.tenant_id, attachment=kept, set_by_id=by.user_id, set_at=clock.now())
    ledger.record("letter.letterhead", by=by, target=made, sha256=kept.sha256 if kept else "")
    return made


def _checked(content: IO[bytes]) -> bytes:
    data = content.read(files.LIMIT_BYTES + 1)
    if len(data) > files.LIMIT_BYTES:
        limit = files.LIMIT_BYTES >> 20
        raise BadInput({"file": say("the file is over %(limit)s MB; send a smaller one", limit=limit)})
    try:
        kind = reading.kind_of(data)
    except inspection.Refused as refusal:
        raise BadInput({"file": refusal.reason}) from None
    if kind != inspection.DOCX or documents.is_unfit(data):
        raise BadInput({"file": say("a letterhead is a Word file (.docx)")})
    return data


@transaction.atomic
def mail(*, letter_id: int, address: str, by: Actor) -> LetterMail:
    """邮件发函: put a letter into the outbox, as text with the Word file, and keep a record of it; it goes out after the commit.

    Raises NotAllowed, NotFound, BadInput (no address), RuleBroken (e-mail is not set up).
    """
    by.require(Permission.CASE_MANAGE)
    if reason := queries.why_not_mail():
        raise RuleBroken(reason)
    found = queries.letter(letter_id)
    try:
        validate_email(address.strip())
    except ValidationError:
        raise BadInput({"address": say("write the e-mail address of the client")}) from None

    made = LetterMail.objects.create(
        tenant_id=by.tenant_id, letter=found, address=address.strip(), sent_by_id=by.user_id, sent_at=clock.now()
    )
    at = ("case", found.case_id) if found.case_id else ("client", found.client_id)
    ledger.record("letter.mail", by=by, target=made, case=at, number=found.number)
    notices.mail_channel(by=by)
    notices.send(
        "letter.mail",
        to=recipients.address(made.address, name=found.client.name),
        facts={"number": found.number},
        by=by,
        target=(queries.MAIL, made.pk),
        case=at,
        language=found.language,
    )
    return made
