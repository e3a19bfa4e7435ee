"""分工: assign somebody to a part in a case, end it, and say who could (ISO/IEC 17065 4.2, 6.1, 7.5, 7.6)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases import states
from wuxing.certification.cases.models import Case, CaseRole
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.people import queries
from wuxing.certification.people.queries import Candidate
from wuxing.certification.people.rules.assigning import Obstacle
from wuxing.core import clock, ledger, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.schemes.editions.queries import pack_of


def candidates(case: Case, part: Part) -> list[Candidate]:
    """Return everybody in service with what stands in the way of a part, or nothing; who may comes first."""
    return queries.judged(queries.bench(case), part)


@transaction.atomic
def assign(
    *, case_id: int, certifier_id: int, part: Part, leaves: Sequence[str] = (), override: str = "", by: Actor
) -> CaseRole:
    """分工: give somebody a part in a case. `override`: why it is done although the calendar is full.

    Raises NotAllowed, NotFound, BadInput (indicators), RuleBroken (not fit, not apart, not impartial, no time; has ended).
    """
    by.require(Permission.CASE_MANAGE)
    case = cases.lock(case_id)
    queries.lock(certifier_id)
    if reason := why_not_staffed(case, part):
        raise RuleBroken(reason)
    own = _leaves(case, leaves)
    if CaseRole.objects.filter(case=case, certifier_id=certifier_id, part=part, ended_at__isnull=True).exists():
        raise RuleBroken(say("has this part already"))
    passed = _require_fit(case, certifier_id, part, override, by)

    made = CaseRole.objects.create(
        tenant_id=by.tenant_id,
        case=case,
        certifier_id=certifier_id,
        part=part.value,
        leaves=own,
        assigned_by_id=by.user_id,
        assigned_at=clock.now(),
    )
    over: dict[str, Any] = (
        {"override": override.strip()[:500], "passed": [str(one.reason) for one in passed]} if passed else {}
    )
    ledger.record(
        "case.assign", by=by, target=made, case=("case", case.pk), certifier=certifier_id, part=part.value,
        leaves=own, **over,
    )  # fmt: skip
    return made


def _leaves(case: Case, named: Sequence[str]) -> list[str]:
    """Return the indicators named, groups opened. Raises BadInput."""
    if not named:
        return []
    pack = pack_of(case.pack.rpartition("#")[2])
    if unknown := sorted(set(named) - pack.by_id.keys()):
        raise BadInput({"leaves": say("there is no indicator %(ids)s in this edition", ids=", ".join(unknown))})
    return list(dict.fromkeys(leaf for one in named for leaf in pack.leaves_under(one)))


def why_not_staffed(case: Case, part: Part) -> Reason | None:
    """Return why nobody takes this part in the case now, or None; appeals are handled after the end too."""
    if Stage(case.stage) in states.ENDS and part is not Part.APPEAL_HANDLER:
        return say("this case has ended; nothing more happens in it")
    if part is Part.LEAD and CaseRole.objects.filter(case=case, part=part, ended_at__isnull=True).exists():
        return say("a team has one leader; end the part of the present one first")
    return None


def _require_fit(case: Case, certifier_id: int, part: Part, override: str, by: Actor) -> list[Obstacle]:
    """Return what the office goes past with a reason; raise RuleBroken with the first thing that it cannot."""
    found = queries.judged(queries.bench(case, clock.today(by.zone), only=certifier_id), part)[0]
    for one in found.obstacles:
        if not (one.overridable and override.strip()):
            name = found.certifier.name
            raise RuleBroken(say("%(name)s cannot be assigned: %(reason)s", name=name, reason=one.reason))
    return list(found.obstacles)


@transaction.atomic
def release(*, role_id: int, reason: str, by: Actor) -> CaseRole:
    """结束分工: end somebody's part in a case; that they took part stays. Raises NotAllowed, NotFound, BadInput."""
    by.require(Permission.CASE_MANAGE)
    if not reason.strip():
        raise BadInput({"reason": say("fill this in")})
    found = CaseRole.objects.select_for_update().filter(pk=role_id, ended_at__isnull=True).first()
    if found is None:
        raise NotFound(say("there is no such part in a case, or it has ended"))

    found.ended_at, found.end_reason = clock.now(), reason.strip()[:300]
    found.save(update_fields=["ended_at", "end_reason"])
    ledger.record(
        "case.release", by=by, target=found, case=("case", found.case_id), certifier=found.certifier_id,
        part=found.part, reason=found.end_reason,
    )  # fmt: skip
    return found


def told(obstacle: Obstacle) -> str:
    """Return an obstacle in the reader's language."""
    return wording.text(obstacle.reason)
