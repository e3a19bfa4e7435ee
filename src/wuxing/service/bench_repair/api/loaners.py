"""Loaner devices, and what the customer decided, by machine."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.refusals import ANSWERS
from wuxing.service.bench_repair import actions
from wuxing.service.bench_repair.api.items import LoanOut, SignedIn
from wuxing.service.bench_repair.models import Loan
from wuxing.service.bench_repair.queries import lists, register
from wuxing.service.repair.api.shapes import actor_of

router = Router()


class LoanerOut(Schema):
    """A device on the register, with the lending that runs."""

    id: int
    code: str
    name: str
    serial: str
    state: str
    shelf: str
    loan_id: int | None
    loan: str | None
    due_on: date | None
    order_id: int | None
    overdue: bool


class LoanerIn(Schema):
    """A device for the register."""

    code: str
    name: str
    serial: str = ""
    shelf: str = ""
    product_id: int | None = None
    note: str = ""


class BenchRetireIn(Schema):
    """Why a device is no longer lent, or lent again."""

    reason: str


class LendIn(Schema):
    """To which order, until when, and who signs."""

    order_id: int
    due_on: date
    signed: SignedIn
    item_id: int | None = None
    accessories: str = ""
    look: str = ""


class BackIn(Schema):
    """How it came back."""

    condition: Literal["good", "damaged", "incomplete"]
    note: str = ""
    shelf: str = ""


class LostIn(Schema):
    """How it was lost."""

    note: str


class DecisionIn(Schema):
    """What the customer decided."""

    decision: Literal["repair", "replace", "take_home"]
    how: Literal["phone", "in_person", "link", "paper"]
    note: str = ""


class WorthRuleIn(Schema):
    """From which share of the residual value a repair is not worth it."""

    share_percent: int
    life_months: int
    category: str = ""


def _out(loan: Loan) -> LoanOut:
    plain = ("number", "loaner_id", "order_id", "state", "due_on", "condition")
    return LoanOut(id=loan.pk, **{name: getattr(loan, name) for name in plain})


@router.get(
    "/loaners", response={200: list[LoanerOut], **ANSWERS}, summary="loaner devices, by code; `after` (a code) pages"
)
def list_loaners(
    request: HttpRequest, state: str = "", overdue: bool = False, q: str = "", after: str = ""
) -> list[LoanerOut]:
    """List the register: all, of one state (available, lent, lost, retired), or what is overdue."""
    by = acting(request, Permission.REPAIR_READ)
    today = clock.today(by.zone)
    rows, _following = register.devices(view="overdue" if overdue else state, search=q, after=after, today=today)
    return [
        LoanerOut(id=row["pk"], overdue=row["due_on"] is not None and row["due_on"] < today, **_shown(row))
        for row in rows
        if not state or row["state"] == state
    ]


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    names = ("code", "name", "serial", "state", "shelf", "loan_id", "loan", "due_on", "order_id")
    return {name: row[name] for name in names}


@router.get("/loans", response={200: list[LoanOut], **ANSWERS}, summary="lendings, newest first; `before` pages")
def list_loans(request: HttpRequest, state: str = "", order_id: int | None = None, before: int = 0) -> list[LoanOut]:
    """List lendings: all, of one state (lent, returned, lost), or of one order."""
    acting(request, Permission.REPAIR_READ)
    return [_out(loan) for loan in lists.loans(state=state, order_id=order_id, before=before)]


@router.post("/loaners", response={200: int, **ANSWERS}, summary="add a loaner device; gives its id")
def add_loaner(request: HttpRequest, body: LoanerIn) -> int:
    """Put a device on the register."""
    return actions.add_loaner(by=actor_of(request), **body.dict()).pk


@router.post("/loaners/{loaner_id}/retire", response={200: int, **ANSWERS}, summary="a device is no longer lent")
def retire_loaner(request: HttpRequest, loaner_id: int, body: BenchRetireIn) -> int:
    """Take a device out of lending."""
    return actions.retire_loaner(loaner_id=loaner_id, reason=body.reason, by=actor_of(request)).pk


@router.post("/loaners/{loaner_id}/restore", response={200: int, **ANSWERS}, summary="a device may be lent again")
def restore_loaner(request: HttpRequest, loaner_id: int, body: BenchRetireIn) -> int:
    """Put a device that was out of lending back on its shelf."""
    return actions.restore_loaner(loaner_id=loaner_id, reason=body.reason, by=actor_of(request)).pk


@router.post("/loaners/{loaner_id}/lend", response={200: LoanOut, **ANSWERS}, summary="lend a device")
def lend(request: HttpRequest, loaner_id: int, body: LendIn) -> LoanOut:
    """Lend a device to the customer of an order."""
    given = {**body.dict(), "signed": body.signed.given()}
    return _out(actions.lend(loaner_id=loaner_id, by=actor_of(request), **given))


@router.post("/loans/{loan_id}/back", response={200: LoanOut, **ANSWERS}, summary="a device is back and inspected")
def take_loaner_back(request: HttpRequest, loan_id: int, body: BackIn) -> LoanOut:
    """Take a device back."""
    return _out(actions.take_loaner_back(loan_id=loan_id, by=actor_of(request), **body.dict()))


@router.post("/loans/{loan_id}/lost", response={200: LoanOut, **ANSWERS}, summary="a device is lost")
def report_lost(request: HttpRequest, loan_id: int, body: LostIn) -> LoanOut:
    """Report a device as lost."""
    return _out(actions.report_lost(loan_id=loan_id, note=body.note, by=actor_of(request)))


@router.post("/advices/{advice_id}/decide", response={200: str, **ANSWERS}, summary="what the customer decided")
def decide_advice(request: HttpRequest, advice_id: int, body: DecisionIn) -> str:
    """Record what the customer decided."""
    made = actions.decide_advice(advice_id=advice_id, by=actor_of(request), **body.dict())
    return str(made.decision)


@router.post("/worth", response={200: int, **ANSWERS}, summary="the rule of when replacing is advised")
def set_worth_rule(request: HttpRequest, body: WorthRuleIn) -> int:
    """Set the rule for a category, or for all others."""
    return actions.set_worth_rule(by=actor_of(request), **body.dict()).pk
