"""Promises by machine: list, one, how they are kept, the targets behind that."""

from datetime import timedelta
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import AwareDatetime, Field

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.core.refusals import ANSWERS
from wuxing.governance.commitments import queries, rules, subjects
from wuxing.governance.commitments.api.shapes import (
    PromiseOut,
    PromiseStepOut,
    PromiseTargetOut,
    ShareOut,
    TargetsOut,
)
from wuxing.governance.commitments.models import Promise

router = Router()
MOST = 500
USUAL = timedelta(days=90)


def out(found: Promise) -> PromiseOut:
    """Return a promise as it is given."""
    names = (name for name in PromiseOut.model_fields if name not in ("id", "steps"))
    steps = [PromiseStepOut(percent=percent, to=to.value) for percent, to in rules.steps_from(found.steps)]
    return PromiseOut(id=found.pk, steps=steps, **{name: getattr(found, name) for name in names})


def one(promise_id: int) -> Promise:
    """Return a promise of the tenant. Raises NotFound."""
    found = Promise.objects.filter(pk=promise_id).first() if promise_id < 2**61 else None
    if found is None:
        raise NotFound(say("there is no such promise here"))
    return found


@router.get("/promises", response={200: list[PromiseOut], **ANSWERS}, summary="promises, those in force or all")
def list_promises(request: HttpRequest, every: bool = False) -> list[PromiseOut]:
    """List the promises in force, or with `every` the ended versions too, newest first."""
    acting(request, Permission.GOVERNANCE_READ)
    found = Promise.objects if every else queries.in_force(clock.now())
    return [out(row) for row in found.order_by("-pk")[:MOST]]


@router.get("/promises/{promise_id}", response={200: PromiseOut, **ANSWERS}, summary="one promise")
def read_promise(request: HttpRequest, promise_id: int) -> PromiseOut:
    """Return one version of a promise."""
    acting(request, Permission.GOVERNANCE_READ)
    return out(one(promise_id))


@router.get("/promises/{promise_id}/share", response={200: ShareOut, **ANSWERS}, summary="how a promise is kept")
def promise_share(request: HttpRequest, promise_id: int, since: AwareDatetime | None = None) -> ShareOut:
    """Return how a promise was kept since an instant (90 days unless told), live from its targets."""
    acting(request, Permission.GOVERNANCE_READ)
    began = since or clock.now() - USUAL
    share = queries.kept_share(one(promise_id).pk, began)
    names = ("kept", "broken", "late", "running", "dropped", "judged", "percent")
    return ShareOut(since=began, **{name: getattr(share, name) for name in names})


@router.get(
    "/promises/{promise_id}/targets", response={200: TargetsOut, **ANSWERS}, summary="the targets behind a share"
)
def promise_targets(
    request: HttpRequest,
    promise_id: int,
    since: AwareDatetime | None = None,
    only: Annotated[str, Field(max_length=20)] = "",
    after: Annotated[str, Field(max_length=60)] = "",
) -> TargetsOut:
    """List the targets of a promise, newest first, 50 a page; `only` is kept, broken, late, running or dropped."""
    acting(request, Permission.GOVERNANCE_READ)
    page = queries.targets_behind(one(promise_id).pk, since or clock.now() - USUAL, kind=only, after=after)
    kinds = {row["subject_type"] for row in page.rows}
    cases = {
        kind: subjects.read(kind, [r["subject_id"] for r in page.rows if r["subject_type"] == kind]) for kind in kinds
    }
    names = [name for name in PromiseTargetOut.model_fields if name not in ("id", "number")]
    targets = []
    for row in page.rows:
        case = cases[row["subject_type"]].get(row["subject_id"])
        number = case.number if case else ""
        targets.append(PromiseTargetOut(id=row["pk"], number=number, **{name: row[name] for name in names}))
    return TargetsOut(targets=targets, after=page.after)
