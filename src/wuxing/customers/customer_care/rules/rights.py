"""个人信息权利请求: when it falls due, what each step needs, for what law lets one refuse (个人信息保护法 art. 44 to 50). Pure."""

from collections.abc import Callable
from datetime import date, timedelta

from wuxing.core.reasons import Reason, say
from wuxing.customers.customer_care.states import OPEN, RIGHTS, RightsState

REFUSALS = {
    "identity": say("who asks could not be shown to be the person (art. 50)"),
    "law_keeps": say("law asks for keeping the data (art. 47): its use stops, keeping goes on"),
    "secrecy": say("law asks for secrecy or would be hindered (art. 18, 35, 45)"),
    "contract": say("the contract that the person wants goes on needs the data (art. 13)"),
    "others": say("the data are another person's"),
    "unfounded": say("the same was asked and answered, and nothing has changed since"),
}


def due_on(asked_on: date, days: int, works_on: Callable[[date], bool]) -> date:
    """Return the last working day of `days` after the day of asking. Raises ValueError: no working day in a year."""
    day, left = asked_on, days
    for _step in range(366 + 2 * days):
        day += timedelta(days=1)
        if works_on(day):
            left -= 1
            if not left:
                return day
    raise ValueError("the calendar has no working day")


def is_overdue(due: date, today: date, *, ended: bool) -> bool:
    """Say whether a request is late: on its last day it is not."""
    return not ended and today > due


def why_not_move(state: str, to: RightsState) -> Reason | None:
    """Return why a request cannot take this step, or None."""
    now = RightsState(state)
    if to in RIGHTS[now]:
        return None
    if now not in OPEN:
        return say("this request has its answer already")
    if to == RightsState.ANSWERED:
        return say("say first how you know that the person asks")
    return say("who asks is established already")


def why_not_erase_now(number: str, *, although: str) -> Reason | None:
    """Return why data are not erased yet: service for the person goes on, as case `number`, and nobody said why it must be now.

    The contract that is being performed needs the data (art. 13); when it is over, nothing stands in the way.
    """
    if not number or although.strip():
        return None
    return say("%(number)s is still open: end it first, or say why the data must go now", number=number)


def why_not_extend(state: str, *, extended: bool, due: date, latest: date, new_due: date) -> Reason | None:
    """Return why a request gets no more time, or None: once, while it is open, and at most the same time again."""
    if RightsState(state) not in OPEN:
        return say("this request has its answer already")
    if extended:
        return say("it was extended once; answer it")
    if new_due > latest:
        return say("at most the same time again: until %(day)s", day=latest.isoformat())
    return None if new_due > due else say("the new day is later than the one promised")


def why_not_refuse(ground: str, *, kind: str, words: str) -> dict[str, Reason]:
    """Return what is wrong with a refusal, by field. Withdrawing consent is never refused to the person."""
    wrong: dict[str, Reason] = {}
    if ground not in REFUSALS:
        wrong["ground"] = say("choose the ground that law gives")
    elif kind == "withdrawal" and ground != "identity":
        wrong["ground"] = say("consent can always be withdrawn (art. 15)")
    if not words.strip():
        wrong["answer"] = say("write what the person is told")
    return wrong
