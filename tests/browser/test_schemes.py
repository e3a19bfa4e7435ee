"""A scheme in a real browser: a draft is started, a point is wrong, the fault is mended, published, adopted."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import axe, overflow
from tests.browser.signing import sign_in
from tests.schemes.drafts.conftest import publishable
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.drafts.faults import documents_of
from wuxing.schemes.drafts.models import DraftChange, SchemeDraft
from wuxing.schemes.editions import actions as editions
from wuxing.schemes.editions.queries import pack_on
from wuxing.schemes.packs import loading

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def _sound(page: "Page") -> None:
    assert axe(page) == []
    assert overflow(page) <= 0


def _type(page: "Page", cell: str, text: str) -> None:
    """Write a cell and leave it by the keyboard; its row saves itself."""
    page.locator(f"[name='{cell}']").fill(text)
    with page.expect_response("**/row/save/"):
        page.keyboard.press("Tab")
    page.locator(f"tr:has([name='{cell}']) .wx-save .wx-st-done").wait_for()


def _go(page: "Page", press: str) -> None:
    with page.expect_navigation():
        page.locator(press).first.click()
    _sound(page)


def test_a_scheme_is_edited_published_and_adopted(
    browser_page: "Page", company: Tenant, actor: Callable[..., Actor]
) -> None:
    by = actor(Role.SERVICE_MANAGER, name="林可")
    with in_tenant(company.pk):
        base = editions.keep_edition(loading.draft_of(documents_of(publishable())), catalogue.declared())[0]
    page = browser_page
    sign_in(page, by)
    page.goto("/schemes/")
    _sound(page)
    _go(page, "table a.wx-id")
    _go(page, "form[action='/schemes/drafts/new/'] button")  # start a draft

    points, other = "indicators:1.1:placeholder_points", "indicators:1.2:placeholder_points"
    assert page.locator("#acts button").inner_text() != ""
    _type(page, points, "25.50")
    faults = page.locator("#side .wx-faults a")
    faults.first.wait_for()
    assert (faults.count(), page.locator("#acts [aria-disabled=true]").count()) == (1, 1)
    _go(page, "#side .wx-faults a")  # the fault leads to its cell
    assert page.evaluate("document.querySelector(':target').name") == "indicators:1:placeholder_points"
    _type(page, other, "34.50")
    faults.first.wait_for(state="detached")
    page.goto(f"{page.url.partition('?')[0]}?view=titles")
    _sound(page)
    _type(page, "indicators:1.1:title.zh-Hans", "专责部门")
    assert page.locator("#side .wx-changes").first.inner_text().count("专责部门") >= 1

    _go(page, "#acts button")  # publish
    _go(page, "#adopt button")
    with in_tenant(company.pk):
        pack, draft = pack_on(clock.today(), base.scheme), SchemeDraft.objects.get()
        assert (pack.by_id["1.1"].title.zh_hans, str(pack.by_id["1.1"].placeholder_points)) == ("专责部门", "25.50")
        assert (draft.state, draft.published.sha256 if draft.published else "") == ("published", pack.sha256)
        assert [save.version for save in DraftChange.objects.order_by("version")] == [2, 3, 4]
