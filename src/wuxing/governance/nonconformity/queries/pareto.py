"""Counts for the Pareto chart: by source, cause, product, outlet or indicator over a period."""

from datetime import datetime

from django.db.models import CharField, Count, F, Func, QuerySet

from wuxing.governance.nonconformity.models import Nonconformity
from wuxing.governance.nonconformity.states import Kind, State

DIMENSIONS: dict[str, str] = {
    "source": "source",
    "category": "cause_category",
    "product": "product_name",
    "outlet": "outlet_name",
    "leaf": "leaf",
}


class _Each(Func):
    """One row for each indicator that is touched."""

    function = "unnest"
    arity = 1
    output_field = CharField()
    set_returning = True


def _period(since: datetime, until: datetime, kind: str) -> QuerySet[Nonconformity]:
    rows = Nonconformity.objects.filter(found_at__gte=since, found_at__lt=until).exclude(state=State.CANCELLED)
    return rows.filter(kind=kind) if kind in list(Kind) else rows


def counted(dimension: str, *, since: datetime, until: datetime, kind: str = "") -> list[tuple[str, int]]:
    """Return how many were found in a period by each value of a dimension; nothing written counts under an empty code.

    One that touches three indicators counts under each of them.
    """
    rows = _period(since, until, kind)
    if dimension == "leaf":
        rows = rows.annotate(leaf=_Each(F("leaves")))
    column = DIMENSIONS[dimension]
    return list(rows.values_list(column).annotate(count=Count("pk")).order_by("-count", column))


def found_in(*, since: datetime, until: datetime, kind: str = "") -> int:
    """Return how many were found in a period."""
    return _period(since, until, kind).count()
