"""Rows of procedure 5: locked for actions, and what other packages ask of items."""

from collections.abc import Collection
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.reading import is_id, rows_by
from wuxing.core.reasons import say
from wuxing.resources.models import Person
from wuxing.service.bench_repair import rules, states
from wuxing.service.bench_repair.models import BenchItem, Custody, ItemStep, Loan, Loaner, TakeBack, WorthRule
from wuxing.service.bench_repair.rules import worth
from wuxing.service.repair.models import WorkOrder

KIND = "bench_item"
LOAN = "loan"


def lock_item(item_id: int) -> BenchItem:
    """Return an item of the tenant, locked, with its order, the order first as everywhere. Raises NotFound."""
    if is_id(item_id):
        orders = BenchItem.objects.filter(pk=item_id).values("order_id")
        list(WorkOrder.objects.select_for_update().filter(pk__in=orders).values_list("pk"))
    rows = BenchItem.objects.select_for_update(of=("self",)).select_related("order", "order__request", "product")
    found = rows.filter(pk=item_id).first() if is_id(item_id) else None
    if found is None:
        raise NotFound(say("there is no item %(id)s in the workshop", id=item_id))
    return found


def lock_custody(item: BenchItem) -> Custody:
    """Return the hand-over that stands for an item, locked: there is always exactly one."""
    return Custody.objects.select_for_update(of=("self",)).get(item=item, ended_at=None)


def custody_of(item_id: int) -> Custody:
    """Return the hand-over that stands for an item."""
    return Custody.objects.get(item_id=item_id, ended_at=None)


def lock_loaner(loaner_id: int) -> Loaner:
    """Return a loaner device, locked. Raises NotFound."""
    found = Loaner.objects.select_for_update().filter(pk=loaner_id).first() if is_id(loaner_id) else None
    if found is None:
        raise NotFound(say("there is no loaner device %(id)s here", id=loaner_id))
    return found


def lock_loan(loan_id: int) -> Loan:
    """Return a lending, locked, with its device. Raises NotFound."""
    rows = Loan.objects.select_for_update(of=("self",)).select_related("loaner", "order")
    found = rows.filter(pk=loan_id).first() if is_id(loan_id) else None
    if found is None:
        raise NotFound(say("there is no lending %(id)s here", id=loan_id))
    return found


def loan(loan_id: int) -> Loan:
    """Return a lending with its device and order. Raises NotFound."""
    rows = Loan.objects.select_related("loaner", "order", "order__customer")
    found = rows.filter(pk=loan_id).first() if is_id(loan_id) else None
    if found is None:
        raise NotFound(say("there is no lending %(id)s here", id=loan_id))
    return found


def receipt(receipt_id: int) -> TakeBack:
    """Return a take-back receipt with its order. Raises NotFound."""
    rows = TakeBack.objects.select_related("order", "order__request", "order__customer", "image")
    found = rows.filter(pk=receipt_id).first() if is_id(receipt_id) else None
    if found is None:
        raise NotFound(say("there is no receipt %(id)s here", id=receipt_id))
    return found


def is_receipted(visit_id: int | None) -> bool:
    """Say whether a visit has its take-back receipt."""
    return visit_id is not None and TakeBack.objects.filter(visit_id=visit_id).exists()


def hand_of(row: Custody) -> rules.Hand:
    """Return the hand that an item is in."""
    return rules.Hand(row.to_kind, row.to_person_id, row.to_name)


def doer_of(by: Actor) -> rules.Doer:
    """Return who acts as custody sees them."""
    person = Person.objects.filter(user_id=by.user_id).values_list("pk", flat=True).first() if by.user_id else None
    return rules.Doer(person, by.may(Permission.WORKSHOP_WORK), by.may(Permission.REPAIR_DISPATCH))


def person_of(by: Actor) -> Person | None:
    """Return the actor as a person of the staff, if on the list."""
    return Person.objects.filter(user_id=by.user_id, active=True).first() if by.user_id else None


def _items(order_id: int) -> Any:
    custody = Q(custody__ended_at__isnull=True)
    return BenchItem.objects.filter(custody, order_id=order_id).order_by("pk").values(
        "pk", "number", "state", "name", "serial", "accessories", "look", "received_at", "diagnosed_at", "ended_at",
        "take_back_id", "alarm", "warranty_until", "new_serial", channel=F("take_back__channel"),
        receipt=F("take_back__number"), holder=F("custody__to_kind"), holder_name=F("custody__to_name"),
        confirmed_at=F("custody__confirmed_at"), handed_at=F("custody__handed_at"),
    )  # fmt: skip


