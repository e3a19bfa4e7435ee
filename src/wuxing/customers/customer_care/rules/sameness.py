"""重复档案: whether two files are one person, and why it seems so. Pure."""

from dataclasses import dataclass

from wuxing.core.reasons import Reason, say

ALIKE = 0.5
_SPACES = " \u3000-－,，.。·#"


@dataclass(frozen=True, slots=True)
class Card:
    """What of a file is compared."""

    customer_id: int
    kind: str
    name: str
    phones: frozenset[str]
    places: frozenset[str]


def plain_text(text: str) -> str:
    """Return a name or address without spaces and signs, in small letters."""
    return "".join(sign for sign in text.lower() if sign not in _SPACES)


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 1: shared pairs of signs (with the ends), twice over all."""
    first, second = _pairs(plain_text(one)), _pairs(plain_text(other))
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _pairs(text: str) -> set[str]:
    edged = f"^{text}$" if text else ""
    return {edged[at : at + 2] for at in range(len(edged) - 1)}


def why_same(one: Card, other: Card) -> list[tuple[int, Reason]]:
    """Return the reasons to take two files for one, each with its weight; none when they are two."""
    if one.customer_id == other.customer_id or one.kind != other.kind:
        return []
    reasons: list[tuple[int, Reason]] = []
    if one.phones & other.phones:
        reasons.append((60, say("the same phone number")))
    same_name = plain_text(one.name) == plain_text(other.name) and bool(plain_text(one.name))
    same_place = bool(one.places & other.places)
    if same_name and same_place:
        reasons.append((50, say("the same name and the same address")))
    elif same_place and likeness(one.name, other.name) >= ALIKE:
        reasons.append((35, say("the same address, and the names are alike")))
    elif same_name and reasons:
        reasons.append((20, say("the same name")))
    return reasons


def why_not_merge(
    *, same_file: bool, merged: bool, erased: bool, held: bool, kinds_differ: bool, reason: str
) -> Reason | None:
    """Return why two files cannot be merged, or None."""
    if same_file:
        return say("this is one file already")
    if merged:
        return say("one of the files was merged already")
    if erased:
        return say("the personal data of one of the files were erased")
    if held:
        return say("a legal hold stands on one of the files; lift it first")
    if kinds_differ:
        return say("a person and an organisation are not one")
    return None if reason.strip() else say("say how you know that they are one")


def why_not_undo(*, undone: bool, kept_merged: bool, erased: bool, reason: str) -> Reason | None:
    """Return why a merge cannot be undone, or None."""
    if undone:
        return say("this merge was undone already")
    if erased:
        return say("the personal data were erased since; there is nothing to part")
    if kept_merged:
        return say("the file that stood was merged on; undo that first")
    return None if reason.strip() else say("say why they are two")
