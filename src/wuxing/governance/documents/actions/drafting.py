"""起草与修订: write a draft of a document, hand in its files, or give it up."""

from io import BytesIO
from typing import IO

from django.db import transaction

from wuxing.core import background, clock, files
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.governance.documents import queries, rules
from wuxing.governance.documents.actions.trace import leave, needed, refuse, refuse_long, save_document
from wuxing.governance.documents.files import inspection, reading
from wuxing.governance.documents.models import Document, DocumentFile, DocumentVersion
from wuxing.governance.documents.rules.words import LANGUAGES
from wuxing.governance.documents.states import Preview, VersionState

MOST_FILES = 10
ACCEPTED = frozenset({inspection.PDF, *inspection.OFFICE, *inspection.PICTURES})


@transaction.atomic
def draft_version(
    *,
    document_id: int,
    file: IO[bytes] | None = None,
    name: str = "",
    language: str = "",
    note: str = "",
    question: str = "",
    by: Actor,
) -> DocumentVersion:
    """起草/修订: begin the next version of a document, or go on with the draft that there is; hand in a file with it.

    A file of a language replaces the draft's file of that language. `note` says what changed, `question` is asked of readers.

    Raises:
        NotAllowed, NotFound.
        RuleBroken: the document is obsolete, or a version is under review.
        BadInput: the file is not taken; or a text is too long.
    """
    by.require(Permission.DOCUMENT_WRITE)
    refuse_long(note=(note, 500), question=(question, 300))
    document = queries.lock_document(document_id)
    pending = DocumentVersion.objects.filter(pk=document.pending_id or 0).first()
    refuse(rules.why_not_draft(document.standing, pending.state if pending else None))
    draft = pending or _new_draft(document, by)

    draft.note, draft.question = note.strip() or draft.note, question.strip() or draft.question
    draft.save(update_fields=["note", "question"])
    if pending is None:
        leave("document.draft", by=by, target=draft, document=document, version=draft.version, note=draft.note)
    if file is not None:
        for old in queries.files_of(draft).filter(language=language):
            _take_away(old, document, by)
        _take_in(draft, document, file, name, language, by)
    return draft


def _new_draft(document: Document, by: Actor) -> DocumentVersion:
    last = DocumentVersion.objects.filter(document=document).order_by("-version").first()
    draft = DocumentVersion.objects.create(
        tenant_id=by.tenant_id,
        document=document,
        version=last.version + 1 if last else 1,
        drafted_by_id=by.user_id,
        drafted_at=clock.now(),
    )
    document.pending = draft
    save_document(document, "pending")
    return draft


@transaction.atomic
def hand_in_file(*, version_id: int, content: IO[bytes], name: str, language: str = "", by: Actor) -> DocumentFile:
    """上传文件: add a file to a draft; its PDF is made in the background.

    Raises NotAllowed, NotFound, RuleBroken (no draft any more), BadInput (not a file that is taken, or too many).
    """
    by.require(Permission.DOCUMENT_WRITE)
    document, version = queries.lock_version(version_id)
    refuse(rules.why_not_edit(version.state))
    return _take_in(version, document, content, name, language, by)


def _take_in(
    version: DocumentVersion, document: Document, content: IO[bytes], name: str, language: str, by: Actor
) -> DocumentFile:
    if language not in LANGUAGES:
        raise BadInput({"language": say("choose one of the list")})
    if queries.files_of(version).count() >= MOST_FILES:
        raise BadInput({"file": say("%(most)s files are enough for a version; take one away first", most=MOST_FILES)})
    data = content.read(files.LIMIT_BYTES + 1)
    if len(data) > files.LIMIT_BYTES:
        limit = files.LIMIT_BYTES >> 20
        raise BadInput({"file": say("the file is over %(limit)s MB; send a smaller one", limit=limit)})
    try:
        kind = reading.kind_of(data)
    except inspection.Refused as refusal:
        raise BadInput({"file": refusal.reason}) from None

    case = (queries.CASE, document.pk)
    kept = files.keep(BytesIO(data), name=name, target=version, by=by, accepted=ACCEPTED, kind=kind, case=case)
    made = DocumentFile.objects.create(
        tenant_id=by.tenant_id,
        version=version,
        attachment=kept,
        language=language,
        preview=Preview.ITSELF if kind in inspection.PICTURES else Preview.WAITING,
        added_at=clock.now(),
    )
    save_document(document)
    leave(
        "document.hand_in",
        by=by,
        target=made,
        document=document,
        version=version.version,
        file=kept.name,
        sha256=kept.sha256,
        language=language,
    )
    if made.preview == Preview.WAITING:
        background.defer("documents.preview", by=by, file_id=made.pk)
    return made


@transaction.atomic
def remove_file(*, file_id: int, by: Actor) -> DocumentVersion:
    """移除草稿文件: take a file away from a draft; what was approved keeps its files.

    Raises NotAllowed, NotFound, RuleBroken.
    """
    by.require(Permission.DOCUMENT_WRITE)
    found = DocumentFile.objects.filter(pk=file_id, removed_at=None).defer("text").first()
    if found is None:
        raise NotFound(say("there is no such file here"))
    document, version = queries.lock_version(found.version_id)
    refuse(rules.why_not_edit(version.state))

    _take_away(found, document, by)
    return version


def _take_away(found: DocumentFile, document: Document, by: Actor) -> None:
    found.removed_at = clock.now()
    found.save(update_fields=["removed_at"])
    leave("document.remove_file", by=by, target=found, document=document, file=found.attachment.name)


@transaction.atomic
def discard_draft(*, version_id: int, reason: str, by: Actor) -> DocumentVersion:
    """放弃草稿: give up a version in preparation; it stays on record. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    by.require(Permission.DOCUMENT_WRITE)
    said = needed(reason)
    document, version = queries.lock_version(version_id)
    refuse(rules.why_not_discard(version.state))
    now = clock.now()

    version.state, version.obsolete_at, version.obsolete_reason = VersionState.OBSOLETE, now, said
    version.save(update_fields=["state", "obsolete_at", "obsolete_reason"])
    version.signatories.filter(settled_at=None).update(settled_at=now)
    document.pending = None
    save_document(document, "pending")
    leave("document.discard", by=by, target=version, document=document, version=version.version, reason=said)
    return version
