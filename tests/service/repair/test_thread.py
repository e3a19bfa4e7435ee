"""The whole thread of procedure 4, and its story told at once: both give the same facts."""

from tests.shop import Shop
from wuxing.core.ledger.models import Entry
from wuxing.governance.models import Target
from wuxing.service.repair import actions


def test_a_repair_goes_from_the_call_to_the_closed_order(shop: Shop) -> None:
    order = shop.closed()

    order.refresh_from_db()
    assert (order.state, order.outcome, order.visits, order.broken) == ("closed", "fixed", 1, 0)
    assert order.next_due_kind == "follow_up"
    kept = dict(Target.objects.values_list("kind", "kept"))
    assert kept == {"dispatch": True, "contact": True, "arrive": True, "resolve": True, "follow_up": None}
    events = list(Entry.objects.filter(case_id=order.request_id).order_by("id").values_list("event", flat=True))
    assert events == [
        "repair.log",
        "repair.write_order",
        "repair.dispatch",
        "repair.agree_appointment",
        "repair.depart",
        "repair.arrive",
        "repair.confirm_problem",
        "repair.start_work",
        "repair.diagnose",
        "repair.finish_visit",
        "repair.sign",
        "repair.finish_work",
        "repair.review",
        "repair.close",
    ]


def test_a_follow_up_call_keeps_its_promise(shop: Shop) -> None:
    order = shop.closed()

    actions.record_follow_up(order_id=order.pk, reached=True, satisfied=True, by=shop.agent)

    order.refresh_from_db()
    assert (order.follow_up_satisfied, order.next_due_at) == (True, None)
