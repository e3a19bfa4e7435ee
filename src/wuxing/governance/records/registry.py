"""记录类别: every class of records there is. A context declares its own in its `keeping.py`; this finds them all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.governance.records.states import Basis, Disposal

Words = str | Promise
CUSTOMER = "customer"
CUSTOMER_ORGANISATION = "customer_organisation"
CUSTOMERS = (CUSTOMER, CUSTOMER_ORGANISATION)
"""The classes whose records are customers, by their kind: holds on their cases reach them."""
Destroyer = Callable[[int, Actor, str], list[int]]
"""Takes a record's id, who acts and the reason; takes the person out of its rows; returns the ledger entries to be emptied."""


@dataclass(frozen=True, slots=True)
class Default:
    """How long a class is kept while the organisation has not decided; `source` says where the number comes from."""

    months: int | None  # None: for good
    basis: Basis
    source: Words


@dataclass(frozen=True, slots=True)
class Table:
    """Where the records stand, in SQL over the alias `t`. Only ids and numbers: never a name."""

    model: str
    starts: str  # the instant at which the clock starts; null while it does not run
    number: str  # what people call the record
    where: str = "true"
    earliest: str = ""  # an instant at hand that is never after the clock's start: spares looking at what is young
    customer: str = "NULL::bigint"
    case_type: str = ""
    case_id: str = "NULL::bigint"
    is_case: bool = False  # a hold on a case may be placed by this record's number


@dataclass(frozen=True, slots=True)
class RecordClass:
    """A class of records: its procedure, where it stands, what starts its clock, how long it is kept by default."""

    code: str
    procedure: int
    title: Words
    clock: Words
    default: Default
    access: Permission | None = None  # who holds it sees the records
    table: Table | None = None  # None: kept outside this system
    disposal: Words = ""  # what destroying does, or why this system destroys none
    destroy: Destroyer | None = None
    least_months: int = 0  # law asks for keeping them so long

    @property
    def outside(self) -> bool:
        """Say whether the records are kept outside this system."""
        return self.table is None

    @property
    def ways(self) -> tuple[Disposal, ...]:
        """Return the ways of disposal that this class allows; the first is the default."""
        if self.outside:
            return (Disposal.OUTSIDE, Disposal.KEEP)
        return (Disposal.ERASE, Disposal.KEEP) if self.destroy else (Disposal.KEEP,)


@dataclass(frozen=True, slots=True)
class Prolonging:
    """What another context knows about a class's clock: it does not run while `open`, and not before `until`. SQL over `t`."""

    record_class: str
    until: str
    open: str = "false"


@cache
def _declared() -> tuple[Mapping[str, RecordClass], Mapping[str, Sequence[Prolonging]]]:
    classes: dict[str, RecordClass] = {}
    prolonged: dict[str, list[Prolonging]] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.keeping"
        if config.name.startswith("wuxing.") and find_spec(name):
            module = import_module(name)
            for one in module.CLASSES:
                assert one.code not in classes, f"two classes of records are called {one.code}"
                classes[one.code] = one
            for more in getattr(module, "PROLONGINGS", ()):
                prolonged.setdefault(more.record_class, []).append(more)
    order = sorted(classes.values(), key=lambda one: (one.procedure, one.outside))
    return {one.code: one for one in order}, prolonged


def classes() -> Mapping[str, RecordClass]:
    """Return every class of records by its code, in the order of the procedures."""
    return _declared()[0]


def of_procedure(number: int) -> Iterator[RecordClass]:
    """Yield the classes of records of a procedure."""
    return (one for one in classes().values() if one.procedure == number)


def model_of(found: Table) -> type[Model]:
    """Return the model of the records."""
    return apps.get_model(found.model)


def table_name(found: Table) -> str:
    """Return the name of the table in the database."""
    return str(model_of(found)._meta.db_table)  # noqa: SLF001  # `_meta` is documented


def starts_sql(found: RecordClass) -> str:
    """Return the instant at which the clock of a record of this class starts, as SQL over `t`."""
    assert found.table is not None
    more = _declared()[1].get(found.code, ())
    if not more:
        return f"({found.table.starts})"
    opened = " OR ".join(f"({one.open})" for one in more)
    until = ", ".join(f"({one.until})" for one in more)
    return f"(CASE WHEN {opened} OR ({found.table.starts}) IS NULL THEN NULL ELSE greatest({found.table.starts}, {until}) END)"
