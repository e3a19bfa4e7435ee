"""What refers to a customer's file: every foreign key of every context, append-only tables left out. Handed over, and back."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey

from wuxing.customers.customer_care.models import Customer, Difference, Merge

STAYING = (Customer, Merge, Difference)
"""Tables that tell of files as files: a merge does not touch them."""
Moved = dict[str, list[int]]

_FIXED = """
SELECT c.relname FROM pg_class c JOIN pg_trigger t ON t.tgrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND t.tgname IN ('append_only', 'erasure_only')
"""


@cache
def referring() -> tuple[tuple[str, str], ...]:
    """Return every model and column that refers to a customer's file and may change: ("service.WorkOrder", "customer")."""
    with connection.cursor() as cursor:
        cursor.execute(_FIXED)
        fixed = {name for (name,) in cursor.fetchall()}
    return tuple(
        (model._meta.label, field.name)  # noqa: SLF001  # documented
        for model in apps.get_models()
        if model not in STAYING and model._meta.db_table not in fixed  # noqa: SLF001
        for field in model._meta.get_fields()  # noqa: SLF001
        if isinstance(field, ForeignKey) and field.related_model is Customer
    )


def hand_over(gone: int, kept: int) -> Moved:
    """Point everything that refers to one file to another; return what was moved, by table and column."""
    moved: Moved = {}
    for label, column in referring():
        rows = _rows(label).filter(**{column: gone})
        if ids := list(rows.order_by("pk").values_list("pk", flat=True)):
            _rows(label).filter(pk__in=ids).update(**{column: kept})
            moved[f"{label}.{column}"] = ids
    return moved


def give_back(moved: Moved, kept: int, gone: int) -> dict[str, int]:
    """Point what was moved back, unless it has gone elsewhere since; return how many rows, by table and column."""
    back: dict[str, int] = {}
    for name, ids in moved.items():
        label, _, column = name.rpartition(".")
        back[name] = _rows(label).filter(pk__in=ids, **{column: kept}).update(**{column: gone})
    return back


def _rows(label: str) -> Any:
    return apps.get_model(label).objects  # every model here has it
