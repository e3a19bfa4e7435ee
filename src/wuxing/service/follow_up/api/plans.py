"""The plan and the script of calls by machine."""

from typing import Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.refusals import ANSWERS
from wuxing.service.follow_up import actions, queries
from wuxing.service.follow_up.models import CallPlan
from wuxing.service.follow_up.rules import Rule
from wuxing.service.follow_up.rules.script import Question
from wuxing.service.repair.api.shapes import actor_of

router = Router()


class RuleIn(Schema):
    """Of the closed orders that fit, this share is called; what is left open fits every order."""

    share: int = Field(ge=0, le=100)
    line: str = ""
    work_type: Literal["", "onsite", "walk_in", "remote"] = ""
    warranty: Literal["", "in_warranty", "out_of_warranty", "goodwill", "recall", "contract", "unknown"] = ""
    repeat: bool = False
    unhappy: bool = False


class FollowUpPlanIn(Schema):
    """The next version of the plan."""

    rules: list[RuleIn]
    reason: str
    max_tries: int = 3
    spacing_minutes: int = 240
    survey_days: int = 14
    low_score: int = 2
    low_recommend: int = 3


class PlanOut(Schema):
    """A plan; `seed` only once it is replaced."""

    version: int
    rules: list[RuleIn]
    commitment: str
    seed: str = ""


def _out(plan: CallPlan, *, seed: bool) -> PlanOut:
    rules = [RuleIn(**one) for one in plan.rules]
    revealed = bytes(plan.seed).hex() if seed else ""
    return PlanOut(version=plan.version, rules=rules, commitment=plan.commitment, seed=revealed)


@router.get("/plans", response={200: list[PlanOut], **ANSWERS}, summary="回访计划: newest first")
def list_plans(request: HttpRequest) -> list[PlanOut]:
    """List the plan in force and those before it, with the seeds that are no secret any more."""
    acting(request, Permission.FOLLOW_UP, Permission.GOVERNANCE_WRITE)
    found = queries.plan_in_force()
    earlier = [_out(one, seed=True) for one in queries.earlier_plans()]
    return [_out(found, seed=False), *earlier] if found else []


@router.post("/plans", response={201: PlanOut, **ANSWERS}, summary="回访计划: save the next version")
def save_plan(request: HttpRequest, body: FollowUpPlanIn) -> Status[PlanOut]:
    """Save the next version of the plan."""
    rules = [Rule(**one.model_dump()) for one in body.rules]
    made = actions.save_plan(rules_of_plan=rules, by=actor_of(request), **body.model_dump(exclude={"rules"}))
    return Status(201, _out(made, seed=False))


class QuestionIn(Schema):
    """One question, with its words by language (zh-hans, zh-hant, en)."""

    code: str = Field(max_length=40)
    kind: Literal["yes_no", "score", "text"]
    texts: dict[Literal["zh-hans", "zh-hant", "en"], str]


class ScriptIn(Schema):
    """The next version of the script."""

    questions: list[QuestionIn]


class ScriptOut(ScriptIn):
    """A version of the script."""

    version: int


@router.post("/scripts", response={201: ScriptOut, **ANSWERS}, summary="回访话术: save the next version")
def save_script(request: HttpRequest, body: ScriptIn) -> Status[ScriptOut]:
    """Save the next version of the script."""
    questions = [Question(one.code, one.kind, {str(k): v for k, v in one.texts.items()}) for one in body.questions]
    made = actions.save_script(questions=questions, by=actor_of(request))
    return Status(201, ScriptOut(version=made.version, questions=body.questions))
