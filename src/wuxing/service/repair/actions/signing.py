"""The customer's signature as drawn on the phone: the picture is kept beside the order, then the order is signed."""

from django.db import transaction

from wuxing.core import files
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.service.repair import queries
from wuxing.service.repair.actions.closing import sign_order
from wuxing.service.repair.models import Signature


@transaction.atomic
def sign_with_drawing(
    *,
    order_id: int,
    name: str,
    drawing: str = "",
    not_drawn: str = "",
    satisfied: bool | None = None,
    comment: str = "",
    by: Actor,
) -> Signature:
    """客户签字: sign by hand when something was drawn, else by the typed name and why (procedure 4, step 6).

    Raises as sign_order; BadInput also when the drawing is no picture.
    """
    by.require(Permission.REPAIR_VISIT)
    image_id = None
    if drawing:
        order = queries.lock_order_of_technician(order_id, by)
        case = (queries.CASE, order.request_id)
        image_id = files.keep_drawing(drawing, name=f"{order.number}-signature.png", target=order, by=by, case=case).pk
    return sign_order(
        order_id=order_id,
        name=name,
        image_id=image_id,
        not_drawn=not_drawn,
        satisfied=satisfied,
        comment=comment,
        by=by,
    )
