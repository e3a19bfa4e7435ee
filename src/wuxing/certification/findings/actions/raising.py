"""Raise a finding; put it right, or take it back, before the closing meeting."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction

from wuxing.certification.cases import actions as cases
from wuxing.certification.cases import queries as case_queries
from wuxing.certification.cases.models import Case, Site
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.findings import queries, rules
from wuxing.certification.findings.actions import filing, trace
from wuxing.certification.findings.actions.filing import Upload
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.rules import Seen
from wuxing.certification.findings.states import Kind, State, Step
from wuxing.certification.onsite_audit.actions import sheets as checklists
from wuxing.certification.programme import queries as programmes
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.reasons import say

_WORDS = ("kind", "grade", "leaf", "reason_code", "site_id", "text", "evidence", "sample_size", "failures")


@transaction.atomic
def raise_finding(*, case_id: int, seen: Seen, sent: Sequence[Upload] = (), by: Actor) -> Finding:
    """开具不符合项: raise what was found, numbered within the case (7.4).

    A must-correct finding raised while the report is written brings the case back to corrections. Raises NotAllowed
    (not of the team; another member's indicator), NotFound, BadInput, RuleBroken (not now).
    """
    case = case_queries.lock(case_id)
    trace.of_team(case_id, by)
    stage = Stage(case.stage)
    trace.refuse(rules.why_not_raise(seen, stage=stage, closed=case.closing_at is not None))
    _check(case, seen, by)

    made = Finding.objects.create(
        tenant_id=by.tenant_id,
        case=case,
        number=queries.next_number(case.pk),
        raised_by_id=by.user_id,
        raised_at=clock.now(),
        due_on=_due(case, seen, by),
        source=seen.source.value,
        paper_id=seen.paper_id,
        **_columns(case, seen),
    )
    trace.leave("raise", made, by, source=made.source, paper=made.paper_id, due_on=made.due_on, **_columns(case, seen))
    filing.keep(sent, target=made, by=by, case_id=case.pk)
    checklists.recount(case=case, leaf=made.leaf)
    if stage is Stage.REPORT and rules.is_asked(seen.kind, seen.source):
        cases.advance(case, Stage.FINDINGS, by=by, due_on=made.due_on, finding=made.number)
    return made


@transaction.atomic
def correct(*, finding_id: int, seen: Seen, by: Actor) -> Finding:
    """更正: put a finding right before the closing meeting; the ledger keeps what it said before.

    Raises NotAllowed, NotFound, BadInput, RuleBroken (after the closing meeting; closed).
    """
    case, found = trace.both(finding_id)
    trace.of_team(case.pk, by)
    trace.refuse(rules.why_not_change(State(found.state), closed=case.closing_at is not None))
    if seen.source != found.source or seen.paper_id != found.paper_id:
        raise RuleBroken(say("where a finding comes from stays; take it back and raise another"))
    trace.refuse(rules.why_not_raise(seen, stage=Stage(case.stage), closed=case.closing_at is not None))
    _check(case, seen, by, but=found)
    now = _columns(case, seen)
    before = {name: getattr(found, name) for name in _WORDS if getattr(found, name) != now[name]}

    for name in before:
        setattr(found, name, now[name])
    if found.due_on is None or not rules.is_asked(seen.kind, seen.source):
        found.due_on = _due(case, seen, by)
    found.save(update_fields=[*before, "due_on"])
    for leaf in {found.leaf, before.get("leaf", found.leaf)}:
        checklists.recount(case=case, leaf=leaf)
    trace.leave("correct", found, by, before=before, after={name: now[name] for name in before})
    return found


@transaction.atomic
def take_back(*, finding_id: int, reason: str, by: Actor) -> Finding:
    """撤回: take a finding back before the closing meeting. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    case, found = trace.both(finding_id)
    trace.of_team(case.pk, by)
    trace.refuse(rules.why_not_change(State(found.state), closed=case.closing_at is not None))
    _judges(case, found.leaf, by)
    text = trace.said(reason=(reason, 1000))["reason"]

    trace.step(found, Step.TAKE_BACK, State.TAKEN_BACK, by=by, text=text)
    checklists.recount(case=case, leaf=found.leaf)
    return found


def _check(case: Case, seen: Seen, by: Actor, but: Finding | None = None) -> None:
    _judges(case, seen.leaf, by)
    if but is not None:
        _judges(case, but.leaf, by)
    scheme = queries.pack(case)
    leaves = [leaf.id for leaf in scheme.leaves]
    deduction = scheme.by_id[seen.leaf].deduction if seen.leaf in leaves else ""
    codes = [reason.id for reason in scheme.rules.deduction_reasons]
    faults = rules.faults_of(seen, leaves=leaves, reasons=codes, deduction=deduction)
    if seen.site_id is not None and not Site.objects.filter(pk=seen.site_id, case=case).exists():
        faults["site_id"] = say("choose a site of this case")
    if seen.kind is Kind.DEDUCTION and deduction == rules.PROPORTIONAL and "sample_size" not in faults:
        known = queries.sample_of(case.pk, seen.leaf, but=but.pk if but else 0)
        if reason := rules.why_not_sample(seen.sample_size, known):
            faults["sample_size"] = reason
    if faults:
        raise BadInput(faults)


def _judges(case: Case, leaf: str, by: Actor) -> None:
    leads = Part.LEAD in case_queries.parts_of(case.pk, by)
    if reason := rules.why_not_judge_leaf(leaf, leads=leads, leaves=queries.leaves_of(case.pk, by)):
        raise NotAllowed(reason)


def _due(case: Case, seen: Seen, by: Actor) -> date | None:
    if not rules.is_asked(seen.kind, seen.source):
        return None
    windows = programmes.for_case(case).windows
    return rules.due_for(
        seen.source,
        clock.today(by.zone),
        correction=windows.correction,
        document_correction=windows.document_correction,
    )


def _columns(case: Case, seen: Seen) -> dict[str, Any]:
    """Return the words of a finding as its table keeps them; a sample only where it moves the points."""
    words = {name: value for name, value in asdict(seen).items() if name in _WORDS}
    words |= {"kind": seen.kind.value, "grade": seen.grade.value if seen.grade else ""}
    words |= {"text": seen.text.strip(), "evidence": seen.evidence.strip()}
    scheme = queries.pack(case)
    shares = seen.kind is Kind.DEDUCTION and scheme.by_id[seen.leaf].deduction == rules.PROPORTIONAL
    if not shares:
        words |= {"sample_size": None, "failures": None}
    if seen.kind is not Kind.SPECIAL:
        words["reason_code"] = ""
    return words
