"""Documents by machine."""

from itertools import count
from typing import Any

import pytest
from django.test import Client

from tests.governance.documents.conftest import Office
from wuxing.core import clock, tokens
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.governance.documents import actions

_keys = count(1)


@pytest.fixture
def ask(office: Office, actor: Any) -> Any:
    admin = actor(Role.ADMINISTRATOR)
    token = tokens.issue_token(user_id=office.reader.user_id or 0, name="x", by=admin)

    def asked(path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"documents-{next(_keys)}"}
        client = Client()
        url = f"/api/documents{path}"
        answer = (
            client.get(url, headers=headers)  # type: ignore[arg-type]
            if body is None
            else client.post(url, body, content_type="application/json", headers=headers)  # type: ignore[arg-type]
        )
        return answer.status_code, answer.json()

    return asked


def test_documents_are_listed_told_and_confirmed(office: Office, ask: Any) -> None:
    version = office.issued()
    office.draft(version.document, "第二版")
    actions.distribute(document_id=version.document_id, audience="everybody", by=office.writer)
    status, listed = ask("?view=mine")
    assert (status, [(d["number"], d["version"], d["readers_missing"]) for d in listed["documents"]]) == (
        200, [("QP-01", 1, 5)]
    )  # fmt: skip
    status, one = ask(f"/{version.document_id}")
    assert (status, [v["version"] for v in one["versions"]], one["versions"][0]["files"][0]["name"]) == (
        200, [1], "文件控制程序.docx"
    )  # fmt: skip
    assert ask("/in-force?name=procedure:20")[1]["id"] == version.pk
    past = "2020-01-01T00:00:00Z"
    assert ask(f"/in-force?name=QP-01&at={past}")[0] == 404
    status, receipt = ask(f"/versions/{version.pk}/acknowledge", {"answer": ""})
    assert (status, receipt["version_id"]) == (201, version.pk)
    assert ask(f"/versions/{version.pk}/acknowledge", {})[0] == 409
    assert ask("?q=x")[0] == 422
    assert clock.today().isoformat() == one["versions"][0]["effective_on"]


def test_a_role_that_does_not_read_documents_is_refused(office: Office, actor: Any) -> None:
    by: Actor = actor(Role.CONSULTANT)
    token = tokens.issue_token(user_id=by.user_id or 0, name="x", by=actor(Role.ADMINISTRATOR))
    answer = Client().get("/api/documents", headers={"Authorization": f"Bearer {token}"})  # type: ignore[arg-type]
    assert answer.status_code == 403
