"""A promise ends without another in its place as it changes: proposed by one person, approved by another."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

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


def proposed(house: House, promise: Promise, reason: str = "停售", wished_from: date | None = None) -> PromiseProposal:
    """Propose that a promise ends."""
    return actions.propose_end(
        promise_id=promise.pk, reason=reason, check=CHECKED, wished_from=wished_from, by=house.manager
    )


def test_a_promise_binds_until_its_end_is_approved_by_another_and_running_targets_keep_it(house: House) -> None:
    found = house.promise()
    target = house.open()
    house.forward(hours=1)
    sent = proposed(house, found, " 停止上门服务 ")
    assert (sent.ends, sent.state, queries.waiting_to_approve(house.director).get()) == (True, "proposed", sent)
    assert [terms.promise_id for terms in queries.promises_in_force(house.forward(hours=1))] == [found.pk]
    both = replace(house.director, user_id=house.manager.user_id)
    with leaves_nothing(RuleBroken, "you proposed it; somebody else approves it"):
        actions.approve_promise(proposal_id=sent.pk, by=both)
    ended = actions.approve_promise(proposal_id=sent.pk, note="同意", by=house.director)
    assert (ended, ended.ends_at, ended.end_reason) == (found, house.hands.at, "停止上门服务")
    nothing = actions.open_targets(
        ["resolve"], subject=("case", 8), start=house.hands.at, rural=False, by=house.manager
    )
    assert (nothing, target.stopped_at) == ([], None)  # what runs keeps it
    trace = Entry.objects.filter(case_type="promise_proposal", case_id=sent.pk).order_by("pk")
    assert [one.event for one in trace] == ["promise.propose_end", "promise.retire"]
    assert trace[1].payload["reason"] == "停止上门服务"
    told = list(Notice.objects.filter(target_id=sent.pk).order_by("pk").values_list("event", flat=True))
    assert told == ["promise.end_proposed", "promise.end_approved"]
    house.forward(hours=1)
    again = house.promise()
    assert (again.version, again.replaces_id) == (2, found.pk)


def test_an_end_on_a_later_day_comes_then_unless_a_new_version_begins_before_it(house: House) -> None:
    found = house.promise(minutes=480)
    house.forward(hours=1)
    ended = actions.approve_promise(
        proposal_id=proposed(house, found, wished_from=date(2026, 12, 1)).pk, by=house.director
    )
    assert (f"{ended.ends_at:%m-%d %H:%M %z}", queries.promises_in_force(house.hands.at)[0].minutes) == (
        "12-01 00:00 +0800",
        480,
    )
    with leaves_nothing(RuleBroken, "its end, or its next version, is approved"):
        proposed(house, found)
    house.forward(hours=1)
    house.promise(minutes=240)
    found.refresh_from_db()
    assert (found.ends_at, [one.minutes for one in queries.promises_in_force(house.hands.at)]) == (
        house.hands.at,
        [240],
    )
    assert [one.minutes for one in queries.promises_in_force(house.hands.at + timedelta(days=60))] == [240]


def test_an_end_that_came_back_is_proposed_anew_and_never_turns_into_a_change(house: House) -> None:
    found = house.promise()
    house.forward(hours=1)
    sent = proposed(house, found)
    with leaves_nothing(RuleBroken, "another change of this promise is under way; go on with that one"):
        proposed(house, found)
    actions.return_promise(proposal_id=sent.pk, reason="写明替代方案", by=house.director)
    content = Content(
        kind="resolve", area="any", text="一天", minutes=60, calendar_id=None, reason="x", wording=CHECKED
    )
    why = "it ends a promise; propose the end anew on the page of the promise, or withdraw it"
    with leaves_nothing(RuleBroken, why):
        actions.propose_promise(content=content, proposal_id=sent.pk, by=house.manager)
    again = proposed(house, found, "停售，改由厂家承诺")
    assert (again.pk, again.state, again.decided_by_id, again.decision) == (sent.pk, "proposed", None, "")
    actions.withdraw_proposal(proposal_id=sent.pk, by=house.manager)
    assert Promise.objects.get().ends_at is None


def test_what_cannot_end_is_refused(house: House) -> None:
    found = house.promise()
    house.forward(hours=1)
    with pytest.raises(BadInput) as lacking:
        actions.propose_end(promise_id=found.pk, reason=" ", check=Wording(), by=house.manager)
    assert sorted(lacking.value.fields) == ["legal_check", "legal_checked_by", "legal_checked_on", "reason"]
    with leaves_nothing(NotFound):
        actions.propose_end(promise_id=10**9, reason="x", check=CHECKED, by=house.manager)
    actions.approve_promise(proposal_id=proposed(house, found).pk, by=house.director)
    house.forward(hours=1)
    with leaves_nothing(RuleBroken, "this promise has ended already"):
        proposed(house, found)


def test_another_organisation_ends_no_promise(house: House, other_company: Tenant) -> None:
    found = house.promise()
    stranger = replace(house.manager, tenant_id=other_company.pk)
    with in_tenant(other_company.pk):
        assert Promise.objects.count() == 0
        with pytest.raises(NotFound):
            actions.propose_end(promise_id=found.pk, reason="x", check=CHECKED, by=stranger)
