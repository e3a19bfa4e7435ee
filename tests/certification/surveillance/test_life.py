"""Whole runs: missed, suspended and resumed; a change of name decided on the papers; a transfer that keeps its end."""

from datetime import timedelta

from tests.certification.body import Body
from tests.certification.certificate.conftest import Certify, Grant, decided
from tests.certification.report.evaluated import SAMPLED, WHOLE, deduction, see
from wuxing.certification.agreement import actions as agreements
from wuxing.certification.agreement.models import Invoice
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.certificate import actions as certificates
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.certificate.rules import due_after, months_after
from wuxing.certification.report import actions as reports
from wuxing.certification.surveillance import actions
from wuxing.certification.surveillance.actions import New
from wuxing.certification.surveillance.models import ForeignCertificate
from wuxing.certification.surveillance.states import What
from wuxing.core import clock
from wuxing.core.actors import system_actor

TODAY = clock.today()


def evaluated(body: Body, case: Case) -> None:
    """Let a case come to a decision that grants it, evaluated today."""
    for one, part in ((body.lead, Part.LEAD), (body.reviewer, Part.REVIEWER)):
        body.assign(case, one, part)
    for one in (body.decider, body.decider2, body.decider3):
        body.assign(case, one, Part.DECIDER)
    if case.stage == Stage.DRAFT:
        Case.objects.filter(pk=case.pk).update(stage=Stage.ACCEPTED.value)
        agreements.continue_under(case_id=case.pk, by=body.officer)
    for invoice in Invoice.objects.filter(case=case):
        agreements.pay(invoice_id=invoice.pk, paid_on=TODAY, by=body.officer)
    now = clock.now()
    Case.objects.filter(pk=case.pk).update(
        stage=Stage.DECISION.value, evaluated_from=TODAY, evaluated_until=TODAY, closing_at=now
    )
    case.refresh_from_db()
    decided(body, case)
    Case.objects.filter(pk=case.pk).update(stage=Stage.GRANTED.value, decided_at=now)


def issued(body: Body, grant: Grant, days: int) -> Certificate:
    """A certificate issued on an evaluation so many days ago."""
    day = TODAY - timedelta(days=days)
    case = grant(evaluated_from=day, evaluated_until=day).case
    return certificates.issue(case_id=case.pk, by=body.officer)


def events(found: Certificate) -> list[str]:
    return list(found.events.order_by("pk").values_list("event", flat=True))


def test_a_missed_surveillance_suspends_and_a_decision_resumes(body: Body, grant: Grant) -> None:
    held = issued(body, grant, 400)
    actions.follow(by=system_actor(body.tenant.pk))
    held.refresh_from_db()
    assert held.state == "suspended"
    made = actions.open_surveillance(certificate_id=held.pk, by=body.officer)
    evaluated(body, made)
    certificates.conclude(case_id=made.pk, by=body.officer)
    held.refresh_from_db()
    made.refresh_from_db()
    assert (held.state, held.last_evaluated_on, held.surveillance_due_on) == ("valid", TODAY, due_after(TODAY))
    assert (events(held), made.stage) == (["issue", "suspend", "evaluated", "resume"], Stage.CERTIFIED)
    assert actions.follow(by=system_actor(body.tenant.pk)) == actions.following.Followed()


def test_a_change_of_name_is_reviewed_without_an_evaluation(body: Body, certify: Certify) -> None:
    held = certify()
    base = body.case(Stage.ON_SITE, client=held.client)
    deduction(body, base, WHOLE)
    deduction(body, base, SAMPLED, sample_size=3, failures=1)
    see(body, base, {WHOLE: "0", SAMPLED: "0.666666"}, {SAMPLED: 3})
    base.closing_at, base.stage = clock.now() + timedelta(seconds=5), Stage.CERTIFIED.value
    base.save(update_fields=["closing_at", "stage"])
    made = actions.open_change(
        certificate_id=held.pk, what=What.NAME, new=New(name="青禾智家有限公司"), reason="公司更名", by=body.officer
    )
    Case.objects.filter(pk=made.pk).update(stage=Stage.CONTRACTED.value)
    body.assign(made, body.lead, Part.LEAD)
    body.assign(made, body.reviewer, Part.REVIEWER)

    actions.waive_evaluation(case_id=made.pk, reason="只改名称，服务体系不变", by=body.officer)
    assert (made.sheets.count(), made.findings.count()) == (len(body.pack.leaves), 2)
    report = reports.generate(case_id=made.pk, by=body.lead)
    done = reports.hand_over(case_id=made.pk, by=body.lead)
    assert (report.version, done.stage, done.evaluated_until) == (1, Stage.UNDER_REVIEW, None)


def test_a_changed_certificate_keeps_its_clock(body: Body, grant: Grant) -> None:
    held = issued(body, grant, 200)
    made = actions.open_change(
        certificate_id=held.pk,
        what=What.SCOPE,
        new=New(scope="家用电器与厨具的售后服务"),
        reason="新增",
        by=body.officer,
    )
    evaluated(body, made)
    new = certificates.conclude(case_id=made.pk, by=body.officer)
    assert (new.scope, new.last_evaluated_on, new.valid_until) == (made.scope, held.last_evaluated_on, held.valid_until)
    held.refresh_from_db()
    assert held.state == "replaced"


def test_a_transferred_certificate_keeps_its_end(body: Body, grant: Grant) -> None:
    case = grant(kind="transfer", evaluated_from=TODAY, evaluated_until=TODAY).case
    end = months_after(TODAY, 14)
    ForeignCertificate.objects.create(
        tenant=body.tenant, case=case, body="某认证", number="X-1", level="star4", valid_until=end,
        last_evaluated_on=TODAY, checks={}, at=clock.now(),
    )  # fmt: skip
    made = certificates.conclude(case_id=case.pk, by=body.officer)
    assert made.valid_until == end
