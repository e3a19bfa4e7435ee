"""Import: drafted cases become records of a data set of their own, or of the organisation that adopts them as its history."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils.translation import gettext as _

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor, Channel, system_actor
from wuxing.core.errors import RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.customers.models import Product
from wuxing.evidence.foreign.drafting import UNNAMED, Drafted, ForeignCase, Rejected
from wuxing.evidence.foreign.mapping.loading import SHIPPED, shipped
from wuxing.evidence.foreign.mapping.structure import Mapping
from wuxing.governance.commitments.actions import declaring
from wuxing.resources.models import Outlet, Person
from wuxing.service.repair.actions.history import record_cases
from wuxing.service.repair.models import ServiceRequest

BATCH = 1_000
CASE = "service_request"
_LOCK = 27_923
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Imported:
    """What became of the cases."""

    cases: int = 0  # new
    entries: int = 0  # ledger entries of the new cases
    known: int = 0  # there already, with the same content
    changed: list[Rejected] = field(default_factory=list)  # there already, with another content


def dataset_for(mapping: Mapping, *, owner: str = "") -> Tenant:
    """Return the data set for this source and this way of reading it; made on first use. `owner` keeps companies apart.

    An organisation of its own, so that foreign records can never mix with a company's own: not in lists, not in numbers, not in
    readiness.
    """
    slug = dataset_slug(mapping, owner)
    made, _new = Tenant.objects.get_or_create(
        slug=slug,
        defaults={
            "name": _("Foreign records: %(name)s") % {"name": slug.removeprefix("assess-")},
            "kind": Tenant.Kind.COMPANY,
            "zone": mapping.zone.key if mapping.zone else "Asia/Shanghai",
            "created_at": clock.now(),
        },
    )
    return made


def dataset_slug(mapping: Mapping, owner: str = "") -> str:
    """Return `assess-<source>`; a mapping that was changed reads differently, and gets a data set of its own."""
    name = f"{owner}-{mapping.source}" if owner else mapping.source
    is_shipped = mapping.name in SHIPPED and shipped(mapping.name).sha256 == mapping.sha256
    if len(name) > 34:
        name = f"{name[:25]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return f"assess-{name}" if is_shipped else f"assess-{name}-{mapping.sha256[:8]}"


def importer(tenant: Tenant, mapping: Mapping, *, user_id: int | None = None, name: str = "system") -> Actor:
    """Return who imports: the system, on behalf of a person or of the command line."""
    made = system_actor(tenant.pk, channel=Channel.IMPORT, zone=tenant.zone, source=mapping.source)
    return Actor(made.tenant_id, user_id, name, made.roles, made.permissions, made.channel, made.zone, made.source)


@transaction.atomic
def import_cases(
    drafted: Drafted, mapping: Mapping, *, sha256: str, by: Actor, progress: Progress = lambda *_: None
) -> Imported:
    """导入: record the cases that are not there yet, all or none. Call inside the tenant.

    Raises:
        NotAllowed: the actor may not import.
        RuleBroken: the actor names no source.
    """
    by.require(Permission.EVIDENCE_IMPORT)
    if not by.source:
        raise RuleBroken(_("an import needs the name of its source"))
    _lock(by)
    imported = Imported()
    fresh = _fresh(drafted.cases, by, imported)
    if not fresh:
        return imported
    _promises(mapping, by)
    outlet, technicians = _people(fresh, mapping, by)
    _products(fresh, by)
    progress(0, len(fresh))
    for start in range(0, len(fresh), BATCH):
        recorded = record_cases(fresh[start : start + BATCH], technicians=technicians, strict=False, by=by)
        imported.cases += len(recorded.request_ids)
        imported.entries += recorded.events
        progress(min(start + BATCH, len(fresh)), len(fresh))
    ledger.record(
        "evidence.import",
        by=by,
        target=outlet,
        sha256=sha256,
        mapping=mapping.name,
        mapping_sha256=mapping.sha256,
        cases=imported.cases,
        rejected=len(drafted.rejected),
    )
    return imported


def _lock(by: Actor) -> None:
    """One import of a tenant at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, by.tenant_id])


def _fresh(cases: Sequence[ForeignCase], by: Actor, imported: Imported) -> list[ForeignCase]:
    """Return the cases that are not there; note those that are, and whether they say the same."""
    fresh: list[ForeignCase] = []
    for start in range(0, len(cases), 5_000):
        batch = cases[start : start + 5_000]
        there = dict(
            ServiceRequest.objects.filter(source=by.source, external_id__in=[case.key for case in batch]).values_list(
                "external_id", "pk"
            )
        )
        contents = dict(
            Entry.objects.filter(
                tenant_id=by.tenant_id, case_type=CASE, case_id__in=list(there.values()), event="repair.log"
            ).values_list("case_id", "payload__content")
        )
        for case in batch:
            if case.key not in there:
                fresh.append(case)
            elif contents.get(there[case.key]) in (case.details["content"], None):
                imported.known += 1
            else:
                why = _("the case was imported before with another content; it is left as it is")
                imported.changed.append(Rejected(case.line, why, case.key))
    return fresh


def _promises(mapping: Mapping, by: Actor) -> None:
    """Declare the mapping's promises, where the organisation has none of that kind."""
    for promise in mapping.promises:
        declaring.declare(
            kind=promise.kind,
            text=promise.text or promise.kind,
            minutes=promise.minutes,
            mapping=mapping.name,
            reason=_("declared by the mapping %(name)s") % {"name": mapping.name},
            by=by,
        )


def _people(cases: Sequence[ForeignCase], mapping: Mapping, by: Actor) -> tuple[Outlet, dict[str, int]]:
    """Return the source's outlet, and its technicians by name, made when missing."""
    outlet, _new = Outlet.objects.get_or_create(
        tenant_id=by.tenant_id, code=f"X-{mapping.source}"[:20], defaults={"name": mapping.title.en[:120]}
    )
    names = {name for case in cases for step in case.steps if (name := step.payload.get("technician"))}
    there = dict(Person.objects.filter(outlet=outlet).values_list("name", "pk"))
    fresh = sorted(names - there.keys())
    made = Person.objects.bulk_create(
        Person(
            tenant_id=by.tenant_id,
            number=f"X{outlet.pk}-{len(there) + place}"[:20],
            name=name,
            outlet=outlet,
            active=name != UNNAMED,
        )
        for place, name in enumerate(fresh, 1)
    )
    return outlet, there | {person.name: person.pk for person in made}


def _products(cases: Sequence[ForeignCase], by: Actor) -> None:
    """Make the models that are not known yet."""
    wanted: dict[str, ForeignCase] = {}
    for case in cases:
        if case.product:
            wanted.setdefault(case.product, case)
    there = set(Product.objects.filter(model__in=wanted).values_list("model", flat=True))
    Product.objects.bulk_create(
        Product(
            tenant_id=by.tenant_id,
            model=model,
            name=case.product_name or model,
            category=case.category or "",
            trade="",
        )
        for model, case in wanted.items()
        if model not in there
    )
