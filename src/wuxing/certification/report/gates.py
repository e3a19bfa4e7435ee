"""What must be there before the report goes on: shares, explained points, a score, a report, official points."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Max, Q

from wuxing.certification.cases.gates import before
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import Kind, State
from wuxing.certification.onsite_audit.models import Sheet
from wuxing.certification.onsite_audit.queries.scope import applicable
from wuxing.certification.report import rules
from wuxing.certification.report.models import (
    CaseExclusion,
    CaseReport,
    CaseScore,
    Override,
    OverrideProposal,
    SetAside,
)
from wuxing.certification.report.queries import pack
from wuxing.certification.report.rules import Cause
from wuxing.core.reasons import Reason, say
from wuxing.schemes.licensing.queries import why_not_certify


@dataclass
class _Row:
    """What the gates ask of one case."""

    ratios: dict[str, Decimal | None] = field(default_factory=dict)
    samples: dict[str, int | None] = field(default_factory=dict)
    causes: list[Cause] = field(default_factory=list)
    overridden: dict[str, Decimal] = field(default_factory=dict)
    excluded: set[str] = field(default_factory=set)
    changed_at: float = 0
    specials: int = 0
    score: tuple[int, float, int] | None = None  # id, when, special deductions
    report: int | None = None  # of which score


@before(Stage.FINDINGS)
def exclusions_settled(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Hold the closing meeting up while an exclusion waits: after it none is decided."""
    rows = CaseExclusion.objects.filter(case__in=cases, accepted=None).values("case_id").annotate(count=Count("id"))
    return {row["case_id"]: say("%(count)s proposed exclusions wait to be decided", count=row["count"]) for row in rows}


@before(Stage.UNDER_REVIEW)
def report_stands(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Ask for a share of every indicator, points that name their findings, a score kept and a report of it."""
    rows, looked = _rows(cases), applicable(cases)
    found: dict[int, Reason] = {}
    for case in cases:
        row, scheme = rows[case.pk], pack(case)
        settled = row.excluded | set(row.overridden)
        carried = {leaf for leaf, ratio in row.ratios.items() if ratio is not None} - set(looked[case.pk])
        unseen = [
            leaf.id for leaf in scheme.leaves if leaf.id not in settled and row.ratios.get(leaf.id) is None
        ]  # fmt: skip
        reason = rules.why_not_hand_over(
            unseen=unseen,
            unexplained=rules.unexplained(scheme, row.ratios, row.samples, row.causes, settled | carried),
            scored=row.score is not None,
            current=row.score is not None and row.score[1] >= row.changed_at and row.score[2] == row.specials,
            reported=row.score is not None and row.report == row.score[0],
        )
        if reason:
            found[case.pk] = reason
    return found


@before(Stage.DECISION, Stage.GRANTED)
def nothing_changed_since(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Ask for a report that is newer than the last override: what is decided on is what was reviewed."""
    changed = dict(Override.objects.filter(case__in=cases).values_list("case_id").annotate(at=Max("at")))
    reported = dict(CaseReport.objects.filter(case_id__in=changed).values_list("case_id").annotate(at=Max("made_at")))
    return {
        case_id: say("something changed after the score was kept; write the report anew")
        for case_id, at in changed.items()
        if case_id not in reported or reported[case_id] < at
    }


@before(Stage.UNDER_REVIEW, Stage.DECISION)
def no_change_waits(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Ask for every proposed override to be answered."""
    rows = OverrideProposal.objects.filter(case__in=cases, answered_at=None).values("case_id")
    return {
        row["case_id"]: say("%(count)s proposed changes of shares wait for a second person", count=row["count"])
        for row in rows.annotate(count=Count("id"))
    }


@before(Stage.UNDER_REVIEW)
def points_official(cases: Sequence[Case]) -> Mapping[int, Reason]:
    """Ask for official points; without them only a rehearsal is possible."""
    excluded = _excluded([case for case in cases if not case.rehearsal])
    kept: dict[tuple[str, frozenset[str]], bool] = {}
    found: dict[int, Reason] = {}
    for case in cases:
        if case.rehearsal:
            continue
        key = (case.pack, frozenset(excluded[case.pk]))
        if key not in kept:
            kept[key] = why_not_certify(case.tenant_id, pack(case), key[1]) is None
        if not kept[key]:
            found[case.pk] = say(
                "the points are not official, so that only a rehearsal is possible; "
                "load the licensed scoring table and have a second person sign it off"
            )
    return found


def _excluded(cases: Sequence[Case]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for case_id, leaf in CaseExclusion.objects.filter(case__in=cases, accepted=True).values_list("case_id", "leaf"):
        found[case_id].add(leaf)
    return found


def _rows(cases: Sequence[Case]) -> dict[int, _Row]:
    rows = {case.pk: _Row(excluded=leaves) for case in cases for leaves in [set[str]()]}
    for case_id, leaves in _excluded(cases).items():
        rows[case_id].excluded = leaves
    for case_id, leaf, ratio, sample in Sheet.objects.filter(case__in=cases).values_list(
        "case_id", "leaf", "ratio", "sample_size"
    ):
        rows[case_id].ratios[leaf], rows[case_id].samples[leaf] = ratio, sample
    _add_findings(rows)
    for case_id, leaf, after, at in (
        Override.objects.filter(case__in=cases).order_by("pk").values_list("case_id", "leaf", "after", "at")
    ):
        rows[case_id].overridden[leaf] = after
        rows[case_id].changed_at = max(rows[case_id].changed_at, at.timestamp())
    last = CaseScore.objects.filter(case__in=cases).values("case_id").annotate(last=Max("id")).values("last")
    for case_id, pk, at, specials in CaseScore.objects.filter(pk__in=last).values_list(
        "case_id", "pk", "made_at", "special_deductions"
    ):
        rows[case_id].score = (pk, at.timestamp(), specials)
    newest = CaseReport.objects.filter(case__in=cases).values("case_id").annotate(last=Max("id")).values("last")
    for case_id, score_id in CaseReport.objects.filter(pk__in=newest).values_list("case_id", "score_id"):
        rows[case_id].report = score_id
    return rows


def _add_findings(rows: Mapping[int, _Row]) -> None:
    aside = SetAside.objects.filter(case__in=list(rows)).values("finding_id")
    findings = Finding.objects.filter(
        Q(kind=Kind.DEDUCTION) | Q(kind=Kind.SPECIAL) & ~Q(pk__in=aside), case__in=list(rows)
    ).exclude(state=State.TAKEN_BACK)
    for case_id, kind, leaf, number, size, failures in findings.values_list(
        "case_id", "kind", "leaf", "number", "sample_size", "failures"
    ):
        if kind == Kind.SPECIAL:
            rows[case_id].specials += 1
        else:
            rows[case_id].causes.append(Cause(leaf, number, size, failures))
