"""脱敏: where the entries of a case name its customer, the contact, or who signed for them (个人信息保护法 art. 51). Pure."""

from collections.abc import Mapping
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


def without_names(event: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of an entry with the names on the customer's side down to their first sign."""
    shown = dict(payload)
    if isinstance(shown.get("call"), Mapping):
        shown["call"] = _masked(shown["call"], PARTY)
    if isinstance(shown.get("changed"), Mapping):
        shown["changed"] = {
            name: _masked(pair, tuple(pair)) if name in PARTY and isinstance(pair, Mapping) else pair
            for name, pair in shown["changed"].items()
        }
    names = ("name",) if event in SIGNERS else tuple(name for hand, name in HANDS if shown.get(hand) == "customer")
    return _masked(shown, names)


def _masked(values: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {
        name: masked_name(value) if name in names and isinstance(value, str) else value
        for name, value in values.items()
    }
