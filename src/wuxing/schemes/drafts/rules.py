"""When a draft may be changed, given up and published; and which number its edition gets."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from wuxing.core.reasons import Reason, say
from wuxing.schemes.drafts.states import State
from wuxing.schemes.drafts.tables import Content


def number_of(edition: str) -> tuple[int, int]:
    """Return year and number of an edition, to compare: 2011.10 is above 2011.9. What is none is below all."""
    year, dot, number = edition.partition(".")
    return (int(year), int(number)) if dot and year.isdecimal() and number.isdecimal() else (0, 0)


def next_edition(taken: Collection[str], year: int) -> str:
    """Return the edition above all that are `taken`; the first of `year` where none is."""
    newest = max(map(number_of, taken), default=(0, 0))
    return f"{newest[0]}.{newest[1] + 1}" if newest[0] else f"{year}.1"


def following(content: Content, edition: str, until: date) -> Content:
    """Return the documents of an edition as those of the next one: every leaf is what it was, until somebody changes it."""
    scheme = content["scheme"]
    leaves = list(_leaves(content["indicators"]["indicators"]))
    scheme.pop("supersedes", None)
    if leaves:
        said = {
            "edition": scheme["edition"],
            "map": {leaf: leaf for leaf in leaves},
            "transition_until": until.isoformat(),
        }
        scheme["supersedes"] = said
    scheme["edition"] = edition
    return content


def _leaves(items: list[Any]) -> Iterator[str]:
    for item in items:
        if "children" in item:
            yield from _leaves(item["children"])
        else:
            yield str(item["id"])


def why_not_change_draft(state: State) -> Reason | None:
    """Return why a draft may not be edited, or None."""
    return {
        State.DRAFT: None,
        State.PUBLISHED: say("the draft is published; start a new one from its edition"),
        State.DISCARDED: say("the draft was given up; start a new one"),
    }[state]


def why_not_publish_draft(
    *, state: State, faults: int, edition: str, taken: Collection[str], is_changed: bool
) -> Reason | None:
    """Return why a draft may not become an edition, or None. `taken`: editions of the scheme that are published."""
    if reason := why_not_change_draft(state):
        return reason
    if faults == 1:
        return say("one fault stands in the way; mend it first")
    if faults:
        return say("%(count)s faults stand in the way; mend them first", count=faults)
    newest = max(taken, key=number_of, default="")
    if newest and number_of(edition) <= number_of(newest):
        return say(
            "the edition %(edition)s is not above %(newest)s, which is published; raise it in the table Scheme",
            edition=edition,
            newest=newest,
        )
    if not is_changed:
        return say("nothing differs from the edition it was started from; change something first")
    return None
