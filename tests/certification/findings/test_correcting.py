"""The way of a correction: planned and shown by the client, accepted and verified by the team, reminded when late."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.certification.body import Body
from tests.certification.findings.conftest import Raise, close_meeting, picture, planned
from wuxing.certification.cases import gates
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.findings import actions, queries, tasks
from wuxing.certification.findings.models import Finding, FindingStep
from wuxing.certification.findings.states import Grade, Kind, Source, State
from wuxing.certification.office.letters.models import Letter
from wuxing.core import clock
from wuxing.core.actors import Actor, system_actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken


def states_of(one: Finding) -> list[tuple[str, str, str, bool]]:
    return [(step.step, step.before, step.after, step.by_client) for step in queries.steps(one.pk)]


def test_a_major_finding_goes_the_whole_way(body: Body, case: Case, found: Raise, client_of: Actor) -> None:
    one = found(grade=Grade.MAJOR)
    close_meeting(case)
    ours: dict[str, Any] = {"finding_id": one.pk, "by": body.evaluator}
    theirs: dict[str, Any] = {"finding_id": one.pk, "client_id": case.client_id, "by": client_of}
    planned(one, client_of)
    actions.return_plan(reason="原因没有说清", **ours)
    planned(one, client_of)
    actions.accept_plan(**ours)
    with pytest.raises(BadInput) as refused:
        actions.answer(text="已补签", **theirs)
    assert set(refused.value.fields) == {"sent"}
    actions.answer(text="已补签", sent=[picture()], **theirs)
    actions.return_answer(reason="照片看不清", **ours)
    actions.answer(text="已补签，重拍", sent=[picture("重拍.png")], **theirs)
    closed = actions.verify(text="照片与工单相符", **ours)
    assert (closed.state, closed.closed_at is not None) == (State.CLOSED, True)
    assert states_of(one) == [
        ("plan", "open", "planned", True),
        ("return_plan", "planned", "open", False),
        ("plan", "open", "planned", True),
        ("accept_plan", "planned", "accepted", False),
        ("answer", "accepted", "answered", True),
        ("return_answer", "answered", "accepted", False),
        ("answer", "accepted", "answered", True),
        ("verify", "answered", "closed", False),
    ]
    assert [kept.name for kept in queries.evidence_of([one.pk])[one.pk]] == ["签字单.png", "重拍.png"]
    assert actions.finish(case_id=case.pk, by=body.lead).stage == Stage.REPORT


def test_nobody_closes_alone_or_from_outside(body: Body, case: Case, found: Raise, client_of: Actor) -> None:
    one = found()
    close_meeting(case)
    planned(one, client_of)
    for by in (client_of, body.admin, body.manager, body.officer, body.reviewer, body.decider):
        with pytest.raises(NotAllowed):
            actions.accept_plan(finding_id=one.pk, by=by)
        with pytest.raises(NotAllowed):
            actions.verify(finding_id=one.pk, text="好", by=by)
    with pytest.raises(NotFound):
        actions.answer(finding_id=one.pk, client_id=case.client_id + 1, text="好", by=client_of)
    with pytest.raises(NotAllowed):
        planned(one, body.lead)
    assert FindingStep.objects.filter(finding=one).count() == 1


def test_no_report_while_a_correction_is_open(body: Body, case: Case, found: Raise) -> None:
    found(), found(kind=Kind.OBSERVATION, grade=None)
    close_meeting(case)
    reasons = gates.blocks([case], Stage.REPORT)[case.pk]
    assert [str(reason) for reason in reasons] == ["1 corrections are not verified yet"]
    with pytest.raises(RuleBroken):
        actions.finish(case_id=case.pk, by=body.lead)


def test_the_gate_asks_once_for_many_cases(
    body: Body, found: Raise, case: Case, django_assert_num_queries: object
) -> None:
    found()
    others = [body.case(Stage.FINDINGS) for _one in range(3)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        from wuxing.certification.findings.gates import corrections_are_verified

        assert set(corrections_are_verified([case, *others])) == {case.pk}


def test_corrected_on_the_spot_only_before_the_closing_meeting(body: Body, case: Case, found: Raise) -> None:
    minor, major, late = found(), found(grade=Grade.MAJOR), found()
    assert actions.close_on_the_spot(finding_id=minor.pk, text="当场补签", by=body.lead).state == State.CLOSED
    with pytest.raises(BadInput):
        actions.close_on_the_spot(finding_id=major.pk, text="当场补签", by=body.lead)
    actions.close_on_the_spot(finding_id=major.pk, text="当场补签", sent=[picture()], by=body.lead)
    close_meeting(case)
    with pytest.raises(RuleBroken):
        actions.close_on_the_spot(finding_id=late.pk, text="当场补签", by=body.lead)


def test_steps_stand(body: Body, case: Case, found: Raise, client_of: Actor) -> None:
    one = found()
    close_meeting(case)
    planned(one, client_of)
    with pytest.raises(DatabaseError), transaction.atomic():
        FindingStep.objects.filter(finding=one).update(text="别的")
    with pytest.raises(DatabaseError), transaction.atomic():
        FindingStep.objects.filter(finding=one).delete()


def test_the_closing_meeting_counts_the_days_and_tells_the_client(body: Body, case: Case, found: Raise) -> None:
    one = found()
    noted = found(kind=Kind.OBSERVATION, grade=None)
    Finding.objects.filter(pk=one.pk).update(due_on=clock.today())
    due = actions.ask_for_corrections(case=case, by=body.lead)
    one.refresh_from_db()
    noted.refresh_from_db()
    assert (one.due_on, noted.due_on) == (due, None)
    assert list(Letter.objects.filter(case=case).values_list("kind", flat=True)) == ["corrections_due"]


def test_what_is_late_is_told_once(body: Body, case: Case, found: Raise) -> None:
    one, two = found(), found()
    close_meeting(case)
    day = clock.today() - timedelta(days=1)
    Finding.objects.filter(pk__in=[one.pk, two.pk]).update(due_on=day)
    system = system_actor(body.tenant.pk)
    assert (actions.escalate(by=system), actions.escalate(by=system)) == (2, 0)
    tasks.remind()
    assert list(Letter.objects.filter(case=case).values_list("kind", flat=True)) == ["corrections_overdue"]
    assert states_of(one) == [("overdue", "open", "open", False)]
    reason = gates.blocks([case], Stage.REPORT)[case.pk][0]
    assert str(reason) == "2 corrections are not verified yet, 2 of them are overdue"


def test_more_time_is_given_with_a_reason(body: Body, case: Case, found: Raise) -> None:
    one = found()
    close_meeting(case)
    assert one.due_on is not None
    for day in (one.due_on, one.due_on + timedelta(days=91)):
        with pytest.raises(BadInput):
            actions.extend(finding_id=one.pk, due_on=day, reason="配件缺货", by=body.lead)
    later = one.due_on + timedelta(days=30)
    assert actions.extend(finding_id=one.pk, due_on=later, reason="配件缺货", by=body.lead).due_on == later
    assert states_of(one) == [("extend", "open", "open", False)]


def test_a_new_finding_brings_the_case_back_from_the_report(body: Body, case: Case, found: Raise) -> None:
    close_meeting(case)
    actions.finish(case_id=case.pk, by=body.lead)
    words: dict[str, Any] = {
        "kind": Kind.SPECIAL,
        "leaf": "",
        "reason_code": "law",
        "sample_size": None,
        "failures": None,
    }
    found(source=Source.FOLLOW_UP, **words)
    case.refresh_from_db()
    assert case.stage == Stage.FINDINGS


def test_hostile_files_are_refused(body: Body, case: Case, found: Raise) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    one = found()
    for name, data in (
        ("a.html", b"<script>alert(1)</script>"),
        ("a.exe", b"MZ" + b"\0" * 100),
        ("a.pdf", b"%PDF-1.4"),
    ):
        with pytest.raises(BadInput) as refused:
            actions.attach(finding_id=one.pk, sent=[SimpleUploadedFile(name, data)], by=body.lead)
        assert set(refused.value.fields) == {"sent"}
