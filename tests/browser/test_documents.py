"""A controlled document in a real browser: drafted, uploaded, approved by two, issued, read on a phone, revised and superseded."""

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from tests.browser.axe import axe, overflow
from tests.browser.signing import choose, sign_in
from tests.governance.documents import papers
from wuxing.core import background
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.governance.documents.models import Document, DocumentVersion, Receipt

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _as(page: "Page", actor: Actor, width: int = 1440) -> None:
    page.context.clear_cookies()
    sign_in(page, actor)
    choose(page, width=width)


def _sound(page: "Page", seen: set[str] = set()) -> None:  # noqa: B006  # each page once a run
    """Look at a page of a kind the first time it is met."""
    kind = f"{re.sub('[0-9]+', 'N', page.url.partition('//')[2].partition('/')[2])} {page.viewport_size}"
    if kind in seen:
        return
    seen.add(kind)
    assert axe(page) == []
    assert overflow(page) <= 0


def _work() -> None:
    """Do what the worker would do: it does not run beside a journey."""
    background.discover()
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        jobs = cursor.fetchall()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'cancelled' WHERE status = 'todo'")
    for name, args in jobs:
        said = json.loads(args) if isinstance(args, str) else args
        background.perform(name, **said)


def _press(page: "Page", selector: str = "#do button.wx-p") -> None:
    with page.expect_navigation():
        page.click(selector)


def _upload(page: "Page", card: str, note: str, *lines: str) -> None:
    page.goto(f"{card}?do=draft")
    page.set_input_files("[name=file]", {"name": "文件控制程序.docx", "mimeType": DOCX, "buffer": papers.word(*lines)})
    page.fill("[name=note]", note)
    _sound(page)
    _press(page)
    _work()
    page.reload()
    page.wait_for_selector("#pending .wx-papers img")
    _sound(page)


def _approve(page: "Page", card: str, approvers: tuple[Actor, Actor], writer: Actor) -> None:
    page.goto(f"{card}?do=submit")
    for approver in approvers:
        page.check(f"[name=approvers][value='{approver.user_id}']")
    page.fill("[name=quorum]", "2")
    _sound(page)
    _press(page)
    for approver in approvers:
        _as(page, approver)
        page.goto("/documents/?view=asked")
        _sound(page)
        page.click("td a.wx-id")
        _press(page, ".wx-acts a.btn.wx-p")  # the next thing to do is the one filled button
        page.fill("[name=note]", "同意")
        _press(page)
    _press(page, ".wx-acts a.btn.wx-p")
    _press(page)  # issued from today


def test_a_document_is_approved_by_two_read_on_a_phone_and_superseded(
    browser_page: "Page", company: Tenant, actor: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WUXING_SOFFICE", "")
    page = browser_page
    writer = actor(Role.QUALITY_MANAGER, name="周敏")
    approvers = (actor(Role.GENERAL_MANAGER, name="黄总"), actor(Role.SERVICE_MANAGER, name="林可"))
    reader = actor(Role.TECHNICIAN, name="陈伟")

    _as(page, writer)
    page.goto("/documents/")
    _sound(page)
    page.goto("/documents/new/")
    page.fill("[name=title]", "文件控制程序")
    page.fill("[name=tags]", "procedure:20")
    _sound(page)
    _press(page, "form button.wx-p")
    with in_tenant(company.pk):
        card = f"/documents/{Document.objects.get().pk}/"
    _upload(page, card, "首次发布", "# 1 目的", "使各处只用有效版本。", "上门前 2 小时电话预约。")
    page.goto(f"{card}?do=distribute")
    page.select_option("[name=to]", "role:technician")
    _sound(page)
    _press(page)
    _approve(page, card, approvers, writer)
    _sound(page)

    _as(page, reader, width=390)
    page.goto("/documents/?view=mine")
    _sound(page)
    page.click("td a.wx-id")
    page.wait_for_selector(".wx-papers img")
    _sound(page)
    _press(page, ".wx-pfoot button")
    with in_tenant(company.pk):
        assert Receipt.objects.get().user_id == reader.user_id
    page.goto(f"{card}read/")
    assert page.locator(".wx-pfoot button").count() == 0
    _sound(page)

    _as(page, writer)
    _upload(page, card, "预约改为 4 小时", "# 1 目的", "使各处只用有效版本。", "上门前 4 小时电话预约。")
    page.goto(f"{card}compare/")
    assert (page.inner_text("del"), page.inner_text("ins")) == ("2", "4")
    _sound(page)
    _approve(page, card, approvers, writer)
    with in_tenant(company.pk):
        states = list(DocumentVersion.objects.order_by("version").values_list("state", flat=True))
        first = DocumentVersion.objects.get(version=1)
    assert states == ["superseded", "issued"]
    page.goto(f"/documents/versions/{first.pk}/")
    assert page.locator(".wx-marked").count() == 1
    _sound(page)
    _as(page, reader, width=390)
    page.goto("/documents/?view=mine")
    assert page.locator("td a.wx-id").count() == 1  # the new version is read anew
