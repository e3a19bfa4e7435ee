"""What a certificate is worth on a day, as the register keeps it: spans of days, the ones to come too. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from wuxing.certification.certificate.rules import LIVING, latest_evaluation
from wuxing.certification.certificate.states import State

Span = dict[str, str]
"""From a day on, a state, since when it has been so: {"from", "state", "since"}; days as they are written."""
STARTED = "0001-01-01"


def course(
    state: State,
    since: date | None,
    surveillance_due_on: date,
    extended_until: date | None,
    valid_until: date,
) -> list[Span]:
    """Return the state as it is written down and what time alone makes of it, the first to come first.

    The same as certificate.rules.effective_state says day by day.
    """
    spans = [{"from": STARTED, "state": state.value, "since": since.isoformat() if since else ""}]
    if state not in LIVING:
        return spans
    kept = latest_evaluation(surveillance_due_on, extended_until)
    if state is State.VALID and kept < valid_until:
        spans.append(_from(kept + timedelta(days=1), State.SUSPENDED))
    spans.append(_from(valid_until + timedelta(days=1), State.EXPIRED))
    return spans


def _from(day: date, state: State) -> Span:
    return {"from": day.isoformat(), "state": state.value, "since": day.isoformat()}


def span_on(spans: Sequence[Span], day: date) -> Span:
    """Return the span in which a day lies."""
    told = day.isoformat()
    found = spans[0]
    for span in spans[1:]:
        if span["from"] <= told:
            found = span
    return found


def turns_on(spans: Sequence[Span], day: date) -> date | None:
    """Return the next day on which time alone changes the state, or None."""
    told = day.isoformat()
    return next((date.fromisoformat(span["from"]) for span in spans[1:] if span["from"] > told), None)


def in_force(shown: Mapping[str, Any], state: str) -> bool:
    """Say whether somebody may rely on a certificate in a state: an exercise is never in force."""
    return state == State.VALID and not shown["exercise"]


def public_on(shown: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Return what the register tells a machine of a certificate on a day."""
    span = span_on(shown["course"], day)
    return {
        "number": shown["number"],
        "state": span["state"],
        "state_since": span["since"] or None,
        "in_force": in_force(shown, span["state"]),
        "exercise": shown["exercise"],
        "as_of": day.isoformat(),
        **{name: shown[name] for name in PUBLIC},
    }


PUBLIC = (
    "url", "body", "body_slug", "did", "holder", "credit_code", "address", "scope", "sites", "scheme", "scheme_title", "basis",
    "level", "level_name", "level_names", "stars", "score", "issued_on", "valid_until", "last_evaluated_on",
    "surveillance_due_on", "extended_until", "suspended_until", "replaces", "replaced_by", "history", "seal", "status",
)  # fmt: skip
"""Facts of an entry that stand as they are."""
