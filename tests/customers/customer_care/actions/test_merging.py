"""Two files become one and two again: whatever is merged and undone, everything is back where it was."""

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.customers.people import person, served
from tests.shop import Shop
from wuxing.core.errors import NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.customers.customer_care import actions, queries
from wuxing.customers.customer_care.queries import duplicates, references
from wuxing.customers.models import Consent, Contact, Customer, Difference, Merge
from wuxing.governance.records.actions import holding
from wuxing.service.repair.models import ServiceRequest, WorkOrder

State = dict[str, list[tuple[int, int | None]]]


def owned() -> State:
    """Return whose every row is, of every table that refers to a customer."""
    return {
        f"{label}.{column}": sorted(apps.get_model(label).objects.values_list("pk", f"{column}_id"))
        for label, column in references.referring()
    }


def merge(shop: Shop, kept: Customer, gone: Customer) -> Merge:
    return actions.merge_customers(kept_id=kept.pk, gone_id=gone.pk, reason="来电确认同一人", by=shop.agent)


def test_everything_changes_hands_and_comes_back(shop: Shop) -> None:
    gone, kept = served(shop), person(shop)
    before = owned()
    made = merge(shop, kept, gone)
    assert (WorkOrder.objects.get().customer_id, ServiceRequest.objects.get().customer_id) == (kept.pk, kept.pk)
    assert Contact.objects.filter(customer=gone).count() == 0
    assert queries.standing_file(gone.pk) == kept.pk
    assert queries.family_of(kept.pk) == [kept.pk, gone.pk]
    actions.undo_merge(merge_id=made.pk, reason="误并", by=shop.agent)
    assert owned() == before
    assert queries.standing_file(gone.pk) == gone.pk
    told = Entry.objects.filter(event__in=["customer.merge", "customer.unmerge"]).order_by("pk")
    assert [(entry.event, entry.target_id) for entry in told] == [
        ("customer.merge", kept.pk),
        ("customer.merge", gone.pk),
        ("customer.unmerge", kept.pk),
        ("customer.unmerge", gone.pk),
    ]


def test_what_came_since_stays_with_the_file_that_stood(shop: Shop) -> None:
    gone, kept = person(shop), person(shop, phone="13911113333")
    made = merge(shop, kept, gone)
    fresh = actions.add_contact(customer_id=kept.pk, name="小李", phone="13900001111", by=shop.agent)
    actions.undo_merge(merge_id=made.pk, reason="误并", by=shop.agent)
    assert Contact.objects.get(pk=fresh.pk).customer_id == kept.pk


def test_consent_is_that_of_the_person_not_of_the_file(shop: Shop) -> None:
    gone, kept = person(shop), person(shop, phone="13911113333")
    actions.record_consent(
        customer_id=gone.pk, purposes=["survey"], given=True, channel="phone", proof="录音", by=shop.agent
    )
    merge(shop, kept, gone)
    assert (queries.may_use(kept.pk, "survey"), queries.may_use(gone.pk, "survey")) == (None, None)
    assert Consent.objects.get().customer_id == gone.pk


@given(st.lists(st.tuples(st.sampled_from("mu"), st.integers(0, 3), st.integers(0, 3)), max_size=12))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_course_of_merges_undone_backwards_ends_where_it_began(
    shop: Shop, course: list[tuple[str, int, int]]
) -> None:
    files = [person(shop, phone=f"1391111{number}{Customer.objects.count():03d}") for number in range(4)]
    before = owned()
    done: list[int] = []
    for what, one, other in course:
        try:
            if what == "m":
                done.append(merge(shop, files[one], files[other]).pk)
            elif done:
                actions.undo_merge(merge_id=done[-1], reason="误并", by=shop.agent)
                done.pop()
        except RuleBroken:
            continue
        standing = {queries.standing_file(one.pk) for one in files}
        mine = Contact.objects.filter(customer__in=files)
        assert set(mine.values_list("customer_id", flat=True)) <= standing
    for number in reversed(done):
        actions.undo_merge(merge_id=number, reason="误并", by=shop.agent)
    assert owned() == before
    assert Customer.objects.exclude(merged_into=None).count() == 0


def test_a_merge_that_may_not_be_leaves_nothing(shop: Shop) -> None:
    one, other = person(shop), person(shop, phone="13911113333")
    before = owned()
    with pytest.raises(NotAllowed):
        actions.merge_customers(kept_id=one.pk, gone_id=other.pk, reason="x", by=shop.dispatcher)
    with pytest.raises(NotFound):
        actions.merge_customers(kept_id=one.pk, gone_id=10**7, reason="x", by=shop.agent)
    with pytest.raises(RuleBroken):
        merge(shop, one, one)
    holding.place_hold(scope="customer", customer_id=other.pk, reason="诉讼", by=shop.manager)
    with pytest.raises(RuleBroken) as refused:
        merge(shop, one, other)
    assert refused.value.reason == "a legal hold stands on one of the files; lift it first"
    assert (owned(), Merge.objects.count()) == (before, 0)


def test_a_merged_file_is_worked_on_where_it_stands(shop: Shop) -> None:
    gone, kept = person(shop), person(shop, phone="13911113333")
    merge(shop, kept, gone)
    with pytest.raises(RuleBroken) as refused:
        actions.add_contact(customer_id=gone.pk, name="小李", phone="13900001111", by=shop.agent)
    assert refused.value.reason == f"this file was merged into file {kept.pk}; work there"
    assert [row["pk"] for row in queries.customers()] == [kept.pk]


def test_pairs_are_proposed_with_why_until_they_are_one_or_said_to_be_two(shop: Shop) -> None:
    first, second = person(shop), person(shop, name="李健国")
    person(shop, name="陈伟", phone="13700000000", address="别处9号")
    assert [(pair.low, pair.high, pair.why) for pair in duplicates.proposals()] == [
        (first.pk, second.pk, ("the same phone number", "the same address, and the names are alike"))
    ]
    assert [pair.high for pair in duplicates.proposals_for(first.pk)] == [second.pk]
    actions.say_different(one_id=second.pk, other_id=first.pk, by=shop.agent)
    actions.say_different(one_id=first.pk, other_id=second.pk, by=shop.agent)
    assert (duplicates.proposals(), Difference.objects.count()) == ([], 1)
