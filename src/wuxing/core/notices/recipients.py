"""收件人: who a notice is for, and what contexts above tell of their addresses and consents."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.notices.events import declared


class RecipientKind(StrEnum):
    """What a recipient is."""

    CUSTOMER = "customer"
    MEMBER = "member"
    ROLE = "role"  # everybody who holds it now; each gets a notice of their own
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a notice is for. Without an `address` it is looked up when the notice goes out."""

    kind: RecipientKind | str
    id: int | None = None
    name: str = ""
    address: str = ""  # a phone number, an e-mail address, or a handle of the channel
    role: str = ""
    besides: frozenset[int] = frozenset()  # of those who hold the role, who is not told


def customer(customer_id: int, name: str = "", address: str = "") -> Recipient:
    """Name a customer."""
    return Recipient(RecipientKind.CUSTOMER, customer_id, name, address)


def member(user_id: int, name: str = "") -> Recipient:
    """Name a person of the organisation, by who signs in."""
    return Recipient(RecipientKind.MEMBER, user_id, name)


def role(code: Role, *, besides: Iterable[int] = ()) -> Recipient:
    """Name everybody who holds a role, but for some."""
    return Recipient(RecipientKind.ROLE, role=code.value, besides=frozenset(besides))


def address(where: str, name: str = "") -> Recipient:
    """Name an address alone."""
    return Recipient(RecipientKind.ADDRESS, None, name, where)


@dataclass(frozen=True, slots=True)
class Known:
    """What a context knows of its recipient now."""

    name: str = ""
    addresses: tuple[str, ...] = ()
    language: str = ""
    zone: str = ""


Directory = Callable[[int], Known | None]
Consent = Callable[[int, str], bool]  # of a customer's number, for a purpose (the kind of the notice)

Named = tuple[int | None, str]  # a recipient's number, and the name that a notice gives them
Mask = Callable[[Actor, Sequence[Named]], list[str]]

_directories: dict[str, Directory] = {}
_consents: dict[str, Consent] = {}
_masks: dict[str, Mask] = {}


def directory(kind: RecipientKind) -> Callable[[Directory], Directory]:
    """Register who knows the addresses of a kind of recipient; None from it: there is no such person any more."""

    def register(function: Directory) -> Directory:
        _directories[kind.value] = function
        return function

    return register


def consent(kind: RecipientKind) -> Callable[[Consent], Consent]:
    """Register who knows whether a recipient agreed to be written to for a purpose."""

    def register(function: Consent) -> Consent:
        _consents[kind.value] = function
        return function

    return register


def mask(kind: RecipientKind) -> Callable[[Mask], Mask]:
    """Register who knows what a person may see of the names of a kind of recipient."""

    def register(function: Mask) -> Mask:
        _masks[kind.value] = function
        return function

    return register


def seen_by(by: Actor, kind: str, named: Sequence[Named]) -> list[str]:
    """Return the names of recipients of one kind as this person may see them."""
    declared()
    found = _masks.get(kind)
    return [name for _number, name in named] if found is None else found(by, named)


def known(kind: str, recipient_id: int | None) -> Known | None:
    """Return what is known of a recipient; an empty answer where nobody keeps such recipients."""
    declared()  # whoever knows has registered by then
    found = _directories.get(kind)
    return Known() if found is None or recipient_id is None else found(recipient_id)


def has_agreed(kind: str, recipient_id: int | None, purpose: str) -> bool:
    """Say whether a recipient agreed to a purpose; where nobody asks, nobody agreed."""
    declared()
    found = _consents.get(kind)
    return found is not None and recipient_id is not None and found(recipient_id, purpose)


def listed(to: Recipient | Iterable[Recipient]) -> list[Recipient]:
    """Return one recipient or several as a list."""
    return [to] if isinstance(to, Recipient) else list(to)
