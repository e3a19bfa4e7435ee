"""What an action of a page is: a button with its lock, a form, and what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.reasons import Reason
from wuxing.service.repair.forms.base import Form
from wuxing.service.repair.forms.order import EmptyForm


@dataclass(frozen=True, slots=True)
class Facts:
    """What the locks of the buttons ask: made once a page."""

    state: str
    visit: str | None
    gaps: tuple[Reason, ...]
    missing: tuple[str, ...]
    accepted: bool
    diagnosed: bool
    followed_up: bool
    open_items: tuple[str, ...] = ()
    open_loans: tuple[str, ...] = ()
    answer_owed: bool = False
    told: bool = False
    law_asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """One action as a button: label of the button, of the form's own button, who may, why not, how, what is said after."""

    label: str | Promise
    do: str | Promise
    permission: Permission
    form: type[Form]
    why_not: Callable[[Facts], Reason | None]
    run: Callable[[int, Any, Actor], Any]
    said: str | Promise
    icon: str = ""

    @property
    def asks(self) -> bool:
        """Say whether the action has a form to fill in."""
        return self.form is not EmptyForm
