"""The reference pages say what code and packs say today."""

from tools import reference


def test_pages_are_as_they_would_be_written() -> None:
    assert [path.name for path, text in reference.pages().items() if path.read_text(encoding="utf-8") != text] == []
