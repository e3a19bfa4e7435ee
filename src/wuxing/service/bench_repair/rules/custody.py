"""保管链: who may hand an item to whom, and who confirms it. An item is always in exactly one custody. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wuxing.core.reasons import Reason, say
from wuxing.service.bench_repair.states import ENDED, HANDS, Holder, ItemState

OWED = timedelta(hours=24)
"""After so long without a confirmation a hand-over stands on the list of what is owed."""


@dataclass(frozen=True, slots=True)
class Hand:
    """One who can hold an item: a person of ours, a storage place, a courier, the customer."""

    kind: str
    person_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Doer:
    """Who acts, as custody sees them."""

    person_id: int | None
    is_staff: bool  # works in the workshop: speaks for its storage places
    is_dispatcher: bool = False  # records for a technician who calls in


HAND_WORDS: dict[str, Reason] = {
    "customer": say("customer"),
    "technician": say("technician"),
    "bench": say("workshop bench"),
    "shelf": say("storage place"),
    "courier": say("courier"),
    "disposal": say("disposal"),
}


def why_not_hand_over(*, state: str, held: Hand, confirmed: bool, to: Hand, doer: Doer) -> Reason | None:
    """Return why an item may not go from the hand it is in to another one."""
    if state in ENDED and not (state in (ItemState.SCRAPPED, ItemState.REPLACED) and to.kind != Holder.CUSTOMER):
        return say("this item is no longer with us")
    if not confirmed:
        return say("%(name)s has to confirm the receipt first", name=held.name or HAND_WORDS[held.kind])
    if to.kind == Holder.CUSTOMER:
        return say("an item goes back to the customer by its return, which the customer signs")
    if to.kind == Holder.DISPOSAL and state not in (ItemState.SCRAPPED, ItemState.REPLACED):
        return say("only what was scrapped or replaced is disposed of")
    if (to.kind, to.person_id, to.name) == (held.kind, held.person_id, held.name):
        return say("the item is there already")
    if to.kind in HANDS and to.person_id is None:
        return say("name the person who takes it")
    if to.kind in (Holder.SHELF, Holder.COURIER) and not to.name:
        return say("name the storage place or the courier")
    return _why_not_by(held, to, doer)


def _why_not_by(held: Hand, to: Hand, doer: Doer) -> Reason | None:
    gives = doer.person_id is not None and held.kind in HANDS and doer.person_id == held.person_id
    takes = doer.person_id is not None and to.kind in HANDS and doer.person_id == to.person_id
    speaks = held.kind not in HANDS and doer.is_staff
    if gives or takes or speaks or (doer.is_dispatcher and held.kind == Holder.TECHNICIAN):
        return None
    return say("only the hand that gives it or the hand that takes it records a hand-over")


def is_confirmed_at_once(to: Hand, doer: Doer) -> bool:
    """Say whether the receiving hand is the one that acts: then the receipt is confirmed with the hand-over."""
    if to.kind in HANDS:
        return doer.person_id is not None and doer.person_id == to.person_id
    if to.kind == Holder.SHELF:
        return doer.is_staff
    return to.kind in (Holder.COURIER, Holder.DISPOSAL)  # by its waybill, by the note


def why_not_confirm(*, confirmed: bool, held: Hand, doer: Doer) -> Reason | None:
    """Return why somebody may not confirm that an item arrived: only the receiving hand does."""
    if confirmed:
        return say("the receipt is confirmed already")
    if is_confirmed_at_once(held, doer):
        return None
    return say("only %(name)s confirms the receipt", name=held.name or HAND_WORDS[held.kind])


def why_not_recall(*, confirmed: bool, gave: Hand, to: Hand, doer: Doer, recorded: bool) -> Reason | None:
    """Return why nobody may take a hand-over back: it went to the wrong hand, or never arrived there.

    `recorded`: the one who acts recorded the hand-over.
    """
    if confirmed:
        return say("the receipt is confirmed already; hand it over again")
    if gave.kind == Holder.CUSTOMER:
        return say("the item came from the customer; somebody of ours has it")
    one_of_them = doer.person_id is not None and doer.person_id in (gave.person_id, to.person_id)
    speaks = doer.is_staff and (gave.kind not in HANDS or to.kind not in HANDS)
    if one_of_them or recorded or speaks or doer.is_dispatcher:
        return None
    return say("only the hand that gives it, the hand that takes it, or the dispatcher takes a hand-over back")


def is_owed(*, confirmed: bool, handed_at: datetime, now: datetime) -> bool:
    """Say whether a confirmation is overdue."""
    return not confirmed and now - handed_at > OWED


def why_not_work(held: Hand, *, confirmed: bool, doer: Doer) -> Reason | None:
    """Return why an item may not be worked on: it lies on a bench, or with the technician who works on it; confirmed."""
    if not confirmed:
        return say("%(name)s has to confirm the receipt first", name=held.name or HAND_WORDS[held.kind])
    if held.kind not in HANDS or (held.kind == Holder.TECHNICIAN and held.person_id != doer.person_id):
        return say("take the item onto a bench first")
    return None
