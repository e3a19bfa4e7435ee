"""What is done with data, by machine: look-ups, consent, notices, requests of persons."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.refusals import ANSWERS
from wuxing.customers.customer_care import actions, queries
from wuxing.customers.customer_care.api.shapes import (
    CareDoneIn,
    CareRequestIn,
    CareRequestOut,
    CareRuleIn,
    CareVersionOut,
    ConsentIn,
    ConsentOut,
    ExtendIn,
    IdentifyIn,
    LookUpOut,
    MayUseOut,
    NoticeIn,
    PurposeOut,
    RefuseIn,
    RevealedOut,
    RevealIn,
    actor_of,
)
from wuxing.customers.customer_care.models import Consent, RightsRequest
from wuxing.customers.customer_care.queries import look_ups, requests
from wuxing.customers.customer_care.queries.files import customer_of

router = Router()


def _out(shape: Any, row: Any) -> Any:
    return shape(**{name: getattr(row, "pk" if name == "id" else name) for name in shape.model_fields})


def _request(row: RightsRequest) -> CareRequestOut:
    made: CareRequestOut = _out(CareRequestOut, row)
    return made


@router.post("/contacts/{contact_id}/reveal", response={200: RevealedOut, **ANSWERS}, summary="查看联系方式")
def reveal(request: HttpRequest, contact_id: int, body: RevealIn) -> RevealedOut:
    """Show a number in full; that it was looked at stays on record."""
    shown = actions.reveal_contact(contact_id=contact_id, by=actor_of(request), **body.model_dump())
    return RevealedOut(name=shown.name, phone=shown.phone, address=shown.address)


@router.get("/look-ups", response={200: list[LookUpOut], **ANSWERS}, summary="查看记录")
def list_look_ups(request: HttpRequest, unusual: bool = False, before: int = queries.NEWEST) -> list[LookUpOut]:
    """List look-ups, newest first: one's own, or everybody's for those who may manage records or erase."""
    by = actor_of(request)
    by.require(Permission.CUSTOMER_READ)
    everybody = by.may(Permission.CUSTOMER_ERASE) or by.may(Permission.RECORD_MANAGE)
    rows = look_ups.look_ups(person_id=None if everybody else by.user_id, unusual=unusual, before=before)
    names = [name for name in LookUpOut.model_fields if name != "id"]
    return [LookUpOut(id=row["pk"], **{name: row[name] for name in names}) for row in rows]


@router.post("/care-rules", response={201: CareVersionOut, **ANSWERS}, summary="查看与答复规则")
def change_care_rule(request: HttpRequest, body: CareRuleIn) -> Status[CareVersionOut]:
    """Write the next version of the rule."""
    return Status(201, _out(CareVersionOut, actions.change_care_rule(by=actor_of(request), **body.model_dump())))


@router.get("/purposes", response={200: list[PurposeOut], **ANSWERS}, summary="处理目的与告知文本")
def list_purposes(request: HttpRequest) -> list[PurposeOut]:
    """List the purposes in their newest version."""
    actor_of(request).require(Permission.CUSTOMER_READ)
    return [_out(PurposeOut, one) for one in queries.purposes().values()]


@router.post("/purposes", response={201: CareVersionOut, **ANSWERS}, summary="告知文本新版本")
def save_notice(request: HttpRequest, body: NoticeIn) -> Status[CareVersionOut]:
    """Write the next version of a notice, or a purpose of one's own."""
    return Status(201, _out(CareVersionOut, actions.save_notice(by=actor_of(request), **body.model_dump())))


@router.get("/files/{customer_id}/consents", response={200: list[ConsentOut], **ANSWERS}, summary="同意记录")
def list_consents(request: HttpRequest, customer_id: int) -> list[ConsentOut]:
    """List what a customer said about purposes, newest first."""
    actor_of(request).require(Permission.CUSTOMER_READ)
    family = queries.family_of(customer_of(customer_id).pk)
    rows = Consent.objects.filter(customer_id__in=family).order_by("-said_at", "-pk")[:200]
    return [_out(ConsentOut, row) for row in rows]


