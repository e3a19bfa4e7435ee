"""Consent is given and withdrawn, kept for good, and decides what data may be used for."""

from datetime import timedelta

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import DatabaseError

from tests.customers.people import person
from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.errors import BadInput, NotAllowed, NotFound
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.customers.customer_care import actions, queries
from wuxing.customers.models import Consent, ConsentNotice

TEXTS = {"zh-hans": "新文本", "zh-hant": "新文本", "en": "new text"}


def give(shop: Shop, customer_id: int, *purposes: str, given: bool = True) -> list[Consent]:
    return actions.record_consent(
        customer_id=customer_id, purposes=purposes, given=given, channel="phone", proof="录音 0231", by=shop.agent
    )


def test_marketing_is_refused_without_consent_and_after_withdrawal(shop: Shop) -> None:
    customer = person(shop)
    asked = [queries.may_use(customer.pk, "marketing"), queries.may_use(customer.pk, "service")]
    give(shop, customer.pk, "marketing")
    asked += [queries.may_use(customer.pk, "marketing"), queries.may_use(customer.pk, "survey")]
    with clock.telling(clock.now() + timedelta(minutes=1)):
        give(shop, customer.pk, "marketing", given=False)
        day = clock.now().date()
    asked.append(queries.may_use(customer.pk, "marketing"))
    assert asked == [
        "the customer has not consented to this use",
        None,
        None,
        None,  # a survey is part of the service, until they object
        f"the customer withdrew consent on {day}",
    ]


def test_a_survey_needs_no_consent_until_the_customer_objects_or_the_organisation_asks_for_it(shop: Shop) -> None:
    customer = person(shop)
    give(shop, customer.pk, "survey", given=False)
    day = clock.now().date()
    assert queries.may_use(customer.pk, "survey") == f"the customer objected on {day}"
    theirs = person(shop)
    said = {"purpose": "survey", "title": "满意度调查", "texts": TEXTS, "reason": "x", "by": shop.manager}
    actions.save_notice(basis="contract", **said)  # type: ignore[arg-type]
    assert [queries.may_use(one.pk, "survey") is None for one in (customer, theirs)] == [False, True]
    actions.save_notice(basis="consent", **said)  # type: ignore[arg-type]
    assert queries.may_use(theirs.pk, "survey") == "the customer has not consented to this use"
    give(shop, theirs.pk, "survey")
    assert queries.may_use(theirs.pk, "survey") is None


def test_consent_leaves_a_trace_and_the_digest_of_what_was_shown(shop: Shop) -> None:
    customer = person(shop)
    made = give(shop, customer.pk, "survey", "marketing")
    entries = Entry.objects.filter(event="consent.give").order_by("pk")
    assert [entry.target_id for entry in entries] == [one.pk for one in made]
    assert [entry.payload["digest"] for entry in entries if entry.payload] == [one.digest for one in made]
    assert len({one.digest for one in made}) == 2


def test_what_cannot_be_recorded_leaves_nothing(shop: Shop) -> None:
    customer = person(shop)
    with pytest.raises(BadInput) as refused:
        actions.record_consent(
            customer_id=customer.pk, purposes=["sensitive", "survey"], given=True, channel="owl", by=shop.agent
        )
    assert set(refused.value.fields) == {"purpose", "channel", "proof"}
    with pytest.raises(NotAllowed):
        actions.record_consent(
            customer_id=customer.pk, purposes=["survey"], given=True, channel="phone", proof="x", by=shop.dispatcher
        )
    assert (Consent.objects.count(), Entry.objects.filter(event__startswith="consent.").count()) == (0, 0)


def test_another_tenants_customer_is_nobody(shop: Shop, other_company: Tenant) -> None:
    with in_tenant(other_company.pk):
        theirs = person(Shop(other_company, *[None] * 7))  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        give(shop, theirs.pk, "survey")
    assert queries.may_use(theirs.pk, "survey") == f"there is no customer {theirs.pk} here"


def test_what_was_said_is_never_changed(shop: Shop) -> None:
    made = give(shop, person(shop).pk, "survey")[0]
    for statement in (
        "UPDATE customers_consent SET given = false WHERE id = %s",
        "UPDATE customers_consent SET proof = 'x' WHERE id = %s",
        "DELETE FROM customers_consent WHERE id = %s",
    ):
        with pytest.raises((InternalError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [made.pk])
    assert Consent.objects.get().given is True


def test_a_new_notice_may_ask_everybody_anew(shop: Shop) -> None:
    customer = person(shop)
    give(shop, customer.pk, "marketing")
    said = {"purpose": "marketing", "title": "营销", "basis": "consent", "texts": TEXTS, "reason": "新规"}
    actions.save_notice(**said, by=shop.manager)  # type: ignore[arg-type]
    assert queries.may_use(customer.pk, "marketing") is None
    actions.save_notice(**said, renew=True, by=shop.manager)  # type: ignore[arg-type]
    assert queries.may_use(customer.pk, "marketing") == (
        "consent was given to version 0 of the notice; version 2 must be asked for anew"
    )
    give(shop, customer.pk, "marketing")
    assert queries.may_use(customer.pk, "marketing") is None
    assert list(ConsentNotice.objects.order_by("pk").values_list("version", flat=True)) == [1, 2]
    with pytest.raises(NotAllowed):
        actions.save_notice(**said, by=shop.agent)  # type: ignore[arg-type]


def test_a_purpose_of_ones_own_is_asked_for_like_the_others(shop: Shop) -> None:
    customer = person(shop)
    assert queries.may_use(customer.pk, "club") == "no such purpose is declared; what is not declared is not allowed"
    actions.save_notice(purpose="club", title="会员", basis="consent", texts=TEXTS, reason="会员制", by=shop.manager)
    give(shop, customer.pk, "club")
    assert queries.may_use(customer.pk, "club") is None
    actions.restrict_customer(customer_id=customer.pk, restricted=True, reason="客户要求", by=shop.agent)
    assert queries.may_use(customer.pk, "club") == (
        "the customer has restricted the use of their data to what the service needs"
    )
