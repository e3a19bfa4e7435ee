"""Whole ways that leave the usual line: an appeal against a refused application, a new name without an evaluation."""

from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta
from typing import Any

from tests.certification.appeals.test_actions import outsider, sent, taken
from tests.certification.body import Body
from tests.certification.test_thread import APPLIED, FINDINGS, MORE, staff
from wuxing.certification.appeals import actions as appeals
from wuxing.certification.appeals.states import Outcome
from wuxing.certification.application import actions as applications
from wuxing.certification.application.states import Outcome as Reviewed
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.office.letters.models import Letter
from wuxing.certification.surveillance import actions as surveillance
from wuxing.certification.surveillance.actions import New
from wuxing.certification.surveillance.states import What
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.web.demo.certifying.casework import Casework


def begun(body: Body) -> Casework:
    """A company that wants five stars and is worth four; its application is under review."""
    said = "达到四星级，未达到五星级。"
    work = Casework.applied(staff(body), APPLIED, seen=(*FINDINGS, *MORE), level="star4", reasons=said)
    work.submit()
    work.take_up()
    return work


def walk(*steps: Callable[[], object]) -> None:
    for step in steps:
        step()


def evaluated(work: Casework) -> None:
    walk(
        work.quote, work.sign, work.form_team, work.pay, work.review_documents,
        lambda: work.plan(clock.today() + timedelta(days=1)), work.arrive, work.look, work.leave, work.correct, work.finish,
    )  # fmt: skip


def test_a_refused_application_is_accepted_after_an_appeal_and_goes_on(body: Body, actor: Callable[..., Actor]) -> None:
    work = begun(body)
    work.judge_application(Reviewed.REFUSED, "申请范围不在本机构能力之内。")
    refused = work.case
    assert (refused.stage, refused.end_reason, refused.ended_at is None) == (
        Stage.REFUSED, "申请范围不在本机构能力之内。", False,
    )  # fmt: skip

    first, second = outsider(body, actor, "first"), outsider(body, actor, "second")
    found = taken(body, sent(body, refused), first, second)
    appeals.handle(appeal_id=found.pk, outcome=Outcome.UPHELD, text="能力覆盖该范围", by=first)
    appeals.decide(appeal_id=found.pk, accept=True, text="采信", by=second)
    appeals.tell(appeal_id=found.pk, by=body.officer)

    again = work.case
    assert (again.stage, again.ended_at, again.end_reason) == (Stage.APPLICATION_REVIEW, None, "")
    work.judge_application()
    assert work.case.stage == Stage.ACCEPTED
    evaluated(work)
    assert work.case.stage == Stage.REPORT
    kinds = list(Letter.objects.filter(case=again).order_by("pk").values_list("kind", flat=True))
    assert [kind for kind in kinds if kind.startswith(("application", "appeal"))] == [
        "application_received", "application_refused", "appeal_received", "appeal_outcome", "application_accepted",
    ]  # fmt: skip


def test_a_new_name_comes_to_a_new_certificate_without_an_evaluation(body: Body) -> None:
    work = begun(body)
    work.judge_application()
    evaluated(work)
    walk(work.hand_over, work.review, work.decide, work.certify)
    held = Certificate.objects.get()

    made = surveillance.open_change(
        certificate_id=held.pk, what=What.NAME, new=New(name="青禾智家有限公司"), reason="公司更名", by=body.officer
    )
    change = Casework(staff(body), made.pk, level="star4", reasons="只改名称。")
    said: dict[str, Any] = {one.name: getattr(APPLIED, one.name, "") for one in fields(applications.Data)}
    told = applications.Data(**(said | {"name": "青禾智家有限公司", "target_level": "star4", "no_outlets": False}))
    applications.change(case_id=made.pk, data=told, by=change.client)
    walk(change.submit, change.take_up, change.judge_application)
    if change.case.stage == Stage.ACCEPTED:
        walk(change.quote, change.sign, change.pay)
    assert change.case.stage == Stage.CONTRACTED
    surveillance.waive_evaluation(case_id=made.pk, reason="只改名称，服务体系不变", by=body.officer)
    walk(change.form_team, change.hand_over, change.review, change.decide, change.certify)

    new = Certificate.objects.get(case_id=made.pk)
    held.refresh_from_db()
    assert (held.state, held.holder, new.replaces_id, new.holder) == (
        "replaced", "青禾电器有限公司", held.pk, "青禾智家有限公司",
    )  # fmt: skip
    kept = ("level", "score", "valid_until", "last_evaluated_on", "surveillance_due_on", "scope")
    assert [getattr(new, name) for name in kept] == [getattr(held, name) for name in kept]
    assert (new.state, Case.objects.get(pk=made.pk).stage) == ("valid", Stage.CERTIFIED)
