"""保修条款与免责情形: a change is a new version from a day on; what was sold under an earlier one keeps it."""

from collections.abc import Sequence
from datetime import date

from django.db import connection, transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.customers.entitlement import rules
from wuxing.customers.entitlement.models import WarrantyTerm
from wuxing.customers.products.models import Product

SHARES = ("parts_share", "labour_share", "travel_share")
_SAME = (
    "kind", "title", "product_id", "category", "part", "causes", "months", "basis", "parts_share", "labour_share",
    "travel_share", "clause",
)  # fmt: skip


@transaction.atomic
def save_term(
    *,
    code: str,
    kind: str,
    title: str,
    valid_from: date,
    product_id: int | None = None,
    category: str = "",
    part: str = "",
    causes: Sequence[str] = (),
    months: int = 0,
    basis: str = "best",
    shares: tuple[int, int, int] = (100, 100, 100),
    clause: str = "",
    reason: str = "",
    by: Actor,
) -> WarrantyTerm:
    """保修条款: keep a term or exclusion; a code that is known becomes its next version, in force from its day on.

    Raises NotAllowed, NotFound (product), BadInput (what is wrong, by field).
    """
    by.require(Permission.ENTITLEMENT_MANAGE)
    named = {"kind": kind, "code": code, "title": title, "months": months, "basis": basis}
    if wrong := rules.why_not_term(percents=shares, causes=tuple(causes), **named):  # type: ignore[arg-type]
        raise BadInput(dict(wrong))
    if product_id and not Product.objects.filter(pk=product_id).exists():
        raise NotFound(say("there is no product %(id)s here", id=product_id))
    version = _next_version(code.strip(), valid_from, reason, by)

    made = WarrantyTerm.objects.create(
        tenant_id=by.tenant_id,
        code=code.strip()[:40],
        version=version,
        kind=kind,
        title=title.strip()[:200],
        product_id=product_id,
        category=category.strip()[:60],
        part=part.strip()[:40],
        causes=list(causes),
        months=months if kind == WarrantyTerm.Kind.COVERAGE else 0,
        basis=basis,
        **dict(zip(SHARES, shares, strict=True)),
        valid_from=valid_from,
        clause=clause.strip()[:200],
        reason=reason.strip()[:300],
        added_by_id=by.user_id,
        added_at=clock.now(),
    )
    _leave("entitlement.save_term", made, by)
    return made


@transaction.atomic
def withdraw_term(*, term_id: int, valid_from: date, reason: str, by: Actor) -> WarrantyTerm:
    """停用条款: from a day on nothing is sold under the term any more; what was sold before keeps it.

    Raises NotAllowed, NotFound, BadInput (no reason, too early), RuleBroken (withdrawn already).
    """
    by.require(Permission.ENTITLEMENT_MANAGE)
    if not reason.strip():
        raise BadInput({"reason": say("say why the term changes")})
    found = WarrantyTerm.objects.filter(pk=term_id).first()
    if found is None:
        raise NotFound(say("there is no such term here"))
    last = _last(found.code, by)
    assert last is not None
    if last.withdrawn:
        raise RuleBroken(say("this term is withdrawn already"))
    if valid_from < last.valid_from:
        raise BadInput({"valid_from": say("a new version begins no earlier than the one before it")})

    made = WarrantyTerm.objects.create(
        tenant_id=by.tenant_id,
        code=last.code,
        version=last.version + 1,
        valid_from=valid_from,
        withdrawn=True,
        reason=reason.strip()[:300],
        added_by_id=by.user_id,
        added_at=clock.now(),
        **{name: getattr(last, name) for name in _SAME},
    )
    _leave("entitlement.withdraw_term", made, by)
    return made


def _next_version(code: str, valid_from: date, reason: str, by: Actor) -> int:
    """Return the version that a code gets now; a change says why and begins no earlier than what it changes."""
    last = _last(code, by)
    if last is None:
        return 1
    if not reason.strip():
        raise BadInput({"reason": say("say why the term changes")})
    if valid_from < last.valid_from:
        raise BadInput({"valid_from": say("a new version begins no earlier than the one before it")})
    return last.version + 1


def _last(code: str, by: Actor) -> WarrantyTerm | None:
    """Return the newest version of a code; two that add one at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"term:{by.tenant_id}:{code}"])
    return WarrantyTerm.objects.filter(code=code).order_by("-version").first()


def _leave(event: str, term: WarrantyTerm, by: Actor) -> None:
    kept = {name: getattr(term, name) for name in (*_SAME, "code", "version", "reason")}
    ledger.record(event, by=by, target=term, valid_from=term.valid_from, **kept)
