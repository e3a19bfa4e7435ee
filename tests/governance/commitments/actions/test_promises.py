"""Promises as versions, with their legal check and their scope; and calendars with public holidays."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.governance.commitments.conftest import DAY, WEEK, House
from tests.service.repair.checking import leaves_nothing, snapshot
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.ledger.models import Entry
from wuxing.governance.commitments import actions, holidays
from wuxing.governance.commitments.actions.promises import Content, Wording
from wuxing.governance.commitments.models import CalendarVersion, Promise, WorkCalendar

CHECK = Wording(
    channel="website",
    published_where="https://hailan.example/service",
    legal_checked_by="方律师",
    legal_checked_on=date(2026, 11, 10),
    legal_check="三包规定、广告法",
)
GIVEN: dict[str, Any] = {
    "kind": "arrive", "area": "urban", "text": "24 小时上门", "minutes": 1440, "calendar_id": None, "reason": "首次承诺",
    "wording": CHECK,
}  # fmt: skip


def test_a_change_ends_the_version_before_and_opens_the_next(house: House) -> None:
    first = house.promise(kind="arrive", area="urban", minutes=1440, wording=CHECK, steps=[(80, "manager")])
    house.forward(days=1)
    second = house.promise(kind="arrive", area="urban", minutes=720, reason="客户希望更快")
    other = house.promise(kind="arrive", area="urban", minutes=600, product_line="空调")
    first.refresh_from_db()
    assert (first.ends_at, first.end_reason, first.steps) == (house.hands.at, "客户希望更快", [[80, "manager"]])
    assert (first.legal_checked_by, first.channel, first.published_where) == (
        "方律师",
        "website",
        CHECK.published_where,
    )
    assert (second.version, second.replaces_id, second.ends_at) == (2, first.pk, None)
    assert (other.version, other.replaces_id) == (1, None)  # of another scope
    entry = Entry.objects.filter(event="promise.approve", target_id=second.pk).get()
    told = {"version": 2, "before": 1440, "after": 720, "reason": "客户希望更快", "product_line": "", "tier": ""}
    assert {name: entry.payload[name] for name in told} == told


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"text": " "}, ["text"]),
        ({"minutes": 0}, ["minutes"]),
        ({"reason": ""}, ["reason"]),
        ({"kind": "dance"}, ["kind"]),
        ({"calendar_id": 10**9}, ["calendar_id"]),
        ({"wording": replace(CHECK, channel="smoke")}, ["channel"]),
        ({"wording": Wording(legal_checked_by="方律师")}, ["legal_check", "legal_checked_on"]),
        ({"wording": Wording(legal_check="三包")}, ["legal_checked_by", "legal_checked_on"]),
        ({"wording": Wording()}, ["legal_check", "legal_checked_by", "legal_checked_on"]),
        ({"running_too": True, "wished_from": date(2026, 12, 1)}, ["running_too"]),
        ({"steps": [(100, "nobody")]}, ["steps"]),
        ({"product_line": "长" * 61}, ["product_line"]),
    ],
)
def test_a_promise_that_cannot_be_is_refused_and_leaves_nothing(
    house: House, wrong: dict[str, Any], fields: list[str]
) -> None:
    before = snapshot()
    with pytest.raises(BadInput) as refusal:
        actions.propose_promise(content=Content(**GIVEN | wrong), by=house.manager)
    assert (sorted(refusal.value.fields), snapshot()) == (fields, before)


# calendars


def test_a_calendar_keeps_its_versions_with_zone_notes_and_reason(house: House) -> None:
    house.calendar(exceptions={"2026-11-21": DAY}, notes={"2026-11-21": "补班", "2027-01-01": "元旦"})
    house.calendar(zone="Asia/Urumqi", reason="网点迁到乌鲁木齐")
    rows = CalendarVersion.objects.order_by("version").values_list("version", "zone", "notes", "reason")
    assert list(rows) == [
        (1, "Asia/Shanghai", {"2026-11-21": "补班"}, ""),  # a note belongs to a date that differs
        (2, "Asia/Urumqi", {}, "网点迁到乌鲁木齐"),
    ]
    assert (
        WorkCalendar.objects.get().zone == "Asia/Shanghai"
    )  # versions from before zones were kept with them rest on it


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"zone": "Mars"}, "zone"),
        ({"weekly": WEEK[:6]}, "weekly"),
        ({"weekly": [[]] * 7}, "weekly"),
        ({"weekly": [[["09:00", "08:00"]], *WEEK[1:]]}, "weekly"),
        ({"exceptions": {"2026-02-30": []}}, "weekly"),
        ({"exceptions": {f"{n}": [] for n in range(2001)}}, "exceptions"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(house: House, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        house.calendar(**wrong)
    assert list(refusal.value.fields) == [field]
    assert CalendarVersion.objects.count() == 0


def test_the_year_of_the_notice_is_proposed_and_taken_by_a_person(house: House) -> None:
    calendar = house.calendar(notes={}, exceptions={"2026-11-21": DAY})
    found = holidays.proposals(2026, WEEK, {})
    assert found is not None
    told = {one.day.isoformat(): (one.worked, one.name) for one in found}
    assert told["2026-10-01"] == (False, "国庆节")
    assert told["2026-10-10"] == (True, "国庆节")  # a Saturday worked instead
    assert "2026-10-03" not in told  # a Saturday is off anyway
    assert CalendarVersion.objects.count() == 1  # asking changes nothing

    days = [date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 10), date(2026, 10, 11)]
    made = actions.take_holidays(calendar_id=calendar, year=2026, days=days, by=house.manager)
    assert made.exceptions == {"2026-11-21": DAY, "2026-10-01": [], "2026-10-02": [], "2026-10-10": DAY}
    assert made.notes == {"2026-10-01": "国庆节", "2026-10-02": "国庆节", "2026-10-10": "国庆节"}
    assert (made.version, made.source) == (2, f"{holidays.source()}: 2026")
    again = holidays.proposals(2026, made.weekly, made.exceptions)
    assert {one.day.isoformat() for one in found} - {one.day.isoformat() for one in again or () if one.is_new} == {
        "2026-10-01", "2026-10-02", "2026-10-10"
    }  # fmt: skip


def test_a_year_that_is_not_published_is_unknown(house: House) -> None:
    calendar, later = house.calendar(), holidays.known_years()[1] + 1
    assert [holidays.proposals(year, WEEK, {}) for year in (later, 1990)] == [None, None]
    with leaves_nothing(BadInput):
        actions.take_holidays(calendar_id=calendar, year=later, days=[date(later, 1, 1)], by=house.manager)
    with leaves_nothing(BadInput):
        actions.take_holidays(calendar_id=calendar, year=2026, days=[date(2026, 11, 18)], by=house.manager)
    with leaves_nothing(NotFound):
        actions.take_holidays(calendar_id=10**9, year=2026, days=[date(2026, 10, 1)], by=house.manager)


def test_a_promise_across_the_holidays_counts_by_the_version_of_its_time(house: House) -> None:
    calendar = house.calendar()
    house.promise(minutes=16 * 60, calendar_id=calendar)
    house.hands.at = house.hands.at.replace(month=9, day=30)  # Wednesday
    Promise.objects.update(starts_at=house.hands.at - timedelta(days=1))
    before = house.open()
    days = [one.day for one in holidays.proposals(2026, WEEK, {}) or ()]
    actions.take_holidays(calendar_id=calendar, year=2026, days=days, by=house.manager)
    house.subject = ("case", 8)
    after = house.open()
    assert [f"{one.due_at:%m-%d}" for one in (before, after)] == ["10-01", "10-08"]


def test_a_make_up_day_gets_the_hours_of_a_usual_day() -> None:
    assert holidays.usual_hours([[["10:00", "12:00"]], DAY, DAY, [], [], [], []]) == DAY
    assert holidays.usual_hours([[]] * 7) == []
