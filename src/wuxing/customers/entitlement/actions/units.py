"""The days of a unit from which a warranty may count, and its exchange for another unit."""

from datetime import date

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.customers.entitlement import queries
from wuxing.customers.installed_base.actions import TAKEN, enter, note_exchange
from wuxing.customers.products.models import Asset

DAYS = ("purchased_on", "delivered_on", "installed_on", "produced_on")


@transaction.atomic
def date_unit(
    *,
    asset_id: int,
    purchased_on: date | None,
    delivered_on: date | None,
    installed_on: date | None,
    produced_on: date | None,
    reason: str = "",
    by: Actor,
) -> Asset:
    """起算日期: keep what is known of a unit's days; old and new value stay in the ledger.

    Raises NotAllowed, NotFound, BadInput (a day to come, production after the sale, no reason for a correction).
    """
    by.require(Permission.CUSTOMER_WRITE)
    given = dict(zip(DAYS, (purchased_on, delivered_on, installed_on, produced_on), strict=True))
    asset = queries.asset_of(asset_id, lock=True)
    before = {name: getattr(asset, name) for name in DAYS}
    today = clock.today(by.zone)
    wrong = {name: say("this day is still to come") for name, day in given.items() if day and day > today}
    sold = [day for name, day in given.items() if day and name != "produced_on"]
    if produced_on and sold and produced_on > min(sold):
        wrong["produced_on"] = say("a unit is made before it is sold")
    if any(before[name] and before[name] != given[name] for name in DAYS) and not reason.strip():
        wrong["reason"] = say("a day that was on record changes: say what shows it")
    if wrong:
        raise BadInput(dict(wrong))

    for name, day in given.items():
        setattr(asset, name, day)
    asset.save(update_fields=list(DAYS))
    changed = {name: {"before": before[name], "after": given[name]} for name in DAYS if before[name] != given[name]}
    ledger.record("asset.date", by=by, target=asset, case=("asset", asset.pk), changed=changed, reason=reason.strip())
    return asset


@transaction.atomic
def exchange_unit(*, asset_id: int, serial: str, exchanged_on: date, reason: str, by: Actor) -> Asset:
    """换机: the unit was exchanged for another of its kind; both serial numbers stay, and the warranty begins anew.

    Raises NotAllowed, NotFound, BadInput, RuleBroken (exchanged already).
    """
    by.require(Permission.CUSTOMER_WRITE)
    old = queries.asset_of(asset_id, lock=True)
    number = serial.strip().upper()[:80]
    if wrong := _wrong_exchange(old, number, exchanged_on, reason, clock.today(by.zone)):
        raise BadInput(dict(wrong))
    if old.replaced_by_id:
        raise RuleBroken(say("this unit was exchanged already"))

    made = enter(
        Asset(
            tenant_id=by.tenant_id,
            product_id=old.product_id,
            customer_id=old.customer_id,
            site_id=old.site_id,
            serial=number,
            purchased_on=old.purchased_on,
            exchanged_on=exchanged_on,
        )
    )
    old.replaced_by = made
    old.save(update_fields=["replaced_by"])
    note_exchange(old, made, on=exchanged_on, reason=reason.strip(), by=by)
    ledger.record(
        "asset.exchange",
        by=by,
        target=old,
        case=("asset", old.pk),
        new_id=made.pk,
        old_serial=old.serial,
        new_serial=made.serial,
        exchanged_on=exchanged_on,
        reason=reason.strip(),
    )
    return made


def _wrong_exchange(old: Asset, number: str, on: date, reason: str, today: date) -> dict[str, Reason]:
    wrong: dict[str, Reason] = {}
    first = min((day for day in (old.purchased_on, old.delivered_on, old.exchanged_on) if day), default=None)
    if not number:
        wrong["serial"] = say("give the serial number of the new unit")
    elif Asset.objects.filter(product_id=old.product_id, serial=number).exists():
        wrong["serial"] = TAKEN
    if on > today:
        wrong["exchanged_on"] = say("this day is still to come")
    elif first and on < first:
        wrong["exchanged_on"] = say("what is changed began on %(since)s only", since=first.isoformat())
    if not reason.strip():
        wrong["reason"] = say("say why, in a sentence that others understand")
    return wrong
