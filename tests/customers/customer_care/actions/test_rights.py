"""Requests about data: taken with their day, identified, answered with the deed, or refused on a ground of law."""

from datetime import date

import pytest

from tests.customers.people import person, served
from tests.shop import Shop
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.customers.customer_care import actions, queries
from wuxing.customers.customer_care.queries import requests
from wuxing.customers.models import Customer, RightsRequest
from wuxing.governance.commitments.actions import save_calendar
from wuxing.governance.records.actions import holding

WEEK = [[["08:30", "17:30"]] if day < 6 else [] for day in range(7)]  # Monday to Saturday


def ask(shop: Shop, customer: Customer, kind: str = "access", **more: object) -> RightsRequest:
    return actions.receive_request(customer_id=customer.pk, kind=kind, channel="phone", by=shop.agent, **more)  # type: ignore[arg-type]


def known(shop: Shop, customer: Customer, kind: str = "access", **more: object) -> RightsRequest:
    made = ask(shop, customer, kind, **more)
    return actions.identify_person(request_id=made.pk, how="回拨档案号码", by=shop.agent)


def test_a_request_gets_a_number_and_a_day_by_working_days(shop: Shop) -> None:
    made = ask(shop, person(shop), asked_on=date(2026, 11, 2))
    assert (made.number[:3], made.promised_on, made.due_on) == ("DS-", date(2026, 11, 23), date(2026, 11, 23))
    assert Entry.objects.get(event="rights.receive").case_id == made.pk


def test_the_day_counts_by_the_calendar_that_was_chosen(shop: Shop) -> None:
    version = save_calendar(
        name="客服", zone="Asia/Shanghai", weekly=WEEK, exceptions={"2026-11-03": []}, by=shop.manager
    )
    actions.change_care_rule(
        alert_an_hour=30, most_a_day=200, answer_days=5, calendar_id=version.calendar_id, reason="x", by=shop.manager
    )
    made = ask(shop, person(shop), asked_on=date(2026, 11, 2))
    assert (made.due_on, made.calendar_version_id) == (date(2026, 11, 9), version.pk)  # 4, 5, 6, 7 and 9


def test_an_answer_needs_to_know_who_asks(shop: Shop) -> None:
    made = ask(shop, person(shop))
    with pytest.raises(RuleBroken) as refused:
        actions.answer_request(request_id=made.pk, answer="已答复", by=shop.agent)
    assert refused.value.reason == "say first how you know that the person asks"
    with pytest.raises(RuleBroken):
        actions.draw_copy(request_id=made.pk, by=shop.agent)
    actions.identify_person(request_id=made.pk, how="回拨", by=shop.agent)
    copy = actions.draw_copy(request_id=made.pk, by=shop.agent)
    assert copy.sections[1][1] == [{"name": "李建国", "phone": "13911112222"}]
    assert actions.answer_request(request_id=made.pk, answer="已交付", by=shop.agent).state == "answered"
    assert Entry.objects.get(event="rights.answer").payload == {
        "number": made.number, "kind": "access", "in_time": True,
    }  # fmt: skip


def test_erasing_by_request_needs_the_right_and_stands_behind_a_hold(shop: Shop) -> None:
    customer = person(shop)
    made = known(shop, customer, "erasure")
    with pytest.raises(NotAllowed):
        actions.answer_request(request_id=made.pk, answer="已删除", by=shop.agent)
    hold = holding.place_hold(scope="customer", customer_id=customer.pk, reason="诉讼", by=shop.manager)
    with pytest.raises(RuleBroken):
        actions.answer_request(request_id=made.pk, answer="已删除", by=shop.manager)
    made.refresh_from_db()
    assert (made.state, Customer.objects.get(pk=customer.pk).name) == ("identified", "李建国")
    holding.lift_hold(hold_id=hold.pk, reason="结案", by=shop.manager)
    actions.answer_request(request_id=made.pk, answer="已删除", by=shop.manager)
    made.refresh_from_db()
    assert (made.state, made.answer, Customer.objects.get(pk=customer.pk).name) == ("answered", "已删除", "—")


def test_withdrawing_and_restricting_are_done_by_the_answer(shop: Shop) -> None:
    customer = person(shop)
    actions.record_consent(
        customer_id=customer.pk, purposes=["survey"], given=True, channel="phone", proof="录音", by=shop.agent
    )
    made = known(shop, customer, "withdrawal")
    actions.answer_request(request_id=made.pk, answer="已撤回", by=shop.agent)
    assert str(queries.may_use(customer.pk, "survey")).startswith("the customer objected on")
    made = known(shop, customer, "restriction")
    actions.answer_request(request_id=made.pk, answer="已限制", by=shop.agent)
    customer.refresh_from_db()
    assert customer.restricted_at is not None


def test_a_refusal_names_a_ground_and_more_time_is_given_once(shop: Shop) -> None:
    made = ask(shop, served(shop), "erasure", asked_on=date(2026, 11, 2))
    with pytest.raises(RuleBroken, match=made.number):  # the same again, by a second tap
        ask(shop, made.customer, "erasure")
    with pytest.raises(BadInput):
        actions.refuse_request(request_id=made.pk, ground="mood", answer="不行", by=shop.agent)
    later = date(2026, 12, 7)
    actions.extend_request(request_id=made.pk, due_on=later, reason="核对归档", by=shop.agent)
    with pytest.raises(RuleBroken):
        actions.extend_request(request_id=made.pk, due_on=date(2026, 12, 9), reason="再等等", by=shop.agent)
    ended = actions.refuse_request(request_id=made.pk, ground="contract", answer="维修中，需要", by=shop.agent)
    assert (ended.state, ended.promised_on, ended.due_on) == ("refused", date(2026, 11, 23), later)


def test_overdue_ones_are_listed_and_a_withdrawn_one_is_not(shop: Shop) -> None:
    late = ask(shop, person(shop), asked_on=date(2026, 1, 5))
    ask(shop, person(shop, phone="13911113333"))
    today = date(2026, 11, 22)
    assert [row["pk"] for row in requests.request_rows(only="overdue", today=today)] == [late.pk]
    assert requests.overdue_count(today) == 1
    actions.withdraw_request(request_id=late.pk, by=shop.agent)
    assert requests.overdue_count(today) == 0


def test_who_may_not_take_requests_is_refused(shop: Shop) -> None:
    with pytest.raises(NotAllowed):
        actions.receive_request(customer_id=person(shop).pk, kind="access", channel="phone", by=shop.dispatcher)
    with pytest.raises(BadInput) as refused:
        ask(shop, person(shop, phone="13911113333"), "correction")
    assert (set(refused.value.fields), RightsRequest.objects.count()) == ({"wish"}, 0)
