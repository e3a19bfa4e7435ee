"""Check what a pack says of the edition it replaces: every old leaf leads somewhere, or is dropped by name."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from wuxing.core.reasons import Reason, say
from wuxing.schemes.packs.problems import Problem
from wuxing.schemes.packs.reading import Document
from wuxing.schemes.packs.structure import Pack

BLOCK = "supersedes"


def number_of(edition: str) -> tuple[int, ...]:
    """Return an edition as numbers, so that 2011.10 comes after 2011.9."""
    return tuple(map(int, edition.split(".")))


def problems(documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Yield what contradicts the pack itself."""
    scheme = documents["scheme"]
    said = scheme.data.get(BLOCK)
    if said is None:
        return
    if number_of(said["edition"]) >= number_of(scheme.data["edition"]):
        text = say("%(edition)s is not before %(own)s; name the edition that this one replaces",
                   edition=said["edition"], own=scheme.data["edition"])  # fmt: skip
        yield scheme.problem((BLOCK, "edition"), text)
    if not _is_date(said["transition_until"]):
        text = say("there is no day %(day)s; write it as 2027-06-30", day=said["transition_until"])
        yield scheme.problem((BLOCK, "transition_until"), text)
    yield from _unknown(scheme, said, set(_leaves(documents["indicators"].data["indicators"])))


def _unknown(scheme: Document, said: Mapping[str, Any], leaves: set[str]) -> Iterator[Problem]:
    for old, new in said["map"].items():
        for name in [new] if isinstance(new, str) else new:
            if name not in leaves:
                text = say("%(old)s leads to %(new)s, which is no leaf of this pack", old=old, new=name)
                yield scheme.problem((BLOCK, "map", old), text)
    for index, name in enumerate(said.get("dropped", ())):
        if name in said["map"]:
            text = say("%(id)s is mapped and dropped; keep one", id=name)
            yield scheme.problem((BLOCK, "dropped", index), text)


def problems_against(scheme: Document, old: Pack) -> Iterator[Problem]:
    """Yield what contradicts the edition replaced: leaves it never had, and leaves that lead nowhere."""
    said = scheme.data[BLOCK]
    known = {leaf.id for leaf in old.leaves}
    for name in said["map"]:
        if name not in known:
            yield scheme.problem((BLOCK, "map", name), _no_leaf(name, old))
    for index, name in enumerate(said.get("dropped", ())):
        if name not in known:
            yield scheme.problem((BLOCK, "dropped", index), _no_leaf(name, old))
    lost = [leaf.id for leaf in old.leaves if leaf.id not in said["map"] and leaf.id not in said.get("dropped", ())]
    if lost:
        text = say(
            "says nothing of %(names)s of edition %(edition)s; map each to what stands for it now, or list it in dropped",
            names=", ".join(lost),
            edition=old.edition,
        )
        yield scheme.problem((BLOCK, "map"), text)


def is_about(scheme: Document, old: Pack) -> bool:
    """Say whether the pack replaces exactly this edition."""
    said = scheme.data.get(BLOCK)
    return said is not None and (scheme.data["id"], said["edition"]) == (old.id, old.edition)


def _no_leaf(name: str, old: Pack) -> Reason:
    return say("%(id)s is no leaf of edition %(edition)s", id=name, edition=old.edition)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _leaves(items: list[Any]) -> Iterator[str]:
    for item in items:
        if "children" in item:
            yield from _leaves(item["children"])
        else:
            yield item["id"]
