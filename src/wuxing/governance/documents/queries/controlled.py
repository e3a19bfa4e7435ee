"""One document, one version, and which version was in force."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from wuxing.core.access import Permission, permissions_of
from wuxing.core.access import Role as AccessRole
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.models import Membership
from wuxing.core.reasons import say
from wuxing.governance.documents import rules
from wuxing.governance.documents.models import Document, DocumentFile, DocumentVersion, ReadRequest
from wuxing.governance.documents.rules import Opinions, Round
from wuxing.governance.documents.states import Part, Verdict

CASE = "document"
KEEPERS = (Permission.DOCUMENT_WRITE, Permission.DOCUMENT_APPROVE)


def open_to(by: Actor) -> QuerySet[Document]:
    """Return the documents that a person may read: confidential ones only their keepers, owner and readers."""
    found = Document.objects.all()
    if any(by.may(permission) for permission in KEEPERS):
        return found
    asked = ReadRequest.objects.filter(version__document=OuterRef("pk"), user_id=by.user_id or 0)
    return found.filter(Q(confidential=False) | Q(owner_id=by.user_id or 0) | Exists(asked))


def document_for(document_id: int, by: Actor) -> Document:
    """Return a document that the actor may read. Raises NotFound."""
    found = open_to(by).select_related("current", "pending", "owner").filter(pk=document_id).first()
    if found is None:
        raise NotFound(say("there is no such document here"))
    return found


def versions_open_to(by: Actor) -> QuerySet[DocumentVersion]:
    """Return the versions that a person may see: what was never issued, only keepers and owners."""
    found = DocumentVersion.objects.filter(document__in=open_to(by))
    if any(by.may(permission) for permission in KEEPERS):
        return found
    return found.filter(Q(in_force_from__isnull=False) | Q(document__owner_id=by.user_id or 0))


def version_for(version_id: int, by: Actor) -> DocumentVersion:
    """Return a version of a document that the actor may read. Raises NotFound."""
    found = versions_open_to(by).select_related("document", "drafted_by", "issued_by")
    one = found.filter(pk=version_id).first()
    if one is None:
        raise NotFound(say("there is no such version here"))
    return one


def file_for(file_id: int, by: Actor) -> DocumentFile:
    """Return a file of a document that the actor may read. Raises NotFound."""
    found = DocumentFile.objects.select_related("attachment", "version__document").defer("text")
    one = found.filter(pk=file_id, version__in=versions_open_to(by)).first()
    if one is None:
        raise NotFound(say("there is no such file here"))
    return one


def lock_document(document_id: int) -> Document:
    """Return a document, locked. Raises NotFound."""
    found = Document.objects.select_for_update().filter(pk=document_id).first()
    if found is None:
        raise NotFound(say("there is no such document here"))
    return found


def lock_version(version_id: int) -> tuple[Document, DocumentVersion]:
    """Return a version and its document, the document locked first. Raises NotFound."""
    number = DocumentVersion.objects.filter(pk=version_id).values_list("document_id", flat=True).first()
    if number is None:
        raise NotFound(say("there is no such version here"))
    document = lock_document(number)
    return document, DocumentVersion.objects.select_for_update().get(pk=version_id)


def files_of(version: DocumentVersion) -> QuerySet[DocumentFile]:
    """Return the files of a version, those taken away left out, without their text."""
    found = DocumentFile.objects.filter(version=version, removed_at=None)
    return found.select_related("attachment").defer("text").order_by("pk")


def content_of(version: DocumentVersion) -> str:
    """Return the SHA-256 over the files of a version."""
    return rules.content_of(list(files_of(version).values_list("attachment__sha256", flat=True)))


def authors_of(version: DocumentVersion) -> frozenset[int]:
    """Return who wrote a version: who drafted it, and who handed in its files."""
    hands = files_of(version).values_list("attachment__created_by_id", flat=True)
    return frozenset(pk for pk in (version.drafted_by_id, *hands) if pk is not None)


def round_of(version: DocumentVersion) -> Round:
    """Return who is asked about a version in its running round."""
    named = version.signatories.filter(round=version.round).values_list("part", "user_id")
    return Round(
        frozenset(user for part, user in named if part == Part.REVIEW),
        frozenset(user for part, user in named if part == Part.APPROVE),
        version.quorum,
        authors_of(version),
    )


def opinions_of(version: DocumentVersion) -> Opinions:
    """Return who has passed a version in its running round."""
    passed = version.approvals.filter(round=version.round, verdict=Verdict.PASSED).values_list("part", "user_id")
    return Opinions(
        frozenset(user for part, user in passed if part == Part.REVIEW and user is not None),
        frozenset(user for part, user in passed if part == Part.APPROVE and user is not None),
    )


def is_same_content(version: DocumentVersion) -> bool:
    """Say whether the files are the very ones that were approved."""
    said = version.approvals.filter(round=version.round, part=Part.APPROVE, verdict=Verdict.PASSED)
    return set(said.values_list("content", flat=True)) == {content_of(version)}


def able_to_approve(tenant_id: int) -> dict[int, str]:
    """Return the members whose role reviews and approves documents: number and name."""
    roles = [role.value for role in AccessRole if Permission.DOCUMENT_APPROVE in permissions_of(frozenset({role}))]
    members = Membership.objects.filter(tenant_id=tenant_id, active=True, roles__overlap=roles)
    return dict(members.order_by("user__name", "pk").values_list("user_id", "user__name"))


def in_force(tag_or_number: str, at: datetime) -> DocumentVersion | None:
    """在用版本: return the version of the document of this number, else of this tag, that was in force at an instant.

    Of several documents with the tag, the one that took effect last counts.
    """
    versions = (
        DocumentVersion.objects.filter(in_force_from__lte=at)
        .filter(Q(in_force_until=None) | Q(in_force_until__gt=at))
        .select_related("document")
        .order_by("-in_force_from", "-pk")
    )
    named = versions.filter(document__number=tag_or_number).first()
    return named or versions.filter(document__tags__contains=[tag_or_number]).first()
