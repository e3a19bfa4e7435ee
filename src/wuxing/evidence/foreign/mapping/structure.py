"""A mapping, read and checked. Pure."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo

from wuxing.evidence.foreign.times import Order
from wuxing.schemes.packs.structure import Text


class Kind(StrEnum):
    """What a row of the file is."""

    EVENTS = "events"
    ORDERS = "orders"


STEPS = (
    "log", "write_order", "dispatch", "reassign", "accept", "contact", "depart", "arrive", "explain_warranty", "start_work",
    "finish_work", "sign", "review", "close", "follow_up", "hold", "resume", "cancel", "cannot_complete", "reopen", "note",
)  # fmt: skip
"""What an activity can mean: the events of procedure 4 that need no details a log does not hold."""

ONCE = frozenset({"log", "write_order", "dispatch", "accept", "contact", "cancel", "close"})
"""Steps that a case has once; `log` is the case's first event or none."""

TIMES: dict[str, str] = {
    "received_at": "log",
    "dispatched_at": "dispatch",
    "accepted_at": "accept",
    "contacted_at": "contact",
    "departed_at": "depart",
    "arrived_at": "arrive",
    "warranty_explained_at": "explain_warranty",
    "work_started_at": "start_work",
    "resolved_at": "finish_work",
    "signed_at": "sign",
    "reviewed_at": "review",
    "closed_at": "close",
    "followed_up_at": "follow_up",
    "cancelled_at": "cancel",
}
"""The time columns of a flat table, in the order of the procedure, and the step that each tells of."""

FIELDS = (
    "customer", "customer_id", "phone", "city", "district", "address", "product", "product_name", "category", "serial",
    "purchased_on", "symptom", "fault", "technician", "channel", "work_type", "outcome", "satisfied",
)  # fmt: skip
EVENT_COLUMNS = ("case", "activity", "time", "resource")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an activity means: the first of `steps` that its case can still take."""

    steps: tuple[str, ...]
    reason: str = ""  # of a hold


@dataclass(frozen=True, slots=True)
class Promise:
    """A yardstick: minutes by the clock, from receipt (or from the step before, as procedure 2 has it)."""

    kind: str
    minutes: int
    text: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """How one system's records read."""

    name: str
    source: str
    title: Text
    kind: Kind
    columns: Table[str, tuple[str, ...]]  # our name -> its headings, the first that is there counts
    activities: Table[str, Meaning]
    others: Meaning
    values: Table[str, Table[str, str]]  # our name -> what is written -> our word
    promises: tuple[Promise, ...]
    zone: ZoneInfo | None
    dates: Order | None
    mixed_dates: bool
    channel: str
    work_type: str
    encoding: str
    sheet: str
    sha256: str
    text: str = field(repr=False, default="")
    note: Text | None = None

    @property
    def steps(self) -> frozenset[str]:
        """Return the steps that records of this source can tell of."""
        if self.kind is Kind.ORDERS:
            return frozenset(step for name, step in TIMES.items() if name in self.columns)
        used = {step for meaning in (*self.activities.values(), self.others) for step in meaning.steps}
        return frozenset(used)
