"""Rows of procedure 22, locked for actions, and what rules ask about them."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from wuxing.core.errors import NotFound
from wuxing.core.models import Membership
from wuxing.core.reading import is_id, models_by
from wuxing.core.reasons import say
from wuxing.core.tenants import current_tenant
from wuxing.governance.nonconformity.models import (
    ActionPlan,
    Effectiveness,
    Nonconformity,
    PlannedAction,
    StageClock,
)

CASE = "nonconformity"


def _one(nonconformity_id: int) -> QuerySet[Nonconformity]:
    return Nonconformity.objects.select_for_update().filter(pk=nonconformity_id)


def lock_nonconformity(nonconformity_id: int) -> Nonconformity:
    """Return a nonconformity of the tenant, locked. Raises NotFound."""
    found = models_by(_one, nonconformity_id) if is_id(nonconformity_id) else []
    if not found:
        raise NotFound(say("there is no nonconformity %(id)s here", id=nonconformity_id))
    return found[0]


def one(nonconformity_id: int) -> Nonconformity:
    """Return a nonconformity of the tenant. Raises NotFound."""
    rows = Nonconformity.objects.select_related("owner", "reported_by", "verified_by", "cancelled_by")
    found = rows.filter(pk=nonconformity_id).first() if is_id(nonconformity_id) else None
    if found is None:
        raise NotFound(say("there is no nonconformity %(id)s here", id=nonconformity_id))
    return found


def lock_action(found: Nonconformity, action_id: int) -> PlannedAction:
    """Return an action of a nonconformity's present round, locked. Raises NotFound."""
    rows = PlannedAction.objects.select_for_update().filter(nonconformity=found, round=found.round, pk=action_id)
    action = rows.first() if is_id(action_id) else None
    if action is None:
        raise NotFound(say("there is no action %(id)s in this round", id=action_id))
    return action


def standing_actions(found: Nonconformity) -> list[PlannedAction]:
    """Return the actions of the present round that are not struck, as planned."""
    rows = found.actions.filter(round=found.round, struck_at=None)
    return list(rows.select_related("responsible", "done_by").order_by("pk"))


def doers_of(actions: Collection[PlannedAction]) -> frozenset[int]:
    """Return who answers for actions and who reported them done: they judge no effect."""
    people = {action.responsible_id for action in actions} | {action.done_by_id for action in actions}
    return frozenset(person for person in people if person is not None)


def plan_of(found: Nonconformity) -> ActionPlan | None:
    """Return the plan of the present round."""
    return found.plans.filter(round=found.round).first()


def check_of(found: Nonconformity) -> Effectiveness | None:
    """Return the last check of the effect in the present round."""
    return found.checks.filter(round=found.round).order_by("-pk").first()


def lock_clocks(found: Nonconformity) -> list[StageClock]:
    """Return the running clocks of a nonconformity, locked, soonest first."""
    rows = StageClock.objects.select_for_update().filter(nonconformity=found, ended_at=None)
    return list(rows.order_by("counts_until", "pk"))


def _members() -> Any:
    return Membership.objects.filter(tenant_id=current_tenant(), active=True)


def people() -> list[tuple[int, str]]:
    """Return the members of the organisation, who can own and carry out."""
    rows = _members().order_by("user__name", "user_id")
    return [(user_id, name) for user_id, name in rows.values_list("user_id", "user__name")]


def is_member(user_id: int) -> bool:
    """Say whether somebody is an active member of the organisation."""
    return bool(is_id(user_id) and _members().filter(user_id=user_id).exists())
