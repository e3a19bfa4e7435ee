"""Bundles asked for in the web: ask, gather in a job, seal when the ledger has signed the entry."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation

from wuxing.core import background, clock, ledger, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BusinessError, RuleBroken
from wuxing.core.reasons import say
from wuxing.evidence.assessments import queries
from wuxing.evidence.bundles import exporting, layout
from wuxing.evidence.bundles.models import Bundle

State = Bundle.State


def path_of(tenant_id: int, digest: str) -> str:
    """Return where the bytes of a bundle stand in the store."""
    return f"bundles/{tenant_id}/{digest[:2]}/{digest}"


@transaction.atomic
def ask(*, assessment_id: int, each: int, language: str, by: Actor) -> Bundle:
    """要证据包: have the bundle of an assessment made in the background.

    Raises NotAllowed, NotFound, RuleBroken (one is being made; the number of records makes no sense).
    """
    by.require(Permission.EVIDENCE_READ)
    kept = queries.assessment(by, assessment_id)
    exporting.check_each(each)
    if Bundle.objects.filter(assessment=kept, state__in=(State.WAITING, State.SEALING)).exists():
        raise RuleBroken(say("a bundle of this assessment is being made; wait for it"))

    made = Bundle.objects.create(
        tenant_id=by.tenant_id,
        assessment=kept,
        each=each,
        language=language,
        asked_by_id=by.user_id,
        asked_at=clock.now(),
    )
    ledger.record("bundle.ask", by=by, target=made, case=("assessment", kept.pk), each=each)
    background.defer("bundle.gather", by=by, bundle_id=made.pk)
    return made


@transaction.atomic
def gather(*, bundle_id: int, by: Actor) -> None:
    """Gather what was asked for and record its digest; safe to repeat."""
    found = Bundle.objects.select_for_update().filter(pk=bundle_id, state=State.WAITING).first()
    if found is None:
        return
    try:
        with transaction.atomic(), translation.override(found.language or None):
            gathered = exporting.gather(found.assessment, found.each, by)
    except BusinessError as refusal:
        found.state, found.error, found.ended_at = State.FAILED, str(wording.text(refusal.reason))[:500], clock.now()
    else:
        found.state, found.entry_id = State.SEALING, gathered.entry_id
        found.sha256 = _stored(by.tenant_id, exporting.packed(gathered.files))
    found.save(update_fields=["state", "error", "ended_at", "entry_id", "sha256"])


@transaction.atomic
def finish(*, bundle_id: int, tenant_id: int) -> bool:
    """Seal a gathered bundle if its entry is signed; say whether it was."""
    found = Bundle.objects.select_for_update(skip_locked=True).filter(pk=bundle_id, state=State.SEALING).first()
    if found is None or found.entry_id is None:
        return False
    with default_storage.open(path_of(tenant_id, found.sha256)) as file:
        files = exporting.unpacked(file.read())
    sealed = exporting.seal_of(tenant_id, found.entry_id, files)
    if sealed is None:
        return False

    content = exporting.packed(files | sealed)
    found.sha256, found.size = _stored(tenant_id, content), len(content)
    found.state, found.ended_at = State.DONE, clock.now()
    found.save(update_fields=["sha256", "size", "state", "ended_at"])
    background.announce(tenant_id, f"bundle:{found.pk}", found.pk)
    return True


def _stored(tenant_id: int, content: bytes) -> str:
    digest = layout.hexdigest(content)
    path = path_of(tenant_id, digest)
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    return digest
