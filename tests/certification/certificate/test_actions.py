"""The life of a certificate: what is done, what leaves a trace, what is refused."""

from datetime import timedelta

import pytest

from tests.certification.body import Body
from tests.certification.certificate.conftest import Certify, Grant
from wuxing.certification.cases.states import Kind, Stage
from wuxing.certification.certificate import actions, rules
from wuxing.certification.certificate.models import Certificate, CertificateEvent
from wuxing.certification.certificate.rules import months_after
from wuxing.certification.office.letters.models import Letter
from wuxing.core import clock
from wuxing.core.actors import system_actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry


def events(found: Certificate) -> list[tuple[str, str, str]]:
    rows = CertificateEvent.objects.filter(certificate=found).order_by("pk")
    return list(rows.values_list("event", "before", "after"))


def letters(found: Certificate) -> list[str]:
    return list(Letter.objects.filter(certificate_id=found.pk).order_by("pk").values_list("kind", flat=True))


def test_a_granted_case_leads_to_a_certificate(body: Body, grant: Grant) -> None:
    case = grant().case
    made = actions.issue(case_id=case.pk, by=body.officer)
    today = clock.today()
    case.refresh_from_db()
    assert (made.number, made.level, made.holder) == (f"{today.year}HUAPING00001", "star4", case.client.name)
    assert (made.issued_on, made.valid_until) == (today, months_after(today, 36) - timedelta(days=1))
    assert made.surveillance_due_on == months_after(made.last_evaluated_on, 12)
    assert made.pack == case.pack
    assert [one["name"] for one in made.sites] == ["总部", "1 号网点", "2 号网点", "3 号网点"]
    assert (case.stage, case.certificate_id) == (Stage.CERTIFIED, made.pk)
    assert events(made) == [("issue", "", "valid")]
    assert Entry.objects.filter(event="certificate.issue", target_id=made.pk).count() == 1


def test_a_certificate_is_issued_once_and_after_a_decision(body: Body, grant: Grant) -> None:
    with pytest.raises(NotFound):
        actions.issue(case_id=body.case(Stage.DECISION).pk, by=body.officer)
    case = grant().case
    actions.issue(case_id=case.pk, by=body.officer)
    with pytest.raises(RuleBroken):
        actions.issue(case_id=case.pk, by=body.officer)
    assert Certificate.objects.count() == 1


def test_nobody_issues_by_administrator_right(body: Body, grant: Grant) -> None:
    case = grant().case
    for one in (body.admin, body.manager, body.evaluator, body.decider):
        with pytest.raises(NotAllowed):
            actions.issue(case_id=case.pk, by=one)


def test_a_renewal_replaces_what_was_held(body: Body, certify: Certify, grant: Grant) -> None:
    old = certify(clock.today() - timedelta(days=300))
    case = grant("star5", client=old.client, kind=Kind.RENEWAL, certificate_id=old.pk).case
    new = actions.conclude(case_id=case.pk, by=body.officer)
    old.refresh_from_db()
    assert (new.replaces_id, new.level, new.state) == (old.pk, "star5", "valid")
    assert new.valid_until == months_after(clock.today(), 36) - timedelta(days=1)
    assert events(old)[-1] == ("replace", "valid", "replaced")
    assert letters(old) == ["change"]


def test_a_change_keeps_the_days(body: Body, certify: Certify, grant: Grant) -> None:
    old = certify(clock.today() - timedelta(days=300))
    case = grant("star5", client=old.client, kind=Kind.CHANGE, certificate_id=old.pk).case
    new = actions.issue(case_id=case.pk, by=body.officer)
    assert (new.valid_until, new.last_evaluated_on) == (old.valid_until, old.last_evaluated_on)
    assert new.surveillance_due_on == old.surveillance_due_on


