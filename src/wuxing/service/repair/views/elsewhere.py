"""Words for what other packages leave on the timeline of a case: each says its own in EVENTS of its `telling.py`."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any


@cache
def _events() -> Mapping[str, Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = {}
    for path in sorted(Path(__file__).resolve().parents[2].glob("*/telling.py")):
        found |= import_module(f"wuxing.service.{path.parent.name}.telling").EVENTS
    return found


def teller_of(event: str) -> Callable[..., Any] | None:
    """Return the function that says what an entry of another package means, if there is one."""
    return _events().get(event)
