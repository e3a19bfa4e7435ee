"""A story as it is told, and the facts that it adds up to. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from wuxing.core.reasons import Reason
from wuxing.governance.commitments import rules as promise_rules
from wuxing.service.repair.states import RequestState

Payload = dict[str, Any]
PROMISED_AT_INTAKE = ("dispatch", "arrive", "resolve")
SPOKEN = ("hotline", "walk_in")  # somebody answers at once: no answer is owed


def promised_at_intake(channel: str) -> tuple[str, ...]:
    """Return the promises that a call begins, by its channel."""
    return PROMISED_AT_INTAKE if channel in SPOKEN else ("respond", *PROMISED_AT_INTAKE)


@dataclass(slots=True)
class Step:
    """One thing that happened: a ledger event of procedure 4 without its area, or of 5 as `bench.x`; when, and its details."""

    event: str
    at: datetime
    payload: Payload = field(default_factory=dict)
    by: str = ""  # who did it, as the story says; whoever records it is the entry's own actor


@dataclass(slots=True, kw_only=True)
class CaseDraft:
    """A case to be recorded: the call and its steps. `customer_key` groups the cases of one customer."""

    key: str
    received_at: datetime
    recorded_at: datetime | None = None
    channel: str = "hotline"
    work_type: str = "onsite"
    customer_key: str = ""
    customer_name: str = ""
    phone: str = ""
    city: str = ""
    district: str = ""
    address: str = ""
    rural: bool = False
    product: str = ""  # model, as known to the tenant
    serial: str = ""
    serial_unknown: bool = False
    purchased_on: date | None = None
    purchase_unknown: bool = False
    symptom: str = ""
    fault: str = ""
    urgent: bool = False
    complete: bool | None = None  # None: judged by the fields
    steps: list[Step] = field(default_factory=list)
    details: Payload = field(default_factory=dict)  # what else the source says of the call; goes into its trace


InForce = Callable[[datetime, str], Sequence[promise_rules.Terms]]


@dataclass(frozen=True, slots=True)
class Binding:
    """Which promises bind a case: those in force at an instant, in the calendar of an outlet, for its product line and tier.

    The outlet is that of the technician who is named; without one, the outlet that serves the place.
    """

    in_force: InForce
    line: str = ""
    tier: str = ""


@dataclass(slots=True)
class TargetFact:
    """A promise on the case and what became of it on its two clocks, with the events that say so."""

    terms: promise_rules.Terms
    starts_at: datetime
    due_at: datetime
    effective_due_at: datetime | None
    own_due_at: datetime | None
    stopped_at: datetime | None = None
    kept: bool | None = None
    own_kept: bool | None = None
    paused_at: datetime | None = None
    own_paused_at: datetime | None = None
    events: list[promise_rules.Event] = field(default_factory=list)
    replaces: "TargetFact | None" = None
    round: int = 1


@dataclass(slots=True)
class ItemFact:
    """A thing that was taken back: its column values, its steps, and the hands it went through."""

    facts: Payload
    steps: list[Payload] = field(default_factory=list)
    hands: list[Payload] = field(default_factory=list)


@dataclass(slots=True)
class Story:
    """The facts of a case: column values of the rows to be written."""

    request_state: str = RequestState.NEW
    closing_note: str = ""
    merged_into: str = ""  # the key of the case that stays
    order: Payload | None = None
    visits: list[Payload] = field(default_factory=list)
    diagnoses: list[Payload] = field(default_factory=list)
    lines: list[Payload] = field(default_factory=list)
    signatures: list[Payload] = field(default_factory=list)
    receipts: list[Payload] = field(default_factory=list)
    items: list[ItemFact] = field(default_factory=list)
    targets: list[TargetFact] = field(default_factory=list)
    trace: list[tuple[str, str, int, datetime, Payload]] = field(
        default_factory=list
    )  # event, kind, place, at, payload


class OutOfOrder(ValueError):
    """A strict story has a step that the state machine refuses."""

    def __init__(self, event: str, reason: Reason) -> None:
        super().__init__(f"{event}: {reason}")
        self.reason = reason
