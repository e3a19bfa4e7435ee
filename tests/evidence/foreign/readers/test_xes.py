"""XES: events with their lines; entities, nonsense and endless values refused."""

import pytest

from tests.evidence.foreign.conftest import Write, event, log, small_log
from wuxing.evidence.foreign.readers import opening
from wuxing.evidence.foreign.refusals import Unreadable

BOMB = """<?xml version="1.0"?>
<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<log><trace><string key="concept:name" value="&b;"/></trace></log>"""


def test_events_carry_the_attributes_of_their_case_and_their_line(write: Write) -> None:
    rows = list(opening.open_table(write("a.xes", small_log())).rows)

    assert (rows[0].line, rows[0].values) == (
        4,
        {
            "case:concept:name": "A",
            "concept:name": "Assign seriousness",
            "org:resource": "Ann",
            "time:timestamp": "2013-05-01T08:00:00+00:00",
            "customer": "K1",
            "product": "P1",
        },
    )


def test_a_document_type_is_refused(write: Write) -> None:
    with pytest.raises(Unreadable) as refusal:
        list(opening.open_table(write("bomb.xes", BOMB)).rows)

    assert refusal.value.reason == (
        "Line 2 has a document type declaration, which no event log needs and attacks use; remove it."
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (small_log()[:-60], "The log cannot be read at line 14, column 95: it ends too early. Export it again."),
        ("<html><body/></html>", "This is XML, but no event log: it begins with <html>, an XES file with <log>."),
        (
            '<?xml version="1.0" encoding="gb2312"?><log><x v="€"/></log>',
            "The file says it is GB18030, but is not; save it anew as UTF-8.",
        ),
    ],
)
def test_what_is_no_whole_log_is_refused(write: Write, text: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        list(opening.open_table(write("a.xes", text)).rows)

    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("declared", "codec", "name"),
    [("GB2312", "gb18030", "GB18030"), ("utf-16", "utf-16", "UTF-16"), ("UTF-8", "utf-8", "UTF-8")],
)
def test_a_log_in_another_encoding_is_read(write: Write, declared: str, codec: str, name: str) -> None:
    text = log(("一", [event("报修", "2024-01-01T00:00:00Z")]), head=f'<?xml version="1.0" encoding="{declared}"?>')

    table = opening.open_table(write("a.xes", text, codec))

    assert (table.encoding, [row.values["concept:name"] for row in table.rows]) == (name, ["报修"])


def test_a_case_without_events_is_told(write: Write) -> None:
    rows = list(opening.open_table(write("a.xes", log(("A", [])))).rows)

    assert [(row.line, row.problem) for row in rows] == [(3, "the case has no events")]


def test_nested_attributes_do_not_become_those_of_the_event(write: Write) -> None:
    nested = '<event><string key="concept:name" value="X"><string key="concept:name" value="inner"/></string></event>'

    rows = list(opening.open_table(write("a.xes", log(("A", [nested])))).rows)

    assert [row.values["concept:name"] for row in rows] == ["X"]


def test_an_endless_value_is_refused(write: Write) -> None:
    text = log(("A", [event("X" * 9_000_000, "2024-01-01T00:00:00Z")]))

    with pytest.raises(Unreadable) as refusal:
        list(opening.open_table(write("a.xes", text)).rows)
    assert "of more than 4 MB; this is no event log." in refusal.value.reason
