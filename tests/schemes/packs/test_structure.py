"""Finding one's way in a pack."""

from collections.abc import Callable

import pytest

from wuxing.schemes.packs.structure import Pack, Text


@pytest.mark.parametrize(("code", "words"), [("zh-hans", "简"), ("zh-Hant", "繁"), ("en", "plain"), ("fr", "plain")])
def test_text_is_given_in_the_language_asked_for(code: str, words: str) -> None:
    assert Text("简", "繁", "plain").in_language(code) == words


def test_indicators_are_found_by_place(small: Callable[..., Pack]) -> None:
    pack = small()
    assert [leaf.id for leaf in pack.leaves] == ["1.1", "1.2", "2.1"]
    assert [top.id for top in pack.children(None)] == ["1", "2"]
    assert [child.id for child in pack.children("1")] == ["1.1", "1.2"]
    assert pack.leaves_under("1") == ("1.1", "1.2")
    assert pack.leaves_under("2.1") == ("2.1",)
    assert pack.groups_upward == (("2", ("2.1",)), ("1", ("1.1", "1.2")), (None, ("1", "2")))
    assert pack.by_id["2.1"].parent == "2"
