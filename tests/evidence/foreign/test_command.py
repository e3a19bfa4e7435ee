"""`wuxing assess` from outside: figures and files when it works, one sentence and exit code 2 when it does not."""

import json
from pathlib import Path

import pytest
from django.db import connection

from tests.evidence.foreign.conftest import Write, small_log
from wuxing.core.models import Tenant
from wuxing.evidence.foreign import command

pytestmark = pytest.mark.django_db
CSV = "单号,报修时间,客户姓名,完工时间\nA1,2024-03-01 09:00,王丽华,2024-03-02 10:00\n"


def run(*arguments: object, language: str = "en") -> int:
    return command.main([str(argument) for argument in (*arguments, "--language", language)])


def test_a_log_is_assessed(log_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(log_file, "--mapping", "helpdesk", "--out", tmp_path / "out")

    printed = capsys.readouterr().out
    assert (code, (tmp_path / "out" / "report.pdf").read_bytes()[:5]) == (0, b"%PDF-")
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert (report["format"], report["cases"], report["events"], report["rejected"]) == (
        "wuxing.assessment/1",
        3,
        9,
        [],
    )
    assert (len(report["metrics"]), len(report["indicators"])) == (44, 61)
    assert report["scheme"]["identity"] == f"cn.gbt.27922@2011.2#{report['scheme']['sha256']}"
    lines = printed.splitlines()
    assert lines[3:6] == ["cases                    3", "events                   9", "rejected                 0"]
    assert "Readiness: low 0.00 · likely — · high 100.00" in lines
    assert "Placeholder points: rehearsal only, not for decisions or certificates." in lines


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "外来记录评估"), ("zh-hant", "外來記錄評估")])
def test_a_table_is_assessed_in_chinese(
    write: Write, tmp_path: Path, language: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(write("a.csv", CSV, "gb18030"), "--mapping", "generic", "--out", tmp_path / "out", language=language)

    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert (code, report["source"]["encoding"], report["language"]) == (0, "GB18030", language)


@pytest.mark.parametrize(
    ("name", "content", "mapping", "reason"),
    [
        ("cut.xes.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "helpdesk", "ends too early"),
        ("a.csv", "nº;avería señor\n1;2\n".encode("latin-1"), "generic", "encoding of the file cannot be told"),
        ("a.csv", b"x,y\n1,2\n", "generic", "column for “number” is missing"),
        ("a.xes", small_log().encode(), "generic", "column for “number” is missing"),
        (
            "a.csv",
            CSV.replace("2024-03-01", "03/04/2024").encode(),
            "generic",
            "cannot be told which number is the day",
        ),
        ("a.csv", CSV.encode(), "nothing.yaml", "no mapping nothing.yaml"),
    ],
)
def test_what_is_broken_is_one_sentence_and_leaves_nothing(
    write: Write,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes,
    mapping: str,
    reason: str,
) -> None:
    code = run(write(name, content), "--mapping", mapping, "--out", tmp_path / "out")

    captured = capsys.readouterr()
    assert (code, captured.out, captured.err.count("\n"), reason in captured.err) == (2, "", 1, True)
    assert (Tenant.objects.count(), (tmp_path / "out").exists()) == (0, False)


def test_no_mapping_says_what_to_do(log_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(log_file) == 2
    assert capsys.readouterr().err == (
        "wuxing assess: Say how to read the file: --mapping helpdesk, --mapping generic or a file; --suggest drafts one.\n"
    )


def test_a_draft_is_printed_and_nothing_is_written(log_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(log_file, "--suggest") == 0
    assert capsys.readouterr().out.splitlines()[1:4] == [
        "mapping: 1",
        "name: small",
        "source: small      # names the system; the same case number of the same source is never imported twice",
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_tenant")
        assert cursor.fetchone() == (0,)


def test_a_day_before_the_log_is_refused_and_leaves_nothing(
    log_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(log_file, "-m", "helpdesk", "-o", tmp_path / "out", "--as-of", "2001-01-01") == 2
    assert capsys.readouterr().err == (
        "wuxing assess: The log begins on 2013-05-01, after the day asked for (2001-01-01); choose a later day.\n"
    )
    assert Tenant.objects.count() == 0


def test_an_unknown_company_is_refused(log_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(log_file, "-m", "helpdesk", "-o", tmp_path / "out", "--tenant", "nobody") == 2
    assert capsys.readouterr().err == (
        "wuxing assess: There is no company nobody; leave --tenant out for a data set of its own.\n"
    )
