"""The cockpit in a real browser: rule, confirm, watch the score move, try what would bring points, keep it, sample it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import axe, overflow
from tests.browser.signing import choose, sign_in
from tests.evidence.factory import orders
from tests.packs import gbt
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.assessments import tasks
from wuxing.evidence.assessments.models import Assessment
from wuxing.evidence.rulings.models import Ruling
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def _as(page: "Page", actor: Actor, **more: object) -> None:
    page.context.clear_cookies()
    sign_in(page, actor)
    choose(page, **({"width": 1440} | more))  # type: ignore[arg-type]


def _sound(page: "Page", name: str) -> None:
    if folder := os.environ.get("WUXING_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"cockpit-{name}.png"), full_page=True)
    assert axe(page) == []
    assert overflow(page) <= 0


def _sent(page: "Page", selector: str) -> None:
    with page.expect_navigation():
        page.click(selector)


@pytest.fixture
def people(company: Tenant, actor: Callable[..., Actor]) -> dict[str, Actor]:
    editions.keep_edition(gbt(), catalogue.declared())
    made = {
        "quality": actor(Role.QUALITY_MANAGER, name="宋清"),
        "director": actor(Role.GENERAL_MANAGER, name="黄建国"),
        "auditor": actor(Role.AUDITOR, name="陆遥"),
    }
    with in_tenant(company.pk):
        orders(company, 200, until=clock.now())
    tasks.keep_score(company.pk, company.zone)
    return made


def test_the_cockpit(browser_page: "Page", company: Tenant, people: dict[str, Actor]) -> None:
    page = browser_page
    _as(page, people["quality"])
    page.goto("/readiness/")
    assert page.locator("svg.wx-history").count() == 1
    _sound(page, "readiness")
    _rule(page)
    with in_tenant(company.pk):
        ruling = Ruling.objects.get()

    _as(page, people["director"], width=390)
    page.goto(f"/readiness/evidence/ruling/{ruling.pk}/")
    _sound(page, "confirm")
    _sent(page, "#confirm button")
    page.goto("/readiness/?since=1")
    assert page.locator("#moved li").count() == 1
    _sound(page, "moved")

    _as(page, people["quality"], language="en", theme="dark")
    _try(page)
    _keep(page)
    with in_tenant(company.pk):
        kept = Assessment.objects.get()
    assert kept.title == "十一月"
    for name, address in (
        ("outlets", "/readiness/outlets/"), ("history", "/readiness/history/"), ("plan", "/readiness/plan/"),
        ("items", "/readiness/evidence/?tab=rulings"),
    ):  # fmt: skip
        page.goto(address)
        _sound(page, name)
    _as(page, people["auditor"])
    _commit(page)


def _rule(page: "Page") -> None:
    page.goto("/readiness/indicators/5.1.1.1/")
    _sound(page, "indicator")
    _sent(page, "a[href$='/rule/']")
    page.fill("[name=share]", "80")
    _sent(page, "form.wx-form button.wx-p")
    assert page.locator("[name=reason][aria-invalid=true]").count() == 1  # the reason is missing
    page.fill("[name=reason]", "任命文件齐全，五个岗位中一个没有说明书")
    _sent(page, "form.wx-form button.wx-p")
    _sound(page, "proposed")
    assert page.locator("#confirm button[disabled], #confirm .wx-locked, #confirm [aria-disabled=true]").count() >= 1


def _try(page: "Page") -> None:
    page.goto("/readiness/what-if/")
    page.fill("[name='m.sheet_signed']", "100")
    page.fill("[name='h.contacted_in_time']", "24")
    _sent(page, "form .wx-go button.wx-p")
    assert page.locator(".wx-sticky-card li").count() >= 1
    _sound(page, "what-if")


def _keep(page: "Page") -> None:
    page.goto("/readiness/")
    page.fill("#keep_title", "十一月")
    _sent(page, "form[action$='/keep'] button")
    _sound(page, "assessment")


def _commit(page: "Page") -> None:
    page.goto("/samples/new/")
    page.select_option("[name=metric]", "sheet_signed")
    page.fill("[name=word]", "一句没有人能够猜得到的口令")
    _sound(page, "commit")
    _sent(page, "form.wx-form button.wx-p")
    _sound(page, "sample")
    page.goto("/samples/")
    _sound(page, "samples")
