"""Findings at each state, and files that clients send."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.certification.body import Body
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.portal import client_actor
from wuxing.certification.cases.states import Stage
from wuxing.certification.findings import actions
from wuxing.certification.findings.actions import Seen
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import Grade, Kind
from wuxing.core import clock
from wuxing.core.actors import Actor

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000ffff03000006"
    "000557bfabd40000000049454e44ae426082"
)
Raise = Callable[..., Finding]


def picture(name: str = "签字单.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PICTURE, content_type="image/png")


@pytest.fixture
def case(body: Body) -> Case:
    """A case on site."""
    return body.case(Stage.ON_SITE)


@pytest.fixture
def client_of(body: Body) -> Actor:
    """Somebody at the client, by link."""
    return client_actor(body.tenant, "叶青")


@pytest.fixture
def found(body: Body, case: Case) -> Raise:
    """Raise a deduction on site, minor unless told otherwise."""

    def make(**changes: Any) -> Finding:
        words: dict[str, Any] = {
            "kind": Kind.DEDUCTION, "text": "抽查的工单缺签字", "evidence": "工单 12、17", "leaf": "5.2.4-b",
            "grade": Grade.MINOR, "sample_size": 30, "failures": 2,
        }  # fmt: skip
        return actions.raise_finding(case_id=case.pk, seen=Seen(**(words | changes)), by=body.lead)

    return make


def close_meeting(case: Case) -> None:
    case.refresh_from_db()
    case.stage, case.closing_at = Stage.FINDINGS.value, clock.now()
    case.save()


def planned(one: Finding, by: Actor) -> Finding:
    """The same finding with a plan of the client."""
    return actions.plan(
        finding_id=one.pk,
        client_id=one.case.client_id,
        correction="补签并通知用户",
        cause="交接时没有核对",
        action="交接单增加签字栏",
        due_on=clock.today() + timedelta(days=5),
        by=by,
    )
