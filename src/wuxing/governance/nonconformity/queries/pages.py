"""What the page of one nonconformity shows, each list in one query."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from wuxing.core.ledger import queries as ledger_queries
from wuxing.core.models import Attachment
from wuxing.core.tenants import current_tenant
from wuxing.governance.nonconformity.models import (
    Cause,
    CauseAnalysis,
    Nonconformity,
    PlannedAction,
    StageClock,
    Why,
)
from wuxing.governance.nonconformity.queries.rows import CASE

Row = dict[str, Any]
FILES = {
    "containment": "containments",
    "cause_analysis": "analyses",
    "planned_action": "actions",
    "effectiveness": "checks",
}


@dataclass(frozen=True, slots=True)
class Analysis:
    """A cause analysis with its chain and its fishbone."""

    row: CauseAnalysis
    whys: list[Why]
    causes: list[Cause]


def containments_of(found: Nonconformity) -> list[Row]:
    """Return what was done at once, oldest first."""
    rows = found.containments.order_by("pk")
    return [dict(row) for row in rows.values("pk", "round", "what", "done_at", "at", by_name=F("by__name"))]


def analyses_of(found: Nonconformity) -> list[Analysis]:
    """Return the analyses, newest first; the first one counts."""
    rows = list(found.analyses.select_related("by").order_by("-pk"))
    whys: dict[int, list[Why]] = {row.pk: [] for row in rows}
    causes: dict[int, list[Cause]] = {row.pk: [] for row in rows}
    for why in Why.objects.filter(analysis__in=rows).order_by("analysis_id", "place"):
        whys[why.analysis_id].append(why)
    for cause in Cause.objects.filter(analysis__in=rows).order_by("analysis_id", "category", "place"):
        causes[cause.analysis_id].append(cause)
    return [Analysis(row, whys[row.pk], causes[row.pk]) for row in rows]


def actions_of(found: Nonconformity) -> list[PlannedAction]:
    """Return the actions of all rounds, newest round first, struck ones too."""
    return list(found.actions.select_related("responsible", "done_by").order_by("-round", "pk"))


def checks_of(found: Nonconformity) -> list[Row]:
    """Return the checks of the effect, newest first."""
    rows = found.checks.order_by("-pk")
    return [
        dict(row) for row in rows.values("pk", "round", "verdict", "evidence", "record", "at", by_name=F("by__name"))
    ]


def clocks_of(found: Nonconformity) -> list[StageClock]:
    """Return the clocks of all rounds, in order."""
    return list(found.clocks.select_related("calendar_version__calendar").order_by("round", "pk"))


def files_of(found: Nonconformity) -> list[Attachment]:
    """Return the files handed in at any step, oldest first."""
    asked = Q(target_type=CASE, target_id=found.pk)
    for kind, relation in FILES.items():
        asked |= Q(target_type=kind, target_id__in=getattr(found, relation).values("pk"))
    return list(Attachment.objects.filter(asked).select_related("created_by").order_by("pk"))


def entries_of(nonconformity_id: int) -> list[Any]:
    """Return the ledger entries of a nonconformity as recorded."""
    return list(ledger_queries.timeline(current_tenant(), (CASE, nonconformity_id)))
