"""Ask again, at the moment somebody speaks, whether they stand apart from the case (ISO/IEC 17065 4.2, 7.5, 7.6.2)."""

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part
from wuxing.certification.people import queries as people
from wuxing.certification.people.models import Certifier
from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotAllowed, RuleBroken
from wuxing.core.reasons import Reason, say

PERMISSIONS = {Part.REVIEWER: Permission.CASE_REVIEW, Part.DECIDER: Permission.CASE_DECIDE}


def why_not_speak(case: Case, certifier: Certifier, part: Part) -> Reason | None:
    """Return why somebody with a part does not review or vote today, or None: a tie, no contract, no competence."""
    found = people.judged(people.bench(case, clock.today(), only=certifier.pk), part)
    for candidate in found:
        for obstacle in candidate.obstacles:
            if not obstacle.overridable:
                return say("%(name)s %(reason)s", name=certifier.name, reason=obstacle.reason)
    return None


def why_not(case: Case, by: Actor, part: Part) -> Reason | None:
    """Return why the actor does not take this part in the case today, or None."""
    if not by.may(PERMISSIONS[part]):
        return say("your role does not allow this")
    certifier = cases.certifier_of(by)
    if certifier is None or part not in cases.parts_of(case.pk, by):
        return say("only those who are assigned to this case for it may do this")
    return why_not_speak(case, certifier, part)


def require(case: Case, by: Actor, part: Part) -> Certifier:
    """Return who acts. Raises NotAllowed (permission, not assigned), RuleBroken (not apart any more)."""
    by.require(PERMISSIONS[part])
    found = cases.require_part(case.pk, by, part)
    if cases.evaluated(case.pk, by):
        raise NotAllowed(say("you evaluated this case; others review and decide it"))
    if reason := why_not_speak(case, found, part):
        raise RuleBroken(reason)
    return found
