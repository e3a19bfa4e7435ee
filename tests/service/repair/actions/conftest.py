"""The hands of the clock, and a second company."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.shop import Shop, shop_of
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 16, 9, tzinfo=ZONE)


class Hands:
    """The present instant, as a test sets it."""

    def __init__(self) -> None:
        self.at = MONDAY

    def now(self) -> datetime:
        return self.at

    def forward(self, **time: float) -> datetime:
        """Let time pass; return the new present."""
        self.at += timedelta(**time)
        return self.at


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    """Time stands still at Monday 2026-11-16, 09:00 in China, until the test moves it. Ask for it before `shop`."""
    made = Hands()
    monkeypatch.setattr(clock, "now", made.now)
    return made


@pytest.fixture
def shop_at_large(transactional_db: None, company: Tenant, actor: Callable[..., Actor]) -> Shop:
    """The company, committed, with nobody inside its walls: for tests with several connections."""
    with in_tenant(company.pk):
        return shop_of(company, actor)


@pytest.fixture
def colleague(actor: Callable[..., Actor]) -> Actor:
    """A technician of the company to whom no order is handed."""
    return actor(Role.TECHNICIAN, name="周涛")
