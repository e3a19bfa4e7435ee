"""After the certificate in a real browser: surveillance extended, missed and made good; an appeal that is upheld."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import axe, overflow
from tests.browser.signing import sign_in
from tests.certification.appeals.test_actions import outsider
from tests.certification.body import Body, body_of
from tests.certification.test_thread import APPLIED, FINDINGS, staff
from wuxing.certification.appeals.models import Appeal
from wuxing.certification.application.rules import check_sign
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.certificate.rules import months_after
from wuxing.certification.report import queries as scores
from wuxing.certification.surveillance.tasks import follow_certificates
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.tenants import in_tenant
from wuxing.web.demo.certifying.casework import Casework

if TYPE_CHECKING:
    from playwright.sync_api import Cookie, Page

pytestmark = pytest.mark.browser
DISPUTED = "5.2.4-b"


class Visitor:
    """One page that several people use in turn."""

    def __init__(self, page: "Page", body: Body) -> None:
        self.page, self.body = page, body
        self.cookies: dict[int | None, list[Cookie]] = {}
        page.set_default_timeout(15000)

    def open(self, who: Actor | None, path: str, *, width: int = 1440) -> None:
        """Open a page as one of the body, or as somebody who does not sign in."""
        context = self.page.context
        context.clear_cookies()
        self.page.set_viewport_size({"width": width, "height": 844 if width < 720 else 900})
        if who is not None and who.user_id in self.cookies:
            context.add_cookies(self.cookies[who.user_id])  # type: ignore[arg-type]
        elif who is not None:
            sign_in(self.page, who)
            self.cookies[who.user_id] = context.cookies()
        self.page.goto(path)

    def press(self, button: str, name: str = "") -> None:
        """Press a button that sends its form."""
        with self.page.expect_navigation():
            self.page.locator(button).first.click()
        if name:
            self.sound(name)

    def sound(self, name: str) -> None:
        """Look for faults; keep a picture where one is wanted."""
        if folder := os.environ.get("WUXING_SHOTS"):
            self.page.screenshot(path=str(Path(folder) / f"later-{name}.png"), full_page=True)
        assert axe(self.page) == []
        assert overflow(self.page) <= 0

    @property
    def said(self) -> str:
        """What stands on the page."""
        return self.page.locator("body").inner_text()


def decided(body: Body, place: int, days_ago: int, *, level: str) -> Casework:
    """A company that applied and was decided on, so many days ago."""
    code = f"91350100M000{place}00Y4"
    applied = replace(APPLIED, name=f"青禾电器{place}有限公司", credit_code=code + check_sign(code))
    with clock.telling(clock.now() - timedelta(days=days_ago)):
        work = Casework.applied(staff(body), applied, seen=FINDINGS[:2], level=level, reasons="经表决。")
        for step in (
            work.submit, work.take_up, work.judge_application, work.quote, work.sign, work.form_team, work.pay,
            work.review_documents, lambda: work.plan(clock.today()), work.arrive, work.look, work.leave, work.correct,
            work.finish, work.hand_over, work.review, work.decide,
        ):  # fmt: skip
            step()
        if level:
            work.certify()
    return work


def surveyed(work: Casework) -> None:
    """The evaluation of a case that the standing agreement covers, as far as the decision."""
    for step in (
        work.form_team, work.pay, work.review_documents, lambda: work.plan(clock.today()), work.arrive, work.look,
        work.leave, work.correct, work.finish, work.hand_over, work.review, work.decide,
    ):  # fmt: skip
        step()


def _extend(to: Visitor, held: Certificate) -> None:
    """More than three months are refused with the last day; a reason and a day within them are kept."""
    page, last = to.page, months_after(held.surveillance_due_on, 3)
    to.open(to.body.decider, f"/certification/surveillance/{held.pk}/")
    form = "form[action$='/extend/']"
    for until, refused in ((last + timedelta(days=1), True), (last, False)):
        if not page.locator(form).is_visible():
            page.locator("details", has=page.locator(form)).locator("summary").click()
        page.fill(f"{form} [name=until]", until.isoformat())
        page.fill(f"{form} [name=reason]", "生产基地搬迁，推迟评价。")
        to.press(f"{form} button", "extend-refused" if refused else "extended")
        assert (f"最多延期至 {last}" in to.said) is refused
    assert f"延期至\n{last}" in to.said


def _resume(to: Visitor, missed: Certificate) -> None:
    page, body = to.page, to.body
    register = f"/register/{body.tenant.slug}/{missed.number}/"
    to.open(None, register, width=390)
    to.sound("register-suspended")
    assert f"自 {clock.today()} 起暂停" in to.said
    to.open(body.officer, f"/certification/surveillance/{missed.pk}/")
    to.press("form[action$='/survey/'] button")
    case_id = int(page.url.rstrip("/").rpartition("/")[2])
    with in_tenant(body.tenant.pk):
        surveyed(Casework(staff(body), case_id, seen=FINDINGS[1:2], level=missed.level, reasons="保持证书。"))
    to.open(body.officer, f"/certification/cases/{case_id}/certificate/")
    to.press("form[action$='/conclude'] button", "kept")
    to.open(None, register)
    assert "今日有效" in to.said


def test_surveillance_is_extended_missed_and_made_good(browser_page: "Page", actor: Callable[..., Actor]) -> None:
    (body,) = body_of(actor)  # to its end: what it made is committed
    to = Visitor(browser_page, body)
    with in_tenant(body.tenant.pk):
        for place, days_ago in ((1, 355), (2, 396)):
            decided(body, place, days_ago, level="star4")
        due, missed = Certificate.objects.order_by("pk")

    to.open(body.officer, "/certification/surveillance/")
    to.sound("calendar")
    assert f"监督评价期限 {missed.surveillance_due_on} 已过" in to.said
    _extend(to, due)
    follow_certificates()
    with in_tenant(body.tenant.pk):
        states = dict(Certificate.objects.values_list("pk", "state"))
    assert states == {due.pk: "valid", missed.pk: "suspended"}
    _resume(to, missed)

    with in_tenant(body.tenant.pk):
        missed.refresh_from_db()
        assert (missed.state, missed.last_evaluated_on, missed.suspended_until) == ("valid", clock.today(), None)
        kept = Case.objects.get(kind="surveillance")
        assert (kept.stage, kept.certificate_id) == ("certified", missed.pk)


def _appeal(to: Visitor, work: Casework) -> str:
    """The client appeals by its link against one finding."""
    page, body = to.page, to.body
    with in_tenant(body.tenant.pk):
        finding = work.case.findings.get(leaf=DISPUTED)
        word = cases.open_door(client_id=work.case.client_id, name="叶青", by=body.officer)[1]
    link = f"/client/{body.tenant.slug}/{word}/cases/{work.case_id}/appeals/"
    to.open(None, link, width=390)
    page.select_option("[name=kind]", "appeal")
    page.fill("[name=text]", "收费说明另册保存，现场未查阅。")
    page.select_option("[name=finding_id]", str(finding.pk))
    to.press("form.wx-form button.wx-p", "appeal-sent")
    return link


def _admit(to: Visitor, path: str, handlers: tuple[Actor, Actor]) -> None:
    """Who took part does not take it up and is not among those who may handle it; two others get it."""
    page, body = to.page, to.body
    to.open(body.reviewer, path)
    to.press("form[action$='/act/admit'] button")
    assert "您参与过本项目，是否受理由他人决定" in to.said
    to.open(body.officer, path)
    to.press("form[action$='/act/admit'] button")
    offered = page.locator("[name=certifier_id] option").all_inner_texts()
    involved = [one.name for one in (body.lead, body.evaluator, body.reviewer, body.decider, body.decider3)]
    assert [name for name in involved if name in offered] == []
    for one in handlers:
        page.select_option("[name=certifier_id]", str(body.certifier(one).pk))
        to.press("form[action$='/act/assign'] button")
    to.sound("appeal-assigned")


def _handle(to: Visitor, path: str, handlers: tuple[Actor, Actor], before: Decimal, after: Decimal) -> None:
    page = to.page
    first, second = handlers
    to.open(first, path)
    row = page.locator("table tbody tr").first
    assert row.locator("s, strong").all_inner_texts()[-2:] == [f"{before:.2f}", f"{after:.2f}"]
    page.select_option("[name=outcome]", "upheld")
    page.locator("[name=upheld]").check()
    page.fill("form[action$='/act/handle'] [name=text]", "查阅另册，20 张单据均有收费说明。")
    to.press("form[action$='/act/handle'] button", "appeal-handled")
    assert "调查人不作决定，由另一名处理人员决定" in to.said
    to.open(second, path)
    page.select_option("[name=accept]", "1")
    page.fill("form[action$='/act/decide'] [name=text]", "采信另册，改正评定。")
    to.press("form[action$='/act/decide'] button", "appeal-decided")
    to.press("form[action$='/act/tell'] button")


def test_an_appeal_is_upheld_and_the_case_goes_back(browser_page: "Page", actor: Callable[..., Actor]) -> None:
    (body,) = body_of(actor)
    to = Visitor(browser_page, body)
    with in_tenant(body.tenant.pk):
        handlers = outsider(body, actor, "first"), outsider(body, actor, "second")
        work = decided(body, 3, 10, level="")
        basis = scores.basis(work.case)
        before = scores.live(work.case).score.low
        after = before + basis.in_use[DISPUTED] * 8 / 20  # 8 of 20 failed
        assert work.case.stage == "not_granted"

    link = _appeal(to, work)
    with in_tenant(body.tenant.pk):
        path = f"/certification/appeals/{Appeal.objects.get().pk}/"
    _admit(to, path, handlers)
    _handle(to, path, handlers, before, after)
    to.open(None, link)
    assert "采信另册，改正评定。" in to.said

    with in_tenant(body.tenant.pk):
        kept = scores.last_score(work.case)
        assert (work.case.stage, kept and kept.low) == ("report", after.quantize(Decimal("0.01")))
