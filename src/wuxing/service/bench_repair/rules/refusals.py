"""What refuses, and why: one function a decision, feeding the locked button, the API's answer and the exception. Pure."""

from collections.abc import Collection, Mapping, Sequence

from wuxing.core.reasons import Reason, say
from wuxing.service.bench_repair import states
from wuxing.service.bench_repair.rules.words import CHECKS, STATES
from wuxing.service.bench_repair.states import ItemState

MOST_ITEMS = 20


def why_not_change_item(state: str, to: str) -> Reason | None:
    """Return why an item may not become `to` (states.md section 2)."""
    if ItemState(to) in states.ITEM[ItemState(state)]:
        return None
    if state == to:
        return say("the item is %(state)s already", state=STATES[state])
    return say("the item is %(state)s and cannot become %(to)s", state=STATES[state], to=STATES[to])


def why_not_take_back(*, at_visit: bool, working: bool, diagnosed: bool, receipted: bool) -> Reason | None:
    """Return why nothing may be taken with from a visit: begun, found out, and only once (procedure 4, step 5)."""
    if not at_visit:
        return None
    if receipted:
        return say("this visit has its receipt already")
    if not working:
        return say("take-back belongs to a visit whose work has begun")
    if not diagnosed:
        return say("write down the diagnosis, with take back as the way on")
    return None


def why_not_end_taken_back(*, receipted: bool) -> Reason | None:
    """Return why a visit may not end as taken back: the customer has no receipt (procedure 4, step 5)."""
    return None if receipted else say("write the take-back receipt and have the customer sign it")


def why_not_list(items: Sequence[tuple[str, str]]) -> dict[str, Reason]:
    """Return what is wrong with the list of a receipt, by field; each item is (name, look)."""
    wrong: dict[str, Reason] = {}
    if not items:
        wrong["items"] = say("list what you take with you: the customer keeps a copy")
    if len(items) > MOST_ITEMS:
        wrong["items"] = say("at most %(limit)s items on one receipt", limit=MOST_ITEMS)
    for place, (name, look) in enumerate(items, start=1):
        if not name.strip():
            wrong[f"name_{place}"] = say("name the item")
        if not look.strip():
            wrong[f"look_{place}"] = say("describe its look: scratches, dents, dirt, or without damage")
    return wrong


def why_not_approve(*, free: bool, quote: str | None) -> Reason | None:
    """Return why a repair may not begin: what costs the customer money needs an accepted quote (procedure 5)."""
    if quote == "accepted":
        return None
    if quote in ("draft", "sent"):
        return say("the customer has not accepted the quote yet")
    if free:
        return None
    return say("this repair costs the customer money; send a quote first")


def why_not_leave_quote(quote: str | None) -> Reason | None:
    """Return why a repair is not given up: the customer has an offer that may still be accepted (procedure 5)."""
    return say("the customer has a quote; note on it first that it is declined") if quote == "sent" else None


def missing_checks(checks: Mapping[str, bool]) -> tuple[Reason, ...]:
    """Return the points of the checklist that are not met."""
    return tuple(CHECKS[name] for name in states.TESTS if not checks.get(name))


def why_not_test(checks: Mapping[str, bool]) -> dict[str, Reason]:
    """Return what is wrong with a test, by field: only points of the checklist."""
    unknown = sorted(set(checks) - set(states.TESTS))
    return {"checks": say("no such check: %(names)s", names=", ".join(unknown))} if unknown else {}


def why_not_ready(*, state: str, tested: bool) -> Reason | None:
    """Return why an item may not stand ready: repaired and tested, or declined by the customer."""
    if state == ItemState.DECLINED or (state == ItemState.TESTED and tested):
        return None
    if state in (ItemState.REPAIRING, ItemState.WAITING_PARTS, ItemState.APPROVED):
        return say("test it first: the checklist, by a person")
    return why_not_change_item(state, ItemState.READY)


def why_not_return(
    *, state: str, listed: Collection[str], given: Collection[str], missing: str, warranty_days: int, repaired: bool
) -> dict[str, Reason]:
    """Return what is wrong with a return, by field: accessories go back with the item; a repair holds 30 days at least."""
    wrong: dict[str, Reason] = {}
    if reason := why_not_change_item(state, ItemState.RETURNED):
        wrong["state"] = reason
    lacking = [name for name in listed if name not in given]
    if lacking and not missing.strip():
        wrong["accessories_missing"] = say("say why these do not go back: %(names)s", names=", ".join(lacking))
    if repaired and warranty_days < states.WARRANTY_DAYS:
        wrong["warranty_days"] = say("a repair holds %(days)s days at least", days=states.WARRANTY_DAYS)
    return wrong


def why_not_scrap(*, state: str, wish: str, signed: bool) -> dict[str, Reason]:
    """Return what is wrong with scrapping, by field: only by the customer's written wish (procedure 5)."""
    wrong: dict[str, Reason] = {}
    if reason := why_not_change_item(state, ItemState.SCRAPPED):
        wrong["state"] = reason
    if not wish.strip():
        wrong["signed_by"] = say("name the customer who wishes it")
    if not signed:
        wrong["signature"] = say("the wish must be in writing: a signature, or a picture or PDF of the letter")
    return wrong


def why_not_close_order(*, items: Sequence[str], loans: Sequence[str]) -> Reason | None:
    """Return why an order may not be closed: everything of the customer's is back, everything of ours too (procedure 5)."""
    if items:
        return say("procedure 5: return, replace or scrap %(numbers)s first", numbers=", ".join(items))
    if loans:
        return say("procedure 5: take back the loaner device first (%(numbers)s)", numbers=", ".join(loans))
    return None


def why_not_lend(*, loaner_state: str, order_open: bool) -> Reason | None:
    """Return why a loaner device may not be lent."""
    if loaner_state != "available":
        return say("this device is not on its shelf")
    return None if order_open else say("the order is over; nothing is lent for it")


def why_not_restore_loaner(loaner_state: str) -> Reason | None:
    """Return why a device may not go back to its shelf: it was never taken out of lending, nor lost."""
    return None if loaner_state in ("retired", "lost") else say("this device was not taken out of lending")


def why_not_see_to_loan(*, workshop: bool, own: bool) -> Reason | None:
    """Return why somebody neither lends for an order nor takes back: the workshop does, and who is or was sent to it."""
    return None if workshop or own else say("this order is not yours; ask the dispatcher to hand it to you")


def why_not_end_loan(state: str) -> Reason | None:
    """Return why a lending may not end: it has ended already."""
    return None if state == "lent" else say("this lending is over")
