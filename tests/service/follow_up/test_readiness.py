"""The work is the evidence: complaints as the desk handles them move the points that they feed, record by record."""

from collections.abc import Callable
from decimal import Decimal

from tests.packs import gbt
from tests.service.repair.actions.conftest import Hands
from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.evidence.readiness.queries import report_for
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions
from wuxing.service.follow_up import actions
from wuxing.service.repair.models import WorkOrder

METRIC, LEAF, WEIGHT = "complaints_solved_in_time", "5.3.2-c", Decimal("0.3")


def _told(by: Actor) -> tuple[int, int, Decimal]:
    """Return solved in time, counted, and the points that this is sure to bring."""
    report = report_for(by)
    part = report.readiness.indicators[LEAF].parts[0]
    value = report.values[METRIC]
    assert (part.metric, part.weight) == (METRIC, WEIGHT)
    return value.ok, value.n, part.points.low


def test_complaints_move_the_points_that_they_feed(
    hands: Hands, shop: Shop, order: WorkOrder, actor: Callable[..., Actor]
) -> None:
    editions.keep_edition(gbt(), catalogue.declared())
    quality = actor(Role.QUALITY_MANAGER)
    made = [actions.take_complaint(order_id=order.pk, text=f"第 {n} 次投诉", by=shop.agent) for n in range(5)]
    assert _told(quality) == (0, 0, 0)

    for one in made[:4]:
        actions.acknowledge(problem_id=one.pk, by=shop.agent)
        actions.contact(problem_id=one.pk, note="已致歉", by=shop.agent)
        actions.solve(problem_id=one.pk, note="上门重修", by=shop.agent)
    assert _told(quality) == (4, 4, 0)  # too few to say anything

    hands.forward(hours=24 * 30)  # the fifth is overdue
    whole = report_for(quality).readiness.indicators[LEAF].of
    assert _told(quality) == (4, 5, whole * WEIGHT * 4 / 5)
    page = signed_in(quality).get(f"/metrics/{METRIC}/").content.decode()
    assert [f"/metrics/{METRIC}/records/{one.pk}/" in page for one in made] == [False] * 4 + [True]
