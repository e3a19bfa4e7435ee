"""What becomes of a notice that is due: it goes out, waits, or is refused; and when a failed one is tried again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wuxing.core.notices.events import Kind
from wuxing.core.notices.rules.quiet import Quiet, allowed_from
from wuxing.core.notices.states import NoticeState

PAUSES = (30, 120, 600, 3600, 6 * 3600)  # seconds after the first, second … failure
LONGEST_PAUSE = 24 * 3600
TRIES = len(PAUSES) + 1
LEASE = timedelta(minutes=5)  # a worker that was handed a notice answers within it, or the notice is handed out again


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known when a notice is due."""

    now: datetime
    zone: str
    kind: Kind
    urgent: bool = False
    useful_until: datetime | None = None
    quiet: Quiet | None = None
    is_known: bool = True  # the recipient is still one of ours
    has_agreed: bool = False
    is_repeat: bool = False
    sent_today: int = 0
    per_day: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The next state, why, and when it is taken up again."""

    state: NoticeState
    reason: str = ""
    due_at: datetime | None = None


def verdict_for(said: Situation) -> Verdict:
    """Return what becomes of a notice that is due."""
    if reason := _refusal(said):
        return Verdict(NoticeState.REFUSED, reason)
    if said.urgent or said.kind == Kind.SAFETY:
        return Verdict(NoticeState.SENDING)
    allowed = allowed_from(said.now, said.zone, said.quiet)
    if allowed <= said.now:
        return Verdict(NoticeState.SENDING)
    if said.useful_until is not None and allowed > said.useful_until:
        return Verdict(NoticeState.REFUSED, "too_late")
    return Verdict(NoticeState.HELD, "quiet", allowed)


def _refusal(said: Situation) -> str:
    if not said.is_known:
        return "no_recipient"
    if said.kind == Kind.MARKETING and not said.has_agreed:
        return "no_consent"
    if said.useful_until is not None and said.now > said.useful_until:
        return "too_late"
    if said.is_repeat:
        return "duplicate"
    limited = not said.urgent and said.kind != Kind.SAFETY and said.per_day is not None
    return "too_many" if limited and said.sent_today >= (said.per_day or 0) else ""


def next_try(tries: int, now: datetime, asked: int = 0) -> datetime | None:
    """Return when a notice is tried again after `tries` failures over one channel, or None: no more over this one.

    `asked`: seconds that the receiver asked us to wait (Retry-After).
    """
    if tries >= TRIES:
        return None
    return now + timedelta(seconds=min(max(PAUSES[tries - 1], asked), LONGEST_PAUSE))
