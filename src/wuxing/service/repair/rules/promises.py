"""How a running promise stands: on time, at risk, late. Pure."""

from datetime import datetime, timedelta

SOON = timedelta(hours=1)
QUICK = frozenset({"dispatch", "respond", "contact", "call_back"})
RISK = timedelta(hours=2)


def risk_before(kind: str) -> timedelta:
    """Return how long before its time a promise of `kind` counts as at risk."""
    return SOON if kind in QUICK else RISK


def standing(kind: str, due: datetime, now: datetime) -> str:
    """Return how a running promise stands: "ontime", "risk" or "late"."""
    if due < now:
        return "late"
    return "risk" if due - now <= risk_before(kind) else "ontime"
