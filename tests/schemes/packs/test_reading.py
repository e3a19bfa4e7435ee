"""YAML in: every fault with its line."""

from pathlib import Path

import pytest

from tests.schemes.conftest import Write
from wuxing.schemes.packs.problems import PackError
from wuxing.schemes.packs.reading import read


def faults(directory: Path) -> list[str]:
    with pytest.raises(PackError) as refused:
        read(directory)
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"a: 1\nb: [1\n", "metrics.yaml:3: is no YAML: expected ',' or ']', but got '<stream end>'"),
        (b"a: 1\n\nb: 0.5\n", 'metrics.yaml:3: writes the number 0.5; put it in quotes: "0.5"'),
        (b"a: 1\nb: 2\na: 3\n", "metrics.yaml:3: writes a twice; keep one"),
        (b"a: &x {b: 1}\nc: *x\n", "metrics.yaml:1: uses an alias (*); write the value again"),
        (b"a: 1\nb: \xff\n", "metrics.yaml:2: is not UTF-8; save it as UTF-8"),
        (
            b'a: 1\nb: "\\ud800"\n',
            "metrics.yaml:2: holds half of a character (U+D800 to U+DFFF), which no text may have; take it out",
        ),
        (b"a: " + b"[" * 61 + b"]" * 61, "metrics.yaml:1: is nested too deep to be a pack"),
        (b"[" * 100_000, "metrics.yaml:1: is nested too deep to be a pack"),
        (b"#" * 2_000_001, "metrics.yaml:1: has 2000001 bytes; more than 2000000 is no pack"),
    ],
)
def test_fault_of_a_file_is_named_with_its_line(write: Write, content: bytes, fault: str) -> None:
    directory = write()
    (directory / "metrics.yaml").write_bytes(content)
    assert faults(directory) == [fault]


def test_missing_and_foreign_files_are_named_together(write: Write) -> None:
    directory = write()
    (directory / "metrics.yaml").rename(directory / "extra.yml")
    assert faults(directory) == [
        "extra.yml:1: is no file of a pack; known: scheme.yaml, indicators.yaml, metrics.yaml, examples.yaml",
        "metrics.yaml:1: cannot be read (No such file or directory); a pack needs it",
    ]


def test_plain_words_and_whole_numbers_are_typed_all_else_is_text(write: Write) -> None:
    directory = write()
    (directory / "scheme.yaml").write_text(
        'a: null\nb: true\nc: 12\nd: "12"\ne: 5.1.2\nf: P12M\ng: 2026-11-21\nh: no\n'
    )
    assert read(directory)["scheme"].data == {
        "a": None,
        "b": True,
        "c": 12,
        "d": "12",
        "e": "5.1.2",
        "f": "P12M",
        "g": "2026-11-21",
        "h": "no",
    }
