"""The API for machines: /api/openapi.json. Keys, one transaction a request, one answer for one idempotency key."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.security import HttpBearer
from pydantic import ValidationError as PydanticError

from wuxing.certification.cases.api import router as cases_router
from wuxing.certification.clientside.api import router as clientside_router
from wuxing.certification.onsite_audit.api import router as onsite_audit_router
from wuxing.core import clock, tokens, wording
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, BusinessError
from wuxing.core.models import IdempotencyKey
from wuxing.core.notices.api import router as notices_router
from wuxing.core.reasons import say
from wuxing.core.tenants import in_tenant
from wuxing.customers.customer_care.api import router as customers_router
from wuxing.customers.entitlement.api import router as entitlement_router
from wuxing.customers.prices.api import router as prices_router
from wuxing.evidence.api import router as evidence_router
from wuxing.evidence.assessments.api import router as assessments_router
from wuxing.governance.commitments.api import router as commitments_router
from wuxing.governance.documents.api import router as documents_router
from wuxing.governance.nonconformity.api import router as nonconformity_router
from wuxing.resources.spare_parts.listing_api import router as parts_router
from wuxing.service.bench_repair.api import router as bench_router
from wuxing.service.charges.api import router as charges_router
from wuxing.service.day.api import router as day_router
from wuxing.service.doors.api import router as doors_router
from wuxing.service.doors.offering_api import router as offers_router
from wuxing.service.follow_up.api import router as follow_up_router
from wuxing.service.queue.api import router as queue_router
from wuxing.service.repair.api import router as repair_router
from wuxing.web.middleware import note_read

OPEN_PATHS = ("/api/openapi.json",)


class Token(HttpBearer):
    """`Authorization: Bearer wx_…`; the door has looked it up already."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        return getattr(request, "actor", None)


api = NinjaAPI(title="Wuxing", version="1", docs_url=None, auth=Token(), urls_namespace="api")
api.add_router("/notices", notices_router, tags=["notices"])
api.add_router("/repair", repair_router, tags=["4 repair"])
api.add_router("/repair", day_router, tags=["4 repair"])
api.add_router("/parts", parts_router, tags=["11 parts"])
api.add_router("/repair", queue_router, tags=["4 repair"])
api.add_router("/doors", doors_router, tags=["4 public doors"])
api.add_router("/doors", offers_router, tags=["4 public doors"])
api.add_router("/workshop", bench_router, tags=["5 workshop"])
api.add_router("/entitlement", entitlement_router, tags=["4 warranty"])
api.add_router("/prices", prices_router, tags=["4 prices"])
api.add_router("/charges", charges_router, tags=["4 quotes and settlement"])
api.add_router("/follow-up", follow_up_router, tags=["14 follow-up"])
api.add_router("/customers", customers_router, tags=["14 customers"])
api.add_router("/documents", documents_router, tags=["20 documents"])
api.add_router("/governance", commitments_router, tags=["2 promises"])
api.add_router("/governance", nonconformity_router, tags=["22 nonconformity"])
api.add_router("/evidence", evidence_router, tags=["evidence"])
api.add_router("/evidence", assessments_router, tags=["evidence"])
api.add_router("/certification", cases_router, tags=["certification"])
api.add_router("/certification", clientside_router, tags=["certification"])
api.add_router("/certification", onsite_audit_router, tags=["certification"])


def problem(status: int, reason: object, fields: dict[str, str] | None = None) -> JsonResponse:
    """Answer a refusal: the reason says what to do next, `fields` where."""
    body: dict[str, Any] = {"reason": wording.text(reason)}
    if fields:
        body["fields"] = fields
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


@api.exception_handler(BusinessError)
def refused(request: HttpRequest, error: BusinessError) -> HttpResponse:
    """Put a refusal into the caller's language."""
    fields = {name: wording.text(text) for name, text in error.fields.items()} if isinstance(error, BadInput) else None
    return problem(error.status, ", ".join(fields.values()) if fields else error.reason, fields)


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name each field that cannot be read."""
    fields = {".".join(str(part) for part in e["loc"][2:] or e["loc"]): str(e["msg"]) for e in error.errors}
    return problem(422, say("some fields cannot be read"), fields)


@api.exception_handler(PydanticError)
def unreadable_step(request: HttpRequest, error: PydanticError) -> HttpResponse:
    """Name each field of a step that cannot be read."""
    fields = {".".join(str(part) for part in e["loc"]): e["msg"] for e in error.errors()}
    return problem(422, say("some fields cannot be read"), fields)


class ApiDoor:
    """Middleware of /api/: who calls, inside which walls, and whether this very request was answered before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if not request.path.startswith("/api/") or request.path in OPEN_PATHS:
            return self.get_response(request)
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        holder = tokens.holder_of(token.strip()) if scheme == "Bearer" and token.startswith(tokens.PREFIX) else None
        if holder is None:
            return problem(401, say("send a valid key: Authorization: Bearer wx_…"))
        request.actor = actor = holder.actor
        with in_tenant(actor.tenant_id):
            response = self._once(request, actor) if request.method == "POST" else self.get_response(request)
            if holder.engagement_id is not None and response.status_code == 200:
                note_read(request, holder.engagement_id)
            return response

    def _once(self, request: Any, actor: Actor) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "").strip()
        if not 0 < len(key) <= 200:
            return problem(
                400, say("send an Idempotency-Key header of at most 200 signs, a new one for each new request")
            )
        if not _can_be_kept(request.body):
            return problem(422, say("the text holds signs that are no text: a zero byte or half a surrogate pair"))
        digest = sha256(f"{request.path}\n".encode() + request.body).digest()
        if answered := _answered(actor, key, digest):
            return answered
        try:
            with transaction.atomic():
                response = self.get_response(request)
                if response.status_code >= 500:
                    raise _Failed(response)
                IdempotencyKey.objects.create(
                    tenant_id=actor.tenant_id,
                    user_id=actor.user_id or 0,
                    key=key,
                    request_digest=digest,
                    status=response.status_code,
                    body=json.loads(response.content or b"null"),
                    created_at=clock.now(),
                )
                return response
        except IntegrityError as error:  # the same key was answered meanwhile: ours is undone
            if "one_answer_a_key" not in str(error):
                raise
            return _answered(actor, key, digest) or problem(409, say("this request is being answered; ask again"))
        except _Failed as failed:  # perhaps only because the same request went through meanwhile
            return _answered(actor, key, digest) or failed.response


def _can_be_kept(body: bytes) -> bool:
    """Say whether the database can hold every text of a JSON body; what is not JSON is refused by its reader."""
    lower = body.lower()
    if b"\\u0000" in lower or b"\x00" in body:
        return False
    if b"\\ud" in lower:
        try:
            json.dumps(json.loads(body), ensure_ascii=False).encode()
        except UnicodeEncodeError:
            return False
        except ValueError:
            return True
    return True


class _Failed(Exception):
    def __init__(self, response: HttpResponse) -> None:
        self.response = response


def _answered(actor: Actor, key: str, digest: bytes) -> HttpResponse | None:
    """Return the answer already given to this key, if any."""
    found = (
        IdempotencyKey.objects.filter(user_id=actor.user_id or 0, key=key)
        .values_list("request_digest", "status", "body")
        .first()
    )
    if found is None:
        return None
    if bytes(found[0]) != digest:
        return problem(422, say("this Idempotency-Key was used for another request; use a new one"))
    response = JsonResponse(found[2], status=found[1], safe=False, json_dumps_params={"ensure_ascii": False})
    response["Idempotency-Replayed"] = "true"
    return response
