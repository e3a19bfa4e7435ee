"""When a ruling, exclusion, special item or piece of evidence may be proposed, confirmed, withdrawn. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from wuxing.core.reasons import Reason, say
from wuxing.schemes.packs.structure import Indicator, Pack, metrics_of

COUNTS_FOR = "P12M"
"""A special item counts in the twelve months that end with the day of assessment."""
REMIND_DAYS = 30


class State(StrEnum):
    """Where something stands that two persons decide."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


def state_of(
    confirmed_at: datetime | None,
    declined_at: datetime | None,
    withdrawn_at: datetime | None,
    at: datetime | None = None,
) -> State:
    """Return where it stands, or stood `at`."""

    def happened(moment: datetime | None) -> bool:
        return moment is not None and (at is None or moment <= at)

    if happened(withdrawn_at):
        return State.WITHDRAWN
    if happened(declined_at):
        return State.DECLINED
    return State.CONFIRMED if happened(confirmed_at) else State.PROPOSED


def why_not_rule(pack: Pack, leaf: str, *, override: bool) -> Reason | None:
    """Return why nobody may rule on this indicator, or None."""
    indicator = pack.by_id.get(leaf)
    if indicator is None or indicator.mode is None:
        return say("%(id)s is no indicator with points of its own; rule on its single indicators", id=leaf)
    if not override and not has_manual_part(indicator):
        return say("records alone decide %(id)s; to say otherwise, override it with a reason", id=leaf)
    if override and not metrics_of(indicator.mode):
        return say("no record speaks for %(id)s; rule on it instead of overriding it", id=leaf)
    return None


def has_manual_part(indicator: Indicator) -> bool:
    """Say whether a person's ruling decides a part of the leaf."""
    return indicator.mode is not None and _has_manual(indicator.mode)


def _has_manual(mode: object) -> bool:
    parts: Iterable[object] = getattr(mode, "parts", ())
    return type(mode).__name__ == "Manual" or any(_has_manual(getattr(part, "mode", part)) for part in parts)


def why_not_answer(*, state: State, same_person: bool) -> Reason | None:
    """Return why this person may not confirm or decline, or None."""
    if state is not State.PROPOSED:
        return say("this is decided already; make a new proposal instead")
    if same_person:
        return say("a second person decides: you proposed this yourself")
    return None


def why_not_withdraw(*, state: State) -> Reason | None:
    """Return why it may not be withdrawn, or None."""
    if state in (State.WITHDRAWN, State.DECLINED):
        return say("this is out of use already")
    return None


def why_not_exclude(pack: Pack, leaf: str) -> Reason | None:
    """Return why a leaf may not be left out, or None (6.2.2)."""
    indicator = pack.by_id.get(leaf)
    if indicator is None or not indicator.is_leaf:
        return say("%(id)s is no indicator with points of its own; exclude its single indicators", id=leaf)
    if not indicator.excludable:
        return say("%(id)s applies to everybody and cannot be excluded", id=leaf)
    return None


def why_not_exclude_more(points: Decimal, allowed: Decimal) -> Reason | None:
    """Return why `points` may not be excluded together, or None."""
    if points > allowed:
        return say(
            "exclusions of %(points)s points are more than the %(allowed)s allowed", points=points, allowed=allowed
        )
    return None


def why_not_correct(*, is_deduction: bool, corrected: bool, same_person: bool) -> Reason | None:
    """Return why a correction may not be recorded, or None: somebody else than the one who corrected checks it."""
    if not is_deduction:
        return say("only a special deduction is corrected")
    if corrected:
        return say("the correction is on record already")
    if same_person:
        return say("somebody else has to check the correction: you recorded the deduction")
    return None


def is_expired(expires_on: date | None, day: date) -> bool:
    """Say whether a piece of evidence no longer speaks on `day`."""
    return expires_on is not None and expires_on < day


def expires_soon(expires_on: date | None, day: date) -> bool:
    """Say whether it will stop speaking within the days of the reminder."""
    return expires_on is not None and day <= expires_on <= day + timedelta(days=REMIND_DAYS)
