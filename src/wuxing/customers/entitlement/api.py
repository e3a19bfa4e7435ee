"""The warranty by machine: terms, contracts, days of units, decisions and what is done about them."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.core.refusals import ANSWERS
from wuxing.customers.entitlement import actions, queries
from wuxing.customers.entitlement.models import EntitlementDecision, WarrantyContract, WarrantyTerm

router = Router()


Shares = tuple[int, int, int]


class TermIn(Schema):
    """A term or exclusion; shares of parts, labour and travel in percent. A known code becomes its next version."""

    code: str
    kind: Literal["coverage", "exclusion"]
    title: str
    valid_from: date
    product_id: int | None = None
    category: str = ""
    part: str = ""
    causes: list[str] = []
    months: int = 0
    basis: Literal["best", "invoice", "delivery", "installation", "production"] = "best"
    shares: Shares = (100, 100, 100)
    clause: str = ""
    reason: str = ""


class TermOut(Schema):
    """One version of a term."""

    id: int
    code: str
    version: int
    kind: str
    title: str
    product_id: int | None
    category: str
    part: str
    causes: list[str]
    months: int
    basis: str
    parts_share: int
    labour_share: int
    travel_share: int
    valid_from: date
    withdrawn: bool
    clause: str


class WithdrawIn(Schema):
    """From when nothing is sold under a term any more, and why."""

    valid_from: date
    reason: str


class ContractIn(Schema):
    """A contract of one unit."""

    kind: Literal["extended", "contract"]
    number: str
    starts_on: date
    ends_on: date
    shares: Shares = (100, 100, 100)
    excluded: list[str] = []


class ContractOut(Schema):
    """A contract."""

    id: int
    asset_id: int
    kind: str
    number: str
    starts_on: date
    ends_on: date
    ended_on: date | None


class WarrantyEndIn(Schema):
    """The last day of a contract that ends early, and why."""

    ended_on: date
    reason: str


class DaysIn(Schema):
    """What is known of a unit's days; a day that changes needs what shows it."""

    purchased_on: date | None = None
    delivered_on: date | None = None
    installed_on: date | None = None
    produced_on: date | None = None
    reason: str = ""


class ExchangeIn(Schema):
    """The unit given in exchange."""

    serial: str
    exchanged_on: date
    reason: str


class WarrantyUnitOut(Schema):
    """A unit with its days."""

    id: int
    product_id: int
    serial: str
    purchased_on: date | None
    delivered_on: date | None
    installed_on: date | None
    produced_on: date | None
    exchanged_on: date | None
    replaced_by_id: int | None


class WarrantyDecisionOut(Schema):
    """A warranty decision with all it was taken from."""

    id: int
    subject_type: str
    subject_id: int
    asset_id: int | None
    rule_set: str
    law: str
    cause: str
    start_basis: str
    started_on: date | None
    inputs: dict[str, Any]
    reasons: list[Any]
    rules_hit: list[dict[str, Any]]
    exclusions_hit: list[dict[str, Any]]
    remedies: list[dict[str, Any]]
    covered_parts: int
    covered_labour: int
    covered_travel: int
    claim_count: int
    repeat_repair: bool
    proposed: str
    outcome: str
    until: date | None
    decided_at: datetime
    override_reason: str
    retell: bool
    explained_at: datetime | None
    explained_how: str
    exception: str
    exception_reason: str


def _by(request: HttpRequest) -> Actor:
    by: Actor = request.actor  # type: ignore[attr-defined]
    return by


def _out(shape: type[Schema], row: Any) -> Any:
    return shape(**{name: getattr(row, "pk" if name == "id" else name) for name in shape.model_fields})


@router.get("/terms", response={200: list[TermOut], **ANSWERS}, summary="terms and exclusions, every version")
def list_terms(request: HttpRequest) -> list[TermOut]:
    """List every version of the company's terms and exclusions."""
    _by(request).require(Permission.CUSTOMER_READ)
    return [_out(TermOut, row) for row in WarrantyTerm.objects.order_by("code", "version")[:2000]]


