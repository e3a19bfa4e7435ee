"""Words of a pack as pages say them."""

import pytest
from django.utils import translation

from wuxing.evidence.readiness import words
from wuxing.schemes.packs.structure import Text


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "甲、乙。"), ("zh-hant", "甲、乙。"), ("en", "a list, a chart.")]
)
def test_what_is_often_missing_is_said_without_its_label(language: str, said: str) -> None:
    told = Text("常缺：甲、乙。", "常缺：甲、乙。", "Often missing: a list, a chart.")
    with translation.override(language):
        assert words.often_missing(told) == said
