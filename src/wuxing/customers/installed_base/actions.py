"""装机档案: add a unit, make it part of another, move it, hand it over, replace it, take it out of use (procedure 14).

A tie that ends gets its day; none is taken away. The unit's own columns are the ties that stand now.
"""

from datetime import date

from django.db import IntegrityError, transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.customers.customer_care.models import Customer, ServiceSite
from wuxing.customers.installed_base import queries, rules
from wuxing.customers.installed_base.models import AssetTie
from wuxing.customers.products.models import Asset, Product

Kind = AssetTie.Kind
TAKEN = say("a unit with this serial number is on record already")


@transaction.atomic
def add_unit(
    *,
    customer_id: int,
    product_id: int,
    serial: str,
    site_id: int | None = None,
    parent_id: int | None = None,
    installed_on: date | None = None,
    by: Actor,
) -> Asset:
    """登记设备: add a unit to a customer's installed base, at a place and as a part of another if it is one.

    Raises NotAllowed, NotFound, BadInput (a serial number that is on record, a day to come), RuleBroken (data erased).
    """
    by.require(Permission.CUSTOMER_WRITE)
    customer = _customer(customer_id)
    number = serial.strip().upper()[:80]
    if wrong := _wrong_unit(customer_id, product_id, number, site_id, parent_id):
        raise BadInput(dict(wrong))
    if installed_on and installed_on > clock.today(by.zone):
        raise BadInput({"installed_on": say("this day is still to come")})

    made = enter(
        Asset(
            tenant_id=by.tenant_id,
            product_id=product_id,
            customer=customer,
            site_id=site_id,
            serial=number,
            installed_on=installed_on,
        )
    )
    on = installed_on or clock.today(by.zone)
    _open(made, Kind.OWNED_BY, by, since=on, customer_id=customer_id)
    if site_id:
        _open(made, Kind.LOCATED_AT, by, since=on, site_id=site_id)
    if parent_id:
        _open(made, Kind.PARENT, by, since=on, other_id=parent_id)
    ledger.record(
        "asset.add",
        by=by,
        target=made,
        case=("asset", made.pk),
        serial=number,
        customer_id=customer_id,
        parent_id=parent_id,
    )
    return made


def enter(unit: Asset) -> Asset:
    """Save a new unit; a step of adding or exchanging one. Raises BadInput: another hand entered its number just now."""
    try:
        with transaction.atomic():
            unit.save(force_insert=True)
    except IntegrityError as error:
        if "one_asset_a_serial" not in str(error):
            raise
        raise BadInput({"serial": TAKEN}) from error
    return unit


def _wrong_unit(
    customer_id: int, product_id: int, number: str, site_id: int | None, parent_id: int | None
) -> dict[str, Reason]:
    wrong: dict[str, Reason] = {}
    if not Product.objects.filter(pk=product_id).exists():
        wrong["product_id"] = say("choose a product")
    elif number and Asset.objects.filter(product_id=product_id, serial=number).exists():
        wrong["serial"] = TAKEN
    if site_id and not ServiceSite.objects.filter(pk=site_id, customer_id=customer_id).exists():
        wrong["site_id"] = say("choose a place of this customer")
    if parent_id and not Asset.objects.filter(pk=parent_id).exists():
        wrong["parent_id"] = say("choose a unit on record")
    return wrong


@transaction.atomic
def tie_unit(*, asset_id: int, kind: str, to: int | None, on: date, reason: str, by: Actor) -> AssetTie | None:
    """设备关系变更: end a unit's tie of a kind on a day, and open the one to `to`; nothing for `to` only ends it.

    `kind` is parent, located_at, owned_by, managed_by or replaced_by; `to` the number of a unit, a place or a customer.
    Raises NotAllowed, NotFound, BadInput, RuleBroken (a ring of parts or successors).
    """
    by.require(Permission.CUSTOMER_WRITE)
    queries.lock_graph()
    asset = _asset(asset_id)
    before = queries.open_tie(asset_id, kind)
    wrong = rules.why_not_tie(
        on, clock.today(by.zone), since=before.since if before else None, retired=bool(asset.retired_on), reason=reason
    )
    if kind not in Kind.values:
        wrong["kind"] = say("choose what changes")
    elif why := _why_not_to(asset, kind, to):
        wrong["to"] = why
    if wrong:
        raise BadInput(dict(wrong))
    if to and (refusal := _ring(asset_id, kind, to)):
        raise RuleBroken(refusal)

    was = _end(asset, kind, before, on, by)
    made = _open(asset, kind, by, since=on, reason=reason.strip(), **{_column(kind): to}) if to else None
    _project(asset, kind, to)
    ledger.record(
        "asset.tie",
        by=by,
        target=asset,
        case=("asset", asset.pk),
        kind=kind,
        changed={"before": was, "after": to},
        on=on,
        reason=reason.strip(),
    )
    return made


