"""How a promise is kept: shares worked out live from its targets, and the targets behind them, page by page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from wuxing.core import clock
from wuxing.governance.commitments.models import Target

SIZE = 50
KINDS = ("kept", "broken", "running", "late", "dropped")


@dataclass(frozen=True, slots=True)
class Share:
    """What became of the targets of a promise since a day. Late ones still run, and count as broken already."""

    kept: int = 0
    broken: int = 0
    running: int = 0
    late: int = 0
    dropped: int = 0

    @property
    def judged(self) -> int:
        """Return how many were kept or broken, those that are late by now among them."""
        return self.kept + self.broken + self.late

    @property
    def percent(self) -> Decimal | None:
        """Return the share that was kept, in percent; None when nothing can be judged."""
        if not self.judged:
            return None
        return (Decimal(100 * self.kept) / self.judged).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _late(now: datetime) -> Q:
    """Return what is overdue; a clock that stands has no such instant, unless it was late before."""
    return Q(stopped_at=None, effective_due_at__lt=now)


def counts(now: datetime) -> dict[str, Count]:
    """Return what a query of targets counts, for `share_in`."""
    return {f"{kind}_": Count("pk", filter=chosen) for kind, chosen in _chosen(now).items()}


def share_in(row: Mapping[str, Any]) -> Share:
    """Return the share that a row of `counts` says."""
    return Share(**{kind: row[f"{kind}_"] for kind in KINDS})


def _chosen(now: datetime) -> dict[str, Q]:
    return {
        "kept": Q(kept=True),
        "broken": Q(kept=False),
        "running": Q(stopped_at=None) & ~_late(now),
        "late": _late(now),
        "dropped": Q(stopped_at__isnull=False, kept=None),
    }


def shares_since(promise_ids: Collection[int], since: datetime) -> dict[int, Share]:
    """Return the shares of several promises by the targets that began since `since`."""
    now = clock.now()
    rows = Target.objects.filter(promise_id__in=promise_ids, starts_at__gte=since).values("promise_id")
    found = {row["promise_id"]: share_in(row) for row in rows.annotate(**counts(now))}
    return {pk: found.get(pk, Share()) for pk in promise_ids}


def kept_share(promise_id: int, since: datetime) -> Share:
    """Return how a promise was kept since an instant, live from its targets."""
    return shares_since([promise_id], since)[promise_id]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of targets, newest first; `after` asks for the next one."""

    rows: list[dict[str, Any]]
    after: str


def targets_behind(promise_id: int, since: datetime, *, kind: str = "", after: str = "") -> Page:
    """Return the targets behind a share, 50 a page; `kind` is one of KINDS, `after` what the page before named."""
    return page_of(Target.objects.filter(promise_id=promise_id, starts_at__gte=since), kind=kind, after=after)


def page_of(rows: QuerySet[Target], *, kind: str, after: str) -> Page:
    """Return a page of targets, newest first; `kind` is one of KINDS, `after` what the page before named."""
    if kind in KINDS:
        rows = rows.filter(_chosen(clock.now())[kind])
    if cursor := _cursor(after):
        began, pk = cursor
        rows = rows.filter(Q(starts_at__lt=began) | Q(starts_at=began, pk__lt=pk))
    names = (
        "pk", "subject_type", "subject_id", "kind", "starts_at", "due_at", "effective_due_at", "paused_at", "stopped_at", "kept",
        "own_due_at", "own_kept",
    )  # fmt: skip
    found = list(rows.order_by("-starts_at", "-pk").values(*names)[: SIZE + 1])
    more = found[SIZE - 1] if len(found) > SIZE else None
    return Page(found[:SIZE], f"{more['starts_at'].isoformat()}~{more['pk']}" if more else "")


def _cursor(after: str) -> tuple[datetime, int] | None:
    began, _gap, pk = after.partition("~")
    try:
        found = datetime.fromisoformat(began.replace(" ", "+"))
        return (found, int(pk)) if found.tzinfo and 0 < int(pk) < 2**61 else None
    except ValueError:
        return None
