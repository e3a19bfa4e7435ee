"""What keeps a certificate alive, and what ends it by time: evaluation, extension, expiry."""

from datetime import date

from django.db import transaction

from wuxing.certification.cases.actions import refuse
from wuxing.certification.cases.models import Case
from wuxing.certification.certificate import queries, rules, words
from wuxing.certification.certificate.actions.happening import happen, tell
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.certificate.states import State
from wuxing.certification.office.letters.kinds import Kind
from wuxing.certification.programme.queries import for_case
from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say


@transaction.atomic
def note_evaluation(*, certificate: Certificate, on: date, by: Actor, case: Case | None = None) -> Certificate:
    """保持: note that the holder was evaluated on a day and keeps the certificate; surveillance is due a year later.

    An extension ends with it. Raises NotAllowed, NotFound, RuleBroken (ended; before the last evaluation; to come).
    """
    by.require(Permission.CASE_MANAGE)
    found = queries.lock(certificate.pk)
    refuse(rules.why_not_note(on, found.last_evaluated_on, State(found.state), clock.today(by.zone)))
    months = for_case(found.case).surveillance_months

    reason = words.in_language_of(
        found.case, lambda: words.evaluated_by(case.number, on) if case else words.evaluated_on(on)
    )
    happen(
        found, "evaluated", by=by, reason=reason, case=case, until=rules.due_after(on, months), last_evaluated_on=on,
        surveillance_due_on=rules.due_after(on, months), extended_until=None,
    )  # fmt: skip
    return found


@transaction.atomic
def extend(*, certificate_id: int, until: date, reason: str, by: Actor) -> Certificate:
    """延期: give the holder time for surveillance until a day, once and at most three months, with the reason.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (not in force; too long; extended before).
    """
    by.require(Permission.CASE_DECIDE)
    if not reason.strip():
        raise BadInput({"reason": say("fill this in")})
    found = queries.lock(certificate_id)
    today = clock.today(by.zone)
    months = for_case(found.case).extension_months
    refuse(
        rules.why_not_extend(
            queries.state_on(found, today), found.surveillance_due_on, found.extended_until, until, today, months
        )
    )

    happen(found, "extend", by=by, reason=reason, until=until, extended_until=until)
    tell(found, Kind.EXTENSION, by=by, reasons=reason.strip(), due=until)
    return found


@transaction.atomic
def expire(*, certificate: Certificate, by: Actor) -> Certificate:
    """到期失效: end a certificate whose validity is over; time does it, the system only writes it down.

    Raises NotAllowed, NotFound, RuleBroken (valid yet; ended already).
    """
    by.require(Permission.CASE_MANAGE)
    found = queries.lock(certificate.pk)
    refuse(rules.why_not_expire(found.valid_until, State(found.state), clock.today(by.zone)))

    reason = words.in_language_of(found.case, lambda: words.expired(found.valid_until))
    happen(found, "expire", by=by, after=State.EXPIRED, reason=reason, until=found.valid_until)
    tell(found, Kind.EXPIRY, by=by, reasons=reason)
    return found
