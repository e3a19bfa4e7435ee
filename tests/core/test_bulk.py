"""Rows written in bulk are the rows that single ones would be; what a single one would be refused for refuses all."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import DataError, ProgrammingError, transaction

from wuxing.core import bulk
from wuxing.core.models import Tenant
from wuxing.customers.models import Asset, Customer, EntitlementDecision, Product

pytestmark = pytest.mark.usefixtures("inside")
AT = datetime(2026, 3, 1, 4, 5, 6, 789, tzinfo=UTC)


def customers(tenant: Tenant, *names: str) -> list[Customer]:
    return [Customer(tenant=tenant, name=name, created_at=AT) for name in names]


def test_rows_come_back_as_they_went(company: Tenant) -> None:
    rows = customers(company, "王丽华", 'O\'Neil "x" \\ {,}', "")
    bulk.number(rows)

    bulk.insert(rows)

    kept = list(Customer.objects.order_by("pk").values())
    assert kept == [{name: getattr(row, name) for name in kept[0]} for row in rows]


def test_json_dates_and_empty_values_are_kept(company: Tenant) -> None:
    decision = EntitlementDecision(
        tenant=company,
        subject_type="service_request",
        subject_id=7,
        rule_set="r",
        inputs={"today": "2026-03-01", "n": None},
        reasons=[["within_term", {"until": "王"}]],
        proposed="unknown",
        outcome="unknown",
        until=date(2027, 1, 31),
        decided_at=AT,
    )

    bulk.insert([decision])

    kept = EntitlementDecision.objects.get()
    assert (kept.inputs, kept.reasons, kept.until, kept.asset_id, kept.decided_at) == (
        decision.inputs,
        decision.reasons,
        decision.until,
        None,
        AT,
    )


def test_numbers_are_fresh_and_rows_can_name_each_other(company: Tenant) -> None:
    (customer,) = customers(company, "王丽华")
    product = Product.objects.create(tenant=company, model="M", name="n", category="c", trade="t")
    bulk.number([customer])
    bulk.insert([customer])

    bulk.insert([Asset(tenant=company, product=product, customer=customer, serial="1")])

    assert Asset.objects.get().customer == customer
    assert Customer.objects.create(tenant=company, name="x", created_at=AT).pk > customer.pk


def test_a_text_that_is_too_long_is_refused_not_cut(company: Tenant) -> None:
    with pytest.raises(DataError), transaction.atomic():
        bulk.insert(customers(company, "x" * 201))


def test_rows_of_another_tenant_are_refused(company: Tenant, other_company: Tenant) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        bulk.insert(customers(other_company, "王丽华"))


def test_many_rows_keep_their_order(company: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 3)
    bulk.insert(customers(company, *"abcdefgh"))

    assert "".join(Customer.objects.order_by("pk").values_list("name", flat=True)) == "abcdefgh"


def test_nothing_is_nothing(company: Tenant, django_assert_num_queries: Callable[[int], object]) -> None:
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        bulk.insert([])
        bulk.number([])
