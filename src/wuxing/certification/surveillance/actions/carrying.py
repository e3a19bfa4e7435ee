"""Carry over what a case does not look at again from the last one that was evaluated: it is judged as it was."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from django.db.models import Model, QuerySet

from wuxing.certification.cases.models import Case
from wuxing.certification.findings.models import Finding
from wuxing.certification.onsite_audit.models import Sheet
from wuxing.certification.report.models import CaseExclusion, Override
from wuxing.certification.surveillance import queries
from wuxing.certification.surveillance.rules import scope
from wuxing.schemes.packs.structure import Pack

Row = TypeVar("Row", bound=Model)
NONE: Mapping[str, Override] = MappingProxyType({})


def choose(pack: Pack, last: Case | None, nth: int, visits: int) -> tuple[str, ...]:
    """Return the indicators that a smaller case looks at: its share in turn, and all that was not met in full last time."""
    whole, out = queries.met_in_full(last, pack), queries.excluded_in(last, pack)
    again = {leaf.id for leaf in pack.leaves} - whole - out
    groups = [tuple(leaf for leaf in group if leaf not in out) for group in queries.groups_of(pack)]
    return scope.leaves_of_year(groups, nth, visits, again)


def carry_rest(last: Case | None, made: Case, looked: tuple[str, ...]) -> None:
    """Carry over exclusions, and the sheets of the indicators that are not looked at, with the shares that count."""
    if last is None or last.pack != made.pack:
        return
    _copy(CaseExclusion.objects.filter(case=last, accepted=True).exclude(leaf__in=looked), made)
    latest = {row.leaf: row for row in Override.objects.filter(case=last).order_by("pk")}
    _copy_sheets(last, made, looked, latest)


def carry_all(last: Case, made: Case) -> None:
    """Carry over everything that an evaluation led to: for a change of name, where nothing is looked at."""
    _copy(CaseExclusion.objects.filter(case=last, accepted=True), made)
    _copy_sheets(last, made, ())
    standing = Finding.objects.filter(case=last, kind__in=("deduction", "special"), set_aside__isnull=True)
    _copy(standing.exclude(state="taken_back"), made, site=None)
    _copy(Override.objects.filter(case=last), made)


def _copy_sheets(last: Case, made: Case, looked: tuple[str, ...], latest: Mapping[str, Override] = NONE) -> None:
    """Copy sheets with their shares; an override's share and reason stand in the place of what it changed."""
    rows = list(Sheet.objects.filter(case=last).exclude(leaf__in=looked).order_by("pk"))
    for row in rows:
        if row.leaf in latest:
            row.ratio, row.text = latest[row.leaf].after, latest[row.leaf].reason
    rows = [row for row in rows if row.ratio is not None]
    for row in rows:
        row.pk, row.case = None, made
        row.text = row.text if row.text.startswith("CA-") else f"{last.number}: {row.text}"[:4000]
    Sheet.objects.bulk_create(rows)


def _copy(rows: QuerySet[Row], made: Case, **changes: object) -> None:
    found = list(rows.order_by("pk"))
    for row in found:
        row.pk = None
        for name, value in ({"case": made} | changes).items():
            setattr(row, name, value)
    rows.bulk_create(found)
