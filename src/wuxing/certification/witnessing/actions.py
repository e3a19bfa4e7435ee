"""Pair: a body cosigns its clients' checkpoints, and clients cosign the body's."""

from wuxing.certification.cases.models import Client
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.core.witnessing.actions import choosing

_paired: set[tuple[int, int]] = set()  # of this process: asked of the database once


def pair_clients() -> int:
    """互为见证: pair every body with its clients that work in this installation; return how many pairs are new.

    Only as many clients cosign the body's log as a reader must take signatures; the body cosigns them all.
    """
    made = 0
    for body in Tenant.objects.filter(kind=Tenant.Kind.CERTIFICATION_BODY):
        with in_tenant(body.pk):
            found = Client.objects.filter(company__isnull=False).order_by("pk").values_list("company_id", flat=True)
            companies = [number for number in dict.fromkeys(found) if (body.pk, number) not in _paired]
        for company in Tenant.objects.filter(pk__in=companies).order_by("pk"):
            made += choosing.pair(company, body)
            made += choosing.pair(body, company)
            _paired.add((body.pk, company.pk))
    return made
