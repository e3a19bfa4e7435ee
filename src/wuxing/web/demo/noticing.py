"""What the demo company's customers and technicians were told lately: written, and sent nowhere."""

from datetime import datetime, timedelta

from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.notices import actions as notices
from wuxing.core.notices.actions import delivering
from wuxing.core.notices.models import Notice
from wuxing.service.repair.actions import telling
from wuxing.service.repair.models import Appointment, ServiceRequest

LATEST = 24
SHORTER = (
    "报修已受理：{number}",
    "{name}您好，{product}报修已受理，单号 {number}。1 个工作小时内与您联系。{organisation}",
)


def tell(now: datetime, by: Actor) -> None:
    """Let the latest requests and visits be told when they came, and have them written."""
    subject, body = SHORTER
    with clock.telling(now - timedelta(days=30)):
        notices.change_text(
            event="repair.received", language="zh-hans", subject=subject, body=body, note="写明联系时限", by=by
        )
    for moment, what in sorted(_said(now), key=lambda pair: pair[0]):
        with clock.telling(moment):
            if isinstance(what, ServiceRequest):
                telling.tell_received(what, by)
            else:
                telling.tell_agreed(what.order, what, by)
    for number, made_at in Notice.objects.order_by("pk").values_list("pk", "made_at"):
        with clock.telling(made_at):
            delivering.take(by.tenant_id, number)
    for number, due_at in Notice.objects.filter(due_at__lte=now).order_by("pk").values_list("pk", "due_at"):
        with clock.telling(due_at or now):  # those that waited for the morning
            delivering.take(by.tenant_id, number)


def _said(now: datetime) -> list[tuple[datetime, ServiceRequest | Appointment]]:
    requests = ServiceRequest.objects.select_related("contact", "product").filter(received_at__lte=now)
    visits = Appointment.objects.select_related("order__request__contact", "order__product", "order__technician")
    agreed = visits.filter(agreed_at__isnull=False, agreed_at__lte=now).order_by("-agreed_at", "-pk")[:LATEST]
    told: list[tuple[datetime, ServiceRequest | Appointment]] = [
        (one.received_at, one) for one in requests.order_by("-received_at", "-pk")[:LATEST]
    ]
    return told + [(one.agreed_at, one) for one in agreed if one.agreed_at]
