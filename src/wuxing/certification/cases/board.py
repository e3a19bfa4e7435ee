"""The board: what is open, phase by phase, with what blocks each case."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from wuxing.certification.cases import gates
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import ENDS, Stage
from wuxing.core.actors import Actor
from wuxing.core.reasons import Reason

SHOWN = 8
COLUMNS: dict[str, tuple[Stage, ...]] = {
    "application": (Stage.DRAFT, Stage.SUBMITTED, Stage.APPLICATION_REVIEW),
    "agreement": (Stage.ACCEPTED,),
    "documents": (Stage.CONTRACTED, Stage.DOCUMENT_REVIEW),
    "on_site": (Stage.PLANNED, Stage.ON_SITE),
    "corrections": (Stage.FINDINGS,),
    "report": (Stage.REPORT,),
    "decision": (Stage.UNDER_REVIEW, Stage.DECISION),
    "certificate": (Stage.GRANTED,),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A case on the board: why it does not go on by itself, and whether it is late."""

    case: Case
    blocks: tuple[Reason, ...]
    late: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A phase with all its cases counted and the most urgent shown."""

    name: str
    count: int
    late: int
    cards: tuple[Card, ...]


def open_cases(by: Actor, *, mine: bool = False, kind: str = "") -> QuerySet[Case]:
    """Return the cases that have not ended."""
    rows = Case.objects.exclude(stage__in=[stage.value for stage in ENDS])
    if mine:
        rows = rows.filter(officer_id=by.user_id)
    return rows.filter(kind=kind) if kind else rows


def columns(by: Actor, today: date, *, mine: bool = False, kind: str = "") -> list[Column]:
    """Return the board: every phase with its count and its most urgent cases, those due first before the others."""
    rows = open_cases(by, mine=mine, kind=kind)
    counts = Counter(dict(rows.values_list("stage").annotate(n=Count("pk"))))
    late = Counter(dict(rows.filter(due_on__lt=today).values_list("stage").annotate(n=Count("pk"))))
    place = Window(RowNumber(), partition_by=F("stage"), order_by=[F("due_on").asc(nulls_last=True), F("pk").asc()])
    first = rows.annotate(place=place).filter(place__lte=SHOWN).select_related("client", "officer")
    by_stage: dict[str, list[Case]] = defaultdict(list)
    for case in first:
        by_stage[case.stage].append(case)
    found = {name: _urgent(by_stage, stages) for name, stages in COLUMNS.items()}
    why = blocks_of([case for cases in found.values() for case in cases])
    return [
        Column(
            name,
            sum(counts[stage] for stage in stages),
            sum(late[stage] for stage in stages),
            tuple(_card(case, why, today) for case in found[name]),
        )
        for name, stages in COLUMNS.items()
    ]


def _urgent(by_stage: dict[str, list[Case]], stages: tuple[Stage, ...]) -> list[Case]:
    cases = [case for stage in stages for case in by_stage[stage]]
    return sorted(cases, key=lambda case: (case.due_on or date.max, case.pk))[:SHOWN]


def _card(case: Case, why: dict[int, list[Reason]], today: date) -> Card:
    return Card(case, tuple(why.get(case.pk, ())), case.due_on is not None and case.due_on < today)


def blocks_of(cases: Sequence[Case]) -> dict[int, list[Reason]]:
    """Return what keeps each case from its next stage; the queries do not grow with the cases."""
    going: dict[Stage, list[Case]] = defaultdict(list)
    for case in cases:
        if following := gates.following(Stage(case.stage)):
            going[following].append(case)
    found: dict[int, list[Reason]] = {}
    for stage, waiting in going.items():
        found |= gates.blocks(waiting, stage)
    return found
