"""The API of procedure 20: the list, one document, which version was in force, and the confirmation of reading."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.core.refusals import ANSWERS
from wuxing.core.searching import search_for
from wuxing.governance.documents import actions, queries
from wuxing.governance.documents.models import DocumentFile, DocumentVersion
from wuxing.governance.documents.queries.lists import Wanted, documents

router = Router()


class DocumentOut(Schema):
    """A document, as its list shows it."""

    id: int
    number: str
    title: str
    kind: str
    standing: str
    tags: list[str]
    confidential: bool
    next_review_on: date | None
    version_id: int | None
    version: int | None
    effective_on: date | None
    readers_asked: int
    readers_missing: int


class DocumentsOut(Schema):
    """A page of documents; `after` asks for the next one."""

    documents: list[DocumentOut]
    after: str | None


class FileOut(Schema):
    """A file of a version; `sha256` names its bytes."""

    id: int
    name: str
    media_type: str
    size: int
    language: str
    sha256: str


class VersionOut(Schema):
    """A version of a document."""

    id: int
    document_id: int
    number: str
    title: str
    version: int
    state: str
    note: str
    question: str
    effective_on: date | None
    in_force_from: datetime | None
    in_force_until: datetime | None
    files: list[FileOut]


class WholeOut(Schema):
    """A document with all its versions, newest first."""

    id: int
    number: str
    title: str
    kind: str
    standing: str
    tags: list[str]
    indicators: list[str]
    owner: str
    confidential: bool
    review_months: int
    next_review_on: date | None
    current_id: int | None
    pending_id: int | None
    versions: list[VersionOut]


class AnswerIn(Schema):
    """The answer to the question of a version, where it asks one."""

    answer: str = Field("", max_length=1000)


class ReceiptOut(Schema):
    """The confirmation of reading; `content` is the fingerprint of what was read."""

    id: int
    version_id: int
    at: datetime
    content: str


WHOLE = (
    "number", "title", "kind", "standing", "tags", "indicators", "confidential", "review_months", "next_review_on",
    "current_id", "pending_id",
)  # fmt: skip
VERSION = ("version", "state", "note", "question", "effective_on", "in_force_from", "in_force_until")


def _reader(request: HttpRequest) -> Actor:
    by = acting(request)
    by.require(Permission.GOVERNANCE_READ)
    return by


@router.get("", response={200: DocumentsOut, **ANSWERS}, summary="受控文件清单: by number, 50 a page")
def list_documents(
    request: HttpRequest,
    q: Annotated[str, Field(max_length=100)] = "",
    kind: Annotated[str, Field(max_length=20)] = "",
    standing: Annotated[str, Field(max_length=20)] = "",
    tag: Annotated[str, Field(max_length=60)] = "",
    view: Annotated[str, Field(max_length=10)] = "",
    after: Annotated[str, Field(max_length=40)] = "",
) -> DocumentsOut:
    """List documents; `view=mine` gives those to be read, `after` is the number of the last one seen, `q` searches."""
    by = _reader(request)
    search = search_for(q)
    if q and search is None:
        raise BadInput({"q": say("type at least two signs to search")})
    wanted = Wanted(search=search, view=view, kind=kind, standing=standing, tag=tag, cursor=after)
    page = documents(wanted, by, clock.today(by.zone), clock.now())
    return DocumentsOut(documents=[_row(row) for row in page.rows], after=page.next or None)


def _row(row: dict[str, Any]) -> DocumentOut:
    return DocumentOut(
        id=row["pk"],
        version_id=row["current_id"],
        version=row["current__version"],
        effective_on=row["current__effective_on"],
        readers_asked=row["asked"],
        readers_missing=row["unread"],
        **{
            name: row[name]
            for name in ("number", "title", "kind", "standing", "tags", "confidential", "next_review_on")
        },
    )


@router.get("/in-force", response={200: VersionOut, **ANSWERS}, summary="在用版本: what was in force at an instant")
def version_in_force(
    request: HttpRequest, name: Annotated[str, Field(max_length=60)], at: AwareDatetime | None = None
) -> VersionOut:
    """Return the version of the document of this number, else of this tag, that was in force at an instant (now by default)."""
    by = _reader(request)
    found = queries.in_force(name, at or clock.now())
    if found is None:
        raise NotFound(say("no version was in force then"))
    return _version(queries.version_for(found.pk, by), _files([found.pk]))


@router.get("/{document_id}", response={200: WholeOut, **ANSWERS}, summary="one document with its versions")
def one_document(request: HttpRequest, document_id: int) -> WholeOut:
    """Return one document."""
    by = _reader(request)
    found = queries.document_for(document_id, by)
    versions = queries.versions_open_to(by).filter(document=found).select_related("document").order_by("-version")
    files = _files([one.pk for one in versions])
    return WholeOut(
        id=found.pk,
        owner=found.owner.name if found.owner else "",
        versions=[_version(one, files) for one in versions],
        **{name: getattr(found, name) for name in WHOLE},
    )


def _version(found: DocumentVersion, files: dict[int, list[FileOut]]) -> VersionOut:
    return VersionOut(
        id=found.pk,
        document_id=found.document_id,
        number=found.document.number,
        title=found.document.title,
        files=files.get(found.pk, []),
        **{name: getattr(found, name) for name in VERSION},
    )


def _files(versions: list[int]) -> dict[int, list[FileOut]]:
    """Return the files of versions, by version."""
    found: dict[int, list[FileOut]] = {}
    rows = DocumentFile.objects.filter(version_id__in=versions, removed_at=None).select_related("attachment")
    for row in rows.defer("text").order_by("pk"):
        kept = row.attachment
        found.setdefault(row.version_id, []).append(
            FileOut(
                id=row.pk,
                name=kept.name,
                media_type=kept.media_type,
                size=kept.size,
                language=row.language,
                sha256=kept.sha256,
            )
        )
    return found


@router.post("/versions/{version_id}/acknowledge", response={201: ReceiptOut, **ANSWERS}, summary="阅知确认")
def acknowledge(request: HttpRequest, version_id: int, body: AnswerIn) -> Status[ReceiptOut]:
    """Confirm that the caller has read and understood the valid version; it is never withdrawn."""
    made = actions.acknowledge(version_id=version_id, answer=body.answer, by=_reader(request))
    return Status(201, ReceiptOut(id=made.pk, version_id=made.version_id, at=made.at, content=made.content))
