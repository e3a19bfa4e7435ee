"""Invoices: lists, balances of cases, income of a year."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from wuxing.certification.agreement.models import Invoice
from wuxing.certification.agreement.rules import Bill
from wuxing.certification.agreement.states import Fee
from wuxing.certification.cases.models import Case


@dataclass(frozen=True, slots=True)
class Balance:
    """What a case was charged, what is paid, what is open, what is overdue."""

    charged: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    overdue: Decimal = Decimal(0)

    @property
    def open(self) -> Decimal:
        """Return what is not paid yet."""
        return self.charged - self.paid


@dataclass(frozen=True, slots=True)
class Earned:
    """What a case brought of one kind of fee in a year: charged and paid in it."""

    case_id: int
    case: str
    client: str
    kind: Fee
    charged: Decimal
    paid: Decimal


def bills_of(cases: Iterable[Case]) -> dict[int, list[Bill]]:
    """Return the invoices of many cases as the rules see them, in one query."""
    found: dict[int, list[Bill]] = defaultdict(list)
    rows = Invoice.objects.filter(case_id__in=[case.pk for case in cases]).order_by("pk")
    for row in rows:
        bill = Bill(Fee(row.kind), row.amount, row.paid_on is not None, row.cancelled_at is not None)
        found[row.case_id].append(bill)
    return dict(found)


def balance(cases: Iterable[Case], today: date) -> dict[int, Balance]:
    """Return what each of many cases owes, by its id, in one query; a case without invoices owes nothing."""
    wanted = [case.pk for case in cases]
    rows = (
        Invoice.objects.filter(case_id__in=wanted, cancelled_at__isnull=True)
        .values_list("case_id")
        .annotate(
            charged=Sum("amount", default=Decimal(0)),
            paid=Sum("amount", filter=Q(paid_on__isnull=False), default=Decimal(0)),
            overdue=Sum("amount", filter=Q(paid_on__isnull=True, due_on__lt=today), default=Decimal(0)),
        )
        .order_by("case_id")
    )
    found = {case_id: Balance(charged, paid, overdue) for case_id, charged, paid, overdue in rows}
    return {case_id: found.get(case_id, Balance()) for case_id in wanted}


def income(year: int) -> list[Earned]:
    """年度收入: return what each case brought in a year by kind of fee: charged in it, and paid in it."""
    charged = _sums(Invoice.objects.filter(issued_on__year=year, cancelled_at__isnull=True))
    paid = _sums(Invoice.objects.filter(paid_on__year=year))
    cases = {
        case.pk: case
        for case in Case.objects.filter(pk__in={key[0] for key in charged | paid}).select_related("client")
    }
    zero = Decimal(0)
    return [
        Earned(
            case_id, cases[case_id].number, cases[case_id].client.name, Fee(kind),
            charged.get((case_id, kind), zero), paid.get((case_id, kind), zero),
        )
        for case_id, kind in sorted(charged.keys() | paid.keys())
    ]  # fmt: skip


def _sums(rows: QuerySet[Invoice]) -> dict[tuple[int, str], Decimal]:
    sums = rows.values_list("case_id", "kind").annotate(total=Sum("amount")).order_by()
    return {(case_id, kind): total for case_id, kind, total in sums}


def invoices_of(case: Case) -> list[Invoice]:
    """Return a case's invoices in order."""
    return list(Invoice.objects.filter(case=case).order_by("pk"))


def invoices(*, state: str = "", before: int | None = None, most: int = 50, today: date) -> list[Invoice]:
    """Return invoices, newest first: all, open, overdue, paid or cancelled ones."""
    rows = Invoice.objects.select_related("case__client").order_by("-pk")
    wanted = {
        "open": Q(paid_on__isnull=True, cancelled_at__isnull=True),
        "overdue": Q(paid_on__isnull=True, cancelled_at__isnull=True, due_on__lt=today),
        "paid": Q(paid_on__isnull=False),
        "cancelled": Q(cancelled_at__isnull=False),
    }
    if state in wanted:
        rows = rows.filter(wanted[state])
    return list((rows.filter(pk__lt=before) if before else rows)[:most])
