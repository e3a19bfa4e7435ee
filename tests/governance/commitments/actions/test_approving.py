"""Promises are proposed by one person and approved by another; nothing binds before, and the one in force stands."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.governance.commitments.conftest import House
from tests.promises import CHECKED
from tests.service.repair.checking import leaves_nothing
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.notices.models import Notice
from wuxing.core.tenants import in_tenant
from wuxing.governance.commitments import actions, queries
from wuxing.governance.commitments.actions.promises import Content, Wording
from wuxing.governance.commitments.models import Promise, PromiseProposal

CONTENT = Content(
    kind="resolve", area="any", text="一天修好", minutes=1440, calendar_id=None, reason="客户希望更快", wording=CHECKED
)


def minutes_bound(house: House) -> list[int]:
    """Return which promise would bind a case now."""
    return [terms.minutes for terms in queries.promises_in_force(house.hands.at)]


def test_a_proposal_binds_nobody_before_it_is_approved_and_then_ends_the_one_before(house: House) -> None:
    old = house.promise(minutes=480)
    house.forward(hours=1)
    draft = actions.draft_promise(content=replace(CONTENT, wording=Wording(), reason=""), by=house.manager)
    assert (draft.state, minutes_bound(house)) == ("draft", [480])
    sent = actions.propose_promise(content=CONTENT, proposal_id=draft.pk, by=house.manager)
    assert (sent.pk, sent.state, minutes_bound(house)) == (draft.pk, "proposed", [480])
    assert queries.waiting_to_approve(house.director).count() == 1
    house.forward(hours=1)
    made = actions.approve_promise(proposal_id=draft.pk, note="同意", by=house.director)
    old.refresh_from_db()
    assert (made.version, made.replaces_id, old.ends_at, minutes_bound(house)) == (2, old.pk, house.hands.at, [1440])
    who = (made.proposed_by_id, made.approved_by_id, made.approved_at)
    assert who == (house.manager.user_id, house.director.user_id, house.hands.at)
    told = list(Notice.objects.filter(target_id=draft.pk).order_by("pk").values_list("event", flat=True))
    assert told == ["promise.proposed", "promise.approved"]
    trace = Entry.objects.filter(case_type="promise_proposal", case_id=draft.pk).order_by("pk")
    assert [one.event for one in trace] == ["promise.draft", "promise.propose", "promise.approve"]


def test_a_promise_for_a_later_day_begins_then_and_the_one_in_force_stands_until_it(house: House) -> None:
    house.promise(minutes=480)
    later = replace(CONTENT, wished_from=date(2026, 12, 1))
    made = actions.approve_promise(
        proposal_id=actions.propose_promise(content=later, by=house.manager).pk, by=house.director
    )
    assert f"{made.starts_at:%m-%d %H:%M %z}" == "12-01 00:00 +0800"
    assert minutes_bound(house) == [480]
    assert house.open().promise_id != made.pk
    with leaves_nothing(RuleBroken, "this promise has not begun yet; propose another version instead"):
        actions.propose_end(promise_id=made.pk, reason="x", check=CHECKED, by=house.manager)
    early = actions.propose_promise(content=CONTENT, by=house.manager)
    with leaves_nothing(RuleBroken, "the version before begins only later; choose a later day"):
        actions.approve_promise(proposal_id=early.pk, by=house.director)
    house.hands.at = made.starts_at - timedelta(microseconds=1)
    assert minutes_bound(house) == [480]
    house.hands.at = made.starts_at
    assert minutes_bound(house) == [1440]


def test_a_day_that_has_passed_means_from_the_approval_on(house: House) -> None:
    sent = actions.propose_promise(content=replace(CONTENT, wished_from=date(2026, 11, 1)), by=house.manager)
    assert actions.approve_promise(proposal_id=sent.pk, by=house.director).starts_at == house.hands.at


def test_who_proposed_does_not_decide_and_what_is_decided_stays(house: House) -> None:
    sent = actions.propose_promise(content=CONTENT, by=house.manager)
    both = replace(house.director, user_id=house.manager.user_id)
    for decide in (actions.approve_promise, lambda **given: actions.return_promise(reason="x", **given)):
        with leaves_nothing(RuleBroken, "you proposed it; somebody else approves it"):
            decide(proposal_id=sent.pk, by=both)
        with leaves_nothing(RuleBroken, "a person approves a promise, not a machine"):
            decide(proposal_id=sent.pk, by=replace(house.director, user_id=None))
    with pytest.raises(IntegrityError), transaction.atomic():  # the database says so too
        PromiseProposal.objects.update(decided_by_id=house.manager.user_id)
    with leaves_nothing(RuleBroken, "it waits for approval; withdraw it or let it be returned first"):
        actions.draft_promise(content=CONTENT, proposal_id=sent.pk, by=house.manager)
    with leaves_nothing(RuleBroken, "another change of this promise is under way; go on with that one"):
        actions.propose_promise(content=CONTENT, by=house.manager)
    actions.approve_promise(proposal_id=sent.pk, by=house.director)
    with leaves_nothing(RuleBroken, "this proposal is approved; propose the next change"):
        actions.approve_promise(proposal_id=sent.pk, by=house.director)
    with leaves_nothing(RuleBroken, "this proposal is approved; propose the next change"):
        actions.withdraw_proposal(proposal_id=sent.pk, by=house.manager)


def test_what_is_sent_back_says_why_and_is_proposed_anew(house: House) -> None:
    sent = actions.propose_promise(content=CONTENT, by=house.manager)
    with leaves_nothing(BadInput):
        actions.return_promise(proposal_id=sent.pk, reason=" ", by=house.director)
    actions.return_promise(proposal_id=sent.pk, reason="写明地区", by=house.director)
    sent.refresh_from_db()
    assert (sent.state, sent.decision, Promise.objects.count()) == ("returned", "写明地区", 0)
    assert queries.came_back(house.manager).get() == sent
    with leaves_nothing(RuleBroken, "propose it first"):
        actions.approve_promise(proposal_id=sent.pk, by=house.director)
    again = actions.propose_promise(content=replace(CONTENT, area="urban"), proposal_id=sent.pk, by=house.manager)
    assert (again.state, again.decided_by_id, again.area) == ("proposed", None, "urban")
    actions.withdraw_proposal(proposal_id=sent.pk, by=house.manager)
    assert queries.open_proposals().count() == 0
    with leaves_nothing(RuleBroken, "this proposal was withdrawn; propose anew"):
        actions.propose_promise(content=CONTENT, proposal_id=sent.pk, by=house.manager)


def test_another_organisation_sees_no_proposal(house: House, other_company: Tenant) -> None:
    sent = actions.propose_promise(content=CONTENT, by=house.manager)
    stranger = replace(house.director, tenant_id=other_company.pk)
    with in_tenant(other_company.pk):
        assert PromiseProposal.objects.count() == 0
        for act in (actions.approve_promise, lambda **given: actions.return_promise(reason="x", **given)):
            with pytest.raises(NotFound):
                act(proposal_id=sent.pk, by=stranger)
