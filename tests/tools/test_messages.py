"""The tool that makes the catalogues: extraction, merging, drafts, and what it complains about."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tools import messages


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(messages, "SOURCE", tmp_path)
    folder = tmp_path / "shop"
    (folder / "templates/shop").mkdir(parents=True)
    (folder / "apps.py").write_text("")
    (folder / "rules.py").write_text(
        'say("the order %(n)s is late", n=1)\n_("Save")\nngettext("%d day", "%d days", 2)\n'
    )
    (folder / "templates/shop/a.html").write_text(
        '{% translate "Work order" as x %}{% blocktranslate count c=n %}{{ c }} row{% plural %}{{ c }} rows{% endblocktranslate %}'
    )
    return folder


def test_python_and_templates_are_read(source: Path) -> None:
    found = {key[1] for key in messages.messages(messages.extracted("shop"))}
    assert found == {
        ("the order %(n)s is late",),
        ("Save",),
        ("%d day", "%d days"),
        ("Work order",),
        ("%(c)s row", "%(c)s rows"),
    }


def test_a_new_catalogue_is_complained_about_until_it_is_complete(source: Path) -> None:
    messages.update(["shop"], draft=False, reviewed=False)
    template = messages.extracted("shop")
    assert len(list(messages.problems("shop", "zh_Hans", template))) == 5

    path = messages.po_path("shop", "zh_Hans")
    catalog = messages.loaded(path, "zh_Hans")
    words = {"Save": "保存", "Work order": "工单", "the order %(n)s is late": "工单 %(n)s 超时"}
    for message in messages.messages(catalog).values():
        first = message.id if isinstance(message.id, str) else message.id[0]
        text = words.get(first, "%d 天" if first == "%d day" else "%(c)s 行")
        message.string = text if isinstance(message.id, str) else (text,)
    path.write_bytes(messages.as_po(catalog))
    assert [line.split(": ")[1] for line in messages.problems("shop", "zh_Hans", template)] == [
        "the .mo file is stale; run tools/messages.py shop"
    ]

    messages.update(["shop"], draft=False, reviewed=False)
    assert list(messages.problems("shop", "zh_Hans", template)) == []


def test_a_placeholder_that_got_lost_is_found(source: Path) -> None:
    messages.update(["shop"], draft=False, reviewed=False)
    path = messages.po_path("shop", "zh_Hans")
    path.write_bytes(path.read_bytes().replace(b'msgid "Save"\nmsgstr ""', b'msgid "Save"\nmsgstr "%s"'))
    assert "shop/zh_Hans: placeholders differ: 'Save' -> '%s'" in list(
        messages.problems("shop", "zh_Hans", messages.extracted("shop"))
    )


def test_a_draft_keeps_our_words_and_waits_for_a_reader() -> None:
    hans, hant = Catalog(locale="zh_Hans"), Catalog(locale="zh_Hant")
    hans.add("a", "得分区间：调度台打开了设备")
    hant.add("a", "")
    assert messages.draft_hant(hans, hant) == 1
    drafted = messages.messages(hant)[None, ("a",)]
    assert (drafted.string, drafted.fuzzy) == ("得分區間：調度台打開了設備", True)


def test_one_text_translated_in_two_ways_is_found(source: Path) -> None:
    other = source.parent / "house"
    other.mkdir()
    (other / "apps.py").write_text("")
    (other / "rules.py").write_text('_("Save")\npgettext("money", "Save")\n')
    words = {"shop": ["保存", "x"], "house": ["储存", "省钱"]}
    for context, (plain, special) in words.items():
        messages.update([context], draft=False, reviewed=False)
        path = messages.po_path(context, "zh_Hans")
        catalog = messages.loaded(path, "zh_Hans")
        for message in messages.messages(catalog).values():
            if message.id == "Save":
                message.string = special if message.context else plain
        path.write_bytes(messages.as_po(catalog))
    assert list(messages.conflicts("zh_Hans")) == [
        "zh_Hans: translated in two ways: 'Save': '储存' in house, '保存' in shop; make them one, or give one a context"
    ]
    assert list(messages.conflicts("zh_Hant")) == []
