"""The same case gives the same report; every lost point names its finding on both papers."""

import io
from typing import Any

import docx
import pytest

from tests.certification.body import Body
from tests.certification.report.evaluated import SAMPLED, WHOLE, evaluated, finding
from wuxing.certification.report.drawing import draw, sections
from wuxing.certification.report.facts import digest_of
from wuxing.certification.report.gathering import report_facts
from wuxing.core import clock


def words_of(docx_bytes: bytes) -> str:
    document = docx.Document(io.BytesIO(docx_bytes))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def lost_rows(facts: Any) -> list[list[str]]:
    sheet = sections.sheet_of(facts, sections.Frame(1, "2026-11-22", "0" * 64))
    found: list[list[str]] = next(
        one["blocks"][0]["rows"] for one in sheet["sections"] if one["blocks"][0]["kind"] == "table"
        and len(one["blocks"][0]["head"]) == 3
    )  # fmt: skip
    return found


def test_the_same_case_gives_the_same_facts(body: Body) -> None:
    case = evaluated(body)
    assert digest_of(report_facts(case)) == digest_of(report_facts(case))
    before = digest_of(report_facts(case))
    finding(body, case, kind="observation", source="follow_up", leaf=WHOLE)
    assert digest_of(report_facts(case)) != before


def test_every_lost_point_names_its_finding(body: Body) -> None:
    case = evaluated(body)
    facts = report_facts(case)
    lost = {one["leaf"]: (one["kind"], [cause["number"] for cause in one["findings"]]) for one in facts["losses"]}
    assert lost[WHOLE] == ("records", [1])
    assert lost[SAMPLED] == ("records", [2])
    assert set(lost) <= {WHOLE, SAMPLED, None}
    whole = next(one for one in facts["losses"] if one["leaf"] == WHOLE)
    assert whole["findings"] == [{"number": 1, "points": whole["points"]}]


@pytest.mark.parametrize(("language", "title"), [("zh-hans", ""), ("zh-hant", ""), ("en", "Evaluation report")])
def test_both_papers_are_drawn_in_the_case_language(body: Body, language: str, title: str) -> None:
    case = evaluated(body, language=language)
    facts = report_facts(case)
    papers = draw(facts, digest=digest_of(facts), version=1, made_at=clock.now(), zone="Asia/Shanghai")
    text = words_of(papers.docx)
    assert papers.pdf.startswith(b"%PDF")
    for row in lost_rows(facts):
        assert row[1].split(" ")[0] in text
    assert title in text
    assert body.pack.sha256 in text


def test_a_special_deduction_names_its_finding(body: Body) -> None:
    case = evaluated(body)
    finding(body, case, kind="special", reason_code="law", source="follow_up")
    facts = report_facts(case)
    special = next(one for one in facts["losses"] if one["kind"] == "special_deduction")
    assert special["findings"] == [{"number": 3, "points": "1.00"}]
