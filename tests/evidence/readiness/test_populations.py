"""The pages that say what metrics may count."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.evidence.factory import orders
from tests.evidence.populations.rows import Rows
from tests.web.walking import load_edition
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant, User
from wuxing.evidence.metrics import actions, queries
from wuxing.evidence.metrics.queries import populations as counting
from wuxing.evidence.populations.registry import ALL, POPULATIONS
from wuxing.evidence.readiness.queries import adopted_pack
from wuxing.service.repair.models import WorkOrder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


@pytest.fixture
def client_of(actor: Callable[..., Actor]) -> Callable[[Role], Client]:
    load_edition()

    def make(role: Role) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=actor(role).user_id))
        client.cookies["wx_language"] = "en"
        return client

    return make


def test_every_population_is_listed_and_opens(client_of: Callable[[Role], Client], company: Tenant) -> None:
    Rows(company, 5).fill(2)
    client = client_of(Role.CONSULTANT)
    html = client.get(reverse("evidence:populations")).content.decode()
    for population in ALL:
        assert population.title.en in html
        page = client.get(reverse("evidence:population", args=[population.id]))
        assert page.status_code == 200
        assert all(f"r.{field.name}<" in page.content.decode() for field in population.fields)


def test_the_newest_twenty_records_are_shown_newest_first(client_of: Callable[[Role], Client], company: Tenant) -> None:
    orders(company, 30, until=clock.now(), days=100)
    html = client_of(Role.SERVICE_MANAGER).get(reverse("evidence:population", args=["repair_order"])).content.decode()
    numbers = [order.number for order in WorkOrder.objects.order_by("-pk")]
    places = [html.find(f">{number}<") for number in numbers[:20]]
    assert places == sorted(places)
    assert min(places) > 0
    assert html.find(f">{numbers[20]}<") == -1


def test_records_are_counted_from_the_sums_or_up_to_a_limit(
    client_of: Callable[[Role], Client], company: Tenant, actor: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    client_of(Role.SERVICE_MANAGER)
    monkeypatch.setattr(counting, "COUNTED", 3)
    orders(company, 7, until=clock.now(), days=100)
    order = [POPULATIONS["repair_order"]]
    pack = adopted_pack(actor(Role.SERVICE_MANAGER), clock.today())
    before = queries.counts_of(order, queries.rulebooks(pack), company.pk)
    actions.rebuild(tenant_id=company.pk, pack=pack)
    after = queries.counts_of(order, queries.rulebooks(pack), company.pk)
    assert (before, after) == ({"repair_order": (3, True)}, {"repair_order": (7, False)})


def test_who_may_not_read_evidence_is_refused(client_of: Callable[[Role], Client]) -> None:
    client = client_of(Role.AGENT)
    for name, args in (("populations", []), ("population", ["repair_order"])):
        assert client.get(reverse(f"evidence:{name}", args=args)).status_code == 403


def test_no_such_population_is_not_found(client_of: Callable[[Role], Client]) -> None:
    assert client_of(Role.SERVICE_MANAGER).get(reverse("evidence:population", args=["x"])).status_code == 404
