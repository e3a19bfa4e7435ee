"""The checklist on a tablet keeps working when the line is gone."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from playwright.sync_api import Error, Page, expect

from tests.browser.signing import choose, sign_in
from tests.certification.body import body_of
from tests.certification.onsite_audit import site
from wuxing.certification.onsite_audit import actions
from wuxing.certification.onsite_audit.models import Note, Sheet
from wuxing.certification.onsite_audit.rules.sheets import Looked
from wuxing.core.actors import Actor
from wuxing.core.tenants import in_tenant

pytestmark = pytest.mark.browser


def test_a_checklist_waits_for_the_line_and_says_conflicts(browser_page: Page, actor: Callable[..., Actor]) -> None:
    page = browser_page
    cache.clear()
    making = body_of(actor)
    body = next(making)
    case = site.on_site(body)
    list(making)
    sign_in(page, body.evaluator)
    choose(page, language="en", theme="light", width=820)
    page.goto(f"/certification/cases/{case.pk}/audit/tablet/")
    page.wait_for_selector("[data-outbox][data-ready]")

    page.context.set_offline(True)
    note = page.locator("form[data-keep=note]")
    page.locator("details.card").first.locator("summary").click()
    note.locator("[name=text]").fill("门口公示了收费标准")
    note.locator("button.wx-p").click()
    for leaf, text in (("5.1.1.1", "看了任命文件"), ("5.1.1.2", "看了网点清单")):
        form = page.locator(f'form[data-leaf="{leaf}"]')
        form.locator("xpath=..").locator("summary").click()
        form.locator("[name=text]").fill(text)
        if leaf == "5.1.1.2":
            form.locator("[name=sample_size]").fill("4")
        form.locator("button.wx-p").click()
    line = page.locator("[data-outbox-line]")
    expect(line).to_contain_text("3")
    with in_tenant(body.tenant.pk):
        assert (Note.objects.count(), Sheet.objects.filter(ratio__isnull=False).count()) == (0, 0)
        actions.see_leaf(case_id=case.pk, leaf="5.1.1.2", looked=Looked("组长看过", 5), by=body.lead)

    page.context.set_offline(False)
    expect(page.locator(".wx-choice")).to_contain_text("组长看过")
    with in_tenant(body.tenant.pk):
        assert Note.objects.get().text == "门口公示了收费标准"
        assert Sheet.objects.get(case=case, leaf="5.1.1.1").text == "看了任命文件"
        assert Sheet.objects.get(case=case, leaf="5.1.1.2").text == "组长看过"

    page.locator(".wx-choice button").first.click()  # send mine
    expect(line).to_have_text("everything is sent")
    with in_tenant(body.tenant.pk):
        assert Sheet.objects.get(case=case, leaf="5.1.1.2").text == "看了网点清单"


def test_a_checklist_opens_without_a_line_after_it_was_opened_once(
    browser_page: Page, actor: Callable[..., Actor]
) -> None:
    page = browser_page
    cache.clear()
    making = body_of(actor)
    body = next(making)
    case = site.on_site(body)
    list(making)
    sign_in(page, body.evaluator)
    choose(page, language="en", theme="light", width=820)
    address = f"/certification/cases/{case.pk}/audit/tablet/"
    page.goto(address)
    page.wait_for_selector("[data-outbox][data-held]")
    look = "getComputedStyle(document.querySelector('.card')).borderTopLeftRadius"
    drawn = page.evaluate(look)

    page.context.set_offline(True)
    answer = page.goto(address)
    assert answer is not None
    assert (answer.headers.get("x-held"), page.evaluate(look)) == ("1", drawn)
    page.wait_for_selector("[data-outbox][data-ready]")
    form = page.locator('form[data-leaf="5.1.1.1"]')
    form.locator("xpath=..").locator("summary").click()
    form.locator("[name=text]").fill("看了任命文件")
    form.locator("button.wx-p").click()
    line = page.locator("[data-outbox-line]")
    expect(line).to_contain_text("1")
    page.goto(address)  # closed and opened again: what was written is still there
    expect(page.locator('form[data-leaf="5.1.1.1"] [name=text]')).to_have_value("看了任命文件")

    page.context.set_offline(False)
    expect(line).to_have_text("everything is sent")
    with in_tenant(body.tenant.pk):
        assert Sheet.objects.get(case=case, leaf="5.1.1.1").text == "看了任命文件"
    page.context.clear_cookies()
    page.goto(address)  # nobody is signed in: nothing is held any more
    page.context.set_offline(True)
    with pytest.raises(Error):
        page.goto(address)
