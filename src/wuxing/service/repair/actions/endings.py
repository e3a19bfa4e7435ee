"""What else begins when an order is closed, and ends when it is opened again. Packages beside repair say it in their `endings.py`.

Listeners are steps of the action that calls them: its permission, its transaction, its entry in the ledger.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from wuxing.core.actors import Actor
from wuxing.service.repair.models import WorkOrder


@dataclass(frozen=True, slots=True)
class Closing:
    """What a closed order begins: promises to the customer, and what the entry of the closing says besides."""

    promises: tuple[str, ...] = ("follow_up",)
    told: Mapping[str, Any] = field(default_factory=dict)


OnClose = Callable[[WorkOrder, Actor], Closing]
OnReopen = Callable[[WorkOrder, Actor], None]
OnCalled = Callable[[WorkOrder, bool, Actor], None]

_CLOSE: list[OnClose] = []
_REOPEN: list[OnReopen] = []
_CALLED: list[OnCalled] = []


def on_close(listener: OnClose) -> OnClose:
    """Register what an order begins when it is closed."""
    _CLOSE.append(listener)
    return listener


def on_reopen(listener: OnReopen) -> OnReopen:
    """Register what ends when an order is opened again."""
    _REOPEN.append(listener)
    return listener


def on_called(listener: OnCalled) -> OnCalled:
    """Register what ends when the customer of an order was called back: `function(order, satisfied, by)`."""
    _CALLED.append(listener)
    return listener


def closing(order: WorkOrder, by: Actor) -> Closing:
    """Return what this order begins; without listeners the promise to call back."""
    _discover()
    found = [listener(order, by) for listener in _CLOSE]
    if not found:
        return Closing()
    promises = dict.fromkeys(kind for one in found for kind in one.promises)
    return Closing(tuple(promises), {name: value for one in found for name, value in one.told.items()})


def reopening(order: WorkOrder, by: Actor) -> None:
    """Let everything end that began when the order was closed."""
    _discover()
    for listener in _REOPEN:
        listener(order, by)


def called(order: WorkOrder, satisfied: bool, by: Actor) -> None:
    """Let everything end that waited for the call."""
    _discover()
    for listener in _CALLED:
        listener(order, satisfied, by)


@cache
def _discover() -> None:
    """Import every `endings.py` of this context, so that all listeners are registered."""
    for path in sorted(Path(__file__).resolve().parents[2].glob("*/endings.py")):
        import_module(f"wuxing.service.{path.parent.name}.endings")
