"""The Word files: they open, hold the text with its numbers, and take hostile names as names."""

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest

from wuxing.web.handbook import word
from wuxing.web.handbook.word import Cover

COVER = Cover("海岚电器", "QP-04", "2", "2026-11-21", "林可", (("1", "2026-10-01", "首次生成"), ("2", "", "上门时限")))
PAPER = {
    "title": "报修控制程序",
    "sections": [
        {"title": "目的", "blocks": [{"kind": "text", "text": "使每一单有据可查。"}, {"kind": "note", "text": "注"}]},
        {
            "title": "工作流程",
            "blocks": [
                {"kind": "table", "layout": "terms", "head": ["术语", "含义"], "rows": [["工单", "一件\n工作"]]},
                {"kind": "heading", "text": "派单"},
                {"kind": "item", "text": "调度员派单。"},
                {"kind": "item", "text": "核对技能。"},
                {"kind": "chart", "rows": [["海岚电器"], ["客服", "调度员"]]},
            ],
        },
    ],
}


def text_of(data: bytes) -> list[str]:
    document = docx.Document(BytesIO(data))
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_a_paper_becomes_a_word_file_with_numbers_cover_and_history(language: str) -> None:
    data = word.draw(PAPER, COVER, language)
    document = docx.Document(BytesIO(data))
    styled = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith(("Heading", "Wuxing"))]
    body = [text for style, text in styled if style not in ("Wuxing Contents", "Wuxing Cell") and text]

    history = "修订记录" if language == "zh-hans" else "修訂記錄"
    assert body[-9:] == [
        "1　目的", "使每一单有据可查。", "注", "2　工作流程", "2.1　派单", "a)\t调度员派单。", "b)\t核对技能。", "│",
        f"3　{history}",
    ]  # fmt: skip
    assert [p.text for p in document.paragraphs if p.style.name == "Wuxing Contents"] == [
        "1　目的", "2　工作流程", "　　2.1　派单", f"3　{history}",
    ]  # fmt: skip
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    assert tables[2:] == [
        [["术语", "含义"], ["工单", "一件\n工作"]],
        [["海岚电器"]],
        [["客服", "调度员"]],
        [tables[-1][0], ["1", "2026-10-01", "首次生成"], ["2", "", "上门时限"]],
    ]
    head = document.sections[0].header.paragraphs[0].text
    assert head.endswith("QP-04　版本 2")
    assert head.startswith("海岚电器　报修控制程序")
    with ZipFile(BytesIO(data)) as parts:
        footer = b"".join(parts.read(name) for name in parts.namelist() if "footer" in name)
        assert (b" PAGE " in footer, b" NUMPAGES " in footer) == (True, True)
        assert b" TOC " in parts.read("word/document.xml")


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_hostile_names_stay_names(language: str) -> None:
    name = "海岚 & 子<w:t>公司{{ 7*7 }}{% raw %}\x00\x0b\ud800"
    shown = "海岚 & 子<w:t>公司{{ 7*7 }}{% raw %}"
    paper = {"title": name, "sections": [{"title": name, "blocks": [{"kind": "text", "text": name}]}]}
    data = word.draw(paper, Cover(name, name, name, name, name, ((name, name, name),)), language)

    document = docx.Document(BytesIO(data))
    assert [p.text for p in document.paragraphs if p.style.name in ("Subtitle", "Title")] == [shown, shown]
    assert [p.text for p in document.paragraphs if p.style.name == "Wuxing Text"] == [shown]
    assert document.sections[0].header.paragraphs[0].text.startswith(f"{shown}　{shown}\t{shown}")
    assert document.core_properties.title == shown
    assert document.tables[-1].rows[1].cells[2].text == shown
