"""Questions read ahead, many in one statement, give what each gives by itself, to the type."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext

from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.reading import ahead, models_by, rows_by
from wuxing.resources.models import Person
from wuxing.service.charges.models import Quote
from wuxing.service.repair.models import Appointment, ServiceRequest, WorkOrder


def _visits(order_id: int) -> QuerySet[Appointment]:
    return Appointment.objects.filter(order_id=order_id).order_by("-sequence")


def _case(request_id: int) -> QuerySet[ServiceRequest]:
    rows = ServiceRequest.objects.select_related("product", "entitlement", "site", "merged_into")
    return rows.filter(pk=request_id)


def _order(request_id: int) -> Any:
    rows = WorkOrder.objects.filter(request_id=request_id).exclude(number__contains="%")
    return rows.values("pk", "number", "dispatched_at", "state", fee=F("request__entitlement__reasons"))


def _quotes(order_id: int) -> QuerySet[Quote]:
    return Quote.objects.filter(order_id=order_id)


def _told(one: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(one).items() if name != "_state"}


def test_rows_read_ahead_are_those_asked_one_by_one(shop: Shop) -> None:
    order = shop.agreed()
    visits, (case,), rows = (
        models_by(_visits, order.pk),
        models_by(_case, order.request_id),
        rows_by(_order, order.request_id),
    )
    with ahead((_visits, order.pk), (_case, order.request_id), (_order, order.request_id), (_quotes, order.pk)):
        with CaptureQueriesContext(connection) as asked:
            again, (same,), others = (
                models_by(_visits, order.pk),
                models_by(_case, order.request_id),
                rows_by(_order, order.request_id),
            )
            assert models_by(_quotes, order.pk) == []
            assert (same.product.name, same.entitlement.reasons, same.merged_into) == (
                "冰箱",
                case.entitlement.reasons,
                None,
            )
        assert len(asked) == 0
    assert [_told(one) for one in again] == [_told(one) for one in visits]
    assert [type(one.slot.lower) for one in again] == [type(one.slot.lower) for one in visits]
    assert (_told(same), others) == (_told(case), rows)


def test_what_is_not_read_ahead_is_asked_by_itself(shop: Shop) -> None:
    first, second = shop.order(), shop.order(serial="x-2")
    with ahead((_order, first.request_id)), ahead((_visits, first.pk), (_order, first.request_id)):
        assert [rows_by(_order, one.request_id)[0]["pk"] for one in (first, second)] == [first.pk, second.pk]
    changed = clock.now() - timedelta(hours=1)
    WorkOrder.objects.filter(pk=first.pk).update(dispatched_at=changed)
    assert rows_by(_order, first.request_id)[0]["dispatched_at"] == changed  # nothing is kept beyond the block
    assert Person.objects.count() > 0
