"""Every permission has its words, once."""

from wuxing.core.access import Permission
from wuxing.core.permission_words import PERMISSION_TITLES


def test_each_permission_is_told_in_words_once() -> None:
    told = [permission for titles in PERMISSION_TITLES.values() for permission in titles]

    assert sorted(told) == sorted(Permission)