def test_surveillance_keeps_the_certificate(body: Body, certify: Certify, grant: Grant) -> None:
    held = certify(clock.today() - timedelta(days=300))
    case = grant("star4", client=held.client, kind=Kind.SURVEILLANCE, certificate_id=held.pk).case
    kept = actions.conclude(case_id=case.pk, by=body.officer)
    case.refresh_from_db()
    assert (kept.pk, kept.state, kept.last_evaluated_on) == (held.pk, "valid", case.evaluated_until)
    assert kept.surveillance_due_on == months_after(kept.last_evaluated_on, 12)
    assert case.stage == Stage.CERTIFIED
    assert events(held)[-1] == ("evaluated", "valid", "valid")


def test_surveillance_lowers_the_level(body: Body, certify: Certify, grant: Grant) -> None:
    held = certify(clock.today() - timedelta(days=300))
    case = grant("star3", client=held.client, kind=Kind.SURVEILLANCE, certificate_id=held.pk).case
    new = actions.conclude(case_id=case.pk, by=body.officer)
    held.refresh_from_db()
    assert (new.level, new.valid_until, held.state) == ("star3", held.valid_until, "replaced")
    assert new.sites == held.sites


def test_surveillance_after_an_overdue_suspension_resumes(body: Body, certify: Certify, grant: Grant) -> None:
    held = certify(clock.today() - timedelta(days=400))
    actions.suspend_overdue(certificate=held, by=system_actor(body.tenant.pk))
    case = grant("star4", client=held.client, kind=Kind.SURVEILLANCE, certificate_id=held.pk).case
    kept = actions.conclude(case_id=case.pk, by=body.officer)
    assert kept.state == "valid"
    assert [one[0] for one in events(held)] == ["issue", "suspend", "evaluated", "resume"]
    assert letters(held) == ["suspension", "resumption"]


def test_two_persons_suspend(body: Body, certify: Certify) -> None:
    held = certify()
    until = clock.today() + timedelta(days=90)
    asked = actions.suspend(
        certificate_id=held.pk, reason_code="misuse", reason="在未认证的门店使用标志", until=until, by=body.officer
    )
    held.refresh_from_db()
    assert held.state == "valid"
    actions.confirm(measure_id=asked.pk, by=body.decider)
    held.refresh_from_db()
    assert (held.state, held.suspended_until) == ("suspended", until)
    last = CertificateEvent.objects.filter(certificate=held).latest("pk")
    assert (last.proposed_by_id, last.by_user_id) == (body.officer.user_id, body.decider.user_id)
    assert letters(held) == ["suspension"]


def test_nobody_decides_on_their_own_proposal(body: Body, certify: Certify) -> None:
    held = certify()
    asked = actions.withdraw(certificate_id=held.pk, reason_code="system_stopped", reason="停业", by=body.decider)
    with pytest.raises(RuleBroken):
        actions.confirm(measure_id=asked.pk, by=body.decider)
    for one in (body.officer, body.admin, body.manager):
        with pytest.raises(NotAllowed):
            actions.confirm(measure_id=asked.pk, by=one)
    actions.confirm(measure_id=asked.pk, by=body.decider2)
    held.refresh_from_db()
    assert (held.state, events(held)[-1]) == ("withdrawn", ("withdraw", "valid", "withdrawn"))


def test_a_suspension_says_why_and_until_when(body: Body, certify: Certify) -> None:
    held = certify()
    with pytest.raises(BadInput) as error:
        actions.suspend(certificate_id=held.pk, reason_code="nonsense", reason=" ", until=None, by=body.officer)
    assert sorted(error.value.fields) == ["reason", "reason_code", "until"]
    late = months_after(clock.today(), 6) + timedelta(days=1)
    with pytest.raises(BadInput) as error:
        actions.suspend(certificate_id=held.pk, reason_code="misuse", reason="x", until=late, by=body.officer)
    assert error.value.fields == {"until": "a suspension lasts six months at most"}


