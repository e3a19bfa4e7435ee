"""The published vectors are those that the tool makes, and show every verdict of the format."""

import re
from pathlib import Path

from tools.vectors import __main__ as tool

TOP = Path(__file__).resolve().parent.parent.parent
FORMAT = (TOP / "docs" / "reference" / "certificate-format.md").read_text()


def test_what_is_published_is_what_is_made(capsys):
    assert (tool.main(["--check"]), capsys.readouterr().out.strip()) == (0, "")


def test_every_verdict_of_the_format_is_shown():
    told = set(re.findall(r"^\| `(in_force|exercise|\w+:\w+)` \|", FORMAT, re.MULTILINE))
    assert len(told) == 24
    assert {vector.expected for vector in tool.vectors()} == told
