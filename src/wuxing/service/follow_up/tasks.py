"""Jobs of follow-up calls and surveys."""

from wuxing.core import background
from wuxing.core.actors import Actor
from wuxing.service.follow_up import actions


@background.task("follow_up.begin")
def begin(by: Actor, order_id: int, drawn: int, plan_id: int, rule: int, ticket: int) -> None:
    """Plan the call of a closed order, when it was drawn, and invite its customer to the survey; or say that it is closed."""
    if drawn:
        actions.plan_call(
            order_id=order_id, plan_id=plan_id or None, rule=None if rule < 0 else rule, ticket=ticket, by=by
        )
    actions.invite(order_id=order_id, by=by)
    actions.say_closed(order_id=order_id, by=by)
