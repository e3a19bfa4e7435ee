"""Write the demo into the database, all of it or nothing, through the bulk path of procedure 4."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg
from django.conf import settings
from django.db import transaction

from wuxing.config.secrets import kept
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.metrics import actions as judging
from wuxing.schemes.editions import actions as schemes
from wuxing.schemes.editions import queries as editions
from wuxing.schemes.packs.structure import Pack
from wuxing.service.repair import actions
from wuxing.service.repair.rules.history import CaseDraft
from wuxing.web.demo import (
    aiming,
    applicant,
    benching,
    caring,
    charging,
    company,
    following,
    founding,
    governing,
    labelling,
    noticing,
    simulator,
    stocking,
    warranty,
)
from wuxing.web.demo.certifying import founding as founding_body
from wuxing.web.demo.logins import LOGINS

BATCH = 2_000
SCHEME = "cn.gbt.27922"


@dataclass(slots=True)
class Made:
    """What was written."""

    requests: int = 0
    events: int = 0


def is_there() -> bool:
    """Say whether this installation has its demo already."""
    return Tenant.objects.filter(slug=company.SLUG).exists()


def password() -> str:
    """Return the demo's password: made on first use, kept with the installation's secrets, never in the product."""
    return "demo-" + kept(settings.DATA / "secrets" / "demo.password")[:12]


def logins() -> list[str]:
    """Return the lines that tell who can sign in; none without the demo."""
    names = dict(Tenant.objects.filter(demo=True).values_list("slug", "name"))
    return founding.lines(LOGINS, names, password()) if company.SLUG in names else []


def write(*, seed: int = 1, scale: float = 1.0, now: datetime | None = None) -> Made:
    """Make the demo's organisations and tell its months of service."""
    plan = simulator.plan(now=now or clock.now(), seed=seed, scale=scale)
    made = Made()
    with transaction.atomic():
        tenants = founding.found_tenants(plan.start - timedelta(days=60))
        users = founding.found_users(tenants, password())
        tenant = tenants[company.SLUG]
        with in_tenant(tenant.pk):
            by, technicians = founding.found_company(plan, tenant, users)
            with clock.telling(plan.start):
                aiming.aim(plan.now.date(), users["manager"], by)
            crew = {name: person.pk for name, person in technicians.items()}
            for cases in _batches(simulator.cases(plan)):
                with clock.telling(plan.now):
                    recorded = actions.record_cases(cases, technicians=crew, by=by)
                made.requests += len(recorded.request_ids)
                made.events += recorded.events
            warranty.grant(plan.now.date(), by)
            caring.care(plan.now.date(), by)
            charging.charge(plan.now.date(), by)
            stocking.stock(plan.now, by)
            following.follow(plan.now, by)
            benching.open_workshop(plan.now, by)
            noticing.tell(plan.now, by)
            labelling.label(tenant, by)
    _analyse()
    with in_tenant(tenant.pk):
        pack = _assess(by, plan.start)
        if pack is not None:
            governing.tell(tenant, users, pack)
    if pack is not None:
        founding_body.found(tenants[company.BODY_SLUG], users, plan.now, scale)
    applicant.hand_in(tenants[company.BODY_SLUG], users["evaluator"], plan.now)
    return made


def _batches(cases: Iterable[CaseDraft]) -> Iterator[list[CaseDraft]]:
    """Yield the cases in bundles; a call that was logged twice stays with its first."""
    bundle: list[CaseDraft] = []
    for case in cases:
        joined = any(step.event == "merge" for step in case.steps)
        if len(bundle) >= BATCH and not joined:
            yield bundle
            bundle = []
        bundle.append(case)
    yield bundle


def _analyse() -> None:
    """Have the database count the new rows, which only the owner may ask: the judging would be planned blindly."""
    if settings.DATABASE_OWNER_URL:
        with psycopg.connect(settings.DATABASE_OWNER_URL, autocommit=True) as owner:
            owner.execute("ANALYZE")


def _assess(by: Actor, since: datetime) -> Pack | None:
    """Adopt the standard and judge all records, so that the first page has its answer; without packs there is none."""
    try:
        edition = editions.newest_edition(SCHEME)
    except NotFound:
        return None
    schemes.adopt(edition_id=edition.pk, since=since.date(), by=by)
    pack = editions.pack_of(edition.sha256)
    judging.rebuild(tenant_id=by.tenant_id, pack=pack)
    return pack
