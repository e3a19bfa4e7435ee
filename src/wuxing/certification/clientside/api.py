"""我方认证 by machine: what the caller's own company has at the bodies of this installation."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from wuxing.certification.clientside import queries
from wuxing.core.doors import acting

router = Router()


class OurCaseOut(Schema):
    """A case of ours; `id` and `number` are the body's."""

    id: int
    number: str
    kind: str
    level: str
    stage: str


class OurCertificateOut(Schema):
    """A certificate of ours; `state` is what it is worth today."""

    number: str
    level: str
    state: str
    valid_until: date
    surveillance_due_on: date


class OurBodyOut(Schema):
    """A body at which we have something."""

    slug: str
    name: str
    cases: list[OurCaseOut]
    certificates: list[OurCertificateOut]


@router.get("/ours", response={200: list[OurBodyOut]}, summary="我方认证: our own cases and certificates, by body")
def ours(request: HttpRequest) -> list[dict[str, Any]]:
    """Return what our company has applied for and holds."""
    return [
        {
            "slug": body.slug,
            "name": body.name,
            "cases": [
                {"id": one.pk, "number": one.number, "kind": one.kind, "level": one.level, "stage": one.stage}
                for one in body.cases
            ],
            "certificates": [
                {
                    "number": one.number, "level": one.level, "state": one.state.value, "valid_until": one.valid_until,
                    "surveillance_due_on": one.surveillance_due_on,
                }
                for one in body.certificates
            ],
        }
        for body in queries.ours(acting(request))
    ]  # fmt: skip
