"""Invoices: raised when the agreement stands, or one by one; paid; cancelled with a reason."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from wuxing.certification.agreement.models import Agreement, Invoice
from wuxing.certification.agreement.queries import content_of
from wuxing.certification.agreement.rules import DUE_DAYS
from wuxing.certification.agreement.states import Fee
from wuxing.certification.cases import queries as of_cases
from wuxing.certification.cases.models import Case
from wuxing.core import clock, ledger, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say


def raise_agreed(agreement: Agreement, *, by: Actor) -> list[Invoice]:
    """Raise an invoice for every fee of an agreement that stands. For the action that made it stand."""
    due = clock.today(by.zone) + timedelta(days=DUE_DAYS)
    return [
        _raise(agreement.case, Fee(row["kind"]), Decimal(row["amount"]), due, "", by)
        for row in content_of(agreement)["fees"]
    ]


@transaction.atomic
def charge(*, case_id: int, kind: Fee, amount: Decimal, due_on: date, note: str = "", by: Actor) -> Invoice:
    """开具收费单: raise an invoice by hand. Raises NotAllowed, NotFound, BadInput (amount, day)."""
    by.require(Permission.CASE_MANAGE)
    faults: dict[str, Reason] = {}
    if amount <= 0 or amount != amount.quantize(Decimal("0.01")) or amount >= Decimal(10) ** 10:
        faults["amount"] = say("write an amount in yuan with at most two decimal places")
    if due_on < clock.today(by.zone):
        faults["due_on"] = say("the day lies in the past")
    if faults:
        raise BadInput(faults)
    return _raise(of_cases.lock(case_id), kind, amount, due_on, note, by)


def _raise(case: Case, kind: Fee, amount: Decimal, due_on: date, note: str, by: Actor) -> Invoice:
    today = clock.today(by.zone)
    made = Invoice.objects.create(
        tenant_id=by.tenant_id, number=numbering.next_number("SF", by=by, year=today.year), case=case, kind=kind.value,
        amount=amount, issued_on=today, due_on=due_on, note=note.strip()[:500], made_by_id=by.user_id,
        made_at=clock.now(),
    )  # fmt: skip
    ledger.record(
        "agreement.charge", by=by, target=made, case=("case", case.pk), number=made.number, kind=kind, amount=amount,
        due_on=due_on,
    )  # fmt: skip
    return made


@transaction.atomic
def pay(*, invoice_id: int, paid_on: date, note: str = "", by: Actor) -> Invoice:
    """登记收款: note that an invoice was paid. Raises NotAllowed, NotFound, BadInput (day), RuleBroken (paid, cancelled)."""
    by.require(Permission.CASE_MANAGE)
    found = _open(invoice_id)
    if not found.issued_on <= paid_on <= clock.today(by.zone):
        raise BadInput({"paid_on": say("write a day from the day of the invoice until today")})

    found.paid_on, found.note = paid_on, note.strip()[:500] or found.note
    found.save(update_fields=["paid_on", "note"])
    ledger.record(
        "agreement.pay", by=by, target=found, case=("case", found.case_id), number=found.number, amount=found.amount,
        paid_on=paid_on,
    )  # fmt: skip
    return found


@transaction.atomic
def cancel(*, invoice_id: int, reason: str, by: Actor) -> Invoice:
    """作废收费单: cancel an invoice that is not paid; its fee is waived unless another is raised.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (paid, cancelled).
    """
    by.require(Permission.CASE_MANAGE)
    if not reason.strip():
        raise BadInput({"reason": say("fill this in")})
    found = _open(invoice_id)

    found.cancelled_at, found.cancel_reason = clock.now(), reason.strip()[:500]
    found.save(update_fields=["cancelled_at", "cancel_reason"])
    ledger.record(
        "agreement.cancel_invoice", by=by, target=found, case=("case", found.case_id), number=found.number,
        amount=found.amount, reason=found.cancel_reason,
    )  # fmt: skip
    return found


def _open(invoice_id: int) -> Invoice:
    found = Invoice.objects.select_for_update().filter(pk=invoice_id).first()
    if found is None:
        raise NotFound(say("there is no such invoice here"))
    if found.paid_on is not None:
        raise RuleBroken(say("this invoice is paid already"))
    if found.cancelled_at is not None:
        raise RuleBroken(say("this invoice is cancelled already"))
    return found
