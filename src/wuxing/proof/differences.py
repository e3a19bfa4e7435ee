"""What happened to a log whose entries are not those that were sealed: changed, removed, inserted, moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What can be wrong with a log."""

    CHANGED = "changed"
    INSERTED = "inserted"
    OUT_OF_ORDER = "out_of_order"
    BAD_SIGNATURE = "bad_signature"
    FORKED = "forked"
    REMOVED = "removed"
    CUT_OFF = "cut_off"
    UNPUBLISHED = "unpublished"

    @property
    def spoils_completeness(self) -> bool:
        """Say whether something is missing; otherwise something that is there is false."""
        return self in {Fault.REMOVED, Fault.CUT_OFF, Fault.UNPUBLISHED}


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A place whose entry does not hash to what was sealed there.

    `found` is None where nothing is; `sealed` is None beyond what was published, where a moved entry may have gone.
    """

    index: int
    entry_id: int | None
    sealed: bytes | None
    found: bytes | None


def faults_in(mismatches: Sequence[Mismatch], size: int) -> list[tuple[Fault, Mismatch]]:
    """Return what happened at each place of a log of `size` that does not match; what merely shifted is not listed."""
    sealed = {mismatch.sealed for mismatch in mismatches} - {None}
    places = {mismatch.found: mismatch.index for mismatch in mismatches if mismatch.found is not None}
    moved = _moved(mismatches, places)
    found: list[tuple[Fault, Mismatch]] = []
    for mismatch in mismatches:
        is_lost = mismatch.sealed is not None and mismatch.sealed not in places
        is_new = None not in (mismatch.found, mismatch.sealed) and mismatch.found not in sealed
        if is_lost and is_new:
            found.append((Fault.CHANGED, mismatch))
        elif is_lost:
            found.append((Fault.CUT_OFF if mismatch.index >= size else Fault.REMOVED, mismatch))
        elif is_new:
            found.append((Fault.INSERTED, mismatch))
        elif mismatch.index in moved:
            found.append((Fault.OUT_OF_ORDER, mismatch))
        elif mismatch.sealed == mismatch.found:
            found.append((Fault.CHANGED, mismatch))
    return found


def _moved(mismatches: Sequence[Mismatch], places: Mapping[bytes, int]) -> set[int]:
    """Return the places whose sealed entry now stands before an earlier one or after a later one."""
    steps = [(m.index, places[m.sealed]) for m in mismatches if m.sealed is not None and m.sealed in places]
    moved: set[int] = set()
    highest = -1
    for index, place in steps:
        if place < highest:
            moved.add(index)
        highest = max(highest, place)
    lowest = highest + 1
    for index, place in reversed(steps):
        if place > lowest:
            moved.add(index)
        lowest = min(lowest, place)
    return moved
