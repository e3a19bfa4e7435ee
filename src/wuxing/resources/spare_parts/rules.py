"""备件 rules: what may be used, moved, asked for and given back; in words, before anybody presses a button. Pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from wuxing.core.reasons import Reason, say
from wuxing.resources.spare_parts import states
from wuxing.resources.spare_parts.states import Mode, OldPartFate, OldPartState, RequestState, SerialState

Words = dict[str, Reason]

MODES: Words = {
    "record_only": say("record only: the order says what was used, nothing is counted"),
    "personal": say("own stock: what each technician has with them is counted"),
    "full": say("full stock: stores too, with requests and transfers"),
}
REQUEST_WORDS: Words = {
    "requested": say("asked for"),
    "approved": say("approved"),
    "issued": say("on its way to the technician"),
    "on_van": say("with the technician"),
    "consumed": say("used"),
    "returned_unused": say("given back unused"),
    "refused": say("refused"),
    "withdrawn": say("withdrawn"),
}
OLD_PART_WORDS: Words = {
    "removed_defective": say("taken out"),
    "on_van_defective": say("with the technician"),
    "returned": say("back in the store"),
    "claimed": say("claimed from the manufacturer"),
    "refurbished": say("refurbished"),
    "scrapped": say("scrapped"),
    "left_with_customer": say("kept by the customer"),
    "undone": say("struck with its line"),
}
MOVEMENT_WORDS: Words = {
    "received": say("goods in"),
    "transferred": say("moved to another store"),
    "issued": say("out of the store"),
    "taken_over": say("taken over by the technician"),
    "consumed": say("used on a visit"),
    "undone": say("use struck: back in stock"),
    "returned_unused": say("given back unused"),
    "removed": say("old part taken out"),
    "returned": say("old part handed in"),
    "disposed": say("old part left the store"),
    "counted": say("count"),
}
PIECE_WORDS: Words = {
    "lying": say("in stock"),
    "on_way": say("on its way to the technician"),
    "fitted": say("used"),
    "gone": say("not with us any more"),
}
FATES: Words = {
    "returned": say("comes back with me"),
    "left": say("stays with the customer, at their wish"),
    "none": say("there is no old part"),
}
LOOKS: dict[str, str] = {
    "requested": "waiting",
    "approved": "ontime",
    "issued": "ontime",
    "on_van": "done",
    "consumed": "done",
    "returned_unused": "done",
    "refused": "late",
    "withdrawn": "excluded",
    "removed_defective": "waiting",
    "on_van_defective": "waiting",
    "returned": "ontime",
    "claimed": "done",
    "refurbished": "done",
    "scrapped": "done",
    "left_with_customer": "excluded",
    "undone": "excluded",
}


def quantity_text(quantity: Decimal) -> str:
    """Return a quantity without zeros at its end."""
    return f"{quantity.normalize():f}"


def why_not_take(*, place: str, part: str, held: Decimal, quantity: Decimal) -> Reason | None:
    """Return why a quantity cannot leave a place: no more leaves than lies there (procedure 11)."""
    if held >= quantity:
        return None
    if not held:
        return say("%(place)s has no %(part)s; ask for it, or count the stock", place=place, part=part)
    text = quantity_text(held)
    return say(
        "%(place)s has only %(held)s of %(part)s; count the stock if that is wrong", place=place, held=text, part=part
    )


def why_not_use(*, active: bool, part: str, serial_tracked: bool, serial: str, quantity: Decimal) -> Reason | None:
    """Return why a part cannot be used on a visit; stock apart (procedure 11)."""
    if not active:
        return say("%(part)s is out of use; take what replaces it", part=part)
    if serial_tracked and not serial.strip():
        return say("%(part)s is tracked: write or scan the serial number of the new part", part=part)
    if serial_tracked and quantity != 1:
        return say("%(part)s is tracked: enter each one by itself, with its serial number", part=part)
    return None


def why_not_fate(*, fate: str, serial_tracked: bool, old_serial: str, wish: str) -> Reason | None:
    """Return why what is said about the old part is not enough: it is asked for each part (procedure 11)."""
    if fate not in set(OldPartFate):
        return say("say what becomes of the old part: it comes back, the customer keeps it, or there is none")
    if fate == OldPartFate.LEFT and not wish.strip():
        return say("write why the customer keeps the old part")
    if fate == OldPartFate.RETURNED and serial_tracked and not old_serial.strip():
        return say("write or scan the serial number of the old part")
    return None


def why_not_change_request(state: str, to: RequestState) -> Reason | None:
    """Return why a request for a part may not become `to`."""
    return _why_not(states.REQUEST[RequestState(state)], to, REQUEST_WORDS[state], REQUEST_WORDS)


def why_not_change_old_part(state: str, to: OldPartState) -> Reason | None:
    """Return why an old part may not become `to`."""
    return _why_not(states.OLD_PART[OldPartState(state)], to, OLD_PART_WORDS[state], OLD_PART_WORDS)


def _why_not(allowed: frozenset[str], to: str, now: Reason, words: Words) -> Reason | None:
    if to in allowed:
        return None
    return say("this is %(state)s and cannot become %(to)s", state=now, to=words[to])


def why_not_store(mode: str) -> Reason | None:
    """Return why there are no stores to move parts between: only full stock has them."""
    return None if mode == Mode.FULL else say("stores are counted in full stock only; change how parts are kept first")


def why_not_stock(mode: str) -> Reason | None:
    """Return why nothing is counted."""
    return (
        say("this organisation only records parts; change how parts are kept first")
        if mode == Mode.RECORD_ONLY
        else None
    )


def is_low(quantity: Decimal, mark: Decimal | None) -> bool:
    """Say whether stock is at or below its low mark (安全库存)."""
    return mark is not None and quantity <= mark


def fits(lines: Sequence[str], *, category: str, model: str) -> bool:
    """Say whether a part fits a product: no lines named, or its category or model among them."""
    return not lines or category in lines or model in lines


def name_in(name: str, names: Mapping[str, str], language: str) -> str:
    """Return the name of a part in a language, else as it was first written."""
    return names.get(language) or name


def sign_of(serial: str) -> str:
    """Return a serial number as it is compared: one written with spaces or small letters is the same piece."""
    return "".join(unicodedata.normalize("NFKC", serial).split()).upper()


def serials_in(text: str) -> list[str]:
    """Return the serial numbers of a text: one a line, or apart by commas or semicolons."""
    return [part.strip() for part in re.split(r"[\n\r,，、;；]+", text) if part.strip()]


def why_not_pieces(quantity: Decimal, serials: Sequence[str]) -> Reason | None:
    """Return why serial numbers do not tell which pieces are meant: one for each, none twice (procedure 11)."""
    if any(len(serial) > 80 for serial in serials):
        return say("at most %(limit)s characters", limit=80)
    twice = [serial for serial, times in Counter(map(sign_of, serials)).items() if times > 1]
    if twice:
        return say("%(serial)s stands there twice", serial=twice[0])
    if quantity != len(serials):
        text = quantity_text(quantity)
        return say(
            "write the serial number of each piece: pieces %(quantity)s, numbers %(count)s",
            quantity=text,
            count=len(serials),
        )
    return None


def why_not_leave(*, serial: str, place: str, state: str, here: bool, where: str, unnamed: bool) -> Reason | None:
    """Return why a piece cannot leave a place. `unnamed`: pieces lie there whose numbers were never written."""
    if state == SerialState.LYING and here:
        return None
    if state in ("", SerialState.GONE) and unnamed:
        return None
    if state in ("", SerialState.GONE):
        return say("%(place)s has no %(serial)s; choose what lies there, or count", place=place, serial=serial)
    return why_not_enter(serial=serial, state=state, where=where)


def why_not_enter(*, serial: str, state: str, where: str, old: bool = False) -> Reason | None:
    """Return why a piece cannot come in: by the records it is elsewhere. `old`: it comes out of a customer's unit."""
    if state == SerialState.LYING:
        return say("by the records %(serial)s lies at %(where)s; count there first", serial=serial, where=where)
    if state == SerialState.ON_WAY:
        return say("by the records %(serial)s is on its way for %(where)s", serial=serial, where=where)
    if state == SerialState.FITTED and not old:
        return say("by the records %(serial)s was used on an order; strike its line first", serial=serial)
    return None


def difference(lacking: Sequence[str], surplus: Sequence[str], unnamed: int) -> Reason:
    """Return what a count by serial number found, in words: what lacks and what is too many (procedure 11)."""
    lacks = [*lacking, *([f"{unnamed} × ?"] if unnamed else [])]
    return say(
        "lacking: %(lacking)s; too many: %(surplus)s; say why",
        lacking="、".join(lacks) or "—",
        surplus="、".join(surplus) or "—",
    )
