"""Applications for the tests: what a client says, and papers that are files."""

from datetime import date
from io import BytesIO
from typing import Any

from tests.certification.body import Body
from wuxing.certification.application import actions
from wuxing.certification.application.actions import Applied, Received
from wuxing.certification.application.outlets import Outlet
from wuxing.certification.application.rules import Answer
from wuxing.certification.application.states import Point, Source
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.portal import client_actor
from wuxing.certification.programme import queries as programmes
from wuxing.core.actors import Actor

CODE = "91350100M000100Y43"  # the worked example of GB 32100
OTHER_CODE = "91350100MA31YX9K1D"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
SAID: dict[str, Any] = {
    "name": "青禾电器有限公司", "credit_code": CODE, "address": "福飞路 1 号", "city": "福州", "contact_name": "叶青",
    "phone": "0591-1234567", "scheme": "cn.gbt.27922", "target_level": "star5", "products": "家用电器",
    "regions": "福建", "headcount": 120, "running_since": date(2024, 1, 1), "lawful": True, "no_incident": True,
    "outlets": (Outlet("一店", "福州", 8), Outlet("二店", "厦门", 6, own=False)), "consent": True,
}  # fmt: skip


def applied(**changes: Any) -> Applied:
    return Applied(**(SAID | changes))


def visitor(body: Body) -> Actor:
    """Somebody who acts for a client, by form or link."""
    return client_actor(body.tenant, "叶青")


def received(body: Body, **changes: Any) -> Received:
    return actions.receive(applied=applied(**changes), source=Source.PUBLIC, by=visitor(body))


def hand_in_all(case: Case, by: Actor) -> None:
    for paper in programmes.for_case(case).papers:
        if paper.needed and case.kind in paper.kinds:
            actions.hand_in(case_id=case.pk, code=paper.code, content=BytesIO(PNG), name="a.png", by=by)


def submitted(body: Body, **changes: Any) -> Case:
    case = received(body, **changes).case
    hand_in_all(case, visitor(body))
    return actions.submit(case_id=case.pk, by=visitor(body))


def under_review(body: Body, **changes: Any) -> Case:
    case = submitted(body, **changes)
    return actions.take_up(case_id=case.pk, by=body.officer)


def yes(**notes: str) -> dict[Point, Answer]:
    """A yes to every point but those that are named with what is missing."""
    return {point: Answer(point.value not in notes, notes.get(point.value, "")) for point in Point}
