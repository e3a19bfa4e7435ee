"""按报价记录: what the customer accepted becomes lines of the order, so that nobody types it twice."""

from django.db import transaction

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import RuleBroken
from wuxing.core.reasons import say
from wuxing.service.charges import queries
from wuxing.service.repair.actions.lines import add_line
from wuxing.service.repair.models import WorkOrderLine
from wuxing.service.repair.queries import lock_order_of_technician


@transaction.atomic
def record_quoted(*, order_id: int, by: Actor) -> list[WorkOrderLine]:
    """按报价记录: enter the accepted quote's lines on the order, those that are not there yet (step 5).

    Raises NotAllowed, NotFound, RuleBroken (nothing was accepted; all is there; the order is over).
    """
    by.require(Permission.REPAIR_VISIT)
    lock_order_of_technician(order_id, by)
    if not queries.agreed_of_order(order_id):
        raise RuleBroken(say("the customer has accepted no quote on this order"))
    new = queries.unrecorded(order_id)
    if not new:
        raise RuleBroken(say("all that was accepted is on the order already"))

    return [
        add_line(
            order_id=order_id,
            kind=row["kind"],
            code=row["code"],
            name=row["text"][:120],
            quantity=row["quantity"],
            unit_price=row["unit_price"],
            payer=row["payer"],
            by=by,
        )
        for row in new
    ]
