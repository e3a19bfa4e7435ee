"""回访计划与话术: the plan and the script of calls, each in versions."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import connection, transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import Reason, say
from wuxing.service.follow_up import queries, rules
from wuxing.service.follow_up.actions.trace import said
from wuxing.service.follow_up.models import CallPlan, CallScript
from wuxing.service.follow_up.rules import Rule
from wuxing.service.follow_up.rules.script import Question, why_not_script

LIMITS: dict[str, tuple[int, int]] = {
    "max_tries": (1, 10),
    "spacing_minutes": (15, 10_080),
    "survey_days": (1, 90),
    "low_score": (0, 4),
    "low_recommend": (0, 8),
}


def _one_at_a_time(by: Actor) -> None:
    """Let versions of one tenant be saved one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('follow_up.versions'), %s)", [by.tenant_id])


@transaction.atomic
def save_plan(
    *,
    rules_of_plan: Sequence[Rule],
    reason: str,
    max_tries: int = 3,
    spacing_minutes: int = 240,
    survey_days: int = 14,
    low_score: int = 2,
    low_recommend: int = 3,
    by: Actor,
) -> CallPlan:
    """回访计划: save the next version; its seed is fresh, and the seed's digest goes into the ledger before anything is drawn.

    Raises NotAllowed, BadInput (rules or numbers that cannot be, no reason).
    """
    by.require(Permission.GOVERNANCE_WRITE)
    why = said("reason", reason, 300)
    given = (max_tries, spacing_minutes, survey_days, low_score, low_recommend)
    numbers: dict[str, Any] = dict(zip(LIMITS, given, strict=True))
    _refuse_plan(rules_of_plan, numbers)
    _one_at_a_time(by)
    last = queries.plan_in_force()
    seed = secrets.token_bytes(32)

    made = CallPlan.objects.create(
        tenant_id=by.tenant_id,
        version=last.version + 1 if last else 1,
        rules=[asdict(rule) for rule in rules_of_plan],
        **numbers,
        seed=seed,
        commitment=rules.commitment_of(seed),
        reason=why,
        saved_at=clock.now(),
        saved_by_id=by.user_id,
    )
    ledger.record(
        "follow_up.plan",
        by=by,
        target=made,
        version=made.version,
        rules=made.rules,
        **numbers,
        commitment=made.commitment,
        seed_before=bytes(last.seed).hex() if last else "",
        reason=why,
    )
    return made


def _refuse_plan(rules_of_plan: Sequence[Rule], numbers: dict[str, Any]) -> None:
    wrong: dict[str, Reason | str] = {
        name: say("choose a number from %(low)s to %(high)s", low=LIMITS[name][0], high=LIMITS[name][1])
        for name, value in numbers.items()
        if not LIMITS[name][0] <= value <= LIMITS[name][1]
    }
    if fault := rules.why_not_rules(rules_of_plan):
        wrong["rules"] = fault
    if wrong:
        raise BadInput(wrong)


@transaction.atomic
def save_script(*, questions: Sequence[Question], by: Actor) -> CallScript:
    """回访话术: save the next version of the questions; calls under way keep theirs. Raises NotAllowed, BadInput."""
    by.require(Permission.GOVERNANCE_WRITE)
    if fault := why_not_script(questions):
        raise BadInput({"questions": fault})
    _one_at_a_time(by)
    last = queries.script_in_force()

    made = CallScript.objects.create(
        tenant_id=by.tenant_id,
        version=last.version + 1 if last else 1,
        questions=[{"code": one.code, "kind": one.kind, "texts": dict(one.texts)} for one in questions],
        saved_at=clock.now(),
        saved_by_id=by.user_id,
    )
    ledger.record("follow_up.script", by=by, target=made, version=made.version, questions=made.questions)
    return made
