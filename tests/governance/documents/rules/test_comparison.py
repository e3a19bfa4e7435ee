"""Two versions side by side."""

from hypothesis import given
from hypothesis import strategies as st

from wuxing.governance.documents.rules import compared

TEXTS = st.lists(st.text("文件控制版本ab 1。", max_size=12), max_size=12).map("\n".join)


def shown(old: str, new: str) -> list[tuple[str, str, str]]:
    def marked(segments: object) -> str:
        return "".join(f"[{s.text}]" if s.changed else s.text for s in segments)  # type: ignore[attr-defined]

    return [(row.kind, marked(row.left), marked(row.right)) for row in compared(old, new)]


def test_a_changed_sign_is_marked_and_a_latin_word_whole() -> None:
    assert shown("目的\n上门前 2 小时电话预约", "目的\n上门前 4 小时电话预约") == [
        ("same", "目的", "目的"),
        ("changed", "上门前 [2] 小时电话预约", "上门前 [4] 小时电话预约"),
    ]
    assert shown("call within 30 minutes", "call within 45 minutes") == [
        ("changed", "call within [30] minutes", "call within [45] minutes")
    ]


def test_paragraphs_come_and_go() -> None:
    assert shown("甲方负责\n乙方配合", "甲方负责\n外来文件每半年核查一次\n乙方配合") == [
        ("same", "甲方负责", "甲方负责"),
        ("added", "", "[外来文件每半年核查一次]"),
        ("same", "乙方配合", "乙方配合"),
    ]
    assert shown("甲方负责\n外来文件每半年核查", "甲方负责")[1] == ("removed", "[外来文件每半年核查]", "")


def test_long_equal_stretches_are_shortened() -> None:
    old = "\n".join(f"第 {n} 条" for n in range(30))
    rows = compared(old, f"{old}\n新增第三十条")
    assert ([row.kind for row in rows], rows[0].skipped) == (["gap", "same", "same", "added"], 28)


@given(TEXTS, TEXTS)
def test_both_sides_are_whole(old: str, new: str) -> None:
    rows = compared(old, new, whole=True)
    left = ["".join(s.text for s in row.left) for row in rows if row.left]
    right = ["".join(s.text for s in row.right) for row in rows if row.right]
    assert left == [line.strip() for line in old.splitlines() if line.strip()]
    assert right == [line.strip() for line in new.splitlines() if line.strip()]
