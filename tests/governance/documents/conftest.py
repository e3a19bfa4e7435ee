"""People who write, approve and read documents."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pytest

from tests.governance.documents import papers
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.governance.documents import actions
from wuxing.governance.documents.models import Document, DocumentVersion


@pytest.fixture(autouse=True)
def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make previews by our own typesetter, wherever the tests run."""
    monkeypatch.setenv("WUXING_SOFFICE", "")


@dataclass
class Office:
    """Who has to do with documents, and the ways to a version."""

    tenant: Tenant
    writer: Actor  # quality manager: drafts
    first: Actor  # general manager: approves
    second: Actor  # service manager: reviews, approves
    reader: Actor  # technician

    def document(self, **changes: object) -> Document:
        said = {"title": "文件控制程序", "kind": "procedure", "tags": ["procedure:20"]} | changes
        return actions.create_document(**said, by=self.writer)  # type: ignore[arg-type]

    def draft(self, document: Document | None = None, *lines: str, language: str = "") -> DocumentVersion:
        paper = BytesIO(papers.word(*lines))
        return actions.draft_version(
            document_id=(document or self.document()).pk,
            file=paper,
            name="文件控制程序.docx",
            language=language,
            note="首次发布",
            by=self.writer,
        )

    def submitted(self, document: Document | None = None, *lines: str) -> DocumentVersion:
        draft = self.draft(document, *lines)
        return actions.submit_version(
            version_id=draft.pk, approvers=[self.first.user_id, self.second.user_id], quorum=2, by=self.writer
        )

    def approved(self, document: Document | None = None, *lines: str) -> DocumentVersion:
        version = self.submitted(document, *lines)
        for approver in (self.first, self.second):
            actions.approve_version(version_id=version.pk, by=approver)
        return DocumentVersion.objects.get(pk=version.pk)

    def issued(self, document: Document | None = None, *lines: str) -> DocumentVersion:
        return actions.issue_version(version_id=self.approved(document, *lines).pk, by=self.first)


@pytest.fixture
def office(inside: Tenant, actor: Callable[..., Actor]) -> Office:
    return Office(
        inside,
        actor(Role.QUALITY_MANAGER, name="周敏"),
        actor(Role.GENERAL_MANAGER, name="黄总"),
        actor(Role.SERVICE_MANAGER, name="林可"),
        actor(Role.TECHNICIAN, name="陈伟"),
    )