@transaction.atomic
def retire_unit(*, asset_id: int, on: date, reason: str, by: Actor) -> Asset:
    """设备停用: take a unit out of use; where it stood and what it was part of ends on that day. Its record stays.

    Raises NotAllowed, NotFound, BadInput, RuleBroken (out of use already).
    """
    by.require(Permission.CUSTOMER_WRITE)
    queries.lock_graph()
    asset = _asset(asset_id)
    if asset.retired_on:
        raise RuleBroken(say("this unit is out of use"))
    wrong = rules.why_not_tie(on, clock.today(by.zone), since=None, retired=False, reason=reason)
    if wrong:
        raise BadInput(dict(wrong))

    asset.retired_on, asset.retired_reason = on, reason.strip()[:300]
    asset.save(update_fields=["retired_on", "retired_reason"])
    for tie in AssetTie.objects.filter(
        asset=asset, until=None, kind__in=[Kind.PARENT, Kind.LOCATED_AT, Kind.MANAGED_BY]
    ):
        tie.until = max(on, tie.since or on)
        tie.save(update_fields=["until"])
    ledger.record("asset.retire", by=by, target=asset, case=("asset", asset.pk), on=on, reason=reason.strip())
    return asset


def note_exchange(old: Asset, new: Asset, *, on: date, reason: str, by: Actor) -> None:
    """换机: keep in the graph what an exchange did; a step of exchanging a unit, which left its own entry."""
    _open(old, Kind.REPLACED_BY, by, since=on, reason=reason, other_id=new.pk)
    _open(new, Kind.OWNED_BY, by, since=on, customer_id=new.customer_id)
    if new.site_id:
        _open(new, Kind.LOCATED_AT, by, since=on, site_id=new.site_id)
    for kind in (Kind.LOCATED_AT, Kind.PARENT):
        tie = queries.open_tie(old.pk, kind)
        if tie:
            tie.until = max(on, tie.since or on)
            tie.save(update_fields=["until"])
            if kind == Kind.PARENT:
                _open(new, Kind.PARENT, by, since=on, other_id=tie.other_id)


def _customer(customer_id: int) -> Customer:
    found = Customer.objects.filter(pk=customer_id).first()
    if found is None:
        raise NotFound(say("there is no customer %(id)s here", id=customer_id))
    if found.erased_at or found.merged_into_id:
        raise RuleBroken(say("this file is closed: its data were erased, or it was merged"))
    return found


def _asset(asset_id: int) -> Asset:
    found = Asset.objects.select_for_update(of=("self",)).filter(pk=asset_id).first()
    if found is None:
        raise NotFound(say("there is no equipment %(id)s here", id=asset_id))
    return found


def _column(kind: str) -> str:
    if kind in (Kind.PARENT, Kind.REPLACED_BY):
        return "other_id"
    return "site_id" if kind == Kind.LOCATED_AT else "customer_id"


def _why_not_to(asset: Asset, kind: str, to: int | None) -> Reason | None:
    if to is None:
        ends = kind in (Kind.PARENT, Kind.MANAGED_BY, Kind.LOCATED_AT)
        return None if ends else say("say to whom or what it goes")
    if kind in (Kind.PARENT, Kind.REPLACED_BY):
        return None if Asset.objects.filter(pk=to, retired_on=None).exists() else say("choose a unit on record")
    if kind == Kind.LOCATED_AT:
        return None if ServiceSite.objects.filter(pk=to).exists() else say("choose a place on record")
    standing = Customer.objects.filter(pk=to, erased_at=None, merged_into=None)
    return None if standing.exists() else say("choose a customer on record")


def _ring(asset_id: int, kind: str, to: int) -> Reason | None:
    if kind == Kind.PARENT:
        return rules.why_not_part(asset_id, to, queries.onward(to, kind))
    if kind == Kind.REPLACED_BY:
        return rules.why_not_successor(asset_id, to, queries.onward(asset_id, kind) | queries.onward(to, kind))
    return None


def _open(
    asset: Asset,
    kind: str,
    by: Actor,
    *,
    since: date | None,
    reason: str = "",
    other_id: int | None = None,
    site_id: int | None = None,
    customer_id: int | None = None,
) -> AssetTie:
    return AssetTie.objects.create(
        tenant_id=by.tenant_id,
        asset=asset,
        kind=kind,
        since=since,
        reason=reason,
        other_id=other_id,
        site_id=site_id,
        customer_id=customer_id,
        recorded_by_id=by.user_id,
        recorded_at=clock.now(),
    )


def _end(asset: Asset, kind: str, tie: AssetTie | None, on: date, by: Actor) -> int | None:
    """End the tie that stands; what was on file in columns only becomes a tie that ended."""
    if tie is None:
        was = {Kind.LOCATED_AT: asset.site_id, Kind.OWNED_BY: asset.customer_id}.get(Kind(kind))
        if was is None:
            return None
        first = asset.installed_on or asset.delivered_on or asset.purchased_on
        since = first if first and first <= on else None
        tie = _open(asset, kind, by, since=since, reason="", **{_column(kind): was})
    tie.until = on
    tie.save(update_fields=["until"])
    ended: int | None = getattr(tie, _column(kind))
    return ended


def _project(asset: Asset, kind: str, to: int | None) -> None:
    """Write a tie that stands into the unit's own column, for those that read only that."""
    columns = {Kind.LOCATED_AT: "site_id", Kind.OWNED_BY: "customer_id", Kind.REPLACED_BY: "replaced_by_id"}
    if column := columns.get(Kind(kind)):
        setattr(asset, column, to)
        asset.save(update_fields=[column.removesuffix("_id")])
