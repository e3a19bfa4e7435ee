"""Today: the counts of what waits, and the order that is most urgent."""

from collections.abc import Callable
from datetime import timedelta

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.shop import Shop
from tests.web.walking import load_edition
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant, User
from wuxing.evidence.readiness.queries import adopted_pack
from wuxing.evidence.rulings import actions as rulings
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


def test_evidence_that_ends_is_called_up_before_it_has_ended(shop: Shop) -> None:
    load_edition()
    today = clock.today(shop.manager.zone)
    pack = adopted_pack(shop.manager, today)
    for title, days in (("保险单", 400), ("检定证书", 20), ("营业执照", 1)):
        rulings.hand_in_evidence(
            pack=pack, leaf="5.1.3.1", handed=rulings.Handed("document", title, today, expires_on=today + timedelta(days)),
            content=ContentFile(b"%PDF-1.7\n%%EOF\n"), name="证据.pdf", by=shop.manager,
        )  # fmt: skip
    later = clock.now() + timedelta(days=5)
    with clock.telling(later):
        lines = {str(line.text): (line.count, line.state) for line in waiting_for(shop.manager)}
    assert (lines["项证据已到期"], lines["项证据即将到期"]) == ((1, "late"), (1, "risk"))


def test_who_certifies_others_opens_on_the_board(company: Tenant, actor: Callable[..., Actor]) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=actor(Role.CERTIFICATION_OFFICER).user_id or 0))
    assert client.get("/").headers["Location"] == "/certification/"
