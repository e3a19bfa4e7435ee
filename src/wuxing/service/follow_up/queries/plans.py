"""The plan and the script of calls, as they hold now."""

from dataclasses import dataclass
from datetime import timedelta

from wuxing.service.follow_up.models import CallPlan, CallScript, FollowUpCall
from wuxing.service.follow_up.rules.script import Question, questions_from


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan says of tries and answers; as shipped where a company saved none."""

    max_tries: int = 3
    spacing: timedelta = timedelta(hours=4)
    survey_days: int = 14
    low_score: int = 2
    low_recommend: int = 3


def plan_in_force() -> CallPlan | None:
    """Return the newest plan; None: everybody is called, by the shipped terms."""
    return CallPlan.objects.order_by("-version").first()


def earlier_plans() -> list[CallPlan]:
    """Return the plans that were replaced, newest first: their seeds are no secret any more."""
    return list(CallPlan.objects.order_by("-version")[1:21])


def terms_of(plan: CallPlan | None) -> Terms:
    """Return what a plan says of tries and answers."""
    if plan is None:
        return Terms()
    spacing = timedelta(minutes=plan.spacing_minutes)
    return Terms(plan.max_tries, spacing, plan.survey_days, plan.low_score, plan.low_recommend)


def script_in_force() -> CallScript | None:
    """Return the newest script; None: the shipped one."""
    return CallScript.objects.order_by("-version").first()


def questions_of(call: FollowUpCall) -> tuple[Question, ...]:
    """Return the questions of a call, of the version that held when it was planned."""
    return questions_from(call.script.questions if call.script else None)
