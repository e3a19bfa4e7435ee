"""Cases by machine: what the body's people read, what others do not."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.certification.body import Body
from tests.certification.certificate.conftest import certify, grant
from tests.certification.report.evaluated import WHOLE, deduction
from wuxing.certification.cases import lists
from wuxing.certification.cases.states import Stage
from wuxing.core import clock, tokens
from wuxing.core.actors import Actor

__all__ = ["certify", "grant"]


def get(by: Actor, path: str, **asked: Any) -> Any:
    token = tokens.issue_token(user_id=by.user_id or 0, name="test", by=by)
    answer = Client().get(f"/api/certification/{path}", asked, headers={"Authorization": f"Bearer {token}"})
    return answer.json() if answer.status_code == 200 else answer.status_code


def test_cases_are_listed_a_page_at_a_time(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    first, second, third = (body.case(stage) for stage in (Stage.DRAFT, Stage.ON_SITE, Stage.ACCEPTED))
    page = get(body.reviewer, "cases")
    assert [row["number"] for row in page] == [third.number, second.number]
    assert [row["number"] for row in get(body.reviewer, "cases", before=page[-1]["id"])] == [first.number]
    assert [row["id"] for row in get(body.reviewer, "cases", stage="on_site")] == [second.pk]
    assert [row["client"] for row in get(body.reviewer, "cases", q=first.number)] == [first.client.name]
    assert [get(body.reviewer, "cases", **wrong) for wrong in ({"before": 0}, {"stage": "x"}, {"kind": "x"})] == [
        422
    ] * 3
    assert len(get(body.reviewer, "cases", stage="open", kind="initial")) == 2


def test_one_case_says_what_blocks_it(body: Body) -> None:
    case = body.case(Stage.DOCUMENT_REVIEW, outlets=1)
    found = get(body.officer, f"cases/{case.pk}")
    assert (found["stage"], found["credit_code"], [site["name"] for site in found["sites"]]) == (
        "document_review", case.client.credit_code, ["总部", "1 号网点"],
    )  # fmt: skip
    assert found["blocked_by"] != []
    assert get(body.officer, "cases/999999") == 404


def test_findings_and_certificates_of_a_case(body: Body, certify: Any) -> None:
    case = body.case(Stage.ON_SITE)
    deduction(body, case, WHOLE)
    assert [(one["number"], one["leaf"], one["state"]) for one in get(body.lead, f"cases/{case.pk}/findings")] == [
        (1, WHOLE, "closed")
    ]
    held = certify(clock.today() - timedelta(days=400))
    (found,) = get(body.lead, f"cases/{held.case_id}/certificates")
    assert (found["number"], found["state"]) == (held.number, "suspended")  # by time, though no job has run
    assert [one["id"] for one in get(body.lead, "certificates", state="suspended")] == [held.pk]
    assert (get(body.lead, "certificates", state="valid"), get(body.lead, "certificates", state="x")) == ([], 422)
    assert get(body.lead, f"certificates/{held.pk}")["level"] == "star4"


@pytest.mark.parametrize("path", ["cases", "cases/{case}", "cases/{case}/findings", "cases/{case}/certificates",
                                  "certificates"])  # fmt: skip
def test_only_people_of_the_body_who_see_cases_read_them(body: Body, path: str) -> None:
    case = body.case(Stage.ON_SITE)
    assert get(body.admin, path.format(case=case.pk)) == 403
    assert Client().get(f"/api/certification/{path.format(case=case.pk)}").status_code == 401


def test_a_list_of_cases_costs_as_many_queries_as_one(body: Body) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            get(body.officer, "cases")
        return len(caught)

    body.case(Stage.ON_SITE)
    once = count()
    for _more in range(2):
        body.case(Stage.ON_SITE)
    assert count() == once


def test_every_address_is_described() -> None:
    paths = Client().get("/api/openapi.json").json()["paths"]
    ours = {path for path in paths if path.startswith("/api/certification/") and "get" in paths[path]}
    assert ours == {
        f"/api/certification/{path}"
        for path in (
            "cases", "cases/{case_id}", "cases/{case_id}/findings", "cases/{case_id}/certificates", "certificates",
            "certificates/{certificate_id}", "ours",
        )
    }  # fmt: skip