@router.post("/files/{customer_id}/consents", response={201: list[ConsentOut], **ANSWERS}, summary="同意与撤回")
def record_consent(request: HttpRequest, customer_id: int, body: ConsentIn) -> Status[list[ConsentOut]]:
    """Record consent given or withdrawn."""
    rows = actions.record_consent(customer_id=customer_id, by=actor_of(request), **body.model_dump())
    return Status(201, [_out(ConsentOut, row) for row in rows])


@router.get("/files/{customer_id}/may-use/{purpose}", response={200: MayUseOut, **ANSWERS}, summary="可否用于该目的")
def may_use(request: HttpRequest, customer_id: int, purpose: str) -> MayUseOut:
    """Say whether a customer's data may be used for a purpose, and why not."""
    actor_of(request).require(Permission.CUSTOMER_READ)
    why = queries.may_use(customer_of(customer_id).pk, purpose)
    return MayUseOut(purpose=purpose, may=why is None, reason=wording.text(why) if why else "")


@router.get("/requests", response={200: list[dict[str, Any]], **ANSWERS}, summary="权利请求")
def list_requests(request: HttpRequest, only: str = "", before: int = queries.NEWEST) -> list[dict[str, Any]]:
    """List requests: all newest first, or only open or overdue ones by their day."""
    by = actor_of(request)
    by.require(Permission.CUSTOMER_READ)
    rows = requests.request_rows(only=only, today=clock.today(by.zone), before=before)
    names = ("number", "customer_id", "kind", "state", "asked_at", "promised_on", "due_on", "ended_at")
    return [{"id": row["pk"], **{name: row[name] for name in names}} for row in rows]


@router.post("/files/{customer_id}/requests", response={201: CareRequestOut, **ANSWERS}, summary="受理权利请求")
def receive(request: HttpRequest, customer_id: int, body: CareRequestIn) -> Status[CareRequestOut]:
    """Take a request of a person."""
    return Status(
        201, _request(actions.receive_request(customer_id=customer_id, by=actor_of(request), **body.model_dump()))
    )


@router.post("/requests/{request_id}/identify", response={200: CareRequestOut, **ANSWERS}, summary="核实身份")
def identify(request: HttpRequest, request_id: int, body: IdentifyIn) -> CareRequestOut:
    """Note how it is known who asks."""
    return _request(actions.identify_person(request_id=request_id, how=body.how, by=actor_of(request)))


@router.post("/requests/{request_id}/extend", response={200: CareRequestOut, **ANSWERS}, summary="延长答复")
def extend(request: HttpRequest, request_id: int, body: ExtendIn) -> CareRequestOut:
    """Give a request more time, once."""
    return _request(actions.extend_request(request_id=request_id, by=actor_of(request), **body.model_dump()))


@router.post("/requests/{request_id}/answer", response={200: CareRequestOut, **ANSWERS}, summary="答复")
def answer(request: HttpRequest, request_id: int, body: CareDoneIn) -> CareRequestOut:
    """Do what was asked and say so."""
    return _request(actions.answer_request(request_id=request_id, by=actor_of(request), **body.model_dump()))


@router.post("/requests/{request_id}/refuse", response={200: CareRequestOut, **ANSWERS}, summary="拒绝")
def refuse(request: HttpRequest, request_id: int, body: RefuseIn) -> CareRequestOut:
    """Refuse a request on a ground of law."""
    return _request(actions.refuse_request(request_id=request_id, by=actor_of(request), **body.model_dump()))


@router.post("/requests/{request_id}/withdraw", response={200: CareRequestOut, **ANSWERS}, summary="撤回请求")
def withdraw(request: HttpRequest, request_id: int) -> CareRequestOut:
    """The person no longer asks."""
    return _request(actions.withdraw_request(request_id=request_id, by=actor_of(request)))


@router.post("/requests/{request_id}/copy", response={200: dict[str, Any], **ANSWERS}, summary="复制个人信息")
def copy(request: HttpRequest, request_id: int) -> dict[str, Any]:
    """Draw the copy of all that is held of a person."""
    return actions.draw_copy(request_id=request_id, by=actor_of(request)).plain()
