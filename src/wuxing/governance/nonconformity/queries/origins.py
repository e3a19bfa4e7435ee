"""Records from which a nonconformity can be raised. Contexts above this one offer theirs when they start: what a record is
called, where its page is, and whose product and outlet it concerns. So nothing here reaches upward."""

from collections.abc import Callable
from dataclasses import dataclass

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


_OFFERS: dict[str, Offer] = {}
_CHOICES: dict[str, Choices] = {}


def offer(kind: str, read: Reader, *, page: str, source: Source) -> None:
    """Let nonconformities be raised from records of a kind; called when a context starts."""
    _OFFERS[kind] = Offer(kind, read, page, source)


def offer_choices(what: str, read: Choices) -> None:
    """Let people choose an outlet or a product when they report without a record."""
    _CHOICES[what] = read


def offered() -> frozenset[str]:
    """Return the kinds of records that a nonconformity can be raised from."""
    return frozenset(_OFFERS)


def kind_at(page: str) -> str:
    """Return the kind of record whose page has this url name; nothing when none is offered."""
    return next((one.kind for one in _OFFERS.values() if one.page == page), "")


def choices(what: str) -> list[tuple[int, str]]:
    """Return the outlets or products to choose from; none where their context offers none."""
    return _CHOICES[what]() if what in _CHOICES else []


def source_of(kind: str) -> Source:
    """Return where findings on records of a kind come from."""
    return _OFFERS[kind].source if kind in _OFFERS else Source.OTHER


def read(kind: str, record_id: int) -> Origin:
    """Return what is known of a record. Raises NotFound: no such kind, or no such record of the tenant."""
    found = _OFFERS[kind].read(record_id) if kind in _OFFERS and is_id(record_id) else None
    if found is None:
        raise NotFound(say("there is no such record to raise a nonconformity from"))
    return found


def page_of(kind: str, record_id: int | None) -> str:
    """Return the address of a record's page, or nothing."""
    if kind not in _OFFERS or record_id is None:
        return ""
    try:
        return reverse(_OFFERS[kind].page, args=[record_id])
    except NoReverseMatch:
        return ""
