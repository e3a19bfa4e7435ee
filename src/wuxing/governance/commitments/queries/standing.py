"""Which versions of promises stand now, begin later or have ended, and which proposals are under way."""

from datetime import datetime

from django.db.models import Q, QuerySet

from wuxing.core.access import Permission, Role, permissions_of
from wuxing.core.actors import Actor
from wuxing.core.models import Membership
from wuxing.governance.commitments.models import Promise, PromiseProposal
from wuxing.governance.commitments.states import OPEN_PROPOSALS, ProposalState


def in_force(now: datetime) -> QuerySet[Promise]:
    """Return the versions in force."""
    return Promise.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)


def beginning(now: datetime) -> QuerySet[Promise]:
    """Return the versions that are approved and begin later."""
    return Promise.objects.filter(starts_at__gt=now)


def ended(now: datetime) -> QuerySet[Promise]:
    """Return the versions that no longer bind."""
    return Promise.objects.filter(ends_at__lte=now)


def open_proposals() -> QuerySet[PromiseProposal]:
    """Return the proposals that are not decided: drafts, those that wait for approval, those that came back."""
    return PromiseProposal.objects.filter(state__in=OPEN_PROPOSALS)


def open_proposal_for(found: Promise) -> PromiseProposal | None:
    """Return the change of a promise that is under way, if any."""
    scope = {name: getattr(found, name) for name in ("kind", "area", "product_line", "tier")}
    return open_proposals().filter(**scope).first()


def replaced_by(proposal: PromiseProposal, now: datetime) -> Promise | None:
    """Return the version in force that a proposal would replace, if any."""
    scope = {name: getattr(proposal, name) for name in ("kind", "area", "product_line", "tier")}
    return in_force(now).filter(**scope).select_related("calendar").first()


def waiting_to_approve(by: Actor) -> QuerySet[PromiseProposal]:
    """Return the proposals that this person may decide: those of others."""
    waiting = PromiseProposal.objects.filter(state=ProposalState.PROPOSED)
    return waiting.exclude(proposed_by_id=by.user_id) if by.may(Permission.PROMISE_APPROVE) else waiting.none()


def came_back(by: Actor) -> QuerySet[PromiseProposal]:
    """Return the proposals of this person that were sent back."""
    return PromiseProposal.objects.filter(state=ProposalState.RETURNED, proposed_by_id=by.user_id)


def approvers(tenant_id: int) -> list[str]:
    """Return who may approve a promise, by name."""
    able = [role.value for role in _able()]
    rows = Membership.objects.filter(tenant_id=tenant_id, active=True, roles__overlap=able)
    return list(rows.order_by("user_id").values_list("user__name", flat=True)[:5])


def _able() -> list[Role]:
    return [role for role in Role if Permission.PROMISE_APPROVE in permissions_of(frozenset({role}))]
