"""Score and report of a case as its page shows them."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.cases import gates
from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.findings.models import Finding
from wuxing.certification.report import facts, queries, rules
from wuxing.certification.report.actions.excluding import may_decide
from wuxing.certification.report.actions.reporting import WRITTEN
from wuxing.certification.report.drawing import wording as said
from wuxing.certification.report.queries import Basis
from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.evidence.readiness import words
from wuxing.evidence.readiness.queries import scored
from wuxing.evidence.readiness.rules import middle
from wuxing.schemes.packs.structure import Indicator
from wuxing.schemes.scoring.results import Readiness, Status

P = Permission
_HUNDREDTH = Decimal("0.01")


def page_of(case: Case, by: Actor) -> dict[str, Any]:
    """Return everything that the page shows."""
    basis = queries.basis(case)
    readiness = scored(basis.pack, basis.inputs)
    parts = cases.parts_of(case.pk, by)
    return {
        **_score(basis, readiness),
        "groups": [_group(basis, readiness, one) for one in basis.pack.children(None)],
        "exclusions": [_exclusion(basis, row, by) for row in basis.exclusions],
        "overrides": [_override(basis, place, row) for place, row in enumerate(basis.overrides, 1)],
        "waiting": [_proposal(basis, row, by, parts) for row in queries.waiting_overrides(case)],
        "kept": queries.scores(case)[:10],
        "reports": queries.reports(case),
        "may_exclude": _may(by, parts, Part.LEAD, Part.EVALUATOR) and Stage(case.stage) in rules.PROPOSE_EXCLUSION,
        "may_override": _may(by, parts, *rules.PROPOSERS) and Stage(case.stage) in rules.OVERRIDE,
        "gate": _gate(case),
        "leads": Part.LEAD in parts and by.may(P.CASE_EVALUATE),
        "writes": Stage(case.stage) in WRITTEN,
    }


def _may(by: Actor, parts: frozenset[Part], *asked: Part) -> bool:
    return (by.may(P.CASE_EVALUATE) or by.may(P.CASE_REVIEW)) and bool(parts & set(asked))


def _score(basis: Basis, readiness: Readiness) -> dict[str, Any]:
    score, pack = readiness.score, basis.pack
    return {
        "low": score.low,
        "likely": middle(readiness),
        "high": score.high,
        "settled": score.low == score.high,
        "grades": [(level.min, words.text(level.title)) for level in pack.levels],
        "reached": words.level(pack, readiness.level_likely),
        "reached_low": words.level(pack, readiness.level_low),
        "reached_high": words.level(pack, readiness.level_high),
        "draft": readiness.rehearsal,
        "stamp": words.placeholder(readiness, pack),
        "stats": [
            {"value": f"{score.low}", "label": _("surely reached"), "state": "", "url": ""},
            {"value": f"{score.high}", "label": _("still possible"), "state": "", "url": ""},
            {"value": readiness.special_deductions, "label": pgettext("count in a case", "special deductions"),
             "state": "late" if readiness.special_deductions else "", "url": ""},
            {"value": readiness.special_bonus, "label": pgettext("count in a case", "special bonus"), "state": "", "url": ""},
            {"value": words.number(readiness.applicable, 0), "label": _("points that apply"), "state": "", "url": ""},
        ],
    }  # fmt: skip


def _group(basis: Basis, readiness: Readiness, group: Indicator) -> dict[str, Any]:
    found = readiness.indicators[group.id]
    leaves = [_leaf(basis, readiness, basis.pack.by_id[leaf]) for leaf in basis.pack.leaves_under(group.id)]
    return {
        "id": group.id, "title": words.text(group.title), "of": found.of, "points": found.points.low.quantize(_HUNDREDTH),
        "lost": found.lost, "open": found.open, "rows": leaves,
    }  # fmt: skip


def _leaf(basis: Basis, readiness: Readiness, leaf: Indicator) -> dict[str, Any]:
    found = readiness.indicators[leaf.id]
    state, word = words.status(found)
    sheet = basis.sheets.get(leaf.id)
    ratio = None if leaf.id in basis.excluded else basis.ratio(leaf.id)
    return {
        "id": leaf.id,
        "title": words.text(leaf.title),
        "of": found.of,
        "points": found.points.low.quantize(_HUNDREDTH),
        "lost": found.lost,
        "state": state,
        "word": word,
        "ratio": words.percent(ratio),
        "automatic": words.percent(sheet.automatic) if sheet else "—",
        "findings": [{"number": row.number, "url": _finding_url(row)} for row in basis.deductions.get(leaf.id, ())],
        "override": leaf.id in basis.latest,
        "unknown": found.status is Status.UNKNOWN,
    }


def _finding_url(row: Finding) -> str:
    return reverse("certification:finding", args=[row.pk])


def _title(basis: Basis, leaf: str) -> str:
    return f"{leaf} {words.text(basis.pack.by_id[leaf].title)}" if leaf in basis.pack.by_id else leaf


def _exclusion(basis: Basis, row: Any, by: Actor) -> dict[str, Any]:
    reason = None
    if row.accepted is None:
        stage = Stage(basis.case.stage)
        reason = rules.why_not_decide_exclusion(proposed_by=row.proposed_by_id, decider=by.user_id, stage=stage)
    return {
        "row": row,
        "title": _title(basis, row.leaf),
        "asks": row.accepted is None and may_decide(basis.case, by),
        "locked": wording.text(reason) if reason else "",
        "state": {None: "waiting", True: "done", False: "excluded"}[row.accepted],
        "word": {None: _("waits"), True: pgettext("exclusion", "accepted"), False: pgettext("exclusion", "refused")}[
            row.accepted
        ],
        "points": basis.in_use.get(row.leaf, Decimal(0)),
    }


def _override(basis: Basis, place: int, row: Any) -> dict[str, Any]:
    return {
        "row": row, "number": place, "title": _title(basis, row.leaf), "before": words.percent(row.before),
        "after": words.percent(row.after), "source": said.source(row.source),
    }  # fmt: skip


def _proposal(basis: Basis, row: Any, by: Actor, parts: frozenset[Part]) -> dict[str, Any]:
    reason = rules.why_not_confirm(
        proposed_by=row.proposed_by_id, confirmer=by.user_id, involved=_may(by, parts, *rules.PROPOSERS)
    )
    return {
        **_override(basis, 0, row),
        "locked": wording.text(reason) if reason else "",
        "own": row.proposed_by_id == by.user_id,
    }


def _gate(case: Case) -> list[dict[str, str]]:
    """Return what blocks the hand-over, while it is the next step."""
    if Stage(case.stage) not in {Stage.FINDINGS, Stage.REPORT}:
        return []
    reasons = gates.blocks([case], Stage.UNDER_REVIEW).get(case.pk, [])
    rows = [{"state": "waiting", "text": wording.text(reason)} for reason in reasons]
    return rows or [{"state": "done", "text": _("Everything is there for the hand-over.")}]


def leaf_choices(basis: Basis, *, excludable: bool) -> list[tuple[str, str]]:
    """Return the indicators that may be excluded, or those whose share may change."""
    taken = {row.leaf for row in basis.exclusions if row.accepted is not False}
    return [
        (leaf.id, _chosen(basis, leaf))
        for leaf in basis.pack.leaves
        if leaf.id not in taken and (leaf.excludable or not excludable)
    ]


def _chosen(basis: Basis, leaf: Indicator) -> str:
    ratio = facts.percent(basis.ratio(leaf.id))
    return f"{leaf.id} {words.text(leaf.title)}" + (f" · {ratio}%" if ratio is not None else "")
