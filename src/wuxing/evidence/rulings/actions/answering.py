"""Answer a proposal: confirm, decline, withdraw, check what was corrected. A second person decides."""

from datetime import date

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.evidence.rulings import queries, rules
from wuxing.evidence.rulings.actions.trace import leave, locked, need, refuse, standing
from wuxing.evidence.rulings.models import Exclusion, Judged, SpecialItem
from wuxing.evidence.rulings.rules import State


@transaction.atomic
def confirm(*, what: str, row_id: int, by: Actor) -> Judged:
    """确认: a second person agrees; from now on it counts. Raises NotAllowed, NotFound, RuleBroken (same person, decided)."""
    by.require(Permission.EVIDENCE_CONFIRM)
    row = locked(what, row_id)
    refuse(rules.why_not_answer(state=standing(row), same_person=row.proposed_by_id == by.user_id))
    if isinstance(row, Exclusion):
        queries.refuse_too_many_exclusions(row, by)

    row.confirmed_by_id, row.confirmed_at = by.user_id, clock.now()
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    leave("confirm", row, by)
    return row


@transaction.atomic
def decline(*, what: str, row_id: int, reason: str, by: Actor) -> Judged:
    """不同意: the second person does not agree, and says why. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    by.require(Permission.EVIDENCE_CONFIRM)
    need(reason=reason)
    row = locked(what, row_id)
    refuse(rules.why_not_answer(state=standing(row), same_person=row.proposed_by_id == by.user_id))

    row.declined_by_id, row.declined_at, row.answer = by.user_id, clock.now(), reason.strip()[:500]
    row.save(update_fields=["declined_by", "declined_at", "answer"])
    leave("decline", row, by, reason=row.answer)
    return row


@transaction.atomic
def withdraw(*, what: str, row_id: int, reason: str, by: Actor) -> Judged:
    """撤回: it no longer counts; the row and its reason stay. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    by.require(Permission.EVIDENCE_RULE)
    need(reason=reason)
    row = locked(what, row_id)
    refuse(rules.why_not_withdraw(state=standing(row)))
    if isinstance(row, SpecialItem) and row.kind == SpecialItem.Kind.DEDUCTION and row.confirmed_at:
        by.require(Permission.EVIDENCE_CONFIRM)
        refuse(rules.why_not_answer(state=State.PROPOSED, same_person=row.proposed_by_id == by.user_id))

    row.withdrawn_by_id, row.withdrawn_at, row.answer = by.user_id, clock.now(), reason.strip()[:500]
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "answer"])
    leave("withdraw", row, by, reason=row.answer)
    return row


@transaction.atomic
def check_correction(*, item_id: int, correction: str, corrected_on: date, by: Actor) -> SpecialItem:
    """整改验证: somebody else than who recorded the deduction says what was corrected, and when.

    The deduction still counts; uncorrected, it stops every decision. Raises NotAllowed, NotFound, BadInput, RuleBroken.
    """
    by.require(Permission.EVIDENCE_CONFIRM)
    need(correction=correction)
    item = locked("special_item", item_id)
    assert isinstance(item, SpecialItem)
    refuse(
        rules.why_not_correct(
            is_deduction=item.kind == SpecialItem.Kind.DEDUCTION,
            corrected=item.corrected_on is not None,
            same_person=item.proposed_by_id == by.user_id,
        )
    )
    if not item.occurred_on <= corrected_on <= clock.today(by.zone):
        raise BadInput({"corrected_on": say("the day lies before the event or in the future")})

    item.correction, item.corrected_on, item.correction_checked_by_id = correction.strip(), corrected_on, by.user_id
    item.save(update_fields=["correction", "corrected_on", "correction_checked_by"])
    leave("correct", item, by, correction=item.correction, corrected_on=corrected_on)
    return item
