"""One company from its application to a certificate, through the actions of everybody who has a part in it."""

from datetime import date, timedelta

from tests.certification.body import Body
from wuxing.certification.application.actions.opening import Applied
from wuxing.certification.application.outlets import Outlet
from wuxing.certification.cases.states import Stage
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.findings.rules import Seen
from wuxing.certification.findings.states import Grade, Kind
from wuxing.core import clock
from wuxing.web.demo.certifying.casework import Casework, Staff


def staff(body: Body) -> Staff:
    return Staff(
        body.tenant, body.officer, body.lead, body.evaluator, body.reviewer,
        (body.decider, body.decider2, body.decider3),
    )  # fmt: skip


APPLIED = Applied(
    name="青禾电器有限公司", scheme="cn.gbt.27922", target_level="star5", credit_code="91350100M000100Y43",
    address="梅亭路88号", city="福州市", contact_name="叶青", phone="13805912046", products="冰箱、洗衣机", regions="福建省",
    scope="家用电器的销售与售后服务", headcount=120, running_since=date(2020, 1, 1),
    outlets=tuple(Outlet(f"{n} 号网点", "福州市", 8) for n in range(1, 6)),
    lawful=True, no_incident=True, consent=True,
)  # fmt: skip
FINDINGS = (
    Seen(
        Kind.DEDUCTION, "20 张单据中 8 张没有收费说明", "单据抽样", "5.2.4-b", Grade.MINOR, sample_size=20, failures=8
    ),
    Seen(Kind.DEDUCTION, "没有成文的服务理念", "访谈", "5.1.7-a", Grade.MINOR),
    Seen(Kind.SPECIAL, "两个网点未公示收费标准", "现场", reason_code="law", grade=Grade.MAJOR),
)
MORE = tuple(Seen(Kind.DEDUCTION, "没有证据", "查阅", leaf, Grade.MINOR) for leaf in ("5.2.6-a", "5.1.6-c"))
"""So much more is missing that five stars are out of reach."""


def test_five_stars_refused_and_four_granted(body: Body) -> None:
    seen = (*FINDINGS, *MORE)
    work = Casework.applied(staff(body), APPLIED, seen=seen, level="star4", reasons="达到四星级，未达到五星级。")
    said = [work.case.stage]
    for step in (
        work.submit, work.take_up, work.judge_application, work.quote, work.sign, work.form_team, work.pay,
        work.review_documents, lambda: work.plan(clock.today() + timedelta(days=1)), work.arrive, work.look, work.leave,
        work.correct, work.finish, work.hand_over, work.review, work.decide, work.certify,
    ):  # fmt: skip
        step()
        if work.case.stage != said[-1]:
            said.append(work.case.stage)
    assert said == [
        Stage.DRAFT, Stage.SUBMITTED, Stage.APPLICATION_REVIEW, Stage.ACCEPTED, Stage.CONTRACTED, Stage.DOCUMENT_REVIEW,
        Stage.PLANNED, Stage.ON_SITE, Stage.FINDINGS, Stage.REPORT, Stage.UNDER_REVIEW, Stage.DECISION, Stage.GRANTED,
        Stage.CERTIFIED,
    ]  # fmt: skip
    made = Certificate.objects.get()
    assert (made.level, made.holder, made.state, made.case_id) == ("star4", "青禾电器有限公司", "valid", work.case_id)
    least = {one.id: one.min for one in body.pack.levels}
    assert least["star4"] <= made.score < least["star5"]  # the story that its reasons tell
    assert made.decision.score.level == "star4"
