"""Step 1, the other ways on: answered, rejected, merged, and a warranty overridden."""

from datetime import timedelta

import pytest

from tests.service.repair.checking import leaves_nothing, leaves_one
from tests.shop import Shop
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.customers.models import EntitlementDecision
from wuxing.governance.models import Target
from wuxing.service.repair import actions
from wuxing.service.repair.models import ServiceRequest

from .conftest import Hands

Verdicts = list[tuple[str, bool | None]]


def logged(shop: Shop) -> ServiceRequest:
    return actions.log_request(call=shop.call(), by=shop.agent)


def verdicts(request: ServiceRequest) -> Verdicts:
    found = Target.objects.filter(subject_id=request.pk)
    assert not found.filter(stopped_at=None).exists()
    return sorted(found.values_list("kind", "kept"))


def test_an_answer_on_the_telephone_keeps_the_promises(hands: Hands, shop: Shop) -> None:
    request = logged(shop)
    hands.forward(hours=3)

    with leaves_one("repair.answer_remotely", case=request.pk, answer="温控器调到 3 档"):
        actions.answer_remotely(request_id=request.pk, answer=" 温控器调到 3 档 ", by=shop.agent)

    request.refresh_from_db()
    assert (request.state, request.closing_note) == ("answered_remotely", "温控器调到 3 档")
    assert verdicts(request) == [("arrive", True), ("dispatch", False), ("resolve", True)]  # 3 h is later than 2 h


def test_a_rejected_request_keeps_its_reason_and_its_promises_end_without_a_verdict(hands: Hands, shop: Shop) -> None:
    request = logged(shop)
    with leaves_one("repair.reject", case=request.pk, reason="不是本公司产品"):
        actions.reject_request(request_id=request.pk, reason="不是本公司产品", by=shop.agent)

    request.refresh_from_db()
    assert (request.state, request.closing_note) == ("rejected", "不是本公司产品")
    assert verdicts(request) == [("arrive", None), ("dispatch", None), ("resolve", None)]


def test_a_merged_request_points_to_the_other_and_both_stay(hands: Hands, shop: Shop) -> None:
    stays, goes = logged(shop), logged(shop)

    actions.merge_request(request_id=goes.pk, into_id=stays.pk, by=shop.agent)

    goes.refresh_from_db()
    stays.refresh_from_db()
    assert (goes.state, goes.merged_into_id, stays.state) == ("merged", stays.pk, "new")
    assert verdicts(goes) == [("arrive", None), ("dispatch", None), ("resolve", None)]
    assert Target.objects.filter(subject_id=stays.pk, stopped_at=None).count() == 3
    entries = Entry.objects.order_by("pk").values_list("event", "case_id", "payload")[2:]
    assert list(entries) == [
        ("repair.merge", goes.pk, {"into": stays.number, "into_id": stays.pk}),
        ("repair.absorb", stays.pk, {"number": goes.number}),
    ]


def test_a_request_is_not_merged_into_itself_or_one_that_is_over_or_unknown(hands: Hands, shop: Shop) -> None:
    request, other, third = logged(shop), logged(shop), logged(shop)
    actions.merge_request(request_id=other.pk, into_id=third.pk, by=shop.agent)

    with leaves_nothing(RuleBroken, "a request cannot be merged into itself"):
        actions.merge_request(request_id=request.pk, into_id=request.pk, by=shop.agent)
    with leaves_nothing(RuleBroken, "merge it into a request that is still served"):
        actions.merge_request(request_id=request.pk, into_id=other.pk, by=shop.agent)
    actions.reject_request(request_id=third.pk, reason="x", by=shop.agent)
    with leaves_nothing(RuleBroken, "merge it into a request that is still served"):
        actions.merge_request(request_id=request.pk, into_id=third.pk, by=shop.agent)
    with leaves_nothing(NotFound):
        actions.merge_request(request_id=request.pk, into_id=10**9, by=shop.agent)


