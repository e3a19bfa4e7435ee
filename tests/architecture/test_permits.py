"""Permit comes first: an action refuses who holds no permission before it reads a row."""

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from wuxing.core.actors import Channel, actor_for
from wuxing.core.errors import NotAllowed

from .source import of_kind

AREAS = ("service/", "customers/", "governance/commitments/", "resources/spare_parts/", "core/notices/")
NOBODY = actor_for(
    tenant_id=0, user_id=0, name="x", roles=frozenset(), channel=Channel.WEB, zone="UTC"
)  # what asks the database as this one fails: there is none here
WORKERS = {  # what only the worker or another action calls, under the permission of what began it
    "forget_case", "forget_customer", "forget_recipient", "mail_channel", "raise_alarms", "remind_due", "send_test",
    "tell_overdue",
}  # fmt: skip
OWN = {"set_preference"}  # everybody's own
BY_PLACE = {  # whose stock it is decides: a technician's own, or the store's
    "count", "open_van", "receive", "request_part", "return_unused", "take_over", "withdraw_request",
}  # fmt: skip
BY_WAY = {"accept"}  # by the customer's link or by signature: each way has a permission of its own


def actions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield every public function of these areas that changes something by itself, and is told by whom."""
    for path in of_kind("actions"):
        name = "wuxing." + path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        if not path.startswith(AREAS):
            continue
        for one, found in vars(import_module(name)).items():
            inner = inspect.unwrap(found) if inspect.isfunction(found) else None
            ours = inner is not None and inner is not found and inner.__module__ == name and not one.startswith("_")
            if ours and "by" in inspect.signature(found).parameters:
                yield one, inspect.unwrap(found)


def arguments(action: Callable[..., Any]) -> dict[str, Any]:
    """Return something for every argument without which it cannot be called; nothing of it exists."""
    needed = [one for one in inspect.signature(action).parameters.values() if one.default is one.empty]
    plain = {"int": 0, "str": "x"}
    return {one.name: plain.get(str(getattr(one.annotation, "__name__", ""))) for one in needed} | {"by": NOBODY}


def test_every_action_refuses_who_holds_no_permission_before_it_reads_anything() -> None:
    let_by, asked = set(), 0
    for name, action in actions():
        try:
            asked += 1
            action(**arguments(action))
            let_by.add(name)
        except NotAllowed:
            continue
        except Exception:
            let_by.add(name)
    assert let_by == WORKERS | OWN | BY_PLACE | BY_WAY
    assert asked > 150
