"""What counted on a day, and what was known to count."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.packs import gbt
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.readiness.queries import report_for
from wuxing.evidence.rulings import actions
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions
from wuxing.schemes.packs.structure import Pack

pytestmark = pytest.mark.django_db


def test_a_ruling_made_later_was_true_then_but_not_known(
    pack: Pack, company: Tenant, actor: Callable[..., Actor]
) -> None:
    editions.keep_edition(gbt(), catalogue.declared())
    by, other = actor(Role.QUALITY_MANAGER), actor(Role.SERVICE_MANAGER)
    day = clock.today(by.zone) - timedelta(days=5)
    with in_tenant(company.pk):
        made = actions.propose_ruling(
            pack=pack, leaf="5.1.1.1", kind="manual", ratio=Decimal(1), reason="x",
            valid_from=day - timedelta(days=5), by=by,
        )  # fmt: skip
        actions.confirm(what="ruling", row_id=made.pk, by=other)
        ruled = {basis: "5.1.1.1" in report_for(by, day, basis).inputs.rulings for basis in ("now", "true", "known")}
    assert ruled == {"now": True, "true": True, "known": False}
