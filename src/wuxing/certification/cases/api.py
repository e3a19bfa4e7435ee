"""Cases by machine, to be read by the body's own people: list, one, its findings; certificates."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from wuxing.certification.cases import board, lists, queries
from wuxing.certification.cases.lists import Wanted
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Kind, Stage
from wuxing.certification.certificate import lists as certificate_lists
from wuxing.certification.certificate import queries as certificates
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.certificate.states import State
from wuxing.certification.findings import queries as findings
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.refusals import READING as ANSWERS
from wuxing.core.searching import search_for

router = Router()
NEWEST = 2**62
Before = Annotated[int, Field(ge=1, le=NEWEST)]
Words = Annotated[str, Field(max_length=100)]


class CaseOut(Schema):
    """A case; days as they are known by now."""

    id: int
    number: str
    kind: str
    stage: str
    stage_since: datetime
    due_on: date | None
    client_id: int
    client: str
    credit_code: str
    scheme: str
    pack: str
    target_level: str
    scope: str
    headcount: int
    rehearsal: bool
    certificate_id: int | None
    evaluated_from: date | None
    evaluated_until: date | None
    closing_at: datetime | None
    decided_at: datetime | None
    ended_at: datetime | None


class WholeCaseOut(CaseOut):
    """A case with its sites and with what keeps it from its next stage."""

    sites: list[dict[str, Any]]
    blocked_by: list[str]


class FindingOut(Schema):
    """A finding; `failures` of `sample_size` where points are lost by share."""

    id: int
    number: int
    kind: str
    grade: str
    leaf: str
    reason_code: str
    text: str
    evidence: str
    sample_size: int | None
    failures: int | None
    source: str
    state: str
    raised_at: datetime
    due_on: date | None
    closed_at: datetime | None


class CertificateOut(Schema):
    """A certificate; `state` is what it is worth today, even if no job has run."""

    id: int
    number: str
    case_id: int
    client_id: int
    holder: str
    scheme: str
    pack: str
    level: str
    score: Decimal
    scope: str
    sites: list[dict[str, Any]]
    state: str
    issued_on: date
    valid_until: date
    last_evaluated_on: date
    surveillance_due_on: date
    extended_until: date | None
    suspended_until: date | None
    rehearsal: bool


@router.get("/cases", response={200: list[CaseOut], **ANSWERS}, summary="认证项目: newest cases, 50 a page")
def list_cases(
    request: HttpRequest,
    q: Words = "",
    stage: Stage | Literal["open", "ended"] | None = None,
    kind: Kind | None = None,
    before: Before = NEWEST,
) -> list[CaseOut]:
    """List cases, newest first; `before` is the id of the last one seen; `stage` is one, or open, or ended."""
    _reader(request)
    wanted = Wanted(search=q.strip(), stage=stage or "", kind=kind or "", before=before)
    return [case_out(row) for row in lists.cases(wanted)[0]]


@router.get("/cases/{case_id}", response={200: WholeCaseOut, **ANSWERS}, summary="one case, and what blocks it")
def one_case(request: HttpRequest, case_id: int) -> dict[str, Any]:
    """Return a case with its sites and what keeps it from its next stage."""
    _reader(request)
    case = queries.case(case_id)
    sites = case.sites.order_by("pk").values("kind", "name", "address", "city", "headcount", "chosen")
    blocked = [wording.text(reason) for reason in board.blocks_of([case]).get(case.pk, [])]
    return {**case_out(case).model_dump(), "sites": list(sites), "blocked_by": blocked}


@router.get("/cases/{case_id}/findings", response={200: list[FindingOut], **ANSWERS}, summary="不符合项: its findings")
def findings_of(request: HttpRequest, case_id: int) -> list[Any]:
    """Return the findings of a case, in their order."""
    _reader(request)
    return findings.of_case(queries.case(case_id).pk)


@router.get(
    "/cases/{case_id}/certificates", response={200: list[CertificateOut], **ANSWERS}, summary="认证证书: it has led to"
)
def certificates_of(request: HttpRequest, case_id: int) -> list[CertificateOut]:
    """Return the certificates that a case has led to, or is about."""
    today = clock.today(_reader(request).zone)
    return [certificate_out(one, today) for one in certificates.of_case(queries.case(case_id))]


@router.get(
    "/certificates", response={200: list[CertificateOut], **ANSWERS}, summary="认证证书: newest certificates, 50 a page"
)
def list_certificates(
    request: HttpRequest, q: Words = "", state: State | None = None, level: Words = "", before: Before = NEWEST
) -> list[CertificateOut]:
    """List certificates, newest first; `before` is the id of the last one seen; `state` is that of today."""
    today = clock.today(_reader(request).zone)
    wanted = certificate_lists.Wanted(search=search_for(q), state=state or "", level=level, before=before)
    return [certificate_out(one, today) for one in certificate_lists.certificates(wanted, today)[0]]


@router.get("/certificates/{certificate_id}", response={200: CertificateOut, **ANSWERS}, summary="one certificate")
def one_certificate(request: HttpRequest, certificate_id: int) -> CertificateOut:
    """Return a certificate as it is worth today."""
    by = _reader(request)
    return certificate_out(certificates.certificate(certificate_id), clock.today(by.zone))


def _reader(request: HttpRequest) -> Actor:
    by = acting(request)
    by.require(Permission.CASE_READ)
    return by


def case_out(case: Case) -> CaseOut:
    """Return a case as it is given out."""
    told = {name: getattr(case, name) for name in CaseOut.model_fields if name not in {"client", "credit_code"}}
    return CaseOut(**told, client=case.client.name, credit_code=case.client.credit_code)


def certificate_out(found: Certificate, today: date) -> CertificateOut:
    """Return a certificate as it is given out on a day."""
    told = {name: getattr(found, name) for name in CertificateOut.model_fields if name != "state"}
    return CertificateOut(**told, state=certificates.state_on(found, today).value)
