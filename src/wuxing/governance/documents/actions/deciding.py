"""评审与批准: submit a draft, review it, approve it by a quorum, or take it back."""

from collections.abc import Iterable

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.governance.documents import queries, rules
from wuxing.governance.documents.actions.trace import leave, needed, refuse, refuse_long, save_document
from wuxing.governance.documents.models import Approval, Document, DocumentVersion, Signatory
from wuxing.governance.documents.rules import Round
from wuxing.governance.documents.states import Kind, Part, Verdict, VersionState


@transaction.atomic
def submit_version(
    *, version_id: int, approvers: Iterable[int], reviewers: Iterable[int] = (), quorum: int = 1, by: Actor
) -> DocumentVersion:
    """送审: ask named people to review and to approve a draft; `quorum` of the approvers are enough (procedure 20).

    Raises:
        NotAllowed, NotFound.
        RuleBroken: no draft, no file, nobody to approve, an author among those named, or somebody without that role.
    """
    by.require(Permission.DOCUMENT_WRITE)
    document, version = queries.lock_version(version_id)
    asked = Round(frozenset(reviewers), frozenset(approvers), quorum, queries.authors_of(version))
    files = queries.files_of(version).count()
    able = frozenset(queries.able_to_approve(by.tenant_id))
    is_file_needed = document.kind != Kind.EXTERNAL
    refuse(rules.why_not_submit(version.state, asked, files=files, needs_file=is_file_needed, able=able))
    now = clock.now()

    version.state, version.submitted_at = VersionState.IN_REVIEW, now
    version.round += 1
    version.quorum = quorum
    version.save(update_fields=["state", "submitted_at", "round", "quorum"])
    named = [(Part.REVIEW, user) for user in sorted(asked.reviewers)]
    named += [(Part.APPROVE, user) for user in sorted(asked.approvers)]
    Signatory.objects.bulk_create(
        Signatory(tenant_id=by.tenant_id, version=version, round=version.round, part=part, user_id=user)
        for part, user in named
    )
    save_document(document)
    leave(
        "document.submit",
        by=by,
        target=version,
        document=document,
        version=version.version,
        round=version.round,
        reviewers=sorted(asked.reviewers),
        approvers=sorted(asked.approvers),
        quorum=quorum,
        content=queries.content_of(version),
    )
    return version


@transaction.atomic
def review_version(*, version_id: int, verdict: str, note: str = "", by: Actor) -> Approval:
    """评审: pass a version, or return it with comments; then it is a draft again.

    Raises NotAllowed, NotFound, BadInput (returned without a comment), RuleBroken (not named, not under review, said before).
    """
    by.require(Permission.DOCUMENT_APPROVE)
    document, version = queries.lock_version(version_id)
    refuse(rules.why_not_review(version.state, by.user_id, queries.round_of(version), queries.opinions_of(version)))
    return _say(document, version, Part.REVIEW, verdict, note, by)


@transaction.atomic
def approve_version(*, version_id: int, verdict: str = Verdict.PASSED, note: str = "", by: Actor) -> Approval:
    """批准: approve a version, or return it with comments. With the last approval that is needed it can be issued.

    Raises NotAllowed, NotFound, BadInput (returned without a comment), RuleBroken (not named, an author, reviews missing).
    """
    by.require(Permission.DOCUMENT_APPROVE)
    document, version = queries.lock_version(version_id)
    asked = queries.round_of(version)
    refuse(rules.why_not_approve(version.state, by.user_id, asked, queries.opinions_of(version)))

    said = _say(document, version, Part.APPROVE, verdict, note, by)
    if said.verdict == Verdict.PASSED and not queries.opinions_of(version).missing(asked):
        version.state, version.approved_at = VersionState.APPROVED, said.at
        version.save(update_fields=["state", "approved_at"])
        _ask_no_longer(version)
    return said


def _say(document: Document, version: DocumentVersion, part: Part, verdict: str, note: str, by: Actor) -> Approval:
    if verdict not in set(Verdict):
        raise BadInput({"verdict": rules.CHOOSE})
    if verdict == Verdict.RETURNED:
        note = needed(note, "note", 1000)
    refuse_long(note=(note, 1000))
    now = clock.now()
    said = Approval.objects.create(
        tenant_id=by.tenant_id,
        version=version,
        round=version.round,
        part=part,
        user_id=by.user_id,
        verdict=verdict,
        note=note.strip(),
        content=queries.content_of(version),
        at=now,
    )
    version.signatories.filter(round=version.round, part=part, user_id=by.user_id or 0).update(settled_at=now)
    if verdict == Verdict.RETURNED:
        _as_draft(version)
    save_document(document)
    leave(
        f"document.{part}",
        by=by,
        target=said,
        document=document,
        version=version.version,
        verdict=str(verdict),
        note=said.note,
        content=said.content,
    )
    return said


def _as_draft(version: DocumentVersion) -> None:
    version.state, version.submitted_at, version.approved_at = VersionState.DRAFT, None, None
    version.save(update_fields=["state", "submitted_at", "approved_at"])
    _ask_no_longer(version)


def _ask_no_longer(version: DocumentVersion) -> None:
    version.signatories.filter(settled_at=None).update(settled_at=clock.now())


@transaction.atomic
def take_back_version(*, version_id: int, reason: str, by: Actor) -> DocumentVersion:
    """撤回: make a version that is under review or approved a draft again; what was said about it stays on record.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken.
    """
    by.require(Permission.DOCUMENT_WRITE)
    said = needed(reason)
    document, version = queries.lock_version(version_id)
    refuse(rules.why_not_take_back(version.state))

    _as_draft(version)
    save_document(document)
    leave("document.take_back", by=by, target=version, document=document, version=version.version, reason=said)
    return version
