"""What procedure 4 tells: the customer about the own visit, the technician about what others decided; each once."""

from datetime import timedelta
from typing import Any

import pytest

from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.ledger.models import Entry
from wuxing.core.notices import actions as notices
from wuxing.core.notices.models import Notice
from wuxing.customers.customer_care.actions import erase_customer
from wuxing.service.repair import actions
from wuxing.service.repair.views.said import said


def told(*, since: int = 0) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(pk__gt=since, event__startswith="repair.").order_by("pk")
    return list(rows.values_list("event", "recipient_kind"))


def last() -> int:
    return Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def test_a_request_is_told_to_its_customer_with_its_number(shop: Shop) -> None:
    request = actions.log_request(call=shop.call(), by=shop.agent)
    made = Notice.objects.get()
    assert (made.event, made.recipient_kind, made.recipient_id, made.name, made.address, made.facts) == (
        "repair.received",
        "customer",
        request.customer_id,
        "王丽华",
        "13805912046",
        {"number": request.number, "product": "冰箱"},
    )
    assert (made.case_type, made.case_id) == ("service_request", request.pk)


def test_a_caller_without_a_number_is_told_nothing(shop: Shop) -> None:
    actions.log_request(call=shop.call(phone="", customer_name="", contact_name=""), by=shop.agent)
    assert told() == []


def test_an_order_is_told_to_the_technician_who_signs_in(shop: Shop) -> None:
    order, before = shop.order(), last()
    begins = clock.now() + timedelta(hours=3)
    slot = (begins, begins + timedelta(hours=1))
    actions.dispatch_order(
        order_id=order.pk, technician_id=shop.technician.pk, planned=slot, parts_expected="风机", by=shop.dispatcher
    )
    made = Notice.objects.get(pk__gt=before)
    assert (made.event, made.recipient_kind, made.recipient_id, (made.facts or {})["parts"]) == (
        "repair.order_handed",
        "member",
        shop.technician.user_id,
        "风机",
    )
    assert "王丽华" not in str(made.facts), "what names the customer stays on the order's page"


def test_the_visit_is_told_to_the_customer_and_not_to_who_agreed_it(shop: Shop) -> None:
    order = shop.dispatched()
    before, begins = last(), clock.now() + timedelta(hours=2)
    slot = (begins, begins + timedelta(hours=1))
    actions.agree_appointment(order_id=order.pk, slot=slot, warranty_explained=True, by=shop.visitor)
    assert told(since=before) == [("repair.visit_agreed", "customer")]

    before, later = last(), (slot[0] + timedelta(days=1), slot[1] + timedelta(days=1))
    said_by: dict[str, Any] = {"asked_by": "customer", "reason": "出差", "by": shop.dispatcher}
    actions.reschedule_appointment(order_id=order.pk, slot=later, **said_by)
    assert told(since=before) == [("repair.visit_moved", "customer"), ("repair.order_moved", "member")]

    before = last()
    actions.depart(order_id=order.pk, by=shop.visitor)
    made = Notice.objects.get(pk__gt=before)
    assert (made.event, made.urgent, (made.facts or {})["technician"]) == ("repair.on_the_way", True, "陈伟")


def test_a_refused_step_tells_nothing(shop: Shop) -> None:
    order, before = shop.dispatched(), last()
    with pytest.raises(Exception, match="agree"):
        actions.depart(order_id=order.pk, by=shop.visitor)
    assert told(since=before) == []


def test_what_was_sent_stands_on_the_timeline_in_words(shop: Shop) -> None:
    request = actions.log_request(call=shop.call(), by=shop.agent)
    notices.deliver_due()
    entry = Entry.objects.get(case_type="service_request", case_id=request.pk, event="notice.sent")
    row = said(entry.event, entry.payload, "Asia/Shanghai")
    assert (row.icon, "报修已受理" in row.text or "Request received" in row.text) == ("message", True)


def test_an_erased_customer_leaves_the_notices_too(shop: Shop) -> None:
    request = actions.log_request(call=shop.call(), by=shop.agent)
    notices.deliver_due()
    erase_customer(customer_id=request.customer_id or 0, reason="客户要求", although="客户坚持", by=shop.manager)
    made = Notice.objects.get()
    assert (made.name, made.address, made.facts, made.body, made.state) == (None, None, None, None, "sent")
