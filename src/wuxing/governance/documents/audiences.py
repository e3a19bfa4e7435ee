"""Whom a distribution can reach besides everybody, a role or a person: higher contexts bring theirs (outlets)."""

from collections.abc import Callable
from dataclasses import dataclass

from wuxing.governance.documents.states import Audience


@dataclass(frozen=True, slots=True)
class Reach:
    """How an audience is chosen (reference and name), and which users one of them holds."""

    choices: Callable[[], list[tuple[str, str]]]
    users: Callable[[str], frozenset[int]]


_BROUGHT: dict[Audience, Reach] = {}


def bring(audience: Audience, reach: Reach) -> None:
    """Let documents be distributed to an audience that this context does not know itself."""
    _BROUGHT[audience] = reach


def reach_of(audience: str) -> Reach | None:
    """Return how an audience is reached; None when nobody has brought it."""
    return _BROUGHT.get(Audience(audience))
