"""Today: the counts of what waits, and the order that is most urgent."""

from datetime import timedelta

from django.urls import reverse
from django.utils import translation

from tests.shop import Shop
from wuxing.core import clock
from wuxing.service.repair.models import WorkOrder
from wuxing.web.home.views import waiting_for


def test_the_line_of_late_orders_names_the_one_that_is_latest(shop: Shop) -> None:
    late, later = shop.order(serial="A-1"), shop.order(serial="A-2")
    now = clock.now()
    WorkOrder.objects.filter(pk=late.pk).update(next_due_at=now - timedelta(minutes=10))
    WorkOrder.objects.filter(pk=later.pk).update(next_due_at=now - timedelta(hours=5))

    line = waiting_for(shop.manager)[0]

    assert (line.count, line.state, line.url) == (2, "late", f"{reverse('repair:orders')}?due=late")
    assert line.first is not None
    assert line.first[0].startswith(later.number)
    assert line.first[2] == reverse("repair:order", args=[later.pk])


def test_each_sees_what_they_may_do(shop: Shop) -> None:
    shop.order()

    with translation.override("en"):
        assert "orders nobody has been given" in [str(line.text) for line in waiting_for(shop.dispatcher)]
    assert waiting_for(shop.visitor) == []
