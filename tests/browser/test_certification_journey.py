"""From an application to four stars out of five in a real browser: client by link, team, reviewer, committee."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import axe, overflow
from tests.browser.signing import choose, sign_in
from tests.certification.body import Body, body_of
from tests.certification.test_thread import APPLIED, FINDINGS, MORE, staff
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.decision.models import Proposal, Vote
from wuxing.certification.findings.models import Finding
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.tenants import in_tenant
from wuxing.web.demo.certifying.casework import Casework, paper

if TYPE_CHECKING:
    from playwright.sync_api import Cookie, Page

pytestmark = pytest.mark.browser
FILE = {"name": "整改证据.pdf", "mimeType": "application/pdf", "buffer": paper()}
LEAF = "5.2.4-b"


class Journey:
    """One page that several people use in turn, and the case that they bring on."""

    def __init__(self, page: "Page", body: Body) -> None:
        self.page, self.body, self.link = page, body, ""
        self.cookies: dict[int | None, list[Cookie]] = {}
        self.work = Casework(staff(body), 0, (*FINDINGS[1:], *MORE), "star4", "达到四星级，未达到五星级。")

    def of(self, who: Actor | None, tab: str, *, width: int = 1440) -> None:
        """Open a page of the case as one of the body, or as the client by the link."""
        context = self.page.context
        context.clear_cookies()
        self.page.set_viewport_size({"width": width, "height": 844 if width < 720 else 900})
        if who is None:
            self.page.goto(f"{self.link}cases/{self.work.case_id}/{tab}")
            return
        if who.user_id in self.cookies:
            context.add_cookies(self.cookies[who.user_id])  # type: ignore[arg-type]
        else:
            sign_in(self.page, who)
            self.cookies[who.user_id] = context.cookies()
        self.page.goto(f"/certification/cases/{self.work.case_id}/{tab}")

    def sound(self, name: str) -> None:
        """Look for faults; keep a picture where one is wanted."""
        if folder := os.environ.get("WUXING_SHOTS"):
            self.page.screenshot(path=str(Path(folder) / f"case-{name}.png"), full_page=True)
        assert axe(self.page) == []
        assert overflow(self.page) <= 0

    def send(self, button: str, name: str = "") -> None:
        """Press a button that sends its form."""
        with self.page.expect_navigation():
            self.page.locator(button).first.click()
        if name:
            self.sound(name)

    def inside(self, *steps: Callable[[], object]) -> None:
        """Do what is the same many times by the actions themselves."""
        with in_tenant(self.body.tenant.pk):
            for step in steps:
                step()


def _do(what: str) -> str:
    return f"form:has(input[name=do][value={what}]) button"


def _apply(to: Journey) -> None:
    """A wrong credit code first: the form says so and keeps everything."""
    page = to.page
    page.goto(f"/apply/{to.body.tenant.slug}/")
    said = {
        "name": APPLIED.name, "credit_code": "91350100M000100Y44", "city": APPLIED.city, "address": APPLIED.address,
        "contact_name": APPLIED.contact_name, "phone": APPLIED.phone, "products": APPLIED.products,
        "regions": APPLIED.regions, "headcount": "120", "running_since": "2020-01-01",
        "outlets": "\n".join(f"{n} 号网点, 福州市, 8, 自建" for n in range(1, 6)),
    }  # fmt: skip
    for name, value in said.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=target_level]", "star5")
    for name in ("lawful", "no_incident", "consent"):
        page.check(f"[name={name}]")
    to.send("form.wx-wide .wx-go button.wx-p", "apply-wrong")
    assert page.evaluate("document.activeElement.name") == "credit_code"
    assert page.locator("ul.wx-err, .wx-err").all_inner_texts() == ["代码有误：末位校验码不符，请对照营业执照"]
    assert {name: page.input_value(f"[name={name}]") for name in said} == said
    assert page.is_checked("[name=consent]")
    page.fill("[name=credit_code]", APPLIED.credit_code)
    to.send("form.wx-wide .wx-go button.wx-p", "welcome")
    to.link = page.locator("a.wx-break").first.inner_text()
    to.work.case_id = int(page.url.rstrip("/").split("/")[-2])


def _hand_in(to: Journey) -> None:
    page = to.page
    to.send("a.wx-p")
    page.locator("table details summary").first.click()
    page.locator("table details form [type=file]").first.set_input_files(FILE)  # type: ignore[arg-type]
    to.send("table details[open] form .wx-go button")
    to.inside(to.work.hand_in)
    to.of(None, "application/", width=390)
    to.sound("application-phone")
    to.send("form[action$='/submit'] button", "submitted")
    to.inside(to.work.take_up)


def _contract(to: Journey) -> None:
    page, body = to.page, to.body
    to.of(body.lead, "application/")
    to.sound("review")
    for yes in page.locator("[type=radio][value=yes]").all():
        yes.check()
    page.check("[name=outcome][value=accepted]")
    to.send("form[action$='/review'] button.wx-p")
    to.of(body.officer, "agreement/")
    to.sound("quote")
    to.send("#quote form button.wx-p", "quoted")
    for who, post in ((None, "总经理"), (body.officer, "项目管理")):
        to.of(who, "agreement/")
        page.fill("#sign [name=signed_by]", "叶青" if who is None else who.name)
        page.fill("#sign [name=post]", post)
        to.send("#sign button.wx-p", "" if who else "signed")
    to.inside(to.work.form_team, to.work.pay)


def _prepare(to: Journey) -> None:
    page, lead = to.page, to.body.lead
    to.of(lead, "papers/")
    to.send("form[action$='/begin'] button", "papers")
    to.send("table a.wx-id", "paper")
    page.fill("#accepted [name=text]", "符合要求。")
    to.send("#accepted button.wx-p")
    to.inside(to.work.judge_documents)
    to.of(lead, "audit/draws/")
    to.send(_do("promise"), "promised")
    to.of(None, "audit/")
    page.fill("[name=word]", "青禾电器自己的一句话")
    to.send(_do("word"))
    to.of(lead, "audit/plan/")
    to.send(_do("start"))
    page.fill("[name=first_day]", clock.today().isoformat())
    to.send(_do("propose"), "plan")
    to.send(_do("release"))
    to.of(None, "audit/", width=390)
    to.sound("plan-phone")
    to.send(_do("answer"))


def _meet(to: Journey, kind: str) -> None:
    page, lead = to.page, to.body.lead
    to.of(lead, f"audit/meetings/{kind}/")
    page.fill("[name=place]", "总部会议室")
    page.fill("[name=minutes]", "介绍双方人员，确认范围、计划与保密要求。")
    to.send(_do("meeting"))
    to.send(_do("sign"), kind)
    to.of(None, "audit/")
    page.fill(f"form:has([value=sign-{kind}]) [name=name]", "叶青")
    to.send(_do(f"sign-{kind}"))
    to.of(lead, f"audit/meetings/{kind}/")
    to.send(_do("hold"))


def _look(to: Journey) -> int:
    page, lead = to.page, to.body.lead
    to.of(lead, f"audit/leaves/{LEAF}/")
    to.sound("sheet")
    page.fill("[name=sample_size]", "20")
    page.fill("form:has([value=see]) [name=text]", "抽查 20 张单据")
    to.send(_do("see"))
    to.send("a[href*='/findings/new/']", "finding-new")
    page.select_option("[name=kind]", "deduction")
    page.select_option("[name=grade]", "minor")
    page.fill("[name=text]", FINDINGS[0].text)
    page.fill("[name=evidence]", FINDINGS[0].evidence)
    page.fill("[name=sample_size]", "20")
    page.fill("[name=failures]", "8")
    to.send("form.wx-beside button.wx-p", "finding")
    with in_tenant(to.body.tenant.pk):
        found = Finding.objects.get(case_id=to.work.case_id)
        assert (found.leaf, found.failures) == (LEAF, 8)
    to.inside(to.work.look)
    return found.pk


def _correct(to: Journey, finding: int) -> None:
    page, body = to.page, to.body
    to.of(None, "findings/", width=390)
    to.sound("findings-phone")
    to.of(None, f"findings/{finding}/")
    for name in ("correction", "cause", "action"):
        page.fill(f"[name={name}]", "修订表单并培训全部网点。")
    to.send("#next button.wx-p")
    to.of(body.lead, "findings/")
    to.send(f"a[href$='/findings/{finding}/']", "finding-planned")
    to.send("#accept_plan button.wx-p")
    to.of(None, f"findings/{finding}/")
    page.fill("#next [name=text]", "已整改，见附件。")
    page.set_input_files("#next [name=sent]", FILE)  # type: ignore[arg-type]
    to.send("#next button.wx-p")
    to.of(body.evaluator, "findings/")
    to.send(f"a[href$='/findings/{finding}/']")
    page.fill("#verify [name=text]", "查阅整改证据，措施有效。")
    to.send("#verify button.wx-p", "verified")
    to.inside(to.work.correct)
    to.of(body.lead, "findings/")
    to.send("form[action$='/finish'] button", "findings")


def _report(to: Journey) -> None:
    page, body = to.page, to.body
    to.of(body.lead, "score/")
    to.send("form[action$='/write'] button", "score")
    with page.expect_download() as got:
        page.evaluate("""() => {
            const link = document.querySelector("a[href$='.pdf'][href*='report-']");
            link.setAttribute("download", "report.pdf"); link.click();
        }""")
    assert Path(got.value.path()).read_bytes().startswith(b"%PDF-")
    to.inside(to.work.stand_apart)
    to.of(body.lead, "score/")
    to.send("form[action$='/hand_over'] button")
    to.of(body.reviewer, "decision/")
    for fold in page.locator("fieldset.wx-set").all():
        fold.locator("select").select_option("yes")
    page.check("[name=outcome][value=grant]")
    page.select_option("[name=level]", "star4")
    page.fill("[name=reasons]", to.work.reasons)
    to.sound("second-look")
    to.send("form[action$='/review'] button.wx-p")


def _decide(to: Journey) -> None:
    page, body = to.page, to.body
    to.of(body.decider, "decision/")
    page.check("[name=kind][value=grant]")
    page.select_option("[name=level]", "star4")
    page.fill("form[action$='/propose'] [name=text]", to.work.reasons)
    to.send("form[action$='/propose'] button")
    for who, choice in ((body.decider, "for"), (body.decider2, "for"), (body.decider3, "against")):
        to.of(who, "decision/")
        page.check(f"[name=choice][value={choice}]")
        if choice == "against":
            page.fill("[name=dissent]", "特别扣分项应当更重。")
        to.send("form[action$='/vote'] button")
    to.sound("voted")
    to.of(body.decider, "decision/")
    to.send("form[action$='/decide'] button", "decided")
    said = page.locator("main").inner_text()
    assert ("五星" in said, "四星" in said, "特别扣分项应当更重。" in said) == (True, True, True)


def _certify(to: Journey) -> None:
    page, body = to.page, to.body
    to.of(body.officer, "certificate/")
    to.send("form[action$='/conclude'] button", "certificate")
    page.context.clear_cookies()
    page.goto(f"/register/{body.tenant.slug}/")
    page.fill("[name=q]", APPLIED.name)
    to.send("form[role=search] button.wx-p", "register")
    to.page.set_viewport_size({"width": 390, "height": 844})
    to.send("table a.wx-id", "register-phone")
    assert "四星" in page.locator("main").inner_text()


def test_five_stars_are_aimed_at_and_four_granted(browser_page: "Page", actor: Callable[..., Actor]) -> None:
    (body,) = body_of(actor)  # to its end: what it made is committed
    to = Journey(browser_page, body)
    for step in (_apply, _hand_in, _contract, _prepare):
        step(to)
    _meet(to, "opening")
    finding = _look(to)
    _meet(to, "closing")
    _correct(to, finding)
    for step in (_report, _decide, _certify):
        step(to)

    with in_tenant(body.tenant.pk):
        made, asked = Certificate.objects.get(), Proposal.objects.get()
        assert (made.level, made.holder, made.state, made.case_id) == ("star4", APPLIED.name, "valid", to.work.case_id)
        assert to.work.case.target_level == "star5"
        assert sorted(Vote.objects.filter(proposal=asked).values_list("choice", flat=True)) == ["against", "for", "for"]
    to.of(None, "")
    choose(browser_page, theme="dark", language="zh-hant")
    for tab in ("", "report/", "certificate/"):
        browser_page.goto(f"{to.link}cases/{to.work.case_id}/{tab}")
        to.sound(f"dark-{tab.strip('/') or 'case'}")
