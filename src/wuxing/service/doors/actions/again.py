"""补发链接: a new link goes to the phone that is on the request; who asks learns nothing."""

from hmac import compare_digest

from django.db import transaction
from django.db.models import Q

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound, RuleBroken
from wuxing.core.notices import actions as notices
from wuxing.core.notices import recipients
from wuxing.core.reasons import say
from wuxing.service.doors import rules
from wuxing.service.doors.actions.links import open_case_link, permit
from wuxing.service.doors.models import TrackingLink
from wuxing.service.repair.models import ServiceRequest, WorkOrder
from wuxing.service.repair.queries import CASE


@transaction.atomic
def send_link_again(*, number: str, digits: str, language: str, by: Actor) -> bool:
    """补发链接: send a new link to the phone of a request, when its last four digits were given; else do nothing.

    The caller says the same either way. Raises NotAllowed.
    """
    by.require(Permission.OWN_ORDER)
    rows = ServiceRequest.objects.select_related("contact").filter(Q(number=number) | Q(orders__number=number))
    found = rows.order_by("-pk").first()
    phone = found.contact.phone if found and found.contact else ""
    if found is None or len(phone) < 4 or not compare_digest(phone[-4:].encode(), rules.digits_of(digits).encode()):
        return False
    notices.send(
        "tracking.link",
        to=recipients.customer(found.customer_id or 0, address=phone),
        facts={"number": number, "link": open_case_link(request_id=found.pk, by=by, via=TrackingLink.Via.AGAIN)},
        by=by,
        target=(CASE, found.pk),
        language=language,
    )
    return True


@transaction.atomic
def send_link(*, order_id: int, by: Actor) -> None:
    """发送链接: send the customer of an order a link to follow it. Raises NotAllowed, NotFound, RuleBroken (no phone)."""
    permit(by=by)
    order = WorkOrder.objects.select_related("request__contact").filter(pk=order_id).first()
    if order is None:
        raise NotFound(say("there is no work order %(id)s here", id=order_id))
    contact = order.request.contact
    if contact is None or not contact.phone:
        raise RuleBroken(say("no phone number is on record; complete the request first"))
    notices.send(
        "tracking.link",
        to=recipients.customer(order.customer_id or 0, address=contact.phone),
        facts={
            "number": order.number,
            "link": open_case_link(request_id=order.request_id, by=by, via=TrackingLink.Via.AGAIN),
        },
        by=by,
        target=(CASE, order.request_id),
    )
