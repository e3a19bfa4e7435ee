"""Cases on which promises run. A context declares its own in its `promising.py`; this finds them all.

What a case is called, where its page is, who has it in hand, and whom to tell that its clocks moved: so nothing here
reaches upward.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps
from django.db.models import BigIntegerField, When
from django.db.models import Case as Choice
from django.db.models.expressions import Combinable
from django.urls import NoReverseMatch, reverse

from wuxing.core.actors import Actor
from wuxing.core.reasons import Reason


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a case: its number, its words, and the user who has it in hand, with their name."""

    number: str
    title: str = ""
    user_id: int | None = None
    user_name: str = ""
    page: str = ""  # the url name of its page, which takes `page_id`
    page_id: int = 0

    @property
    def url(self) -> str:
        """Return the address of its page, or nothing."""
        try:
            return reverse(self.page, args=[self.page_id]) if self.page else ""
        except NoReverseMatch:
            return ""


Reader = Callable[[Collection[int]], Mapping[int, Case]]
Changed = Callable[[int, Actor], None]


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of case: how several are read at once, and what to do when the clocks of one moved."""

    kind: str
    read: Reader
    changed: Changed
    held: Mapping[str, Callable[[], Combinable]] = field(default_factory=dict)  # whose a case is, by kind of holder


@dataclass(frozen=True, slots=True)
class Holder:
    """A kind of who keeps promises: its word, and those there are, by number and name."""

    kind: str
    title: Reason
    offered: Callable[[], list[tuple[int, str]]]


@cache
def holders() -> Mapping[str, Holder]:
    """Return the kinds of holders that contexts declare, such as outlets and people."""
    found: dict[str, Holder] = {}
    for module in _modules():
        found |= {one.kind: one for one in getattr(module, "HOLDERS", ())}
    return found


def holder_of(kind: str) -> Combinable:
    """Return, for a query of targets, the number of the holder of a kind that has the case."""
    known = [(one.kind, one.held[kind]) for one in _declared().values() if kind in one.held]
    return Choice(*(When(subject_type=subject, then=held()) for subject, held in known), output_field=BigIntegerField())


def _modules() -> Iterator[ModuleType]:
    for config in apps.get_app_configs():
        name = f"{config.name}.promising"
        if config.name.startswith("wuxing.") and find_spec(name):
            yield import_module(name)


@cache
def _declared() -> Mapping[str, Subject]:
    found: dict[str, Subject] = {}
    for module in _modules():
        for one in getattr(module, "SUBJECTS", ()):
            assert one.kind not in found, f"two kinds of cases are called {one.kind}"
            found[one.kind] = one
    return found


def read(kind: str, ids: Collection[int]) -> Mapping[int, Case]:
    """Return what is known of cases of a kind, by number; nothing for kinds that nobody declares."""
    subject = _declared().get(kind)
    return subject.read(ids) if subject and ids else {}


def changed(subject: tuple[str, int], by: Actor) -> None:
    """Tell the context of a case that its clocks moved."""
    if declared := _declared().get(subject[0]):
        declared.changed(subject[1], by)
