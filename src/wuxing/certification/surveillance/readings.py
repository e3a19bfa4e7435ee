"""Read a company's own day scores: only under its permission, on record in its own ledger, from inside its own walls."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from wuxing.certification.certificate.models import Certificate
from wuxing.certification.people.models import Certifier
from wuxing.certification.surveillance.rules.early import DayRead
from wuxing.core import engagements
from wuxing.core.access import Permission, Role, narrowed, permissions_of
from wuxing.core.actors import Actor, system_actor
from wuxing.core.models import Engagement, Membership, Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.assessments.models import DayScore

BACK_DAYS = 60
PAGE = "certification:surveillance"


@dataclass(frozen=True, slots=True)
class Read:
    """What was read, and under which permission."""

    permission: str  # "engagement:7"
    scores: list[DayRead]


def people_of(by: Actor) -> frozenset[int]:
    """Return the users who work for the acting body."""
    members = Membership.objects.filter(tenant_id=by.tenant_id, active=True).values_list("user_id", flat=True)
    certifiers = Certifier.objects.exclude(user=None).values_list("user_id", flat=True)
    return frozenset({*members, *(one for one in certifiers if one)})


def read(company_id: int, found: Certificate, today: date, by: Actor) -> Read | None:
    """Return the day scores of a company for a certificate's scheme; None without its permission of today.

    Scores that count nothing (points that are not official) are left out, but of a rehearsal.
    """
    people = people_of(by)
    body = Tenant.objects.get(pk=by.tenant_id)
    company = Tenant.objects.get(pk=company_id)
    with in_tenant(company_id):
        let_in = _let_in(people, today)
        if let_in is None:
            return None
        as_body = replace(system_actor(company_id, zone=company.zone, source=body.slug), name=body.name)
        path = f"{found.scheme} {today - timedelta(days=BACK_DAYS)}/{today}"
        engagements.note_read(engagement_id=let_in.pk, page=PAGE, path=path, by=as_body)
        rows = DayScore.objects.filter(
            scheme=found.scheme, day__gt=today - timedelta(days=BACK_DAYS), day__lte=today, likely__isnull=False
        )
        if not found.rehearsal:
            rows = rows.filter(rehearsal=False)
        scores = [
            DayRead(day, likely, pack)
            for day, likely, pack in rows.order_by("day").values_list("day", "likely", "pack")
            if likely is not None
        ]
    return Read(f"engagement:{let_in.pk}", scores)


def _let_in(people: Collection[int], today: date) -> Engagement | None:
    rows = engagements.current().filter(auditor_id__in=people, starts_on__lte=today, ends_on__gte=today).order_by("pk")
    readable = permissions_of(frozenset({Role.AUDITOR}))
    return next((one for one in rows if Permission.EVIDENCE_READ in narrowed(readable, one.areas)), None)
