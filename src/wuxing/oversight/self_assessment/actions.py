"""Plan, assign, begin, evaluate, report, review: the steps of procedure 16."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from wuxing.core import clock, ledger, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.evidence.assessments.actions import keep_assessment
from wuxing.evidence.assessments.models import Assessment
from wuxing.evidence.readiness.queries import adopted_pack, report_for, with_inputs
from wuxing.evidence.rulings.queries import who
from wuxing.governance.nonconformity import actions as nonconformity
from wuxing.governance.nonconformity.actions import Finding
from wuxing.oversight.self_assessment import queries, rules, states
from wuxing.oversight.self_assessment.models import Part, SelfAssessment
from wuxing.oversight.self_assessment.states import State
from wuxing.schemes.editions.queries import pack_of


@transaction.atomic
def plan(*, title: str, scope: str, starts_on: date, ends_on: date, leader_id: int, by: Actor) -> SelfAssessment:
    """年度评价计划: plan a self-assessment over every indicator of the adopted edition.

    Raises NotAllowed, NotFound (no edition), BadInput (title, days, leader).
    """
    by.require(Permission.SELF_ASSESSMENT_PLAN)
    faults: dict[str, Reason] = {}
    if not title.strip():
        faults["title"] = say("name it in a few words")
    if ends_on < starts_on:
        faults["ends_on"] = say("the last day lies before the first")
    if leader_id not in dict(queries.people()):
        faults["leader_id"] = say("choose a member of your organisation")
    if faults:
        raise BadInput(faults)
    today = clock.today(by.zone)
    pack = adopted_pack(by, today)

    made = SelfAssessment.objects.create(
        tenant_id=by.tenant_id,
        number=numbering.next_number("ZP", by=by, year=today.year),
        title=title.strip()[:200],
        scope=scope.strip()[:500],
        scheme=pack.id,
        pack=pack.identity,
        year=starts_on.year,
        starts_on=starts_on,
        ends_on=ends_on,
        leader_id=leader_id,
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    Part.objects.bulk_create(Part(tenant_id=by.tenant_id, self_assessment=made, leaf=leaf.id) for leaf in pack.leaves)
    _leave("plan", made, by, number=made.number, pack=made.pack, title=made.title, leader=leader_id,
           starts_on=starts_on, ends_on=ends_on)  # fmt: skip
    return made


@transaction.atomic
def assign(*, self_assessment_id: int, leaves: list[str], owner_id: int, evaluator_id: int, by: Actor) -> int:
    """分工: say who owns the work of some indicators and who evaluates it; return how many.

    Raises NotAllowed, NotFound, BadInput (nobody of the organisation), RuleBroken (one's own work; reported already).
    """
    by.require(Permission.SELF_ASSESSMENT_PLAN)
    found = queries.lock(self_assessment_id)
    if found.state not in (State.PLANNED, State.EVALUATING):
        raise RuleBroken(say("the self-assessment is reported; nothing is assigned any more"))
    if owner_id not in dict(queries.people()):
        raise BadInput({"owner_id": say("choose a member of your organisation")})
    may = evaluator_id in dict(queries.evaluators())
    _refuse(rules.why_not_assign(evaluator=evaluator_id, owner=owner_id, may_evaluate=may))

    count = found.parts.filter(leaf__in=leaves, ratio__isnull=True).update(owner=owner_id, evaluator=evaluator_id)
    _leave("assign", found, by, leaves=sorted(leaves), owner=owner_id, evaluator=evaluator_id)
    return count


@transaction.atomic
def begin(*, self_assessment_id: int, by: Actor) -> SelfAssessment:
    """开始评价. Raises NotAllowed, NotFound, RuleBroken (not planned; an indicator without evaluator)."""
    by.require(Permission.SELF_ASSESSMENT_PLAN)
    found = queries.lock(self_assessment_id)
    _refuse(states.why_not_move(State(found.state), State.EVALUATING))
    unassigned = found.parts.filter(evaluator__isnull=True).count()
    _refuse(rules.why_not_begin(unassigned=unassigned))

    found.state, found.began_at = State.EVALUATING, clock.now()
    found.save(update_fields=["state", "began_at"])
    _leave("begin", found, by)
    return found


@transaction.atomic
def evaluate(*, self_assessment_id: int, leaf: str, ratio: Decimal, text: str, by: Actor) -> Part:
    """评价: say to which share an indicator is met, and what was seen; what the records say stays beside it.

    Raises NotAllowed, NotFound, BadInput (share, text), RuleBroken (not under way; another evaluator).
    """
    by.require(Permission.SELF_ASSESSMENT_EVALUATE)
    found = queries.lock(self_assessment_id)
    if found.state != State.EVALUATING:
        raise RuleBroken(say("only a self-assessment that is under way is evaluated"))
    part = queries.part(found, leaf)
    _refuse(rules.why_not_evaluate(is_evaluator=part.evaluator_id == by.user_id))
    faults: dict[str, Reason] = {}
    if not 0 <= ratio <= 1 or ratio != round(ratio, 4):
        faults["share"] = say("write a share from 0 to 100 per cent with at most two decimal places")
    if not text.strip() or len(text) > 2000:
        faults["text"] = say("write what you looked at and what you found, in at most 2000 signs")
    if faults:
        raise BadInput(faults)
    automatic = rules.share_of(report_for(by).readiness.indicators[leaf])
    before = part.ratio

    part.ratio, part.text, part.automatic, part.seen_at = ratio, text.strip(), automatic, clock.now()
    part.save(update_fields=["ratio", "text", "automatic", "seen_at"])
    _leave("evaluate", found, by, leaf=leaf, ratio=str(ratio), before=None if before is None else str(before),
           automatic=None if automatic is None else str(automatic), text=part.text)  # fmt: skip
    return part


@transaction.atomic
def raise_finding(*, self_assessment_id: int, leaf: str, title: str, severity: str, by: Actor) -> int:
    """不符合报告: carry what was found over into corrective action (procedure 22); return the nonconformity.

    Raises NotAllowed, NotFound, BadInput, RuleBroken (not evaluated; raised already).
    """
    by.require(Permission.SELF_ASSESSMENT_EVALUATE)
    found = queries.lock(self_assessment_id)
    part = queries.part(found, leaf)
    if part.ratio is None:
        raise RuleBroken(say("evaluate the indicator first"))
    if part.nonconformity_id is not None:
        raise RuleBroken(say("a nonconformity is raised from this already"))
    finding = Finding(
        title=title, description=part.text, source="self_assessment", severity=severity, leaves=(leaf,),
        owner_id=part.owner_id,
    )  # fmt: skip
    made = nonconformity.report(finding=finding, by=by)

    part.nonconformity_id = made.pk
    part.save(update_fields=["nonconformity_id"])
    _leave("finding", found, by, leaf=leaf, nonconformity=made.number)
    return made.pk


@transaction.atomic
def report(*, self_assessment_id: int, conclusion: str, by: Actor) -> SelfAssessment:
    """内部评价报告: score what was seen, keep it as an assessment, and conclude.

    Raises NotAllowed, NotFound, BadInput (no conclusion), RuleBroken (something is not evaluated yet).
    """
    by.require(Permission.SELF_ASSESSMENT_PLAN)
    found = queries.lock(self_assessment_id)
    _refuse(states.why_not_move(State(found.state), State.REPORTED))
    parts = queries.parts_of(found)
    _refuse(rules.why_not_report(unseen=sum(1 for part in parts if part.ratio is None)))
    if not conclusion.strip() or len(conclusion) > 2000:
        raise BadInput({"conclusion": say("write what follows, in at most 2000 signs")})
    pack = pack_of(found.pack.rpartition("#")[2])
    base = report_for(by)
    seen = rules.differing(queries.seen_in(parts), {part.leaf: part.automatic for part in parts})
    scored = with_inputs(base, pack, rules.inputs_with(pack, base.inputs, seen, who(found.leader)))

    kept = keep_assessment(report=scored, purpose=Assessment.Purpose.SELF_ASSESSMENT, title=found.title, by=by)
    found.state, found.reported_at, found.conclusion = State.REPORTED, clock.now(), conclusion.strip()
    found.assessment = kept
    found.save(update_fields=["state", "reported_at", "conclusion", "assessment"])
    _leave("report", found, by, assessment=kept.number, conclusion=found.conclusion)
    return found


@transaction.atomic
def review(*, self_assessment_id: int, present: str, decisions: str, by: Actor) -> SelfAssessment:
    """管理评审: record who took part in the management review and what was decided; it closes the self-assessment.

    Raises NotAllowed, NotFound, BadInput (nobody present; nothing decided), RuleBroken (not reported; by the leader).
    """
    by.require(Permission.SELF_ASSESSMENT_PLAN)
    found = queries.lock(self_assessment_id)
    _refuse(states.why_not_move(State(found.state), State.REVIEWED))
    _refuse(rules.why_not_review(is_leader=found.leader_id == by.user_id))
    faults = {
        name: say("fill this in") for name, text in (("present", present), ("decisions", decisions)) if not text.strip()
    }
    if faults:
        raise BadInput(faults)

    found.state, found.reviewed_at, found.reviewed_by_id = State.REVIEWED, clock.now(), by.user_id
    found.present, found.decisions = present.strip()[:500], decisions.strip()[:4000]
    found.save(update_fields=["state", "reviewed_at", "reviewed_by", "present", "decisions"])
    _leave("review", found, by, present=found.present, decisions=found.decisions)
    return found


@transaction.atomic
def cancel(*, self_assessment_id: int, reason: str, by: Actor) -> SelfAssessment:
    """取消. Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (reported already)."""
    by.require(Permission.SELF_ASSESSMENT_PLAN)
    found = queries.lock(self_assessment_id)
    _refuse(states.why_not_move(State(found.state), State.CANCELLED))
    if not reason.strip():
        raise BadInput({"reason": say("fill this in")})

    found.state, found.cancelled_at, found.cancel_reason = State.CANCELLED, clock.now(), reason.strip()[:500]
    found.save(update_fields=["state", "cancelled_at", "cancel_reason"])
    _leave("cancel", found, by, reason=found.cancel_reason)
    return found


def _refuse(reason: Reason | None) -> None:
    if reason:
        raise RuleBroken(reason)


def _leave(verb: str, found: SelfAssessment, by: Actor, **payload: object) -> None:
    told: dict[str, object] = payload
    ledger.record(f"self_assessment.{verb}", by=by, target=found, case=("self_assessment", found.pk), **told)  # type: ignore[arg-type]
