"""The fonts of printed documents, and what they cannot draw."""

from wuxing.config import fonts


def test_the_folder_holds_regular_and_bold_with_their_licence() -> None:
    names = sorted(path.name for path in fonts.folder().iterdir() if path.suffix in {".ttf", ".txt"})
    assert names == ["NotoSansSC-Bold.ttf", "NotoSansSC-Regular.ttf", "OFL.txt", "coverage.txt"]


def test_business_chinese_is_covered_in_both_scripts() -> None:
    assert list(fonts.drawable("云岭电器（示范）有限公司 雲嶺電器 維修 WO-2417 ①→≥ “…”—℃ ★☆\n")[1]) == []


def test_what_is_missing_is_named_once_in_order() -> None:
    assert list(fonts.drawable("𠮷野家𠮷😀")[1]) == ["𠮷", "😀"]
