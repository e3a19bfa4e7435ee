"""Random rows of any table: what a company might have written, in every combination that the database takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import DatabaseError, connection, models, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import ProtectedError

from wuxing.core.models import Owned, Tenant, User
from wuxing.customers.customer_care.models import RightsRequest
from wuxing.customers.models import Asset, Contact, Customer, EntitlementDecision, Product, ServiceSite
from wuxing.evidence.populations.visit import CHECKS
from wuxing.evidence.rulings.models import EvidenceItem
from wuxing.governance.documents.models import Approval, Document, DocumentVersion, ExternalSource, ReadRequest
from wuxing.governance.models import Promise, Target, WorkCalendar
from wuxing.governance.nonconformity.models import Nonconformity
from wuxing.resources.models import Outlet, Person, Skill
from wuxing.resources.spare_parts.models import Part, PartRequest
from wuxing.service.bench_repair.models import BenchItem, Custody, TakeBack
from wuxing.service.charges.models import Settlement
from wuxing.service.follow_up.models import Problem, SurveyAnswer, SurveyInvitation
from wuxing.service.models import Appointment, ServiceRequest, WorkOrder, WorkOrderLine

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
TRIES = 40
LEAVES = ("5.1.3.1", "5.1.6-c", "5.2.4-d", "5.2.5-a", "5.1.1.1")
DISTRICTS = ("鼓楼区", "仓山区", "马尾区")
TRADES = ("cooling", "laundry")

TABLES: tuple[type[Owned], ...] = (
    WorkCalendar, Outlet, Person, Skill, Product, Customer, Contact, ServiceSite, Asset, EntitlementDecision, ServiceRequest,
    WorkOrder, Appointment, WorkOrderLine, Part, PartRequest, TakeBack, BenchItem, Settlement, SurveyInvitation, SurveyAnswer,
    Problem, RightsRequest, Promise, Target, Document, DocumentVersion, ExternalSource, Approval, ReadRequest,
    Nonconformity, EvidenceItem,
)  # fmt: skip
"""Everything that the populations speak of, parents first."""

OF: dict[str, type[Owned]] = {
    "repair_order": WorkOrder, "service_request": ServiceRequest, "visit": Appointment, "used_part": WorkOrderLine,
    "customer": Customer, "installed_unit": Asset, "promise": Promise, "promise_clock": Target, "outlet": Outlet,
    "service_person": Person, "document": Document, "read_receipt": ReadRequest, "nonconformity": Nonconformity,
    "evidence_item": EvidenceItem, "part_request": PartRequest, "workshop_item": BenchItem, "settlement": Settlement,
    "survey": SurveyInvitation, "customer_problem": Problem, "rights_request": RightsRequest,
}  # fmt: skip
"""The table whose rows are the records of each population."""

LEFT_OUT = {
    "search",
    "grams",
    "rescheduled_to",
    "replaced_by",
    "inputs",
    "reasons",
    "weekly",
    "exceptions",
    "automatic",
}
WORDS: dict[str, tuple[Any, ...]] = {
    "city": ("", "福州市", "泉州市"), "district": ("", *DISTRICTS), "trade": TRADES, "leaf": LEAVES,
    "phone": ("", "16012345678"), "subject_type": ("service_request", "nonconformity"), "serial": ("", "A1", "A2", "A3"),
    "source": ("", "", "erp"), "category": ("空调", "冰箱"), "scheme": ("cn.gbt.27922",), "zone": ("Asia/Shanghai",),
    "reschedule_asked_by": ("", "us", "customer"), "origin_type": ("work_order", "service_request"),
}  # fmt: skip


@contextmanager
def _checked() -> Iterator[None]:
    """A step of its own, with what is otherwise checked at the end of everything checked now."""
    with transaction.atomic(), connection.cursor() as cursor:
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class Rows:
    """Makes, changes and removes rows of one company, by a seed."""

    def __init__(self, tenant: Tenant, seed: int) -> None:
        self.tenant, self.random, self.count = tenant, Random(seed), 0
        self.users = [User.objects.create(username=f"{tenant.slug}{seed}-{i}", name=f"人{i}") for i in range(3)]

    def make(self, model: type[Owned], **given: Any) -> Owned | None:
        """Make a row that the database takes; None when it takes none of many."""
        for _ in range(TRIES):
            fields = {field.name: self.value(field) for field in _filled(model)} | _fitting(model, self) | given
            try:
                with _checked():
                    made = model.objects.create(tenant=self.tenant, **fields)
                    if isinstance(made, BenchItem):  # an item is in somebody's hands from the first
                        Custody.objects.create(
                            tenant=self.tenant, item=made, sequence=1, from_kind="customer", to_kind="shelf",
                            to_name="A1", handed_at=NOW,
                        )  # fmt: skip
                    return made
            except DatabaseError:
                continue
        return None

    def fill(self, count: int) -> None:
        """Make rows of every table, parents first, until each has some."""
        for model in TABLES:
            for _ in range(count):
                self.make(model)

    def happen(self) -> None:
        """Let one thing happen: mostly a change, of one row or of many; sometimes a new row, or one gone."""
        model = self.random.choice(TABLES)
        what = self.random.choices((self.change, self.make, self.change_all, self.remove), (12, 4, 1, 2))[0]
        what(model)

    def change(self, model: type[Owned]) -> None:
        """Give one column of one row another value, if the database takes it."""
        if (pk := self.some(model)) is not None:
            self._write(model, model.objects.filter(pk=pk))

    def change_all(self, model: type[Owned]) -> None:
        """Give one column of all rows one value."""
        self._write(model, model.objects.all())

    def remove(self, model: type[Owned]) -> None:
        """Delete a row, if nothing refers to it and its table allows that."""
        if (pk := self.some(model)) is not None:
            self._try(model.objects.filter(pk=pk).delete)

    def some(self, model: type[models.Model]) -> int | None:
        """Return the key of some row."""
        keys = (
            [user.pk for user in self.users]
            if model is User
            else list(model._base_manager.order_by("pk").values_list("pk", flat=True))
        )
        return self.random.choice(keys) if keys else None

    def instant(self) -> datetime:
        """Return a whole minute of the last year or the next weeks."""
        return NOW + timedelta(minutes=self.random.randint(-400 * 1440, 30 * 1440))

    def value(self, field: Any) -> Any:
        """Return some value of a column, null now and then where it may be."""
        if field.null and self.random.random() < 0.3:
            return None
        if field.is_relation:
            pk = self.some(field.related_model)
            return None if pk is None else field.related_model._base_manager.get(pk=pk)
        if field.name in {"origin_id", "subject_id"}:
            return self.some(self.random.choice((WorkOrder, ServiceRequest)))
        if field.choices:
            return self.random.choice([value for value, _label in field.flatchoices])
        if WORDS.get(field.name):
            return self.random.choice(WORDS[field.name])
        for kind, make in self._makers().items():
            if isinstance(field, kind):
                return make()
        self.count += 1
        return (
            f"{self.count}"[-19:] if field.unique or field.name in {"number", "code", "model", "name"} else self._word()
        )

    def _makers(self) -> dict[type, Callable[[], Any]]:
        random = self.random
        return {
            models.BinaryField: lambda: random.randbytes(8),
            models.BooleanField: lambda: random.random() < 0.5,
            models.DateTimeField: self.instant,
            models.DateField: lambda: self.instant().date(),
            models.IntegerField: lambda: random.randint(1, 30),
            models.DecimalField: lambda: Decimal(random.randint(1, 400)) / 4,
            models.JSONField: lambda: {name: random.random() < 0.8 for name in CHECKS},
            ArrayField: lambda: random.sample(DISTRICTS, random.randint(0, 3)),
            DateTimeRangeField: self._slot,
        }

    def _slot(self) -> DateTimeTZRange:
        start = self.instant()
        return DateTimeTZRange(start, start + timedelta(hours=2))

    def _word(self) -> str:
        return self.random.choice(("", "甲", "乙"))

    def _write(self, model: type[Owned], rows: Any) -> None:
        field = self.random.choice([field for field in _filled(model) if not field.unique])
        self._try(lambda: rows.update(**{field.name: self.value(field)}))

    def _try(self, write: Callable[[], object]) -> None:
        try:
            with _checked():
                write()
        except (DatabaseError, ProtectedError):
            pass


def _filled(model: type[Owned]) -> list[Any]:
    """Return the columns that a row is given."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name != "tenant" and field.name not in LEFT_OUT
    ]