@pytest.mark.parametrize("ending", ["answer", "reject", "merge"])
def test_a_request_with_an_order_is_not_ended_at_the_telephone(hands: Hands, shop: Shop, ending: str) -> None:
    request, other = shop.order().request, logged(shop)
    with leaves_nothing(RuleBroken):
        if ending == "answer":
            actions.answer_remotely(request_id=request.pk, answer="x", by=shop.agent)
        elif ending == "reject":
            actions.reject_request(request_id=request.pk, reason="x", by=shop.agent)
        else:
            actions.merge_request(request_id=request.pk, into_id=other.pk, by=shop.agent)


def test_an_ending_says_why(hands: Hands, shop: Shop) -> None:
    request = logged(shop)
    with leaves_nothing(BadInput):
        actions.answer_remotely(request_id=request.pk, answer=" ", by=shop.agent)
    with leaves_nothing(BadInput):
        actions.reject_request(request_id=request.pk, reason=" ", by=shop.agent)


def test_no_order_is_written_of_a_request_that_is_over(hands: Hands, shop: Shop) -> None:
    request = logged(shop)
    actions.reject_request(request_id=request.pk, reason="x", by=shop.agent)
    with leaves_nothing(RuleBroken, "this is rejected and cannot become converted to an order"):
        actions.write_order(request_id=request.pk, by=shop.agent)


def test_an_override_stands_beside_what_the_rule_said(hands: Hands, shop: Shop) -> None:
    request = logged(shop)
    hands.forward(minutes=1)
    with leaves_one(
        "repair.override_warranty",
        case=request.pk,
        before="in_warranty",
        after="out_of_warranty",
        proposed="in_warranty",
        reason="人为损坏",
    ):
        made = actions.override_warranty(
            request_id=request.pk, outcome="out_of_warranty", reason="人为损坏", by=shop.dispatcher
        )

    request.refresh_from_db()
    assert (request.entitlement_id, EntitlementDecision.objects.count()) == (made.pk, 2)
    assert (made.proposed, made.outcome, made.override_reason) == ("in_warranty", "out_of_warranty", "人为损坏")
    assert (made.overridden_by_id, made.decided_at) == (shop.dispatcher.user_id, hands.at)
    assert EntitlementDecision.objects.earliest("pk").decided_at == hands.at - timedelta(minutes=1)


def test_an_override_needs_an_outcome_a_reason_and_a_decision(hands: Hands, shop: Shop) -> None:
    request, bare = logged(shop), actions.log_request(call=shop.call(product_id=None), by=shop.agent)
    for outcome, reason, wanted in (
        ("goodwill", " ", request.pk),
        ("unknown", "x", request.pk),
        ("free", "x", request.pk),
        ("goodwill", "x", bare.pk),
    ):
        with leaves_nothing(BadInput):
            actions.override_warranty(request_id=wanted, outcome=outcome, reason=reason, by=shop.dispatcher)


def test_a_rejected_request_is_taken_up_again_and_its_promises_begin_anew(hands: Hands, shop: Shop) -> None:
    request = logged(shop)
    actions.reject_request(request_id=request.pk, reason="不是本公司产品", by=shop.agent)
    hands.forward(hours=5)

    with leaves_one("repair.take_up", case=request.pk, reason="查到是本公司产品"):
        actions.take_up_request(request_id=request.pk, reason="查到是本公司产品", by=shop.agent)

    request.refresh_from_db()
    running = Target.objects.filter(subject_id=request.pk, stopped_at=None)
    assert (request.state, request.closing_note) == ("triaged", "")
    assert sorted(running.values_list("kind", flat=True)) == ["arrive", "dispatch", "resolve"]
    assert actions.write_order(request_id=request.pk, by=shop.agent).state == "qualified"


def test_a_running_request_is_not_taken_up_again(hands: Hands, shop: Shop) -> None:
    request = logged(shop)
    with leaves_nothing(RuleBroken):
        actions.take_up_request(request_id=request.pk, reason="x", by=shop.agent)


def test_a_promise_broken_before_the_rejection_stays_broken(hands: Hands, shop: Shop) -> None:
    request = logged(shop)
    hands.forward(hours=3)

    actions.reject_request(request_id=request.pk, reason="不是本公司产品", by=shop.agent)

    assert verdicts(request) == [("arrive", None), ("dispatch", False), ("resolve", None)]
