"""Entries are recorded with the deed, whole or not at all, and never changed after."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.ledger.conftest import drafts
from wuxing.core import ledger
from wuxing.core.actors import system_actor
from wuxing.core.ledger.models import Entry, Pending
from wuxing.core.tenants import in_tenant
from wuxing.proof.envelopes import commitment

pytestmark = pytest.mark.usefixtures("inside")
MOMENT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def test_an_entry_holds_who_did_what_to_what(by, company):
    number = ledger.record(
        "tenant.rename",
        by=by,
        target=company,
        case=("tenant", 7),
        occurred_at=MOMENT,
        fee=Decimal("12.50"),
        name="海岚",
    )
    entry = Entry.objects.get(pk=number)
    assert (entry.tenant_id, entry.event, entry.target_type, entry.target_id) == (
        company.pk,
        "tenant.rename",
        "tenant",
        company.pk,
    )
    assert (entry.case_type, entry.case_id, entry.actor_id, entry.channel) == ("tenant", 7, None, "job")
    assert entry.occurred_at == MOMENT < entry.recorded_at
    assert entry.payload == {"fee": "12.50", "name": "海岚"}
    assert entry.commitment == commitment(entry.salt, entry.payload)
    assert list(Pending.objects.values_list("entry_id", flat=True)) == [number]


def test_recording_takes_one_query(by, company, django_assert_num_queries):
    with django_assert_num_queries(1):
        ledger.record("tenant.rename", by=by, target=company)
    with django_assert_num_queries(1):
        ledger.record_many(drafts(100), by=by)


def test_many_entries_keep_their_order(by):
    numbers = ledger.record_many(drafts(300), by=by)
    assert numbers == sorted(numbers)
    assert list(Entry.objects.filter(pk__in=numbers).order_by("pk").values_list("target_id", flat=True)) == [
        *range(300)
    ]
    assert Pending.objects.count() == 300


def test_many_entries_commit_to_their_payloads(by):
    ledger.record_many(drafts(3), by=by)
    for entry in Entry.objects.all():
        assert entry.commitment == commitment(entry.salt, entry.payload)


def test_nothing_to_record_records_nothing(by):
    assert ledger.record_many([], by=by) == []


PAYLOADS = st.dictionaries(
    st.text(max_size=5),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=3), parts, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)


@given(payload=PAYLOADS)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_payload_still_fits_its_commitment_after_a_stay_in_the_database(by, payload):
    draft = ledger.EntryDraft("repair.call", ("service_request", 1), payload=payload)
    (number,) = ledger.record_many([draft], by=by)
    entry = Entry.objects.get(pk=number)
    assert entry.commitment == commitment(entry.salt, entry.payload)


def test_what_is_rolled_back_was_never_recorded(by, company):
    with pytest.raises(RuntimeError), transaction.atomic():
        ledger.record("tenant.rename", by=by, target=company)
        raise RuntimeError
    assert not Entry.objects.exists()
    assert not Pending.objects.exists()


def test_another_tenants_entries_are_neither_seen_nor_written(by, company, other_company):
    ledger.record("tenant.rename", by=by, target=company)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        ledger.record("tenant.rename", by=system_actor(other_company.pk), target=company)
    with in_tenant(other_company.pk), connection.cursor() as cursor:
        for table in ("core_entry", "core_pending", "core_leaf", "core_node", "core_checkpoint"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "change",
    [
        "event = 'other'",
        "payload = '{}'",
        "payload = NULL, salt = NULL",
        "payload = NULL, salt = NULL, erased_at = now(), event = 'other'",
        "payload = NULL, erased_at = now()",
        "erased_at = now()",
        "id = id + 1",
    ],
)
def test_an_entry_can_be_erased_but_not_changed(by, company, change):
    ledger.record("tenant.rename", by=by, target=company, name="a")
    with (
        pytest.raises(IntegrityError, match="erased, not changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE core_entry SET {change}")


@pytest.mark.parametrize("table", ["core_entry", "core_leaf", "core_node", "core_checkpoint"])
def test_the_application_has_no_right_to_delete(table):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {table}")
