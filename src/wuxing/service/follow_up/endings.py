"""What follow-up calls have to do with the end of an order: drawn when it is closed, dropped when it is opened again."""

from typing import Any

from wuxing.core import background, clock
from wuxing.core.actors import Actor
from wuxing.service.follow_up import queries, rules
from wuxing.service.follow_up.models import FollowUpCall
from wuxing.service.follow_up.states import CallKind, CallState
from wuxing.service.repair.actions.endings import Closing, on_called, on_close, on_reopen
from wuxing.service.repair.models import WorkOrder


@on_close
def draw(order: WorkOrder, by: Actor) -> Closing:
    """抽取回访: say whether the customer is called, by the plan in force and its seed; the job then plans the call and invites.

    The draw stands in the entry of the closing, so that whoever has the seed can draw again. Who restricted the use of their
    data is not called, and the entry says so.
    """
    plan = queries.plan_in_force()
    share, place = rules.share_of(rules.rules_from(plan.rules if plan else ()), queries.closed_facts(order))
    ticket = rules.ticket_of(bytes(plan.seed), order.number) if plan else 0
    restricted = queries.is_restricted(order.customer_id)
    drawn = rules.is_drawn(ticket, share) and not restricted
    background.defer(
        "follow_up.begin",
        by=by,
        order_id=order.pk,
        drawn=int(drawn),
        plan_id=plan.pk if plan else 0,
        rule=-1 if place is None or plan is None else place,
        ticket=ticket,
    )
    told: dict[str, Any] = {"plan": plan.version, "share": share, "ticket": ticket, "called": drawn} if plan else {}
    told |= {"called": False, "restricted": True} if restricted else {}
    return Closing(("follow_up",) if drawn else (), {"draw": told} if told else {})


@on_reopen
def drop(order: WorkOrder, by: Actor) -> None:
    """Take the planned call of an order away: it goes on."""
    FollowUpCall.objects.filter(order=order, kind=CallKind.AFTER_SERVICE, state=CallState.PLANNED).update(
        state=CallState.CANCELLED, ended_at=clock.now(), ended_by_id=by.user_id
    )


@on_called
def end(order: WorkOrder, satisfied: bool, by: Actor) -> None:
    """End the planned call of an order: it was made and written down on the order's page."""
    FollowUpCall.objects.filter(order=order, kind=CallKind.AFTER_SERVICE, state=CallState.PLANNED).update(
        state=CallState.REACHED, ended_at=clock.now(), ended_by_id=by.user_id, satisfied=satisfied
    )
