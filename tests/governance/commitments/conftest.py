"""A house with two calendars and promises, and the hands of the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from tests.promises import promised
from tests.service.repair.actions.conftest import Hands, hands
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.governance.commitments import actions
from wuxing.governance.commitments.models import Promise, Target

__all__ = ["hands"]

DAY = [["09:00", "12:00"], ["13:00", "18:00"]]
WEEK = [DAY] * 5 + [[], []]


@dataclass
class House:
    """An organisation, its manager, and a case without a page."""

    tenant: Tenant
    manager: Actor
    director: Actor
    hands: Hands
    subject: tuple[str, int] = ("case", 7)

    def calendar(self, name: str = "福州", **changes: object) -> int:
        """Write a calendar; return its number."""
        given = {"name": name, "zone": "Asia/Shanghai", "weekly": WEEK, "exceptions": {}} | changes
        return actions.save_calendar(**given, by=self.manager).calendar_id  # type: ignore[arg-type]

    def promise(self, kind: str = "resolve", minutes: int = 480, **changes: object) -> Promise:
        """Make a promise by the clock on the wall, unless told."""
        given = {"area": "any", "text": f"承诺 {kind}", "calendar_id": None, "reason": "首次"} | changes
        return promised(kind=kind, minutes=minutes, **given, by=self.manager, director=self.director)

    def open(self, kind: str = "resolve", start: datetime | None = None, **scope: object) -> Target:
        """Open the target of a kind on the case."""
        made = actions.open_targets(
            [kind],
            subject=self.subject,
            start=start or self.hands.at,
            rural=False,
            by=self.manager,
            **scope,  # type: ignore[arg-type]
        )
        return made[0]

    def forward(self, **time: float) -> datetime:
        """Let time pass."""
        self.hands.at += timedelta(**time)
        return self.hands.at


@pytest.fixture
def house(hands: Hands, inside: Tenant, actor: Callable[..., Actor]) -> House:
    """It is Monday 2026-11-16, 09:00 in China."""
    return House(inside, actor(Role.SERVICE_MANAGER, name="林可"), actor(Role.GENERAL_MANAGER, name="黄建国"), hands)
