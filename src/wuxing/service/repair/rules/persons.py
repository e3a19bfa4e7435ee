"""脱敏: where the entries of a case name its customer, the contact, or who signed for them (个人信息保护法 art. 51). Pure."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from wuxing.customers.customer_care.rules import masked_name

PARTY = ("customer_name", "contact_name")
SIGNERS = frozenset(
    {
        "repair.sign",
        "bench.take_back",
        "bench.return",
        "bench.replace",
        "bench.scrap",
        "bench.lend",
        "charges.quote_accept",
        "charges.quote_decline",
    }
)
"""Entries whose `name` is the person who signed or answered on the customer's side."""
HANDS = (("giver", "giver_name"), ("to", "receiver"))


def without_names(event: str, payload: Mapping[str, Any], whole: Collection[str] = ()) -> dict[str, Any]:
    """Return the content of an entry with the names on the customer's side down to their first sign, those in `whole` whole."""
    shown = dict(payload)
    if isinstance(shown.get("call"), Mapping):
        shown["call"] = _masked(shown["call"], PARTY, whole)
    if isinstance(shown.get("changed"), Mapping):
        shown["changed"] = {
            name: _masked(pair, tuple(pair), whole) if name in PARTY and isinstance(pair, Mapping) else pair
            for name, pair in shown["changed"].items()
        }
    names = ("name",) if event in SIGNERS else tuple(name for hand, name in HANDS if shown.get(hand) == "customer")
    return _masked(shown, names, whole)


def customers_in(payloads: Iterable[Mapping[str, Any] | None]) -> set[int]:
    """Return the numbers of the files that corrections of a case took the place of, or put in it."""
    pairs = [_changed(payload).get("customer_id") for payload in payloads]
    return {value for pair in pairs if isinstance(pair, Mapping) for value in pair.values() if isinstance(value, int)}


def names_of_organisations(known: Iterable[str], payloads: Iterable[Mapping[str, Any] | None]) -> frozenset[str]:
    """Return the names that organisations bear and bore in a case: `known` now, and before by its corrections, newest first."""
    whole = set(known)
    for payload in payloads:
        changed = _changed(payload)
        pair = changed.get("customer_name")
        if isinstance(pair, Mapping) and "customer_id" not in changed and pair.get("after") in whole:
            whole.add(str(pair.get("before") or ""))
    return frozenset(whole - {""})


def _changed(payload: Mapping[str, Any] | None) -> Mapping[str, Any]:
    changed = (payload or {}).get("changed")
    return changed if isinstance(changed, Mapping) else {}


def _masked(values: Mapping[str, Any], names: tuple[str, ...], whole: Collection[str]) -> dict[str, Any]:
    return {
        name: masked_name(value) if name in names and isinstance(value, str) and value not in whole else value
        for name, value in values.items()
    }
