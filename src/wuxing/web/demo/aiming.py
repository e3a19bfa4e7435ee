"""The demo's service targets: three promises broken down for the year. Invented."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from wuxing.core.actors import Actor
from wuxing.core.models import User
from wuxing.governance.commitments.actions import set_goals
from wuxing.governance.commitments.actions.goals import Aim
from wuxing.governance.models import Promise
from wuxing.resources.models import Outlet

_SHARES = (("contact", "98"), ("arrive", "95"), ("resolve", "90"))
_BY_OUTLET = "arrive"


def aim(today: date, manager: User, by: Actor) -> None:
    """Set the year's share of each for the company, and of what customers feel most for each outlet too."""
    by = replace(by, user_id=manager.pk, name=manager.name)
    outlets = [("outlet", pk) for pk in Outlet.objects.order_by("pk").values_list("pk", flat=True)]
    for kind, share in _SHARES:
        promise = Promise.objects.filter(kind=kind, ends_at=None).order_by("pk")[0]
        wanted = Aim(
            promise_id=promise.pk,
            holders=[("company", 0), *(outlets if kind == _BY_OUTLET else [])],
            year=today.year,
            months=[0],
            share=Decimal(share),
            owner_id=manager.pk,
            reason="年度目标",
        )
        set_goals(aim=wanted, by=by)
