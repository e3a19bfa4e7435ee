"""已答复客户: the promise to answer stops by an explicit act, by when the customer was answered, within the rules."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.service.repair.actions.conftest import Hands
from tests.service.repair.checking import leaves_nothing
from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.governance.commitments import actions as commitments
from wuxing.governance.models import Promise, Target
from wuxing.service.repair import actions
from wuxing.service.repair.models import ServiceRequest
from wuxing.service.repair.rules.answering import HOWS, LATELY, MOST_BACK, why_not_answer, wrong_answer


@pytest.fixture
def called(hands: Hands, shop: Shop) -> ServiceRequest:
    """A call that came in online: within an hour it is to be answered."""
    start = hands.at - timedelta(days=1)
    Promise.objects.create(tenant=shop.tenant, kind="respond", text="一小时内答复", minutes=60, starts_at=start)
    request = shop.order().request
    commitments.open_targets(
        ["respond"], subject=("service_request", request.pk), start=hands.at, rural=False, by=shop.manager
    )
    return request


def owed(request: ServiceRequest) -> Target:
    return Target.objects.get(subject_id=request.pk, kind="respond")


def test_the_answer_stops_the_clock_when_it_was_given_and_says_so(
    hands: Hands, shop: Shop, called: ServiceRequest
) -> None:
    client = signed_in(shop.agent, "zh-hans")
    page = client.get(f"/requests/{called.pk}/").content.decode()
    assert [word in page for word in ("已答复客户", "下一步")] == [True] * 2
    given = hands.at + timedelta(minutes=50)
    hands.forward(hours=2)
    with leaves_nothing(BadInput):  # afterwards, without a word how one knows
        actions.note_answer(request_id=called.pk, how="phone", at=given, by=shop.agent)
    local = given.astimezone(clock.now().tzinfo)
    actions.note_answer(request_id=called.pk, how="phone", at=local, note="通话记录 0917", by=shop.agent)
    assert (owed(called).stopped_at, owed(called).kept) == (given, True)
    entry = Entry.objects.get(event="repair.answered")
    assert (entry.occurred_at, entry.recorded_at > given) == (given, True)
    assert {name: entry.payload[name] for name in ("how", "note", "kept")} == {
        "how": "phone", "note": "通话记录 0917", "kept": True
    }  # fmt: skip
    told = client.get(f"/requests/{called.pk}/").content.decode()
    assert "电话答复 · 通话记录 0917" in told
    with leaves_nothing(RuleBroken, "no answer is owed: somebody spoke to them, or the promise has ended"):
        actions.note_answer(request_id=called.pk, how="phone", by=shop.agent)


def test_from_its_form_it_is_noted_for_now_and_a_late_answer_is_late(
    hands: Hands, shop: Shop, called: ServiceRequest
) -> None:
    hands.forward(minutes=61)
    client = signed_in(shop.agent, "zh-hans")
    half = client.post(f"/requests/{called.pk}/answered/", {"how": "message", "day": "2026-11-16"})
    assert (half.status_code, owed(called).stopped_at) == (422, None)
    assert client.post(f"/requests/{called.pk}/answered/", {"how": "message"}).status_code == 302
    assert (owed(called).stopped_at, owed(called).kept) == (hands.at, False)


def test_another_company_notes_no_answer(shop: Shop, called: ServiceRequest, other_company: Tenant) -> None:
    from dataclasses import replace

    stranger = replace(shop.agent, tenant_id=other_company.pk)
    with in_tenant(other_company.pk), pytest.raises(NotFound):
        actions.note_answer(request_id=called.pk, how="phone", by=stranger)


@given(
    back=st.timedeltas(timedelta(hours=-3), timedelta(hours=72)),
    began=st.timedeltas(timedelta(0), timedelta(hours=72)),
    noted=st.booleans(),
    how=st.sampled_from([*HOWS, "smoke"]),
)
def test_an_answer_lies_between_the_last_move_and_now_and_not_too_far_back(
    back: timedelta, began: timedelta, noted: bool, how: str
) -> None:
    now = clock.now()
    at, moved = now - back, now - began
    wrong = wrong_answer(at, moved_at=moved, now=now, how=how, note="录音" if noted else " ")
    assert ("how" in wrong) is (how not in HOWS)
    assert ("at" in wrong) is not (moved <= at <= now and back <= MOST_BACK)
    assert ("note" in wrong) is ("at" not in wrong and back > LATELY and not noted)


@pytest.mark.parametrize("state", ["new", "triaged", "converted", "answered_remotely", "merged", "rejected"])
def test_who_is_owed_an_answer_can_be_answered_unless_the_request_is_gone(state: str) -> None:
    assert (why_not_answer(state, owed=True) is not None) is (state in ("merged", "rejected"))
    assert why_not_answer(state, owed=False) is not None