def test_one_proposal_at_a_time_and_one_may_be_turned_down(body: Body, certify: Certify) -> None:
    held = certify()
    asked = actions.cancel(certificate_id=held.pk, reason_code="holder_asks", reason="来函", by=body.officer)
    with pytest.raises(RuleBroken):
        actions.cancel(certificate_id=held.pk, reason_code="holder_asks", reason="来函", by=body.decider)
    actions.decline(measure_id=asked.pk, answer="来函没有盖章", by=body.decider)
    held.refresh_from_db()
    assert held.state == "valid"
    actions.cancel(certificate_id=held.pk, reason_code="holder_asks", reason="补盖公章", by=body.officer)


def test_the_system_suspends_what_is_overdue_only(body: Body, certify: Certify) -> None:
    system = system_actor(body.tenant.pk)
    with pytest.raises(RuleBroken):
        actions.suspend_overdue(certificate=certify(), by=system)
    late = actions.suspend_overdue(certificate=certify(clock.today() - timedelta(days=400)), by=system)
    assert late.state == "suspended"
    assert CertificateEvent.objects.latest("pk").reason_code == "surveillance_overdue"
    with pytest.raises(NotAllowed):
        actions.suspend(certificate_id=late.pk, reason_code="misuse", reason="x", until=None, by=system)


def test_what_is_overdue_does_not_resume_without_an_evaluation(body: Body, certify: Certify) -> None:
    late = actions.suspend_overdue(
        certificate=certify(clock.today() - timedelta(days=400)), by=system_actor(body.tenant.pk)
    )
    with pytest.raises(RuleBroken):
        actions.resume(certificate_id=late.pk, reason="已缴费", by=body.officer)
    actions.note_evaluation(certificate=late, on=clock.today(), by=body.officer)
    asked = actions.resume(certificate_id=late.pk, reason="已完成监督评价", by=body.officer)
    actions.confirm(measure_id=asked.pk, by=body.decider)
    late.refresh_from_db()
    assert (late.state, late.suspended_until) == ("valid", None)


def test_the_time_is_extended_once_and_three_months_at_most(body: Body, certify: Certify) -> None:
    held = certify(clock.today() - timedelta(days=360))
    most = months_after(held.surveillance_due_on, 3)
    with pytest.raises(RuleBroken):
        actions.extend(certificate_id=held.pk, until=most + timedelta(days=1), reason="搬迁", by=body.decider)
    with pytest.raises(NotAllowed):
        actions.extend(certificate_id=held.pk, until=most, reason="搬迁", by=body.officer)
    actions.extend(certificate_id=held.pk, until=most, reason="搬迁", by=body.decider)
    held.refresh_from_db()
    assert (held.extended_until, letters(held)) == (most, ["extension"])
    with pytest.raises(RuleBroken):
        actions.extend(certificate_id=held.pk, until=most, reason="搬迁", by=body.decider)
    actions.note_evaluation(certificate=held, on=clock.today(), by=body.officer)
    held.refresh_from_db()
    assert held.extended_until is None


def test_a_certificate_expires_when_its_time_is_over(body: Body, certify: Certify) -> None:
    system = system_actor(body.tenant.pk)
    with pytest.raises(RuleBroken):
        actions.expire(certificate=certify(), by=system)
    over = certify(rules.months_after(clock.today(), -37))
    actions.expire(certificate=over, by=system)
    over.refresh_from_db()
    assert (over.state, letters(over)) == ("expired", ["expiry"])
    with pytest.raises(RuleBroken):
        actions.withdraw(certificate_id=over.pk, reason_code="system_stopped", reason="停业", by=body.officer)


def test_numbers_follow_the_bodys_template(body: Body, grant: Grant) -> None:
    with pytest.raises(BadInput):
        actions.number_by(template="{seq}", by=body.manager)
    with pytest.raises(NotAllowed):
        actions.number_by(template="HP{yy}-{seq4}", by=body.officer)
    actions.number_by(template="HP{yy}-{seq4}", by=body.manager)
    made = actions.issue(case_id=grant().case.pk, by=body.officer)
    assert made.number == f"HP{clock.today().year % 100}-0001"
