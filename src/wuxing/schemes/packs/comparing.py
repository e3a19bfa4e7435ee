"""What changes from one edition to another: leaves are followed through the map of the newer one. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

from wuxing.core.reasons import say
from wuxing.schemes.packs import entries
from wuxing.schemes.packs.changes import Change, Kind, Value, What
from wuxing.schemes.packs.entries import Entries
from wuxing.schemes.packs.structure import Indicator, Pack
from wuxing.schemes.packs.terms import Text

T = TypeVar("T")
Map = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs between two packs, in the order of the newer one."""

    old: str  # identities
    new: str
    all: tuple[Change, ...]

    def of(self, *kinds: What) -> tuple[Change, ...]:
        """Return what differs in some parts of the pack."""
        return tuple(change for change in self.all if change.what in kinds)

    def data(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {"old": self.old, "new": self.new, "changes": [change.data() for change in self.all]}


def leaf_map(old: Pack, new: Pack) -> Map:
    """Return where each old leaf leads: as the newer edition says, else to the leaf with the same id. Nowhere: ()."""
    said = new.supersedes
    if said is not None and (old.id, old.edition) == (new.id, said.edition):
        return {leaf.id: said.map.get(leaf.id, ()) for leaf in old.leaves}
    there = {leaf.id for leaf in new.leaves}
    return {leaf.id: (leaf.id,) if leaf.id in there else () for leaf in old.leaves}


def what_changes(old: Pack, new: Pack) -> Changes:
    """Return what changes for whoever goes from `old` to `new`."""
    scheme = _entries(What.SCHEME, (), (), None, entries.of_scheme(old), entries.of_scheme(new))
    parts = chain(
        scheme,
        _listed(What.SOURCE, _by(old.basis, "ref"), _by(new.basis, "ref"), _titled),
        _groups(old, new),
        _leaves(old, new, leaf_map(old, new)),
        _listed(What.METRIC, old.metrics, new.metrics, entries.of_metric),
        _listed(What.LEVEL, _by(old.levels, "id"), _by(new.levels, "id"), entries.of_level),
        _listed(What.GATE, old.gates, new.gates, entries.of_condition),
        _listed(What.VETO, _by(old.vetoes, "id"), _by(new.vetoes, "id"), _titled),
        _listed(What.GROUND, _by(old.rules.deduction_reasons, "id"), _by(new.rules.deduction_reasons, "id"), _titled),
        _listed(What.EXAMPLE, _by(old.examples, "id"), _by(new.examples, "id"), entries.of_example),
    )
    return Changes(old.identity, new.identity, tuple(parts))


def _by(items: Iterable[T], key: str) -> dict[str, T]:
    return {getattr(item, key): item for item in items}


def _titled(item: Any) -> Entries:
    """Return the entries of a source, a veto or a ground."""
    found: dict[str, Value] = {"title": item.title}
    if hasattr(item, "role"):
        found["role"] = item.role
    if hasattr(item, "condition"):
        found["condition"] = item.condition.text
    return found


def _listed(
    what: What, old: Mapping[str, T], new: Mapping[str, T], entries_of: Callable[[T], Entries]
) -> Iterator[Change]:
    for name, item in new.items():
        if name in old:
            yield from _entries(what, (name,), (name,), None, entries_of(old[name]), entries_of(item))
        else:
            yield Change(what, Kind.ADDED, new=(name,), after=_title(entries_of(item)))
    for name in old:
        if name not in new:
            yield Change(what, Kind.REMOVED, old=(name,))


def _title(found: Entries) -> Value:
    return found.get("title")


def _entries(
    what: What, old: tuple[str, ...], new: tuple[str, ...], title: Text | None, before: Entries, after: Entries
) -> Iterator[Change]:
    for entry in dict.fromkeys([*after, *before]):
        was, now = before.get(entry), after.get(entry)
        if was != now:
            yield Change(what, Kind.CHANGED, old, new, title, entry, was, now)


def _groups(old: Pack, new: Pack) -> Iterator[Change]:
    before = {found.id: found for found in old.indicators if not found.is_leaf}
    after = {found.id: found for found in new.indicators if not found.is_leaf}
    for name, group in after.items():
        if name not in before:
            yield Change(What.GROUP, Kind.ADDED, new=(name,), title=group.title)
        else:
            yield from _compared(What.GROUP, before[name], group)
    for name, group in before.items():
        if name not in after:
            yield Change(What.GROUP, Kind.REMOVED, old=(name,), title=group.title)


def _leaves(old: Pack, new: Pack, led: Map) -> Iterator[Change]:
    came: dict[str, tuple[str, ...]] = {}
    for name, targets in led.items():
        for target in targets:
            came[target] = (*came.get(target, ()), name)
    for leaf in new.leaves:
        yield from _leaf(old, new, leaf, came.get(leaf.id, ()), led)
    for name, targets in led.items():
        if not targets:
            yield Change(What.LEAF, Kind.REMOVED, old=(name,), title=old.by_id[name].title)
        elif len(targets) > 1:
            yield Change(What.LEAF, Kind.SPLIT, (name,), targets, old.by_id[name].title)


def _leaf(old: Pack, new: Pack, leaf: Indicator, came: tuple[str, ...], led: Map) -> Iterator[Change]:
    """Yield what is new about a leaf of the newer edition that came from these old ones."""
    if not came:
        yield Change(What.LEAF, Kind.ADDED, new=(leaf.id,), title=leaf.title, after=_described(leaf))
    elif len(came) > 1:
        yield Change(What.LEAF, Kind.MERGED, came, (leaf.id,), leaf.title)
    elif len(led[came[0]]) == 1:  # one from one
        before = old.by_id[came[0]]
        if before.id != leaf.id:
            yield _renumbered(old, new, before, leaf)
        yield from _compared(What.LEAF, before, leaf)


def _renumbered(old: Pack, new: Pack, before: Indicator, leaf: Indicator) -> Change:
    home, there = (pack.by_id.get(found.parent or "") for pack, found in ((old, before), (new, leaf)))
    if home is None or there is None or home.id == there.id or home.title == there.title:
        return Change(What.LEAF, Kind.RENUMBERED, (before.id,), (leaf.id,), leaf.title)
    return Change(What.LEAF, Kind.MOVED, (before.id,), (leaf.id,), leaf.title, before=home.title, after=there.title)


def _described(leaf: Indicator) -> Value:
    points = entries.of_indicator(leaf)["points"]
    scoring = entries.words_of(leaf.mode) if leaf.mode else ""
    if points is None:
        return say("points not official; scoring: %(scoring)s", scoring=scoring)
    return say("%(points)s points; scoring: %(scoring)s", points=points, scoring=scoring)


def _compared(what: What, before: Indicator, after: Indicator) -> Iterator[Change]:
    was, now = entries.of_indicator(before), entries.of_indicator(after)
    yield from _entries(what, (before.id,), (after.id,), after.title, was, now)
