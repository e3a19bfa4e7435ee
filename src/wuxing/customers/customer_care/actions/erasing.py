"""删除个人信息: names, numbers, addresses, words go wherever they stand; that there was a customer stays; the log verifies."""

from typing import Any

from django.db import transaction

from wuxing.core import background, clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.ledger.actions.erase import erase
from wuxing.core.reasons import say
from wuxing.customers.customer_care import above, erasing
from wuxing.customers.customer_care.actions.files import locked
from wuxing.customers.customer_care.models import Customer
from wuxing.customers.customer_care.queries.files import family_of
from wuxing.customers.customer_care.rules import rights as rules
from wuxing.governance.records import rules as record_rules
from wuxing.governance.records.queries.holds import holds_on_customer
from wuxing.governance.records.rules import Hold


def holds_on(customers: list[int]) -> list[Hold]:
    """Return the legal holds that stand on any file of a person."""
    return [hold for one in customers for hold in holds_on_customer(one)]


@transaction.atomic
def erase_customer(*, customer_id: int, reason: str, although: str = "", by: Actor) -> Customer:
    """删除个人信息: erase names, numbers and addresses; what was done for the customer stays countable, and the log verifies.

    Every table that a context names in its `caring.py` forgets the customer in this transaction; files that were merged into this
    one are emptied with it. Requests and timelines follow in a job of the same commit (个人信息保护法 art. 47).

    While service goes on (an open case, an item in the workshop, a device lent) `although` says why it must be now.

    Raises:
        NotAllowed, NotFound.
        BadInput: no reason; service goes on, and not said why it must be now.
        RuleBroken: erased already, or a legal hold covers the data.
    """
    by.require(Permission.CUSTOMER_ERASE)
    if not reason.strip():
        raise BadInput({"reason": say("state why the data is erased, for example the customer's request and its date")})
    customer = locked(customer_id)
    family = family_of(customer.pk)
    if refusal := record_rules.why_not_erase(holds_on(family)):
        raise RuleBroken(refusal)
    _kind, _id, number = above.open_case(family) or ("", 0, "")
    if refusal := rules.why_not_erase_now(number, although=although):
        raise BadInput({"although": refusal})

    if entries := _forget(customer, family, by):
        erase(entries, by=by, reason=reason)
    _leave_erased(customer, family, reason, by, **({"open": number, "although": although.strip()} if number else {}))
    return customer


def forget_after_its_time(record_id: int, by: Actor, reason: str) -> list[int]:
    """销毁客户档案: take the person out of a file whose time is over; return the ledger entries that told of them.

    A step of the destruction of records (procedure 21), which asked for the permission, looked for holds and empties the entries.
    """
    customer = locked(record_id)
    family = family_of(customer.pk)
    entries = _forget(customer, family, by)
    _leave_erased(customer, family, reason, by)
    return entries


def _forget(customer: Customer, family: list[int], by: Actor) -> list[int]:
    """Empty every table that tells of the person; return the ledger entries that still do."""
    entries = erasing.forget(family, by)
    customer.erased_at = clock.now()
    Customer.objects.filter(pk__in=family).update(erased_at=customer.erased_at)
    customer.refresh_from_db(fields=["name"])
    return entries


def _leave_erased(customer: Customer, family: list[int], reason: str, by: Actor, **told: Any) -> None:
    case = ("customer", customer.pk)
    ledger.record("customer.erase", by=by, target=customer, case=case, reason=reason.strip(), **told)
    for one in family:
        background.defer("repair.forget_customer", by=by, customer_id=one)
