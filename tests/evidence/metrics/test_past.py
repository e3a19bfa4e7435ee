"""A past day by choice: what was true then, and what was known then."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Case, CharField, Value, When

from tests.evidence.factory import orders
from tests.evidence.metrics import proving
from tests.evidence.packs import pack_of
from tests.evidence.populations.rows import Rows
from wuxing.core import clock, ledger
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.evidence.metrics import actions, queries
from wuxing.evidence.metrics.judging import fields_sql
from wuxing.evidence.metrics.models import Basis, Judgment, Picture, Rulebook
from wuxing.evidence.metrics.queries import Cut, Tab, page_of_records, tab_counts
from wuxing.evidence.metrics.queries import sums as query_sums
from wuxing.evidence.metrics.queries.outlets import tallies_by_outlet
from wuxing.evidence.metrics.rules import Tally, end_of, window_start
from wuxing.evidence.populations.past import records_then, tables_in, tables_then
from wuxing.evidence.populations.past_tables import PAST_TABLES
from wuxing.evidence.populations.registry import ALL, POPULATIONS
from wuxing.governance.commitments.models import Target
from wuxing.service.repair.models import ServiceRequest, WorkOrder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
PACK = pack_of()
ZONE = "Asia/Shanghai"
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
TODAY, THEN = date(2026, 11, 21), date(2026, 9, 1)
WITHOUT_TIMES = {
    "customers_contact", "customers_servicesite", "customers_product", "resources_skill", "governance_externalsource",
    "customers_entitlementdecision",
}  # fmt: skip
Turn = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Turn:
    def turn(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    turn(NOW)
    return turn


@pytest.fixture
def by(actor: Callable[..., Actor]) -> Actor:
    return actor(Role.SERVICE_MANAGER)


def look(by: Actor, day: date, basis: str) -> actions.Look:
    return actions.look_at(by=by, pack=PACK, live=PACK, day=day, basis=basis)


def sums(found: actions.Look, day: date) -> dict[str, Tally]:
    known = None if found.known_on is None else [found.known_on]
    told = queries.tallies(PACK, found.readable, [day], known=known)[0]
    return {name: replace(tally, savable=0, running=0) for name, tally in told.items()}


def one_order(company: Tenant, received: datetime, **facts: object) -> WorkOrder:
    orders(company, 1, until=received, days=0)
    WorkOrder.objects.update(
        state="qualified", cancelled_at=None, arrived_at=None, resolved_at=None, signed_at=None, closed_at=None,
        followed_up_at=None, outcome="", written_at=received, recorded_at=received,
    )  # fmt: skip
    ServiceRequest.objects.update(received_at=received, recorded_at=received)
    WorkOrder.objects.update(**facts)
    return WorkOrder.objects.get()


def as_it_was(day: date) -> None:
    """Take back by hand what happened to orders after a day, as if the tables had been copied then."""
    moment = end_of(day, ZONE)
    Target.objects.filter(starts_at__gt=moment).delete()
    WorkOrder.objects.filter(written_at__gt=moment).delete()
    ServiceRequest.objects.filter(received_at__gt=moment).delete()
    Target.objects.filter(stopped_at__gt=moment).update(stopped_at=None)
    WorkOrder.objects.update(state="qualified")
    for name in PAST_TABLES["service_workorder"].happened:
        WorkOrder.objects.filter(**{f"{name}__gt": moment}).update(**{name: None})
    WorkOrder.objects.filter(resolved_at=None).update(outcome="")
    WorkOrder.objects.filter(arrived_at=None).update(checklist_complete=None, visits=0)
    WorkOrder.objects.update(
        state=Case(
            When(cancelled_at__isnull=False, then=Value("cancelled")),
            When(closed_at__isnull=False, then=Value("closed")),
            default=Value("qualified"),
            output_field=CharField(),
        )
    )


@pytest.mark.parametrize("day", [THEN, TODAY - timedelta(days=2), TODAY - timedelta(days=1)])
def test_what_was_true_is_what_the_tables_would_have_said_that_day(
    day: date, company: Tenant, by: Actor, set_clock: Turn
) -> None:
    orders(company, 400, until=NOW, days=200, assets=40)
    found = sums(look(by, day, Basis.TRUE), day)
    as_it_was(day)
    set_clock(end_of(day, ZONE))
    actions.rebuild(tenant_id=company.pk, pack=PACK)
    assert found == sums(look(by, day, Basis.NOW), day)
    assert found["arrived"].n > 10


def test_after_everything_has_happened_what_was_true_is_what_is_on_record(
    company: Tenant, by: Actor, set_clock: Turn
) -> None:
    orders(company, 200, until=NOW - timedelta(days=20), days=200, assets=40)
    day = TODAY - timedelta(days=1)
    found = sums(look(by, day, Basis.TRUE), day)
    set_clock(end_of(day, ZONE))
    assert found == sums(look(by, day, Basis.NOW), day)


def test_what_happened_later_is_not_true_yet(company: Tenant, by: Actor) -> None:
    received = datetime(2026, 8, 31, 2, tzinfo=UTC)
    one_order(company, received, arrived_at=received + timedelta(days=3))
    told = {day: sums(look(by, day, Basis.TRUE), day).get("arrived", Tally()) for day in (THEN, date(2026, 9, 5))}
    assert [(tally.n, tally.ok) for tally in told.values()] == [(1, 0), (1, 0)]
    earlier = sums(look(by, date(2026, 8, 31), Basis.TRUE), date(2026, 8, 31))
    assert earlier["arrived"].n == 0  # its time was not up


def test_a_record_entered_late_was_true_and_not_known(company: Tenant, by: Actor) -> None:
    received = datetime(2026, 8, 20, 2, tzinfo=UTC)
    one_order(company, received, closed_at=received, signed_at=received)
    ServiceRequest.objects.update(recorded_at=NOW)
    assert sums(look(by, THEN, Basis.TRUE), THEN)["signed"].ok == 1
    known = look(by, THEN, Basis.KNOWN)
    assert (known.is_exact, sums(known, THEN)) == (False, {})


@pytest.mark.parametrize("is_ours", [True, False])
def test_a_fact_told_late_was_true_and_not_known(is_ours: bool, company: Tenant, by: Actor, set_clock: Turn) -> None:
    """A case without an entry from before came from elsewhere, where it was known at its own time of entry."""
    received = datetime(2026, 8, 20, 2, tzinfo=UTC)
    signed = received + timedelta(days=1)
    order = one_order(company, received, closed_at=received, signed_at=signed)
    case = ("service_request", order.request_id)
    if is_ours:
        set_clock(received)
        ledger.record("repair.log", by=by, target=order.request, case=case)
    entered = signed + timedelta(days=40)
    set_clock(entered)
    ledger.record("repair.sign", by=by, target=order, case=case, occurred_at=signed)
    set_clock(NOW)
    told = {basis: sums(look(by, THEN, basis), THEN)["signed"] for basis in (Basis.TRUE, Basis.KNOWN)}
    assert {basis: (tally.n, tally.ok) for basis, tally in told.items()} == {
        Basis.TRUE: (1, 1),
        Basis.KNOWN: (1, 0 if is_ours else 1),
    }
    later = entered.date()
    assert sums(look(by, later, Basis.KNOWN), later)["signed"].ok == 1


def test_what_was_kept_is_told_exactly_corrections_and_all(company: Tenant, by: Actor, set_clock: Turn) -> None:
    received = datetime(2026, 8, 31, 2, tzinfo=UTC)
    day = received.date()
    set_clock(received + timedelta(hours=8))
    one_order(company, received, closed_at=received)
    assert sums(look(by, day, Basis.NOW), day)["signed"].ok == 0
    set_clock(NOW)
    WorkOrder.objects.update(signed_at=received)  # a correction: nothing in the table says when it was made
    found = look(by, THEN, Basis.KNOWN)
    assert (found.is_exact, found.known_on, sums(found, THEN)["signed"].ok) == (True, THEN, 0)
    assert sums(look(by, THEN, Basis.TRUE), THEN)["signed"].ok == 1

    book = found.books["repair_order"]
    bit = book.metrics.index("signed")
    for outlet in (None, Judgment.objects.get(rulebook=book).outlet_id):
        cut = Cut(book, bit, window_start(THEN, "P12M"), THEN, outlet, THEN, Basis.KNOWN)
        counts = tab_counts(cut)
        page = page_of_records(POPULATIONS["repair_order"], cut, Tab.MISSED, ["signed_at"], ZONE, NOW)
        assert (counts[Tab.MISSED], counts[Tab.OK], len(page.records)) == (1, 0, 1)
        assert [month.n for month in queries.months_of(cut)] == [1]


def test_the_day_before_anything_was_kept_is_worked_out(company: Tenant, by: Actor, set_clock: Turn) -> None:
    orders(company, 5, until=NOW, days=100)
    actions.rebuild(tenant_id=company.pk, pack=PACK)
    assert Rulebook.objects.get(picture=None).kept_on == TODAY
    set_clock(NOW + timedelta(days=2))
    kinds = {day: look(by, day, Basis.KNOWN) for day in (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=2))}
    assert [(found.is_exact, found.known_on) for found in kinds.values()] == [
        (False, None),
        (True, TODAY),
        (True, None),
    ]


def test_a_picture_follows_the_records_but_not_what_was_known(company: Tenant, by: Actor, set_clock: Turn) -> None:
    order = one_order(company, datetime(2026, 8, 20, 2, tzinfo=UTC), closed_at=datetime(2026, 8, 20, 3, tzinfo=UTC))
    for basis in (Basis.TRUE, Basis.KNOWN):
        assert sums(look(by, THEN, basis), THEN)["signed"].ok == 0
    set_clock(NOW + timedelta(minutes=1))
    WorkOrder.objects.filter(pk=order.pk).update(signed_at=datetime(2026, 8, 20, 3, tzinfo=UTC))
    assert sums(look(by, THEN, Basis.TRUE), THEN)["signed"].ok == 1
    assert sums(look(by, THEN, Basis.KNOWN), THEN)["signed"].ok == 0
    assert Picture.objects.count() == 2


def test_many_records_are_judged_by_a_job(company: Tenant, by: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    orders(company, 30, until=NOW - timedelta(days=100), days=50)
    actions.rebuild(tenant_id=company.pk, pack=PACK)
    monkeypatch.setattr(query_sums, "LITTLE_RECORDS", 3)
    assert [look(by, THEN, Basis.TRUE).is_built for _ in range(2)] == [False, False]
    picture = Picture.objects.get()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->'ids'->'picture_id' FROM procrastinate_jobs WHERE task_name = %s", ["evidence.make_picture"]
        )
        assert cursor.fetchall() == [(str(picture.pk),)]
    actions.make_picture(picture_id=picture.pk, pack=PACK, by=by)
    actions.make_picture(picture_id=picture.pk, pack=PACK, by=by)
    found = look(by, THEN, Basis.TRUE)
    assert (found.is_built, found.made_at, sums(found, THEN)["repair_order"].n) == (True, NOW, 30)


def test_pictures_that_nobody_asks_for_are_forgotten(company: Tenant, by: Actor, set_clock: Turn) -> None:
    orders(company, 5, until=NOW, days=100)
    for back in range(1, 10):
        set_clock(NOW + timedelta(seconds=back))
        look(by, TODAY - timedelta(days=back), Basis.TRUE)
    assert Picture.objects.count() == 6
    books = set(Rulebook.objects.values_list("pk", flat=True))
    assert set(Judgment.objects.values_list("rulebook_id", flat=True).distinct()) <= books
    assert len(books) == 6


def test_a_day_of_another_edition_leaves_todays_judgments_alone(company: Tenant, by: Actor) -> None:
    orders(company, 20, until=NOW, days=100)
    actions.rebuild(tenant_id=company.pk, pack=PACK)
    old = pack_of({"logged": ("!r.cancelled", "r.logged_complete")})
    found = actions.look_at(by=by, pack=old, live=PACK, day=THEN, basis=Basis.NOW)
    told = queries.tallies(old, found.readable, [THEN])[0]
    assert told == {name: tally for name, tally in told.items() if name in {"logged", "repair_order"}}
    assert queries.is_built(queries.rulebooks(PACK), PACK)


@pytest.mark.parametrize("basis", [Basis.TRUE, Basis.KNOWN])
def test_every_population_has_a_past(basis: Basis, company: Tenant, by: Actor, set_clock: Turn) -> None:
    Rows(company, 3).fill(5)
    set_clock(proving.BEGIN)
    pack = proving.PACK
    found = actions.look_at(by=by, pack=pack, live=pack, day=date(2026, 6, 1), basis=basis)
    assert (found.error, found.is_built, set(found.books)) == ("", True, {population.id for population in ALL})
    books = [book.pk for book in found.books.values()]
    assert Judgment.objects.filter(rulebook__in=books, day__gt=date(2026, 6, 1)).count() == 0


def test_every_table_that_a_population_reads_says_how_it_was_or_has_no_times() -> None:
    read = {table for population in ALL for table in tables_in(fields_sql(population, population.fields))}
    assert read - set(PAST_TABLES) == WITHOUT_TIMES


def test_the_records_as_they_stand_are_read_from_the_tables_themselves() -> None:
    population = POPULATIONS["repair_order"]
    assert tables_then(fields_sql(population, population.fields), Basis.NOW) == ""
    assert "recorded_at <=" in records_then(population, Basis.KNOWN)
    assert "recorded_at <=" not in records_then(population, Basis.TRUE)


def test_verdicts_that_turn_late_are_counted(company: Tenant, set_clock: Turn) -> None:
    received = datetime(2026, 6, 1, 2, tzinfo=UTC)
    set_clock(received + timedelta(hours=1))
    one_order(company, received, closed_at=received)
    actions.rebuild(tenant_id=company.pk, pack=PACK)
    book = Rulebook.objects.get()
    cut = Cut(book, book.metrics.index("signed"), date(2026, 1, 1), TODAY)
    counts = []
    for later, signed in ((5, received), (40, None), (60, received)):
        set_clock(received + timedelta(days=later))
        WorkOrder.objects.update(visits=later)  # something else on the same day first
        actions.judge_waiting(tenant_id=company.pk, pack=PACK)
        WorkOrder.objects.update(signed_at=signed)
        actions.judge_waiting(tenant_id=company.pk, pack=PACK)
        counts.append(queries.turned_late(cut, 30))
    assert counts == [0, 1, 1]
    assert queries.turned_late(replace(cut, bit=book.metrics.index("logged")), 30) == 0
    assert queries.turned_late(replace(cut, known_on=TODAY), 30) is None


def test_outlets_add_up_to_the_whole_by_every_basis(company: Tenant, by: Actor, set_clock: Turn) -> None:
    set_clock(NOW - timedelta(days=10))
    orders(company, 60, until=NOW - timedelta(days=10), days=100)
    actions.rebuild(tenant_id=company.pk, pack=PACK)
    set_clock(NOW)
    WorkOrder.objects.filter(pk__in=WorkOrder.objects.values("pk")[:20]).update(signed_at=None, outlet=None)
    day = TODAY - timedelta(days=5)
    for basis in Basis:
        found = look(by, day, basis)
        told = sums(found, day)
        parts = tallies_by_outlet(PACK, found.readable, day, known_on=found.known_on)
        assert found.is_built
        assert (
            sum(each["signed"].ok for each in parts.values()) == told["signed"].ok
        )  # those without signature have no outlet
        logged = sum(each["logged"].n for each in parts.values())
        assert (logged == told["logged"].n) is (basis is Basis.KNOWN)
