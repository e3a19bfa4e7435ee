"""Rows become cases: nothing lost, nothing guessed, every rejected row with its line and reason."""

from datetime import UTC, datetime

import pytest

from tests.evidence.foreign.conftest import Write, event, log, small_log
from wuxing.evidence.foreign import drafting
from wuxing.evidence.foreign.drafting import Drafted, Rejected
from wuxing.evidence.foreign.mapping import loading
from wuxing.evidence.foreign.readers import opening
from wuxing.evidence.foreign.refusals import Unreadable

NOW = datetime(2026, 11, 21, tzinfo=UTC)
TABLE = "单号,报修时间,客户姓名,完工时间,关闭时间,备注\n"


def drafted_log(write: Write, text: str) -> Drafted:
    return drafting.draft(opening.open_table(write("a.xes", text)), loading.shipped("helpdesk"), now=NOW)


def drafted_table(write: Write, text: str, more: str = "") -> Drafted:
    mapping = loading.parse(loading.shipped_text("generic") + more)
    return drafting.draft(opening.open_table(write("a.csv", text)), mapping, now=NOW)


def refused(write: Write, text: str, more: str = "") -> str:
    with pytest.raises(Unreadable) as refusal:
        drafted_table(write, text, more)
    return refusal.value.reason


def test_each_event_becomes_the_call_or_one_step(write: Write) -> None:
    drafted = drafted_log(write, small_log())

    assert (len(drafted.cases), drafted.events, drafted.rejected, drafted.unmapped) == (3, 9, [], {"Coffee": 1})
    assert [(case.key, [step.event for step in case.steps]) for case in drafted.cases] == [
        ("A", ["dispatch", "finish_work", "close"]),
        ("B", ["dispatch", "hold", "note", "finish_work"]),  # the call itself is not in the log
        ("C", []),
    ]
    assert drafted.cases[0].details["activity"] == "Assign seriousness"
    assert drafted.cases[0].steps[1].payload == {"activity": "Resolve ticket", "resource": "Bob", "technician": "Bob"}


def test_events_that_cannot_be_taken_are_listed(write: Write) -> None:
    text = log(
        ("A", [event("Closed", "2013-05-01T08:00:00Z"), event("Closed", "soon"), event("", "2013-05-01T08:00:00Z")]),
        ("", [event("Closed", "2013-05-01T08:00:00Z")]),
        ("B", [event("Closed", "2033-05-01T08:00:00Z"), event("Closed", "1913-05-01T08:00:00Z")]),
    )

    drafted = drafted_log(write, text)

    assert (len(drafted.cases), drafted.events) == (1, 1)
    assert drafted.rejected == [
        Rejected(5, "“soon” in time:timestamp is no time that can be read", "A"),
        Rejected(6, "the activity (concept:name) is missing", "A"),
        Rejected(8, "the number of the case is missing", ""),
        Rejected(10, "the time 2033-05-01 08:00:00+00:00 lies in the future", "B"),
        Rejected(11, "the time 1913-05-01 08:00:00+00:00 is before 1990", "B"),
    ]


def test_a_table_becomes_cases(write: Write) -> None:
    drafted = drafted_table(write, TABLE + "A1,2024-03-01 09:00,王丽华,2024-03-02 10:00,2024-03-05,易碎\n")

    case = drafted.cases[0]
    assert (case.key, case.customer_name, drafted.events) == ("A1", "王丽华", 3)
    assert case.received_at.isoformat() == "2024-03-01T09:00:00+08:00"
    assert [(step.event, step.at.isoformat()) for step in case.steps] == [
        ("finish_work", "2024-03-02T10:00:00+08:00"),
        ("close", "2024-03-05T23:59:59+08:00"),  # a date alone is read to the company's disadvantage
    ]
    assert case.details["attributes"] == {"备注": "易碎"}


