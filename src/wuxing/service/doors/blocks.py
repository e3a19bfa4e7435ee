"""Blocks of the tracking page: each package of the repair desk adds its own, in a fixed order.

A block is a function `(order, door) -> dict | None` that gives the words and links its template shows, or None where it has nothing to say to
this customer; its template is `service/doors/blocks/<name>.html`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Facts = dict[str, Any]
Tell = Callable[[Any, Any], Facts | None]


@dataclass(frozen=True, slots=True)
class Block:
    """One part of the tracking page."""

    name: str
    order: int
    tell: Tell

    @property
    def template(self) -> str:
        """The fragment that draws the block's facts."""
        return f"service/doors/blocks/{self.name}.html"


_BLOCKS: dict[str, Block] = {}


def block(name: str, *, order: int) -> Callable[[Tell], Tell]:
    """Register a part of the tracking page under a name of its own."""

    def register(tell: Tell) -> Tell:
        _BLOCKS[name] = Block(name, order, tell)
        return tell

    return register


def blocks() -> list[Block]:
    """Return all parts of the tracking page in the order in which they are shown."""
    return sorted(_BLOCKS.values(), key=lambda one: (one.order, one.name))
