"""The steps of an assessment in the web: take a file, start, run in the background, or give up."""

import threading
from datetime import date
from typing import IO, Any

from django.db import close_old_connections, connections, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wuxing.core import background, clock, ledger, wording
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BusinessError, NotFound, RuleBroken
from wuxing.core.models import Membership, Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.foreign import assessing, importing, store
from wuxing.evidence.foreign.mapping import loading
from wuxing.evidence.foreign.models import ForeignImport
from wuxing.evidence.foreign.readers import opening

State = ForeignImport.State


@transaction.atomic
def take_file(*, content: IO[bytes], name: str, language: str, by: Actor) -> ForeignImport:
    """上传: keep a file for assessment; what it is is told by its content.

    Raises:
        NotAllowed: the actor may not import.
        Unreadable: the file is none of the formats, cut off, or packed to harm.
    """
    by.require(Permission.EVIDENCE_IMPORT)
    digest, size = store.keep(by.tenant_id, content)
    with store.opened(by.tenant_id, digest) as path:
        opening.open_table(path)

    made = ForeignImport.objects.create(
        tenant_id=by.tenant_id,
        name=name.replace("\\", "/").rpartition("/")[2][:255],
        sha256=digest,
        size=size,
        language=language,
        created_by_id=by.user_id,
        created_at=clock.now(),
    )
    ledger.record("evidence.upload", by=by, target=made, sha256=digest, name=made.name, size=size)
    return made


@transaction.atomic
def start_assessment(*, import_id: int, mapping: str, as_of: date | None, by: Actor) -> ForeignImport:
    """开始评估: assess the file by this mapping, in the background.

    Raises:
        NotAllowed: the actor may not import.
        NotFound: no such upload in the organisation.
        RuleBroken: it is running already.
        BadMapping: the mapping cannot be used.
    """
    by.require(Permission.EVIDENCE_IMPORT)
    found = lock_import(import_id)
    if found.state in {State.WAITING, State.RUNNING}:
        raise RuleBroken(_("the assessment is running; wait for its result"))
    loading.parse(mapping)

    found.state, found.mapping, found.as_of = State.WAITING, mapping, as_of
    found.done, found.total, found.error, found.report, found.sheet = 0, 0, "", None, None
    found.save(update_fields=["state", "mapping", "as_of", "done", "total", "error", "report", "sheet"])
    ledger.record("evidence.assess", by=by, target=found, sha256=found.sha256)
    background.defer("evidence.assess", by=by, import_id=found.pk)
    return found


def lock_import(import_id: int) -> ForeignImport:
    """Return one upload of the organisation, locked."""
    found = ForeignImport.objects.select_for_update().filter(pk=import_id).first()
    if found is None:
        raise NotFound(_("there is no such upload here"))
    return found


def run_assessment(*, import_id: int, by: Actor) -> None:
    """Read, import and score; safe to repeat. A file that cannot be taken leaves nothing but the reason."""
    found = ForeignImport.objects.filter(pk=import_id).first()
    if found is None or found.state == State.DONE:
        return
    aside = _Aside(by.tenant_id, import_id)
    aside.tell(state=State.RUNNING, started_at=clock.now())
    with translation.override(found.language):
        try:
            changes = _assessed(found, by, aside)
        except BusinessError as refusal:
            changes = {"state": State.FAILED, "error": str(wording.text(refusal.reason))[:2000]}
    with in_tenant(by.tenant_id):  # the assessment went into another organisation's walls
        ForeignImport.objects.filter(pk=import_id).update(**changes, ended_at=clock.now())
        background.announce(by.tenant_id, f"import:{import_id}", import_id)


def _assessed(found: ForeignImport, by: Actor, aside: "_Aside") -> dict[str, Any]:
    mapping = loading.parse(found.mapping)
    owner = Tenant.objects.only("slug").get(pk=by.tenant_id).slug
    with store.opened(by.tenant_id, found.sha256) as path:
        read = assessing.read_file(path, mapping, name=found.name)
    made: list[Tenant] = []

    def dataset() -> Tenant:
        made.append(importing.dataset_for(mapping, owner=owner))
        return made[0]

    assessment = assessing.assess(
        read,
        dataset,
        day=found.as_of,
        user_id=by.user_id,
        user_name=by.name,
        progress=lambda done, total: aside.tell(done=done, total=total),
    )
    return {
        "state": State.DONE,
        "report": assessment.report,
        "sheet": assessment.sheet,
        "dataset_id": made[0].pk,
        "done": assessment.report["cases"],
        "total": assessment.report["cases"],
        "error": "",
    }


@transaction.atomic
def open_dataset(*, import_id: int, by: Actor) -> int:
    """Let who imported the records read them: the data set becomes one of their organisations. Return its id.

    Records, timelines and proofs only, not readiness: what the source does not tell is known to its assessment alone.

    Raises:
        NotAllowed: the actor may not import.
        NotFound: no such upload, or no records of it yet.
    """
    by.require(Permission.EVIDENCE_IMPORT)
    found = lock_import(import_id)
    if found.dataset_id is None or by.user_id is None:
        raise NotFound(_("there are no records of it yet"))
    ledger.record("evidence.open_dataset", by=by, target=found, dataset=found.dataset_id)
    with in_tenant(found.dataset_id):
        Membership.objects.get_or_create(
            tenant_id=found.dataset_id, user_id=by.user_id, defaults={"roles": [Role.AGENT.value]}
        )
    with in_tenant(by.tenant_id):  # back inside the organisation's own walls
        return found.dataset_id


class _Aside:
    """Tells how far an import is, outside its transaction: on a connection of its own, in a thread of its own."""

    def __init__(self, tenant_id: int, import_id: int) -> None:
        self.tenant_id, self.import_id = tenant_id, import_id

    def tell(self, **changes: Any) -> None:
        """Write, and wait until it is written."""
        thread = threading.Thread(target=self._write, args=(changes,))
        thread.start()
        thread.join()

    def _write(self, changes: dict[str, Any]) -> None:
        close_old_connections()
        try:
            with in_tenant(self.tenant_id):
                ForeignImport.objects.filter(pk=self.import_id).update(**changes)
                background.announce(self.tenant_id, f"import:{self.import_id}", self.import_id)
        finally:
            connections.close_all()
