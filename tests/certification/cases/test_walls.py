"""The rules that the database holds, whoever asks."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction

from tests.certification.body import Body
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.findings.models import Finding
from wuxing.certification.onsite_audit.models import Sheet
from wuxing.core import clock


@contextmanager
def refused(text: str) -> Iterator[None]:
    with pytest.raises(IntegrityError, match=text), transaction.atomic():
        yield


def finding(body: Body, case: Case, **changes: object) -> Finding:
    facts = {
        "number": 1, "kind": "deduction", "grade": "minor", "leaf": "5.2.4-b", "text": "3 张单据没有收费说明",
        "source": "on_site", "raised_at": clock.now(),
    } | changes  # fmt: skip
    return Finding.objects.create(tenant=body.tenant, case=case, **facts)


def test_who_evaluates_does_not_review_or_decide(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    for part in (Part.REVIEWER, Part.DECIDER):
        with refused("neither reviews nor decides"):
            body.assign(case, body.lead, part)


def test_ending_the_part_does_not_undo_the_evaluation(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    case.roles.filter(part="lead").update(ended_at=clock.now())
    with refused("neither reviews nor decides"):
        body.assign(case, body.lead, Part.DECIDER)


def test_who_decides_does_not_evaluate(body: Body) -> None:
    case = body.case(Stage.DECISION)
    with refused("neither reviews nor decides"):
        body.assign(case, body.decider, Part.EXPERT)


def test_a_part_is_ended_never_changed(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    with refused("never changed"):
        case.roles.filter(part="evaluator").update(part="reviewer")


def test_a_finding_stands_after_the_closing_meeting(body: Body) -> None:
    case = body.case(Stage.ON_SITE)
    found = finding(body, case)
    Finding.objects.filter(pk=found.pk).update(text="4 张单据没有收费说明")
    case.closing_at = clock.now()
    case.save(update_fields=["closing_at"])
    for change in ({"text": "没有问题"}, {"failures": 0, "sample_size": 3}, {"state": "taken_back"}):
        with refused("stands after the closing meeting"):
            Finding.objects.filter(pk=found.pk).update(**change)
    Finding.objects.filter(pk=found.pk).update(state="planned")
    assert Finding.objects.get(pk=found.pk).text == "4 张单据没有收费说明"


def test_a_checklist_stands_after_the_closing_meeting(body: Body) -> None:
    case = body.case(Stage.FINDINGS)
    with refused("a checklist stands"):
        Sheet.objects.create(tenant=body.tenant, case=case, leaf="5.1.1.1")


def test_the_closing_meeting_is_held_once(body: Body) -> None:
    case = body.case(Stage.FINDINGS)
    case.closing_at = clock.now()
    with refused("stand"):
        case.save(update_fields=["closing_at"])