def _fitting(model: type[Owned], rows: Rows) -> dict[str, Any]:
    """Return what the columns of some tables must say of each other."""
    today: date = NOW.date()
    start = rows.instant()
    fitting: dict[type[Owned], dict[str, Any]] = {
        EntitlementDecision: {"inputs": {}, "reasons": [], "overridden_by": None},
        WorkOrderLine: {"kind": rows.random.choice(("part", "part", "labour"))},
        WorkCalendar: {"zone": "Asia/Shanghai"},
        Promise: {"starts_at": start, "ends_at": rows.random.choice((None, start + timedelta(days=90)))},
        Target: {"starts_at": start, "due_at": start + timedelta(hours=rows.random.randint(1, 90))},
        ServiceRequest: {"merged_into": None, "external_id": str(rows.count), "search": ""},
        DocumentVersion: {"state": "draft", "obsolete_reason": "", "in_force_until": None},
        Document: {"standing": "prepared", "current": None, "pending": None, "review_months": 12},
        Nonconformity: {"closed_at": start, "verified_at": start, "cancelled_at": start, "cancel_reason": "甲"},
        Settlement: {"state": "issued", "issued_at": start, "issued_on": today, "replaces": None, "paid_on": None,
                     "quotes": rows.random.choice(([], [["Q1", 1]]))},
        SurveyAnswer: {"skill": 3, "attitude": 5, "punctuality": 4, "price": None, "result": rows.random.randint(1, 5),
                       "recommend": rows.random.randint(0, 10)},
        Problem: {"verified_by": None},
        RightsRequest: {"promised_on": today, "due_on": today, "refused_for": "law"},
        Part: {"superseded_by": None},
        EvidenceItem: {"valid_on": today, "declined_at": None, "confirmed_by": None},
    }  # fmt: skip
    return fitting.get(model, {})
