"""A locked button stays in its place and says why; the path is read in order."""

from django.utils import translation

from wuxing.web.components import buttons


def test_a_locked_button_says_why() -> None:
    with translation.override("en"):
        drawn = buttons.locked("Close: 2 missing", "the customer's signature")
    assert 'aria-disabled="true"' in drawn
    assert " disabled" not in drawn
    assert drawn.count("the customer&#x27;s signature") == 2


def test_the_path_ends_in_the_page_itself() -> None:
    drawn = buttons.crumbs("Work", "", "Orders", "/orders", "WO-1")
    assert drawn.count("<li>") == 3
    assert '<a href="/orders">Orders</a>' in drawn
    assert drawn.endswith('<li><b aria-current="page">WO-1</b></li>')
