"""Headquarters and outlets of a case, as they are handed in."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from wuxing.certification.application.outlets import Outlet
from wuxing.certification.cases.models import Case, Site

_MANY = 500


def write(case: Case, *, address: str, city: str, outlets: Sequence[Outlet]) -> None:
    """Write the places of a case: headquarters with the people who are in no own outlet, then the list.

    What is chosen for a visit stays on outlets that keep their name. For actions, which have asked for permission.
    """
    own = sum(one.headcount for one in outlets if one.own)
    rest = max(0, case.headcount - own)
    _headquarters(case, address.strip()[:300], city.strip()[:60], rest, {one.name for one in outlets})
    there = {row.name: row for row in Site.objects.filter(case=case, kind=Site.Kind.OUTLET)}
    wanted = {one.name: one for one in outlets}
    Site.objects.filter(pk__in=[row.pk for name, row in there.items() if name not in wanted]).delete()
    changed = []
    for name, row in there.items():
        if name in wanted and (row.city, row.headcount, row.own) != _facts(wanted[name]):
            row.city, row.headcount, row.own = _facts(wanted[name])
            changed.append(row)
    Site.objects.bulk_update(changed, ["city", "headcount", "own"], batch_size=_MANY)
    Site.objects.bulk_create(
        (
            Site(
                tenant_id=case.tenant_id, case=case, kind=Site.Kind.OUTLET, name=one.name, city=one.city,
                headcount=one.headcount, own=one.own,
            )
            for name, one in wanted.items()
            if name not in there
        ),
        batch_size=_MANY,
    )  # fmt: skip


def _facts(one: Outlet) -> tuple[str, int, bool]:
    return one.city, one.headcount, one.own


def _headquarters(case: Case, address: str, city: str, people: int, taken: set[str]) -> None:
    found = Site.objects.filter(case=case, kind=Site.Kind.HEADQUARTERS).first()
    if found is None:
        with translation.override(case.language):
            name = _("Headquarters")
        found = Site(
            tenant_id=case.tenant_id, case=case, kind=Site.Kind.HEADQUARTERS, chosen=True,
            name=name if name not in taken else f"{name} (0)",
        )  # fmt: skip
    found.address, found.city, found.headcount = address, city, people
    found.save()
