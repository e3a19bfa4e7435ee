"""发布与作废: issue a version, take one over that was in force before, or make a document obsolete."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.governance.documents import queries, rules
from wuxing.governance.documents.actions.reading import ask_readers, let_lapse
from wuxing.governance.documents.actions.trace import index, leave, needed, refuse, save_document
from wuxing.governance.documents.models import Document, DocumentVersion
from wuxing.governance.documents.states import EVER_VALID, Kind, Standing, VersionState


@transaction.atomic
def issue_version(*, version_id: int, effective_on: date | None = None, by: Actor) -> DocumentVersion:
    """发布: make an approved version the valid one, from a day on (today when none is given).

    The version before it is superseded in the same transaction and stays in force until that day; everybody on the distribution
    is asked to read.

    Raises:
        NotAllowed, NotFound.
        RuleBroken: approvals are missing, the files changed since, or the day is in the past or before the present version's.
    """
    by.require(Permission.DOCUMENT_APPROVE)
    document, version = queries.lock_version(version_id)
    today, now = clock.today(by.zone), clock.now()
    day = effective_on or today
    before = DocumentVersion.objects.select_for_update().filter(pk=document.current_id or 0).first()
    ahead = before is not None and before.in_force_from is not None and before.in_force_from > now
    refuse(
        rules.why_not_issue(
            version.state,
            missing=0 if version.taken_over else queries.opinions_of(version).missing(queries.round_of(version)),
            is_same_content=queries.is_same_content(version),
            effective_on=day,
            today=today,
            not_before=before.effective_on if before and ahead else None,
        )
    )
    _put_in_force(document, version, before, day, rules.starts_at(day, now, by.zone), by)
    leave(
        "document.issue",
        by=by,
        target=version,
        document=document,
        version=version.version,
        effective_on=day,
        supersedes=before.version if before else None,
        content=queries.content_of(version),
    )
    return version


def _put_in_force(
    document: Document,
    version: DocumentVersion,
    before: DocumentVersion | None,
    day: date,
    start: datetime,
    by: Actor,
) -> None:
    now = clock.now()
    if before is not None:
        before.state, before.in_force_until = VersionState.SUPERSEDED, start
        before.save(update_fields=["state", "in_force_until"])
        let_lapse(before)
    version.state, version.issued_at, version.issued_by_id = VersionState.ISSUED, now, by.user_id
    version.effective_on, version.in_force_from = day, start
    version.save(update_fields=["state", "issued_at", "issued_by", "effective_on", "in_force_from", "taken_over"])
    document.current, document.pending, document.standing = version, None, Standing.IN_FORCE
    document.next_review_on = rules.months_after(day, document.review_months)
    save_document(document, "current", "pending", "standing", "next_review_on")
    index(document)
    ask_readers(document, by=by)


@transaction.atomic
def take_over_version(*, version_id: int, effective_on: date, reason: str, by: Actor) -> DocumentVersion:
    """接管现行文件: enter as valid what was approved and in force before this system kept it; `reason` says where it stands.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (a version was issued here before; no file; a day to come).
    """
    by.require(Permission.DOCUMENT_APPROVE)
    said = needed(reason)
    document, version = queries.lock_version(version_id)
    refuse(
        rules.why_not_take_over(
            version.state,
            ever_valid=document.versions.filter(state__in=sorted(EVER_VALID)).exists(),
            files=queries.files_of(version).count(),
            needs_file=document.kind != Kind.EXTERNAL,
            effective_on=effective_on,
            today=clock.today(by.zone),
        )
    )
    version.taken_over = True
    _put_in_force(document, version, None, effective_on, rules.midnight(effective_on, by.zone), by)
    leave(
        "document.take_over",
        by=by,
        target=version,
        document=document,
        version=version.version,
        effective_on=effective_on,
        reason=said,
        content=queries.content_of(version),
    )
    return version


@transaction.atomic
def obsolete_document(*, document_id: int, reason: str, by: Actor) -> Document:
    """作废: withdraw a document from use; every version stays readable, marked. A draft in preparation is given up with it.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (nothing is in force).
    """
    by.require(Permission.DOCUMENT_APPROVE)
    said = needed(reason)
    document = queries.lock_document(document_id)
    refuse(rules.why_not_obsolete(document.standing))
    now = clock.now()
    ended = document.versions.filter(pk__in=[pk for pk in (document.current_id, document.pending_id) if pk])

    for version in ended.select_for_update():
        let_lapse(version)
        version.signatories.filter(settled_at=None).update(settled_at=now)
    ended.update(state=VersionState.OBSOLETE, obsolete_at=now, obsolete_reason=said)
    running = document.versions.filter(in_force_from__isnull=False)
    for field in (running.filter(in_force_until=None), running.filter(in_force_until__gt=now)):
        field.update(in_force_until=Greatest(F("in_force_from"), now))
    document.current, document.pending, document.standing = None, None, Standing.OBSOLETE
    document.next_review_on = None
    save_document(document, "current", "pending", "standing", "next_review_on")
    leave("document.obsolete", by=by, target=document, document=document, reason=said)
    return document
