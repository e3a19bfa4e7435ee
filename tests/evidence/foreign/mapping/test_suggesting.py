"""Drafts for unknown files: they load, and say what is unsure."""

from tests.evidence.foreign.conftest import Write, small_log
from wuxing.evidence.foreign.mapping import loading, suggesting


def test_a_log_gets_its_columns_and_activities(write: Write) -> None:
    drafted = loading.parse(suggesting.suggest(write("tickets.xes", small_log())))

    assert {name: headings[0] for name, headings in drafted.columns.items()} == {
        "case": "case:concept:name",
        "activity": "concept:name",
        "time": "time:timestamp",
        "resource": "org:resource",
        "customer": "customer",
        "product": "product",
    }
    assert {name: meaning.steps for name, meaning in drafted.activities.items()} == {
        "Take in charge ticket": ("dispatch", "reassign"),
        "Resolve ticket": ("finish_work",),
        "Assign seriousness": ("log", "note"),
        "Closed": ("close",),
        "Wait": ("hold",),
        "Coffee": ("note",),
        "Insert ticket": ("log", "note"),
    }


def test_a_table_gets_its_columns_and_says_what_is_open(write: Write) -> None:
    text = suggesting.suggest(
        write("orders.csv", "服务单号;报修日期;客户姓名;完工时间;备注\nA1;03/04/2024;王丽华;04/04/2024;x\n", "gb18030")
    )

    drafted = loading.parse(text)
    assert {name: headings[0] for name, headings in drafted.columns.items()} == {
        "number": "服务单号",
        "received_at": "报修日期",
        "resolved_at": "完工时间",
        "customer": "客户姓名",
    }
    assert "# dates: dmy   # ? line 2: 03/04/2024 could be two days; dmy or mdy" in text.splitlines()
    assert "# not mapped, kept with each record: 备注" in text.splitlines()
