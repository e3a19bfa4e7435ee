"""The hands of the clock, a customer by a link, and an order whose customer was invited."""

import pytest

from tests.service.repair.actions.conftest import Hands
from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor, Channel, actor_for
from wuxing.service.follow_up import actions
from wuxing.service.follow_up.models import SurveyInvitation
from wuxing.service.repair.models import WorkOrder

GOOD = {"skill": 5, "attitude": 5, "punctuality": 4, "price": 5, "result": 5}
LOW = {"skill": 2, "attitude": 1, "punctuality": 2, "price": 3, "result": 1}


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    """Time stands still at Monday 2026-11-16, 09:00 in China, until the test moves it. Ask for it before `shop`."""
    made = Hands()
    monkeypatch.setattr(clock, "now", made.now)
    return made


@pytest.fixture
def customer(shop: Shop) -> Actor:
    """The customer of an order, by a link."""
    return actor_for(
        tenant_id=shop.tenant.pk,
        user_id=None,
        name="customer",
        roles=frozenset({Role.CUSTOMER}),
        channel=Channel.PORTAL,
        zone=shop.tenant.zone,
    )


@pytest.fixture
def order(hands: Hands, shop: Shop) -> WorkOrder:
    """A closed order."""
    return shop.closed()


@pytest.fixture
def invitation(shop: Shop, order: WorkOrder) -> SurveyInvitation:
    """The invitation of a closed order's customer."""
    made = actions.invite(order_id=order.pk, by=shop.manager)
    assert made is not None
    return made
