"""Read cases, and who does what in them."""

from datetime import date

from wuxing.certification.cases.models import Case, CaseRole, Client
from wuxing.certification.cases.states import TEAM, Part
from wuxing.certification.people.models import Certifier
from wuxing.core.actors import Actor
from wuxing.core.errors import NotAllowed, NotFound
from wuxing.core.models import Tenant
from wuxing.core.reasons import say


def case(case_id: int) -> Case:
    """Return a case with its client. Raises NotFound."""
    found = Case.objects.select_related("client", "officer").filter(pk=case_id).first()
    if found is None:
        raise NotFound(say("there is no such case here"))
    return found


def lock(case_id: int) -> Case:
    """Return a case, locked until the transaction ends. Raises NotFound."""
    found = Case.objects.select_for_update().filter(pk=case_id).first()
    if found is None:
        raise NotFound(say("there is no such case here"))
    return found


def client(client_id: int) -> Client:
    """Return a client of the body. Raises NotFound."""
    found = Client.objects.filter(pk=client_id).first()
    if found is None:
        raise NotFound(say("there is no such client here"))
    return found


def certifier_of(by: Actor) -> Certifier | None:
    """Return who acts, as somebody who works in cases; None for others."""
    if by.user_id is None:
        return None
    return Certifier.objects.filter(user_id=by.user_id).first()


def roles(case_id: int) -> list[CaseRole]:
    """Return everybody's parts in a case, ended ones too, in order of assignment."""
    return list(CaseRole.objects.filter(case_id=case_id).select_related("certifier").order_by("pk"))


def parts_of(case_id: int, by: Actor) -> frozenset[Part]:
    """Return what the actor does in a case now."""
    if by.user_id is None:
        return frozenset()
    rows = CaseRole.objects.filter(case_id=case_id, certifier__user_id=by.user_id, ended_at__isnull=True)
    return frozenset(Part(part) for part in rows.values_list("part", flat=True))


def evaluated(case_id: int, by: Actor) -> bool:
    """Say whether the actor ever was in the team of a case; ending the part does not undo it."""
    if by.user_id is None:
        return False
    return CaseRole.objects.filter(case_id=case_id, certifier__user_id=by.user_id, part__in=TEAM).exists()


def require_part(case_id: int, by: Actor, *parts: Part) -> Certifier:
    """Return who acts when they have one of `parts` in the case. Raises NotAllowed."""
    found = certifier_of(by)
    if found is None or not parts_of(case_id, by) & set(parts):
        raise NotAllowed(say("only those who are assigned to this case for it may do this"))
    return found


def team_size(case_id: int) -> int:
    """Return how many evaluate a case now."""
    return CaseRole.objects.filter(case_id=case_id, part__in=TEAM, ended_at__isnull=True).count()


def body_of(by: Actor) -> Tenant:
    """Return the certification body in which the actor works."""
    return Tenant.objects.get(pk=by.tenant_id)


def last_case(client_id: int, before: date) -> Case | None:
    """Return the client's newest decided case before a day."""
    rows = Case.objects.filter(client_id=client_id, decided_at__date__lt=before)
    return rows.order_by("-decided_at", "-pk").first()
