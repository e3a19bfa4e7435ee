"""改约: the customer moves the visit to a window that is offered, by the desk's own action; who asked and the notice are kept."""

from datetime import datetime, timedelta

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.service.doors import queries, rules, windows
from wuxing.service.doors.door import lent
from wuxing.service.repair import actions as repair
from wuxing.service.repair.models import Appointment, WorkOrder

NOT_FREE = say("this time is not free any more; choose another")


def why_not_move(order: WorkOrder, visit: Appointment | None, now: datetime) -> Reason | None:
    """Return why the customer cannot move the visit of an order now, or None."""
    return rules.why_not_move(
        visit.state if visit else None,
        visit.slot.lower if visit else None,
        now,
        timedelta(hours=queries.settings().notice_hours),
        queries.moved_by(order.pk).count("customer"),
    )


@transaction.atomic
def move_visit(*, order_id: int, begins: datetime, reason: str = "", by: Actor) -> Appointment:
    """改约: move the visit to the offered window that begins at `begins` (procedure 4, step 3).

    Raises NotAllowed, NotFound, BadInput (the window is not offered any more), RuleBroken (too late, too often, taken).
    """
    by.require(Permission.OWN_ORDER)
    orders = WorkOrder.objects.select_for_update(of=("self",)).select_related("outlet")
    order = orders.filter(pk=order_id).first()
    if order is None:
        raise NotFound(say("there is no work order %(id)s here", id=order_id))
    now = clock.now()
    visit = queries.visit_of(order.pk)
    if refusal := why_not_move(order, visit, now):
        raise RuleBroken(refusal)
    free = {one[0]: one for one in windows.offered_windows(order, visit, now, by.zone)}
    if begins not in free:
        raise BadInput({"slot": NOT_FREE})
    try:
        return repair.reschedule_appointment(
            order_id=order.pk,
            slot=free[begins],
            asked_by="customer",
            reason=reason.strip()[:300] or "by the tracking page",
            by=lent(by, Permission.REPAIR_VISIT, Permission.REPAIR_DISPATCH),
        )
    except RuleBroken:
        if begins in {one[0] for one in windows.offered_windows(order, visit, clock.now(), by.zone)}:
            raise
        raise BadInput({"slot": NOT_FREE}) from None  # another customer took it meanwhile: whose, is not for this one
