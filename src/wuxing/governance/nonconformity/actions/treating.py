"""应急处置 and 原因分析: put right for now, then find the cause."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import Reason, say
from wuxing.governance.nonconformity import queries, rules
from wuxing.governance.nonconformity.actions import clocks
from wuxing.governance.nonconformity.actions.reporting import search_text
from wuxing.governance.nonconformity.actions.trace import leave, may_treat, refuse, said, save
from wuxing.governance.nonconformity.models import Cause, CauseAnalysis, Containment, Nonconformity, Why
from wuxing.governance.nonconformity.rules import steps
from wuxing.governance.nonconformity.states import Category, Stage, State


@transaction.atomic
def contain(*, nonconformity_id: int, what: str, done_at: datetime | None = None, by: Actor) -> Containment:
    """应急处置: write down what was done at once to put the fact right (procedure 22).

    Raises NotAllowed, NotFound, BadInput (nothing written, done in the future), RuleBroken (past that).
    """
    by.require(Permission.NONCONFORMITY_REPORT)
    found = queries.lock_nonconformity(nonconformity_id)
    may_treat(found, by)
    refuse(rules.why_not_contain(found.state))
    what = said("what", what, 1000)
    now = clock.now()
    if done_at is not None and done_at > now:
        raise BadInput({"done_at": say("this lies in the future")})

    made = Containment.objects.create(
        tenant_id=by.tenant_id,
        nonconformity=found,
        round=found.round,
        what=what,
        done_at=done_at or now,
        by_id=by.user_id,
        at=now,
    )
    found.state, found.contained_at = State.CONTAINED, now
    clocks.end(found, Stage.CONTAIN, at=now)
    save(found, "state", "contained_at")
    leave("contain", by=by, found=found, what=what, round=found.round, done_at=made.done_at)
    return made


@transaction.atomic
def analyse(
    *,
    nonconformity_id: int,
    root_cause: str,
    category: str,
    evidence: str,
    whys: Sequence[str] = (),
    causes: Mapping[str, Sequence[str]] | None = None,
    by: Actor,
) -> CauseAnalysis:
    """原因分析: the 5-why chain, the fishbone, the root cause and what shows it; a better one may follow until the plan.

    Raises:
        NotAllowed, NotFound, RuleBroken (not put right yet, or planned already).
        BadInput: too shallow for its severity, no root cause, no evidence, an unknown bone.
    """
    by.require(Permission.NONCONFORMITY_REPORT)
    found = queries.lock_nonconformity(nonconformity_id)
    may_treat(found, by)
    refuse(rules.why_not_analyse(found.state, found.kind))
    chain, bones = _weighed(found, root_cause, category, whys, causes or {})
    root_cause, evidence = said("root_cause", root_cause, 500), said("evidence", evidence, 1000)
    now = clock.now()

    made = CauseAnalysis.objects.create(
        tenant_id=by.tenant_id,
        nonconformity=found,
        round=found.round,
        root_cause=root_cause,
        category=category,
        evidence=evidence,
        by_id=by.user_id,
        at=now,
    )
    _write(made, chain, bones)
    again = found.state == State.ANALYSED
    found.state, found.analysed_at = State.ANALYSED, found.analysed_at if again else now
    found.root_cause, found.cause_category = root_cause, category
    found.search = search_text(found)
    clocks.end(found, Stage.ANALYSE, at=now)
    save(found, "state", "analysed_at", "root_cause", "cause_category", "search")
    leave("analyse", by=by, found=found, again=again, **_told(made, chain, bones))
    return made


def _weighed(
    found: Nonconformity, root: str, category: str, whys: Sequence[str], causes: Mapping[str, Sequence[str]]
) -> tuple[list[tuple[str, str]], list[steps.Bone]]:
    """Return chain and fishbone as they are kept. Raises BadInput."""
    wrong: dict[str, Reason | str] = {}
    if category not in list(Category):
        wrong["category"] = say("choose one of the six bones")
    if unknown := sorted(set(causes) - set(Category)):
        wrong["causes"] = say("there is no bone %(name)s", name=unknown[0])
    chain = steps.chain(found.title, whys)
    if len(chain) > steps.WHYS or any(len(answer) > 300 for _question, answer in chain):
        wrong["whys"] = say("at most %(count)s answers of %(limit)s characters", count=steps.WHYS, limit=300)
    texts = [text.strip() for bone in causes.values() for text in bone if text.strip()]
    crowded = any(len(bone) > steps.CAUSES for bone in causes.values())
    if crowded or any(len(text) > steps.LONGEST_CAUSE for text in texts):
        wrong["causes"] = say("at most %(count)s causes a bone, of %(limit)s characters", count=12, limit=200)
    if wrong:
        raise BadInput(wrong)
    if reason := rules.why_not_choose_cause(severity=found.severity, whys=len(chain), causes=len(set(texts))):
        raise BadInput({"whys": reason})
    return chain, steps.fishbone(causes, root=root, category=category)


def _told(made: CauseAnalysis, chain: list[tuple[str, str]], bones: list[steps.Bone]) -> dict[str, Any]:
    return {
        "root_cause": made.root_cause,
        "category": made.category,
        "evidence": made.evidence,
        "round": made.round,
        "whys": [answer for _question, answer in chain],
        "causes": [{"category": bone.category, "text": bone.text, "chosen": bone.chosen} for bone in bones],
    }


def _write(made: CauseAnalysis, chain: list[tuple[str, str]], bones: list[steps.Bone]) -> None:
    Why.objects.bulk_create(
        Why(tenant_id=made.tenant_id, analysis=made, place=place, question=question, answer=answer)
        for place, (question, answer) in enumerate(chain, start=1)
    )
    Cause.objects.bulk_create(
        Cause(
            tenant_id=made.tenant_id,
            analysis=made,
            category=bone.category,
            place=bone.place,
            text=bone.text,
            chosen=bone.chosen,
        )
        for bone in bones
    )
