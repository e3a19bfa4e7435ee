"""删除个人信息: where personal data of customers stand: erasing empties them, a copy shows them (art. 45, 47).

A context above names its tables in `<context>/caring.py`; this finds them all. To register a table of yours, add to `HELD` there:

    Held("service.SurveyAnswer", customer="invitation__order__customer", title=_("survey answers"),
         empties={"comment": ""}, shows=("score", "answered_at"))

* `customer`: the way from a row to the customer, as a look-up.  * `empties`: what stands in each personal column afterwards.
* `mark`: the column that an append-only table with `AppendOnly(table, erasable=…, mark=…)` wants set; its columns become None.
* `files`: columns that point to attachments, which are thrown away.  * `shows`: further columns for the copy.
* `entries`: whether the ledger entries about the rows are emptied as well.  * `attached`: files kept with a row are thrown away.
* `finds`: rows of the person that no look-up reaches: a function from the numbers of the files to the numbers of rows.
What lies in a context below this one is told by a function in `COPIERS`: it takes the numbers of a person's files and returns
titles with rows for the copy.
What is not a column (a text for searching, events of a case) does a function in `ERASERS`: it takes the numbers of a person's
files and who acts, and returns the ledger entries to be emptied. Both run in the erasing's own transaction.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from wuxing.core import clock, files
from wuxing.core.actors import Actor
from wuxing.core.ledger import kind_of
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Attachment

Eraser = Callable[[Sequence[int], Actor], list[int]]
Section = tuple[str, list[dict[str, Any]]]
Copier = Callable[[Sequence[int]], list[Section]]


@dataclass(frozen=True, slots=True)
class Held:
    """A table with personal data of customers."""

    model: str
    customer: str
    title: str | Promise
    empties: Mapping[str, Any] = field(default_factory=dict)
    mark: str = ""
    files: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    entries: bool = True
    attached: bool = False
    finds: Callable[[Sequence[int]], Collection[int]] | None = None

    @property
    def table(self) -> type[Model]:
        """Return the model."""
        return apps.get_model(self.model)

    def rows(self, customers: Sequence[int]) -> QuerySet[Any]:
        """Return the rows about these customers."""
        mine = Q(**{f"{self.customer}__in": customers})
        if self.finds is not None:
            mine |= Q(pk__in=list(self.finds(customers)))
        found: QuerySet[Any] = self.table.objects.filter(mine)  # type: ignore[attr-defined]
        return found


@cache
def _declared() -> tuple[tuple[Held, ...], tuple[Eraser, ...], tuple[Copier, ...]]:
    held: list[Held] = []
    erasers: list[Eraser] = []
    copiers: list[Copier] = []
    for config in apps.get_app_configs():
        name = f"{config.name}.caring"
        if config.name.startswith("wuxing.") and find_spec(name):
            module = import_module(name)
            held.extend(getattr(module, "HELD", ()))
            erasers.extend(getattr(module, "ERASERS", ()))
            copiers.extend(getattr(module, "COPIERS", ()))
    return tuple(held), tuple(erasers), tuple(copiers)


def held() -> tuple[Held, ...]:
    """Return every table with personal data of customers."""
    return _declared()[0]


def forget(customers: Sequence[int], by: Actor) -> list[int]:
    """Empty every column that tells of these customers; return the ledger entries that still do, for the caller to empty.

    A step of erasing (procedure 14) and of destroying (procedure 21), which asked for the permission and looked for holds.
    """
    entries: set[int] = set()
    mine = [(one, list(one.rows(customers).order_by("pk").values_list("pk", flat=True))) for one in held()]
    for one, ids in mine:  # all were found before the first is emptied: some are found by what stands in others
        if ids:
            entries.update(_told(one, ids))
            entries.update(_empty(one, ids, by))
    for eraser in _declared()[1]:
        entries.update(eraser(customers, by))
    return sorted(entries)


def _told(one: Held, ids: Sequence[int]) -> Iterator[int]:
    """Yield the entries about these rows that still say something."""
    if one.entries:
        told = Entry.objects.filter(target_type=kind_of(one.table), target_id__in=ids, erased_at=None)
        yield from told.values_list("pk", flat=True)


def _empty(one: Held, ids: Sequence[int], by: Actor) -> list[int]:
    """Empty the columns of these rows and throw their files away; return the entries that name the files."""
    rows: QuerySet[Any] = one.table.objects.filter(pk__in=ids)  # type: ignore[attr-defined]
    drawn = {pk for row in rows.values_list(*one.files) for pk in row if pk} if one.files else set()
    if one.mark:
        rows.filter(**{one.mark: None}).update(**dict(one.empties), **{one.mark: clock.now()})
    elif one.empties or one.files:
        rows.update(**dict(one.empties), **dict.fromkeys(one.files))
    if one.attached:
        drawn |= set(
            Attachment.objects.filter(target_type=kind_of(one.table), target_id__in=ids).values_list("pk", flat=True)
        )
    named = files.entries_naming(drawn)
    for number in sorted(drawn):
        files.discard(number, by=by)
    return named


def copy_of(customers: Sequence[int]) -> list[Section]:
    """Return all that is held of a person: each table's title with its rows, personal and shown columns."""
    found = []
    for one in held():
        columns = [*one.shows, *(name for name in one.empties if name not in one.shows)]
        if columns:
            rows = one.rows(customers).order_by("pk").values(*columns)
            kept = [{name: value for name, value in row.items() if value not in ("", None)} for row in rows]
            if kept := [row for row in kept if row]:
                found.append((str(one.title), kept))
    return [*found, *(section for copier in _declared()[2] for section in copier(customers))]
