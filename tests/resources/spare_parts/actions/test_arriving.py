"""到件通知: a part that an order waits for has arrived; technician and dispatchers hear of it, once."""

from decimal import Decimal

import pytest

from tests.resources.spare_parts.conftest import Parts
from tests.shop import Shop
from wuxing.core.errors import RuleBroken
from wuxing.core.notices.events import LANGUAGES, event_called
from wuxing.core.notices.models import Notice
from wuxing.resources.models import PartRequest
from wuxing.resources.spare_parts import actions


def on_its_way(parts: Parts, *, order_id: int | None, case_id: int | None) -> PartRequest:
    parts.mode("record_only")
    made = actions.request_part(
        person_id=parts.shop.technician.pk,
        part_id=parts.fan.pk,
        quantity=Decimal(1),
        order_id=order_id,
        case_id=case_id,
        by=parts.shop.visitor,
    )
    actions.approve_request(request_id=made.pk, by=parts.keeper)
    return actions.issue_request(request_id=made.pk, by=parts.keeper)


def test_an_awaited_part_is_told_to_technician_and_dispatchers_once(parts: Parts, shop: Shop) -> None:
    order = shop.dispatched()
    made = on_its_way(parts, order_id=order.pk, case_id=order.request_id)
    assert Notice.objects.filter(event="part.arrived").count() == 0

    actions.take_over(request_id=made.pk, by=parts.keeper)
    with pytest.raises(RuleBroken):
        actions.take_over(request_id=made.pk, by=parts.keeper)  # it has arrived already

    found = Notice.objects.filter(event="part.arrived").order_by("pk")
    told = [(one.recipient_kind, one.recipient_id) for one in found]
    assert told == [("member", shop.technician.user_id), ("member", shop.dispatcher.user_id)]
    assert found[0].facts == {
        "request": made.number,
        "part": "风机 FAN-01",
        "quantity": "1",
        "order": order.number,
        "title": order.title,
        "technician": "陈伟",
    }
    assert (found[0].kind, found[0].target_id, found[0].case_id) == ("internal", made.pk, order.request_id)


def test_a_part_for_stock_is_told_to_nobody(parts: Parts) -> None:
    made = on_its_way(parts, order_id=None, case_id=None)
    actions.take_over(request_id=made.pk, by=parts.shop.visitor)
    assert Notice.objects.filter(event="part.arrived").count() == 0


def test_its_text_is_there_in_three_languages() -> None:
    assert tuple(event_called("part.arrived").texts) == LANGUAGES
