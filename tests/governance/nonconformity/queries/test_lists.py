"""The list: overdue first, filtered, searched, and paged by key without gap or repeat."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.governance.nonconformity.treating import House
from wuxing.core import clock
from wuxing.core.searching import search_for
from wuxing.governance.models import Nonconformity
from wuxing.governance.nonconformity import actions
from wuxing.governance.nonconformity.queries import lists
from wuxing.governance.nonconformity.queries.lists import Wanted


@pytest.fixture
def many(house: House) -> datetime:
    """Seventy open ones, of which every third falls due at the same instant, and fifty ended ones."""
    now = clock.now()
    first = house.report()
    rows = []
    for n in range(120):
        ended = n >= 70
        rows.append(
            Nonconformity(
                tenant_id=first.tenant_id, number=f"NC-2020-{n:06d}", title=f"第 {n} 项", description="x", kind="nonconformity",
                source="staff" if n % 2 else "metric", severity="minor", reported_severity="minor", found_at=now, recorded_at=now,
                state="cancelled" if ended else "open", cancelled_at=now if ended else None,
                cancel_reason="x" if ended else "", next_due_at=now + timedelta(days=n // 3 - 5),
                updated_at=now - timedelta(minutes=n), search=f"nc-2020-{n:06d} 第 {n} 项 停机",
            )
        )  # fmt: skip
    Nonconformity.objects.bulk_create(rows)
    return now


def walked(wanted: Wanted, now: datetime) -> tuple[list[int], list[int]]:
    """Return the ids of all pages forward, and all pages back again."""
    forward: list[list[int]] = []
    page = lists.nonconformities(wanted, now)
    forward.append([row[0] for row in page.rows])
    while page.next:
        page = lists.nonconformities(replace(wanted, cursor=page.next), now)
        forward.append([row[0] for row in page.rows])
    back = [forward[-1]]
    while page.previous:
        page = lists.nonconformities(replace(wanted, cursor=page.previous, back=True), now)
        back.insert(0, [row[0] for row in page.rows])
    assert all(len(one) == lists.SIZE for one in forward[:-1])
    return [pk for one in forward for pk in one], [pk for one in back for pk in one]


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(sort="updated", descending=True),
        Wanted(sort="number", descending=True),
        Wanted(sort="number"),
        Wanted(group="open"),
        Wanted(source="staff"),
        Wanted(group="cancelled"),
    ],
)
def test_pages_hold_everything_once_forward_and_back(many: datetime, wanted: Wanted) -> None:
    rows = Nonconformity.objects.all()
    if wanted.group:
        rows = rows.filter(state__in=["open"] if wanted.group == "open" else ["cancelled"])
    if wanted.source:
        rows = rows.filter(source=wanted.source)
    forward, back = walked(wanted, many)
    assert sorted(forward) == sorted(rows.values_list("pk", flat=True))
    assert len(forward) == len(set(forward))
    assert back == forward


def test_what_is_due_first_stands_first_and_what_has_ended_last(many: datetime) -> None:
    forward, _back = walked(Wanted(), many)
    found = Nonconformity.objects.in_bulk(forward)
    states = [found[pk].state for pk in forward]
    assert states == ["open"] * 71 + ["cancelled"] * 50
    due = [found[pk].next_due_at for pk in forward[:71]]
    assert due == sorted(due, key=lambda one: one or many)
    assert forward[71:] == sorted(forward[71:], reverse=True)


def test_a_search_finds_by_number_title_and_record(many: datetime) -> None:
    found = lists.nonconformities(Wanted(search=search_for("000007")), many)
    assert [row[1] for row in found.rows] == ["NC-2020-000007"]
    page = lists.nonconformities(Wanted(search=search_for("停机")), many)
    assert (len(page.rows), page.next != "", page.previous) == (lists.SIZE, True, "")
    narrow = lists.nonconformities(Wanted(search=search_for("停机"), source="staff", group="cancelled"), many)
    assert {(row[4], row[6]) for row in narrow.rows} == {("cancelled", "staff")}
    assert len(narrow.rows) == 25


def test_filters_narrow(house: House) -> None:
    now = clock.now()
    late = house.late(house.report(severity="major", leaves=["5.2.4-b"]))
    caused = house.analysed()
    marked = house.report(deduction_ground="law", kind="observation")

    def ids(**asked: object) -> list[int]:
        return [row[0] for row in lists.nonconformities(Wanted(**asked), now).rows]  # type: ignore[arg-type]

    assert ids(late=True) == [late.pk]
    assert ids(severity="major") == [late.pk]
    assert ids(leaf="5.2.4-b") == [late.pk]
    assert ids(category="method") == [caused.pk]
    assert ids(deduction=True) == [marked.pk]
    assert ids(kind="observation") == [marked.pk]
    assert ids(owner_id=house.doer.user_id) == []
    actions.cancel(nonconformity_id=marked.pk, reason="不构成", by=house.verifier)
    assert ids(group="cancelled") == [marked.pk]
    assert ids(cursor="nonsense") == ids()