def items_of(order_id: int) -> list[dict[str, Any]]:
    """Return the items of an order in the workshop, ended ones too, each with the hand it is in."""
    return rows_by(ITEMS, order_id)


def receipts_of(order_id: int) -> list[dict[str, Any]]:
    """Return the take-back receipts of an order."""
    fields = ("pk", "number", "channel", "taken_at", "taken_by_name", "signed_by", "visit_id")
    return list(TakeBack.objects.filter(order_id=order_id).order_by("pk").values(*fields))


def _loans(order_id: int) -> Any:
    rows = Loan.objects.filter(order_id=order_id).order_by("pk")
    names = {"code": F("loaner__code"), "name": F("loaner__name")}
    return rows.values("pk", "number", "state", "lent_at", "due_on", "ended_at", "condition", **names)


def loans_of(order_id: int) -> list[dict[str, Any]]:
    """Return the lendings of an order with their devices."""
    return rows_by(LOANS, order_id)


def _items_open(order_id: int) -> Any:
    return BenchItem.objects.filter(order_id=order_id, ended_at__isnull=True).order_by("pk").values("number")


def open_items(order_id: int) -> tuple[str, ...]:
    """Return the numbers of an order's items that are neither returned, replaced nor scrapped."""
    return tuple(row["number"] for row in rows_by(ITEMS_OPEN, order_id))


ITEMS, LOANS, ITEMS_OPEN = (
    _items,
    _loans,
    _items_open,
)  # questions about an order, for pages that read many in one statement


def items_under_way(order_id: int, *, besides: int | None = None) -> tuple[str, ...]:
    """Return the numbers of an order's open items, one left out, that do not wait for the answer to a quote."""
    rows = BenchItem.objects.filter(order_id=order_id, ended_at__isnull=True).exclude(state=states.ItemState.QUOTED)
    return tuple(rows.exclude(pk=besides or 0).order_by("pk").values_list("number", flat=True))


def open_loans(order_id: int) -> tuple[str, ...]:
    """Return the numbers of an order's lendings whose device is still out."""
    rows = Loan.objects.filter(order_id=order_id, state=states.LoanState.LENT).order_by("pk")
    return tuple(rows.values_list("number", flat=True))


def is_taken_in(order_id: int) -> bool:
    """Say whether something was carried in for an order over the counter: then no visit is needed."""
    return TakeBack.objects.filter(order_id=order_id, channel=TakeBack.Channel.COUNTER).exists()


def is_bench_diagnosed(order_id: int) -> bool:
    """Say whether an item of the order was diagnosed on the bench."""
    return BenchItem.objects.filter(order_id=order_id, diagnosed_at__isnull=False).exists()


def changes_of(ids: Collection[int], zone: str) -> dict[int, list[tuple[date, str]]]:
    """Return when each of these items changed its state, oldest first."""
    place, found = ZoneInfo(zone), dict[int, list[tuple[date, str]]]()
    rows = ItemStep.objects.filter(item_id__in=ids).exclude(from_state=F("to_state")).order_by("item_id", "pk")
    for item_id, state, at in rows.values_list("item_id", "to_state", "at"):
        found.setdefault(item_id, []).append((at.astimezone(place).date(), state))
    return found


def days_of(ids: Collection[int], today: date, zone: str) -> dict[int, rules.Days]:
    """Return the days of each of these items."""
    return {pk: rules.days_of(changes, today) for pk, changes in changes_of(ids, zone).items()}


def spell_of(request_id: int, today: date, zone: str) -> tuple[date, date | None, rules.Days] | None:
    """Return when the items of a case came in, when the last was done, and the longest days; None without items."""
    rows = BenchItem.objects.filter(order__request_id=request_id).values_list(
        "pk", "received_at", "ready_at", "ended_at"
    )
    found = list(rows)
    if not found:
        return None
    place = ZoneInfo(zone)
    ends = [ready or ended for _pk, _received, ready, ended in found]
    done = [end.astimezone(place).date() for end in ends if end is not None]
    begun = min(received for _pk, received, _ready, _ended in found).astimezone(place).date()
    days = max(days_of([row[0] for row in found], today, zone).values(), key=lambda one: one.own)
    return begun, max(done) if len(done) == len(found) else None, days


def worth_rule(category: str) -> tuple[int, int]:
    """Return share and life that count for a category of products: its own rule, the house's, or what is shipped."""
    for one in dict.fromkeys((category, "")):
        found = (
            WorthRule.objects.filter(category=one).order_by("-pk").values_list("share_percent", "life_months").first()
        )
        if found:
            return found
    return (worth.SHARE_PERCENT, worth.LIFE_MONTHS)
