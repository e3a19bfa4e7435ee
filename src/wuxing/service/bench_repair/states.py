"""The state machines of procedure 5 (states.md section 2): an item brought back, and a loaner device."""

from enum import StrEnum


class ItemState(StrEnum):
    """返修物品: how far an item is."""

    RECEIVED = "received"
    DIAGNOSED = "diagnosed"
    QUOTED = "quoted"
    APPROVED = "approved"
    DECLINED = "declined"
    REPAIRING = "repairing"
    WAITING_PARTS = "waiting_parts"
    TESTED = "tested"
    READY = "ready"
    RETURNED = "returned"
    REPLACED = "replaced"
    SCRAPPED = "scrapped"


class Holder(StrEnum):
    """保管方: in whose hands an item is."""

    CUSTOMER = "customer"
    TECHNICIAN = "technician"  # on the way, in the van
    BENCH = "bench"  # a workshop technician at work
    SHELF = "shelf"  # a storage place of the workshop
    COURIER = "courier"
    DISPOSAL = "disposal"


class LoanerState(StrEnum):
    """备用机: where a loaner device is."""

    AVAILABLE = "available"
    LENT = "lent"
    LOST = "lost"
    RETIRED = "retired"


class LoanState(StrEnum):
    """借出: what became of one lending. Being due is told by the day, not kept."""

    LENT = "lent"
    RETURNED = "returned"
    LOST = "lost"


class Decision(StrEnum):
    """What the customer decided when replacing was advised."""

    REPAIR = "repair"
    REPLACE = "replace"
    TAKE_HOME = "take_home"


S = ItemState
_ENDINGS = {S.REPLACED, S.SCRAPPED}
ITEM: dict[ItemState, frozenset[ItemState]] = {
    S.RECEIVED: frozenset({S.DIAGNOSED, S.DECLINED, S.REPLACED}),
    S.DIAGNOSED: frozenset({S.DIAGNOSED, S.QUOTED, S.APPROVED, S.DECLINED} | _ENDINGS),
    S.QUOTED: frozenset({S.DIAGNOSED, S.QUOTED, S.APPROVED, S.DECLINED} | _ENDINGS),
    S.APPROVED: frozenset({S.DIAGNOSED, S.REPAIRING, S.DECLINED} | _ENDINGS),
    S.DECLINED: frozenset({S.DIAGNOSED, S.READY} | _ENDINGS),
    S.REPAIRING: frozenset({S.DIAGNOSED, S.WAITING_PARTS, S.TESTED, S.DECLINED} | _ENDINGS),
    S.WAITING_PARTS: frozenset({S.REPAIRING, S.DECLINED} | _ENDINGS),
    S.TESTED: frozenset({S.READY, S.REPAIRING}),
    S.READY: frozenset({S.RETURNED, S.REPAIRING} | _ENDINGS),
    S.RETURNED: frozenset(),
    S.REPLACED: frozenset(),
    S.SCRAPPED: frozenset(),
}
ENDED = frozenset({S.RETURNED, S.REPLACED, S.SCRAPPED})
OPEN = frozenset(S) - ENDED
IN_REPAIR = OPEN - {S.READY, S.DECLINED}  # the days of the law run
WORKED_ON = frozenset({S.DIAGNOSED, S.REPAIRING, S.TESTED})  # reached with the item on a bench only

HANDS = frozenset({Holder.TECHNICIAN, Holder.BENCH})  # a person of ours holds it

TESTS = ("function", "fault_gone", "safety", "run", "clean", "accessories")
"""出厂检验: the checklist before an item goes home."""

ALARM_DAY = 20
BREACH_DAY = 30
PARTS_DAY = 90
WARRANTY_DAYS = 30
"""After a repair an item works at least so many days (三包, facts 5.1)."""
