"""Codes and times of follow-up as the reader of a page reads them."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from wuxing.core.actors import Actor
from wuxing.customers.customer_care import masking
from wuxing.service.follow_up.rules.figures import Figure
from wuxing.service.follow_up.rules.words import (
    CALL_KINDS,
    CALL_STATES,
    LOOKS,
    PROBLEM_KINDS,
    PROBLEM_STATES,
    SEVERITIES,
)
from wuxing.service.repair.views.words import brief, near, word


def due_badge(due: datetime, now: datetime) -> tuple[str, str]:
    """Return look and word of the time that is left."""
    if due < now:
        return "late", _("%(time)s over") % {"time": brief(now - due)}
    look = "risk" if (due - now).total_seconds() < 4 * 3600 else "ontime"
    return look, _("%(time)s left") % {"time": brief(due - now)}


def customer_of(row: dict[str, Any], by: Actor) -> str:
    """Return the customer of a row of a list as this person may see them."""
    return masking.name_for(by, row["order__customer__name"] or "", row["order__customer__kind"])


def call_row(row: dict[str, Any], now: datetime, by: Actor) -> dict[str, Any]:
    """Return a call as a list shows it."""
    open_ = row["state"] == "planned"
    look, text = due_badge(row["due_at"], now) if open_ else (LOOKS[row["state"]], word(CALL_STATES, row["state"]))
    return {
        **row,
        "customer": customer_of(row, by),
        "kind_word": word(CALL_KINDS, row["kind"]),
        "look": look,
        "word": text,
        "due": near(row["due_at"], by.zone),
        "again": near(row["next_at"], by.zone) if open_ and row["next_at"] else "",
        "ended": near(row["ended_at"], by.zone) if row["ended_at"] else "",
    }


def problem_row(row: dict[str, Any], now: datetime, by: Actor) -> dict[str, Any]:
    """Return a problem as a list shows it."""
    over = row["state"] == "verified"
    look, text = ("done", near(row["due_at"], by.zone)) if over else due_badge(row["due_at"], now)
    return {
        **row,
        "customer": customer_of(row, by),
        "kind_word": word(PROBLEM_KINDS, row["kind"]),
        "state_look": LOOKS[row["state"]],
        "state_word": word(PROBLEM_STATES, row["state"]),
        "severity_word": word(SEVERITIES, row["severity"]).partition(":")[0].partition("：")[0],
        "look": look,
        "word": text,
    }


def share_words(figure: Figure, unit: str = "%") -> dict[str, Any]:
    """Return a figure in words: value, interval, how many answers; too few are said to be too few."""
    if figure.value is None:
        return {"value": "—", "range": _("too few answers: %(n)s") % {"n": figure.n}, "n": figure.n, "few": True}
    bounds = _("%(low)s to %(high)s") % {"low": figure.low, "high": figure.high}
    return {"value": f"{figure.value}{unit}", "range": bounds, "n": figure.n, "few": figure.few}
