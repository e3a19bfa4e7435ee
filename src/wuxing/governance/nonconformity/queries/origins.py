"""Records from which a nonconformity can be raised. A context declares its own in its `raising.py`; this finds them all.

What a record is called, where its page is, and whose product and outlet it concerns: so nothing here reaches upward.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.urls import NoReverseMatch, reverse

from wuxing.core.errors import NotFound
from wuxing.core.reading import is_id
from wuxing.core.reasons import say
from wuxing.governance.nonconformity.states import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What is known of the record that a nonconformity is raised from."""

    number: str
    title: str = ""
    product_id: int | None = None
    product_name: str = ""
    outlet_id: int | None = None
    outlet_name: str = ""


Reader = Callable[[int], Origin | None]
Choices = Callable[[], list[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of record: how it is read, the url name of its page (which takes its number), where findings on it come from."""

    kind: str
    read: Reader
    page: str
    source: Source


@cache
def _declared() -> tuple[Mapping[str, Offer], Mapping[str, Choices]]:
    """Return every kind of record, and the lists to choose from, as the contexts declare them (OFFERS, CHOICES)."""
    offers: dict[str, Offer] = {}
    lists: dict[str, Choices] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.raising"
        if config.name.startswith("wuxing.") and find_spec(name):
            module = import_module(name)
            for one in module.OFFERS:
                assert one.kind not in offers, f"two kinds of records are called {one.kind}"
                offers[one.kind] = one
            lists |= getattr(module, "CHOICES", {})
    return offers, lists


def _offer(kind: str) -> Offer | None:
    return _declared()[0].get(kind)


def offered() -> frozenset[str]:
    """Return the kinds of records that a nonconformity can be raised from."""
    return frozenset(_declared()[0])


def kind_at(page: str) -> str:
    """Return the kind of record whose page has this url name; nothing when none is offered."""
    return next((one.kind for one in _declared()[0].values() if one.page == page), "")


def choices(what: str) -> list[tuple[int, str]]:
    """Return the outlets or products to choose from; none where their context offers none."""
    read_list = _declared()[1].get(what)
    return read_list() if read_list else []


def source_of(kind: str) -> Source:
    """Return where findings on records of a kind come from."""
    found = _offer(kind)
    return found.source if found else Source.OTHER


def read(kind: str, record_id: int) -> Origin:
    """Return what is known of a record. Raises NotFound: no such kind, or no such record of the tenant."""
    offer = _offer(kind)
    found = offer.read(record_id) if offer and is_id(record_id) else None
    if found is None:
        raise NotFound(say("there is no such record to raise a nonconformity from"))
    return found


def page_of(kind: str, record_id: int | None) -> str:
    """Return the address of a record's page, or nothing."""
    offer = _offer(kind)
    if offer is None or record_id is None:
        return ""
    try:
        return reverse(offer.page, args=[record_id])
    except NoReverseMatch:
        return ""
