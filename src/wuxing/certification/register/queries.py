"""Read the public register: by number, by code, by holder. It needs no tenant, and shows no row that is not public."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max, Q

from wuxing.certification.register import answers
from wuxing.certification.register.models import RegisterEntry
from wuxing.core import clock
from wuxing.core.models import Tenant
from wuxing.core.searching import search_for

SIZE = 20
NEWEST_SHOWN = 10
SITEMAP = 50_000
BATCH = 1_000
BEGINNING = 4
"""So many signs of a number, at least, find those that begin with them."""
NEWEST = 2**62
_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
_NUMBER = re.compile(r"[\w./()（）\-]+", re.ASCII)


def entry(slug: str, number: str) -> RegisterEntry | None:
    """Return the entry of a certificate of a body with the body, or None."""
    rows = RegisterEntry.objects.select_related("tenant")
    return rows.filter(tenant__slug=slug, tenant__kind=Tenant.Kind.CERTIFICATION_BODY, number=number).first()


def today_of(found: RegisterEntry) -> date:
    """Return the day at the body of an entry."""
    return clock.today(found.tenant.zone)


def credential(found: RegisterEntry) -> str:
    """Return the credential of a certificate as it was sealed last, empty before it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_credential(%s)", [found.certificate_id])
        row = cursor.fetchone()
    return row[0] or "" if row else ""


def answerable(found: RegisterEntry | None, kind: str) -> answers.Entry | None:
    """Return an entry as an answer needs it."""
    if found is None:
        return None
    return answers.Entry(found.shown, found.etag, credential(found) if kind == "jwt" else "")


def search(typed: str, *, body: int | None = None, before: int | None = None) -> tuple[list[RegisterEntry], int]:
    """Return entries for what was typed, newest first, and the key to go on from; 0: no more.

    A number or a credit code finds exactly that; else the beginning of a number; else every word in the holder's name.
    """
    rows = RegisterEntry.objects.select_related("tenant").filter(tenant__kind=Tenant.Kind.CERTIFICATION_BODY)
    if body is not None:
        rows = rows.filter(tenant_id=body)
    exact = _exactly(typed)
    if exact is not None and before is None and (found := list(rows.filter(exact).order_by("-pk")[:SIZE])):
        return found, 0
    if before is None and len(typed) >= BEGINNING and _NUMBER.fullmatch(typed):
        beginning = list(rows.filter(number__startswith=typed.upper()).order_by("number")[:SIZE])
        if beginning:
            return beginning, 0
    ids = _holding(typed, body, before)
    named = {one.pk: one for one in rows.filter(pk__in=ids)}
    found = [named[pk] for pk in ids if pk in named]
    return found[:SIZE], found[SIZE - 1].pk if len(found) > SIZE else 0


def newest(body: int | None = None) -> list[RegisterEntry]:
    """Return the entries that came last, of a body or of all."""
    rows = RegisterEntry.objects.select_related("tenant").filter(tenant__kind=Tenant.Kind.CERTIFICATION_BODY)
    if body is not None:
        rows = rows.filter(tenant_id=body)
    return list(rows.order_by("-pk")[:NEWEST_SHOWN])


def _exactly(typed: str) -> Q | None:
    """Return what finds a number or a code as it was typed, or None where it can be neither."""
    if _CODE.fullmatch(typed.upper()):
        return Q(credit_code=typed.upper())
    return Q(number__in={typed, typed.upper()}) if len(typed) > 1 and " " not in typed else None


def _holding(typed: str, body: int | None, before: int | None) -> list[int]:
    wanted = search_for(typed)
    if wanted is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT matching_entries(%s::tsquery, %s, %s, %s, %s)",
            [wanted.query, wanted.likes, body, before or NEWEST, SIZE + 1],
        )
        return [pk for (pk,) in cursor.fetchall()]


def exported(body: int | None = None) -> Iterator[RegisterEntry]:
    """Walk all entries of a body, or of all, oldest first, a thousand at a time; each batch as it is when its turn comes."""
    after = 0
    rows = RegisterEntry.objects.select_related("tenant").order_by("pk")
    if body is not None:
        rows = rows.filter(tenant_id=body)
    while batch := list(rows.filter(pk__gt=after)[:BATCH]):
        yield from batch
        after = batch[-1].pk


def sitemaps() -> list[int]:
    """Return the numbers of the site map's files: each holds the entries of so many ids, so never more than allowed."""
    last = RegisterEntry.objects.aggregate(last=Max("pk"))["last"]
    if last is None:
        return []
    return [number for number in range(last // SITEMAP + 1) if _of_sitemap(number).exists()]


def sitemap(number: int) -> Iterator[tuple[str, str, date]]:
    """Return body, number and day of the last change of the entries of one file; exercises are not for finding."""
    rows = _of_sitemap(number).order_by("pk").values_list("tenant__slug", "number", "changed_at")
    for slug, certificate_number, changed_at in rows.iterator(chunk_size=5_000):
        yield slug, certificate_number, changed_at.date()


def _of_sitemap(number: int) -> Any:
    first = number * SITEMAP
    return RegisterEntry.objects.filter(pk__gte=first, pk__lt=first + SITEMAP, rehearsal=False)
