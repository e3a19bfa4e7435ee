"""Looks and words of procedure 5 on the page."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from wuxing.core.actors import Actor
from wuxing.customers.customer_care import masking
from wuxing.service.bench_repair import rules
from wuxing.service.bench_repair.models import Loan, TakeBack
from wuxing.service.bench_repair.queries import pages
from wuxing.service.bench_repair.rules.custody import HAND_WORDS
from wuxing.service.bench_repair.rules.words import STATES
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.views.saying import by_name
from wuxing.service.repair.views.words import ago, near, word

LOOKS = {
    "received": "waiting",
    "diagnosed": "waiting",
    "quoted": "waiting",
    "approved": "ontime",
    "declined": "excluded",
    "repairing": "ontime",
    "waiting_parts": "risk",
    "tested": "ontime",
    "ready": "done",
    "returned": "done",
    "replaced": "done",
    "scrapped": "excluded",
}
ALARM_LOOKS = {"": "ontime", "alarm": "risk", "breach": "late", "parts": "late"}


def state(code: str) -> tuple[str, str]:
    """Return look and word of an item's state."""
    return LOOKS[code], word(STATES, code)


def named(name: str, order: WorkOrder, by: Actor) -> str:
    """Return who signed for the customer of an order as this person may see it."""
    client = order.customer
    return masking.party_for(by, name, client.name if client else None, client.kind if client else None)


def how_signed(paper: TakeBack | Loan) -> str:
    """Return that a paper was signed by name, and why it is not drawn where that was asked; empty for a drawing."""
    return by_name({"method": paper.method, "not_drawn": pages.why_not_drawn(paper)})


def signer(paper: TakeBack | Loan, by: Actor) -> str:
    """Return who signed a paper, as this person may see it, and how."""
    return " · ".join(part for part in (named(paper.signed_by, paper.order, by), how_signed(paper)) if part)


def hand(kind: str, name: str) -> str:
    """Return who has an item: the person or place with what it is."""
    return " · ".join(part for part in (word(HAND_WORDS, kind), name) if part)


def holder(row: dict[str, Any], now: datetime, zone: str) -> tuple[str, str]:
    """Return look and words of the hand an item is in; unconfirmed it is on the way, and somebody owes the receipt."""
    where = hand(row["holder"], row["holder_name"])
    if row["confirmed_at"]:
        return "", where
    late = rules.is_owed(confirmed=False, handed_at=row["handed_at"], now=now)
    since = ago(row["handed_at"], now, zone)
    return "late" if late else "waiting", _("on the way to %(hand)s, since %(time)s") % {"hand": where, "time": since}


def days(one: rules.Days | None, *, ended: bool = False) -> tuple[str, str]:
    """Return look and words of an item's days: how many, and how many are left."""
    if one is None:
        return "", "—"
    alarm = rules.alarm_for(one)
    count = _("day %(days)s") % {"days": one.since} if one.since else _("in repair since today")
    if ended:
        return "", count
    if one.own != one.since:  # days with the customer, or without parts, are not counted to day 30
        count = _("day %(days)s, %(own)s of them our own") % {"days": one.since, "own": one.own}
    if alarm.left < 0:
        left = _("%(days)s days past day %(limit)s") % {"days": -alarm.left, "limit": alarm.limit}
    else:
        left = _("%(days)s left to day %(limit)s") % {"days": alarm.left, "limit": alarm.limit}
    return ALARM_LOOKS[alarm.level], f"{count} · {left}"


def stamp(value: datetime | None, zone: str) -> str:
    """Return an instant for a line."""
    return near(value, zone)
