"""查看: why somebody may see a number in full, and from how many look-ups on it is unusual (个人信息保护法 art. 51). Pure."""

from dataclasses import dataclass

from wuxing.core.reasons import Reason, say

MOST_DAYS = 30


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers that count: look-ups in an hour that call for attention, look-ups in a day, days to answer a request."""

    alert_an_hour: int = 30
    most_a_day: int = 200
    answer_days: int = 15


def why_not_look(today: int, limits: Limits) -> Reason | None:
    """Return why a person may look up no more today, or None."""
    if today < limits.most_a_day:
        return None
    return say(
        "you have looked up %(today)s people today, and %(most)s is the most: ask the service manager",
        today=today,
        most=limits.most_a_day,
    )


def why_not_look_here(*, has_case: bool, reason: str) -> Reason | None:
    """Return why a number is not shown, or None: an open case is the reason, else it must be said."""
    return None if has_case or reason.strip() else say("no case of this customer is open: say why you look")


def is_unusual(last_hour: int, limits: Limits) -> bool:
    """Say whether one more look-up after so many in the last hour is out of the usual."""
    return last_hour >= limits.alert_an_hour


def wrong_limits(limits: Limits, reason: str) -> dict[str, Reason]:
    """Return what is wrong with the numbers, by field."""
    wrong: dict[str, Reason] = {}
    if limits.alert_an_hour < 1:
        wrong["alert_an_hour"] = say("give at least 1")
    if limits.most_a_day < limits.alert_an_hour:
        wrong["most_a_day"] = say("the limit of a day is not below the alert of an hour")
    if not 1 <= limits.answer_days <= MOST_DAYS:
        wrong["answer_days"] = say("give between 1 and %(most)s working days", most=MOST_DAYS)
    if not reason.strip():
        wrong["reason"] = say("say why the rule changes")
    return wrong