@router.post("/terms", response={201: TermOut, **ANSWERS}, summary="保修条款: keep a term")
def save_term(request: HttpRequest, body: TermIn) -> Status[TermOut]:
    """Keep a term or exclusion, or its next version."""
    return Status(201, _out(TermOut, actions.save_term(by=_by(request), **body.model_dump())))


@router.post("/terms/{term_id}/withdraw", response={200: TermOut, **ANSWERS}, summary="停用条款")
def withdraw_term(request: HttpRequest, term_id: int, body: WithdrawIn) -> TermOut:
    """Withdraw a term for goods sold from a day on."""
    made: TermOut = _out(TermOut, actions.withdraw_term(term_id=term_id, by=_by(request), **body.model_dump()))
    return made


@router.post("/units/{asset_id}/contracts", response={201: ContractOut, **ANSWERS}, summary="延保与服务合同")
def add_contract(request: HttpRequest, asset_id: int, body: ContractIn) -> Status[ContractOut]:
    """Keep a contract of a unit."""
    return Status(201, _out(ContractOut, actions.add_contract(asset_id=asset_id, by=_by(request), **body.model_dump())))


@router.get("/units/{asset_id}/contracts", response={200: list[ContractOut], **ANSWERS}, summary="its contracts")
def list_contracts(request: HttpRequest, asset_id: int) -> list[ContractOut]:
    """List the contracts of a unit."""
    _by(request).require(Permission.CUSTOMER_READ)
    return [
        _out(ContractOut, row)
        for row in WarrantyContract.objects.filter(asset=queries.asset_of(asset_id)).order_by("pk")
    ]


@router.post("/contracts/{contract_id}/end", response={200: ContractOut, **ANSWERS}, summary="提前终止")
def end_contract(request: HttpRequest, contract_id: int, body: WarrantyEndIn) -> ContractOut:
    """End a contract early."""
    made: ContractOut = _out(
        ContractOut, actions.end_contract(contract_id=contract_id, by=_by(request), **body.model_dump())
    )
    return made


@router.post("/units/{asset_id}/days", response={200: WarrantyUnitOut, **ANSWERS}, summary="起算日期")
def date_unit(request: HttpRequest, asset_id: int, body: DaysIn) -> WarrantyUnitOut:
    """Keep what is known of a unit's days."""
    made: WarrantyUnitOut = _out(
        WarrantyUnitOut, actions.date_unit(asset_id=asset_id, by=_by(request), **body.model_dump())
    )
    return made


@router.post("/units/{asset_id}/exchange", response={201: WarrantyUnitOut, **ANSWERS}, summary="换机")
def exchange_unit(request: HttpRequest, asset_id: int, body: ExchangeIn) -> Status[WarrantyUnitOut]:
    """Exchange a unit: the answer is the new one."""
    return Status(
        201, _out(WarrantyUnitOut, actions.exchange_unit(asset_id=asset_id, by=_by(request), **body.model_dump()))
    )


@router.get("/decisions/{decision_id}", response={200: WarrantyDecisionOut, **ANSWERS}, summary="one decision")
def one_decision(request: HttpRequest, decision_id: int) -> WarrantyDecisionOut:
    """Return a decision with rule version, inputs, grounds and why."""
    _by(request).require(Permission.REPAIR_READ)
    found = EntitlementDecision.objects.filter(pk=decision_id).first()
    if found is None:
        raise NotFound(say("there is no warranty decision %(id)s here", id=decision_id))
    made: WarrantyDecisionOut = _out(WarrantyDecisionOut, found)
    return made


@router.get("/decisions", response={200: list[WarrantyDecisionOut], **ANSWERS}, summary="the decisions of a case")
def decisions_of_case(request: HttpRequest, subject_type: str, subject_id: int) -> list[WarrantyDecisionOut]:
    """List the decisions of a case, newest first: the first one stands."""
    _by(request).require(Permission.REPAIR_READ)
    rows = EntitlementDecision.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-pk")
    return [_out(WarrantyDecisionOut, row) for row in rows[: queries.PAGE]]