def test_rows_that_cannot_be_taken_are_listed(write: Write) -> None:
    rows = "A1,2024-03-01,王,,,\nA1,2024-03-01,陈,,,\n,2024-03-01,李,,,\nA2,,周,,,\nA3,2024-03-05,吴,2024-03-01,,\n"

    drafted = drafted_table(write, TABLE + rows)

    assert [case.key for case in drafted.cases] == ["A1"]
    assert drafted.rejected == [
        Rejected(3, "the number A1 stands in line 2 already", "A1"),
        Rejected(4, "the number of the case is missing", ""),
        Rejected(5, "the time of receipt is missing", "A2"),
        Rejected(6, "完工时间 (2024-03-01 23:59:59+08:00) lies before the time of receipt, or in the future", "A3"),
    ]


def test_missing_columns_are_named_with_those_that_are_there(write: Write) -> None:
    assert refused(write, "甲,乙\n1,2\n") == (
        "The column for “number” is missing: expected one called “工单号”, “工单编号”, “单号”, "
        "“服务单号”, “派工单号”, “维修单号” …; "
        "the file has: “甲”, “乙”."
    )


def test_dates_in_three_ways_are_refused_with_their_lines(write: Write) -> None:
    rows = TABLE + "A1,2024-03-01,王,,,\nA2,2024/3/2,陈,,,\nA3,2024年3月3日,李,,,\n"

    assert refused(write, rows) == (
        "The dates in 报修时间 are written in 3 ways: line 2: 2024-03-01; line 3: 2024/3/2; line 4: 2024年3月3日. "
        "Write them in one way, or allow it in the mapping: dates: mixed"
    )
    assert len(drafted_table(write, rows, "dates: mixed\n").cases) == 3


def test_a_date_that_could_be_two_days_is_never_guessed(write: Write) -> None:
    rows = TABLE + "A1,03/04/2024,王,,,\nA2,05/06/2024,陈,,,\n"

    assert refused(write, rows) == (
        "It cannot be told which number is the day in 报修时间: line 2: 03/04/2024. "
        "Say it in the mapping: dates: dmy, or dates: mdy"
    )
    assert [case.received_at.month for case in drafted_table(write, rows, "dates: dmy\n").cases] == [4, 6]
    assert [case.received_at.month for case in drafted_table(write, rows, "dates: mdy\n").cases] == [3, 5]


def test_one_date_that_can_be_read_in_one_way_only_settles_the_column(write: Write) -> None:
    drafted = drafted_table(write, TABLE + "A1,03/04/2024,王,,,\nA2,25/06/2024,陈,,,\n")

    assert [case.received_at.month for case in drafted.cases] == [4, 6]
    assert drafted.notes == ["报修时间 is read as dmy, for line 3 (25/06/2024) can be read in no other way."]


def test_dates_that_contradict_each_other_are_refused(write: Write) -> None:
    rows = TABLE + "A1,03/04/2024,王,,,\nA2,25/06/2024,陈,,,\nA3,06/25/2024,李,,,\n"

    assert refused(write, rows) == (
        "It cannot be told which number is the day in 报修时间: line 2: 03/04/2024; line 3: 25/06/2024; line 4: 06/25/2024. "
        "Say it in the mapping: dates: dmy, or dates: mdy"
    )


def test_times_without_a_zone_need_one_in_the_mapping(write: Write) -> None:
    mapping = loading.parse(loading.shipped_text("generic").replace("zone: Asia/Shanghai", "# no zone"))

    with pytest.raises(Unreadable) as refusal:
        drafting.draft(opening.open_table(write("a.csv", TABLE + "A1,2024-03-01,王,,,\n")), mapping, now=NOW)
    assert refusal.value.reason == (
        "The times in 报修时间 (for example 2024-03-01) carry no time zone; write one into the mapping: zone: Asia/Shanghai"
    )


def test_a_file_of_which_nothing_can_be_taken_is_refused(write: Write) -> None:
    assert refused(write, TABLE + "A1,soon,王,,,\n") == (
        "None of the 1 rows can be taken; line 2: “soon” in 报修时间 is no time that can be read"
    )
