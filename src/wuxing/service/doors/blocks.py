"""Blocks of the tracking page: each package of the repair desk adds its own, in a fixed order.

A block is a function `(order, door) -> dict | None` that gives what its template shows, or None where it has nothing to say to
this customer; its template `service/doors/blocks/<name>.html` sees the dict as `block`, the door as `door`. What it posts goes to a
`@door_act`, what it gives to keep is a `@door_file`. All stand in a module `tracking.py` of the package, which is found by itself.

What a block asks of the database it also names as `reads`, so that the page reads it all in one statement (`core.reading.ahead`);
a question that is not named is asked by itself.

What a block shows may change only with an entry on the case's timeline, or with time: the page is kept till then, at most a minute.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from wuxing.core.reading import Question

Facts = dict[str, Any]
Tell = Callable[[Any, Any], Facts | None]
Reads = Callable[[Any], Iterable[Question]]  # of an order
Act = Callable[[Any, Any, Any], Any]  # (request, order, door) -> words said when it was done
Paper = Callable[[Any, Any, str], bytes | None]  # (order, door, number) -> a PDF


@dataclass(frozen=True, slots=True)
class Block:
    """One part of the tracking page. `before_order`: it has something to say before an order is written, too."""

    name: str
    order: int
    tell: Tell
    before_order: bool = False
    reads: Reads | None = None

    @property
    def template(self) -> str:
        """The fragment that draws the block's facts."""
        return f"service/doors/blocks/{self.name}.html"


@dataclass(frozen=True, slots=True)
class DoorAct:
    """What the customer may post to a block."""

    run: Act
    verified: bool
    before_order: bool


_BLOCKS: dict[str, Block] = {}
_ACTS: dict[tuple[str, str], DoorAct] = {}
_FILES: dict[tuple[str, str], Paper] = {}


def block(name: str, *, order: int, before_order: bool = False, reads: Reads | None = None) -> Callable[[Tell], Tell]:
    """Register a part of the tracking page under a name of its own."""

    def register(tell: Tell) -> Tell:
        _BLOCKS[name] = Block(name, order, tell, before_order, reads)
        return tell

    return register


def door_act(name: str, act: str, *, verified: bool = True, before_order: bool = False) -> Callable[[Act], Act]:
    """Register what is posted to /t/<word>/<name>/<act>/: `function(request, order, door) -> words | None`.

    It runs in one transaction inside the tenant's walls and calls actions with `door.actor`. BadInput and RuleBroken come back
    on the page, beside the block, as `door.failed`. `verified`: only after the last four digits of the phone were given.
    """

    def register(run: Act) -> Act:
        _ACTS[name, act] = DoorAct(run, verified, before_order)
        return run

    return register


def door_file(name: str, file: str) -> Callable[[Paper], Paper]:
    """Register what is given at /t/<word>/<name>/<file>/<number>.pdf: `function(order, door, number) -> bytes | None`.

    Only after the last four digits of the phone were given; each time it is opened stands among the views. None: no such paper.
    """

    def register(give: Paper) -> Paper:
        _FILES[name, file] = give
        return give

    return register


def blocks() -> list[Block]:
    """Return all parts of the tracking page in the order in which they are shown."""
    _discover()
    return sorted(_BLOCKS.values(), key=lambda one: (one.order, one.name))


def act_of(name: str, act: str) -> DoorAct | None:
    """Return what is done by a post to a block, if there is such a thing."""
    _discover()
    return _ACTS.get((name, act))


def file_of(name: str, file: str) -> Paper | None:
    """Return who gives a paper of a block, if there is such a thing."""
    _discover()
    return _FILES.get((name, file))


@cache
def _discover() -> None:
    """Import every `tracking.py` of this context, so that all blocks are registered."""
    for path in sorted(Path(__file__).resolve().parent.parent.glob("*/tracking.py")):
        import_module(f"wuxing.service.{path.parent.name}.tracking")
