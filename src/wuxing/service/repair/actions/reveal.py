"""Who serves a case sees its customer's number and address in full; that leaves a trace."""

from django.db import transaction

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.customers.customer_care import actions as care
from wuxing.resources.models import Person
from wuxing.service.repair import queries
from wuxing.service.repair.actions.trace import refuse
from wuxing.service.repair.models import ServiceRequest
from wuxing.service.repair.rules.steps import why_not_reveal


@transaction.atomic
def show_contact(*, request_id: int, by: Actor) -> care.Revealed:
    """查看联系方式 of a case, by its own technician or by the desk, while it is served (procedures 4 and 14).

    Raises NotAllowed, NotFound (no such case, or nobody to call), RuleBroken (another's order, or it is over).
    """
    by.require(Permission.CUSTOMER_REVEAL)
    request = ServiceRequest.objects.filter(pk=request_id).first()
    if request is None:
        raise NotFound(say("there is no service request %(id)s here", id=request_id))
    if request.contact_id is None:
        raise NotFound(say("nobody to call is on record yet"))
    order = request.orders.order_by("-pk").first()
    desk = by.may(Permission.REPAIR_INTAKE) or by.may(Permission.REPAIR_DISPATCH)
    own = order is not None and Person.objects.filter(pk=order.technician_id or 0, user_id=by.user_id or 0).exists()
    refuse(why_not_reveal(order.state if order else request.state, own=own, desk=desk))

    return care.reveal_contact(
        contact_id=request.contact_id, site_id=request.site_id, case=(queries.CASE, request_id), by=by
    )
