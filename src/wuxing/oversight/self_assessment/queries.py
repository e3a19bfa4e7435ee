"""Read self-assessments."""

from datetime import date

from wuxing.core.access import PERMISSIONS, Permission, Role
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.models import Membership
from wuxing.core.reasons import say
from wuxing.core.tenants import current_tenant
from wuxing.evidence.rulings.queries import who
from wuxing.oversight.self_assessment.models import Part, SelfAssessment
from wuxing.oversight.self_assessment.rules import Seen
from wuxing.oversight.self_assessment.states import State

_EVALUATING = [role.value for role in Role if Permission.SELF_ASSESSMENT_EVALUATE in PERMISSIONS[role]]


def lock(self_assessment_id: int) -> SelfAssessment:
    """Return one self-assessment, locked. Raises NotFound."""
    found = SelfAssessment.objects.select_for_update().filter(pk=self_assessment_id).first()
    if found is None:
        raise NotFound(say("there is no such self-assessment"))
    return found


def one(self_assessment_id: int) -> SelfAssessment:
    """Return one self-assessment. Raises NotFound."""
    found = (
        SelfAssessment.objects.select_related("leader", "reviewed_by", "assessment", "created_by")
        .filter(pk=self_assessment_id)
        .first()
    )
    if found is None:
        raise NotFound(say("there is no such self-assessment"))
    return found


def listed(by: Actor) -> list[SelfAssessment]:
    """Return the newest self-assessments. Raises NotAllowed."""
    by.require(Permission.EVIDENCE_READ)
    rows = SelfAssessment.objects.select_related("leader", "assessment").order_by("-pk")
    return list(rows.defer("assessment__inputs", "assessment__result")[:100])


def parts_of(found: SelfAssessment) -> list[Part]:
    """Return the parts of a self-assessment."""
    return list(found.parts.select_related("owner", "evaluator").order_by("pk"))


def part(found: SelfAssessment, leaf: str) -> Part:
    """Return one part. Raises NotFound."""
    row = found.parts.select_related("owner", "evaluator").filter(leaf=leaf).first()
    if row is None:
        raise NotFound(say("this self-assessment has no indicator %(id)s", id=leaf))
    return row


def seen_in(parts: list[Part]) -> list[Seen]:
    """Return what evaluators saw."""
    return [Seen(row.leaf, row.ratio, row.text, who(row.evaluator)) for row in parts if row.ratio is not None]


def evaluators() -> list[tuple[int, str]]:
    """Return the members whose role evaluates."""
    rows = Membership.objects.filter(tenant_id=current_tenant(), active=True, roles__overlap=_EVALUATING)
    return list(rows.order_by("user__name").values_list("user_id", "user__name"))


def people() -> list[tuple[int, str]]:
    """Return all active members."""
    rows = Membership.objects.filter(tenant_id=current_tenant(), active=True)
    return list(rows.order_by("user__name").values_list("user_id", "user__name"))


def last_reviewed(scheme: str) -> date | None:
    """Return the day of the last management review of a self-assessment."""
    at = (
        SelfAssessment.objects.filter(scheme=scheme, state=State.REVIEWED)
        .order_by("-reviewed_at")
        .values_list("reviewed_at", flat=True)
        .first()
    )
    return at.date() if at else None
