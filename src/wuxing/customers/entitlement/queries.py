"""What decisions are taken by, as the rules want it; and decisions, terms and contracts as pages show them."""

from typing import Any

from django.db.models import F, QuerySet

from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.customers.entitlement import rules
from wuxing.customers.entitlement.models import EntitlementDecision, WarrantyContract, WarrantyTerm
from wuxing.customers.entitlement.rulesets import editions
from wuxing.customers.products.models import Asset, Product

PAGE = 50
NEWEST = 2**62
_TERM = (
    "code", "version", "kind", "title", "product_id", "category", "part", "causes", "months", "basis", "parts_share",
    "labour_share", "travel_share", "valid_from", "withdrawn", "clause",
)  # fmt: skip


def terms() -> tuple[rules.Term, ...]:
    """Return every version of the company's terms and exclusions, as the rules want them."""
    found = []
    for row in WarrantyTerm.objects.order_by("code", "version").values(*_TERM):
        shares = (row.pop("parts_share"), row.pop("labour_share"), row.pop("travel_share"))
        found.append(rules.Term(**{**row, "causes": tuple(row["causes"]), "cover": rules.Cover(*shares)}))
    return tuple(found)


def contracts_of(asset_id: int) -> tuple[rules.Contract, ...]:
    """Return the contracts of a unit; one that was ended early runs up to that day."""
    return tuple(
        rules.Contract(
            number=one.number,
            kind=one.kind,
            starts_on=one.starts_on,
            ends_on=min(one.ends_on, one.ended_on) if one.ended_on else one.ends_on,
            cover=rules.Cover(one.parts_share, one.labour_share, one.travel_share),
            excluded=tuple(one.excluded),
        )
        for one in WarrantyContract.objects.filter(asset_id=asset_id).order_by("pk")
    )


def book_for(product: Product | None, asset: Asset | None) -> rules.Book:
    """Return the rules that a decision on a unit is taken by."""
    return rules.Book(
        terms=terms(),
        contracts=contracts_of(asset.pk) if asset and asset.pk else (),
        months=product.warranty_months if product else None,
        editions=editions(),
    )


def starts_of(asset: Asset | None) -> dict[str, Any]:
    """Return the days that are known of a unit, by basis."""
    if asset is None:
        return {}
    known = {
        "invoice": asset.purchased_on,
        "delivery": asset.delivered_on,
        "installation": asset.installed_on,
        "production": asset.produced_on,
    }
    return {basis: day for basis, day in known.items() if day}


def lock_decision(decision_id: int) -> EntitlementDecision:
    """Return a decision of the tenant, locked. Raises NotFound."""
    found = EntitlementDecision.objects.select_for_update().filter(pk=decision_id).first()
    if found is None:
        raise NotFound(say("there is no warranty decision %(id)s here", id=decision_id))
    return found


def current_of(subject: tuple[str, int]) -> EntitlementDecision | None:
    """Return the decision that stands for a case: the newest one."""
    return EntitlementDecision.objects.filter(subject_type=subject[0], subject_id=subject[1]).order_by("-pk").first()


def is_told(decision: EntitlementDecision | None, told_at: object) -> bool:
    """Say whether the customer knows this decision: told about it, or earlier and it got no worse since."""
    if decision is None:
        return told_at is not None
    return decision.explained_at is not None or (told_at is not None and not decision.retell)


def term_rows() -> list[dict[str, Any]]:
    """Return every version of terms and exclusions, newest first within a code."""
    fields = (*_TERM, "pk", "reason", "added_at")
    names = {"product_model": F("product__model"), "added_by_name": F("added_by__name")}
    return list(WarrantyTerm.objects.order_by("kind", "code", "-version").values(*fields, **names))


def contract_rows(asset_id: int | None = None, before: int = NEWEST, typed: str = "") -> list[dict[str, Any]]:
    """Return contracts, newest first, one more than a page; of one unit, or found by number or serial number."""
    found = WarrantyContract.objects.filter(pk__lt=before)
    if asset_id:
        found = found.filter(asset_id=asset_id)
    if typed:
        found = found.filter(number=typed) | found.filter(asset__serial=typed.upper())
    fields = (
        "pk", "number", "kind", "starts_on", "ends_on", "parts_share", "labour_share", "travel_share", "excluded",
        "ended_on", "end_reason", "asset_id",
    )  # fmt: skip
    names = {
        "serial": F("asset__serial"),
        "model": F("asset__product__model"),
        "product_name": F("asset__product__name"),
    }
    return list(found.order_by("-pk").values(*fields, **names)[: PAGE + 1])


def decisions_of(asset_id: int) -> QuerySet[EntitlementDecision]:
    """Return the decisions about a unit, newest first (at most a page)."""
    return EntitlementDecision.objects.filter(asset_id=asset_id).order_by("-pk")[:PAGE]


def asset_of(asset_id: int, *, lock: bool = False) -> Asset:
    """Return a unit of the tenant with its product. Raises NotFound."""
    rows = Asset.objects.select_for_update(of=("self",)) if lock else Asset.objects.all()
    found = rows.select_related("product", "customer").filter(pk=asset_id).first()
    if found is None:
        raise NotFound(say("there is no equipment %(id)s here", id=asset_id))
    return found
