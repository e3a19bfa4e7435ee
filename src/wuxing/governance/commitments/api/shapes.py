"""What goes over the API of procedure 2."""

from datetime import date, datetime
from decimal import Decimal

from ninja import Schema


class PromiseStepOut(Schema):
    """A reminder or an escalation: at which percent of the promised time, and whom it reaches."""

    percent: int
    to: str


class PromiseOut(Schema):
    """A version of a promise."""

    id: int
    kind: str
    area: str
    product_line: str
    tier: str
    text: str
    minutes: int
    calendar_id: int | None
    channel: str
    published_where: str
    legal_checked_by: str
    legal_checked_on: date | None
    legal_check: str
    steps: list[PromiseStepOut]
    safety: bool
    version: int
    starts_at: datetime
    ends_at: datetime | None
    reason: str
    end_reason: str
    proposal_id: int | None
    approved_at: datetime | None


class PromiseProposalOut(Schema):
    """A promise as it is proposed; `promise_id` is the version that came of it. One that `ends` a promise has 0 minutes."""

    id: int
    state: str
    ends: bool
    kind: str
    area: str
    product_line: str
    tier: str
    text: str
    minutes: int
    calendar_id: int | None
    channel: str
    published_where: str
    legal_checked_by: str
    legal_checked_on: date | None
    legal_check: str
    steps: list[PromiseStepOut]
    safety: bool
    running_too: bool
    wished_from: date | None
    reason: str
    proposed_at: datetime | None
    decided_at: datetime | None
    decision: str
    promise_id: int | None


class PromiseIn(Schema):
    """A promise as it would be; without `steps` it is reminded of as usual, as a `draft` it waits for nobody."""

    kind: str
    area: str = "any"
    text: str
    minutes: int
    calendar_id: int | None = None
    product_line: str = ""
    tier: str = ""
    channel: str = ""
    published_where: str = ""
    legal_checked_by: str = ""
    legal_checked_on: date | None = None
    legal_check: str = ""
    steps: list[PromiseStepOut] | None = None
    safety: bool = False
    running_too: bool = False
    wished_from: date | None = None
    reason: str
    draft: bool = False


class PromiseEndIn(Schema):
    """That a promise ends without another in its place: why, from when, and who checked that it may."""

    reason: str
    wished_from: date | None = None
    legal_checked_by: str = ""
    legal_checked_on: date | None = None
    legal_check: str = ""


class PromiseNoteIn(Schema):
    """Words to an approval."""

    note: str = ""


class PromiseReasonIn(Schema):
    """Why."""

    reason: str


class ShareOut(Schema):
    """How a promise was kept since an instant; `percent` is null while nothing can be judged."""

    since: datetime
    kept: int
    broken: int
    late: int
    running: int
    dropped: int
    judged: int
    percent: Decimal | None


class PromiseTargetOut(Schema):
    """A target behind a share: when it was due as promised, when after pauses, and what became of it."""

    id: int
    subject_type: str
    subject_id: int
    number: str
    starts_at: datetime
    due_at: datetime
    effective_due_at: datetime | None
    paused_at: datetime | None
    stopped_at: datetime | None
    kept: bool | None
    own_due_at: datetime | None
    own_kept: bool | None


class TargetsOut(Schema):
    """A page of targets, newest first; `after` asks for the next one."""

    targets: list[PromiseTargetOut]
    after: str


Hours = list[list[str]]


class CalendarOut(Schema):
    """A calendar with its newest version."""

    id: int
    name: str
    zone: str
    version: int
    weekly: list[Hours]
    exceptions: dict[str, Hours]
    notes: dict[str, str]
    source: str
    reason: str
    created_at: datetime


class CalendarIn(Schema):
    """The next version of the calendar of that name, or the first."""

    name: str
    zone: str = "Asia/Shanghai"
    weekly: list[Hours]
    exceptions: dict[str, Hours] = {}
    notes: dict[str, str] = {}
    reason: str = ""


class ProposalOut(Schema):
    """A date on which the calendar would differ."""

    day: date
    worked: bool
    name: str
    hours: Hours
    now: Hours
    is_new: bool


class HolidaysOut(Schema):
    """The public holidays of a year as the library knows them; `known` is false before they are published."""

    year: int
    known: bool
    source: str
    proposals: list[ProposalOut]


class HolidaysIn(Schema):
    """Which proposed days are taken into a new version."""

    year: int
    days: list[date]


class DeadlineOut(Schema):
    """When something would fall due, by which version of the calendar."""

    start: datetime
    minutes: int
    due: datetime
    version: int
