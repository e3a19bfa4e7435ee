"""备用机: the register of loaner devices, by state and search, page by page."""

from datetime import date
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from wuxing.core.errors import NotFound
from wuxing.core.reading import is_id
from wuxing.core.reasons import say
from wuxing.service.bench_repair.models import Loan, Loaner
from wuxing.service.bench_repair.states import LoanerState, LoanState

SIZE = 50
GONE = (LoanerState.LOST, LoanerState.RETIRED)


def _of_view(view: str, today: date) -> QuerySet[Loaner]:
    running = FilteredRelation("loans", condition=Q(loans__state=LoanState.LENT))  # one at most (the database holds it)
    rows = Loaner.objects.annotate(running=running)
    if view == "gone":
        return rows.filter(state__in=GONE)
    if view == "overdue":
        late = Loan.objects.filter(state=LoanState.LENT, due_on__lt=today)
        return rows.filter(pk__in=late.values("loaner_id"))
    return rows.filter(state=view) if view in LoanerState.__members__.values() else rows


def devices(
    *, view: str = "", search: str = "", after: str = "", today: date, size: int = SIZE
) -> tuple[list[dict[str, Any]], str]:
    """Return a page of devices by code, each with the lending that runs, and the code after which the next page begins.

    `view`: a state, `overdue`, `gone` (lost or retired), or nothing for all.
    """
    rows = _of_view(view, today)
    for word in search.split()[:4]:
        rows = rows.filter(Q(code__icontains=word) | Q(name__icontains=word) | Q(serial__icontains=word))
    if after:
        rows = rows.filter(code__gt=after)
    names = {
        "loan_id": F("running__pk"), "loan": F("running__number"), "due_on": F("running__due_on"),
        "order_id": F("running__order_id"), "order_number": F("running__order__number"),
    }  # fmt: skip
    fields = ("pk", "code", "name", "serial", "state", "shelf", "note")
    found = [dict(row) for row in rows.order_by("code").values(*fields, **names)[: size + 1]]
    return found[:size], found[size - 1]["code"] if len(found) > size else ""


def device(loaner_id: int) -> Loaner:
    """Return a device. Raises NotFound."""
    found = Loaner.objects.filter(pk=loaner_id).first() if is_id(loaner_id) else None
    if found is None:
        raise NotFound(say("there is no loaner device %(id)s here", id=loaner_id))
    return found
