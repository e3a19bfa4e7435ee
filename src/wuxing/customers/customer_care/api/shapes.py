"""What goes in and out by machine."""

from datetime import date, datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Schema

from wuxing.core.actors import Actor

Channel = Literal["phone", "counter", "paper", "link", "message", "import"]
Part = Literal["", "owner", "user", "reporter", "technical", "billing"]


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts, as the door found out."""
    by: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    return by


class CustomerIn(Schema):
    """The head of a file."""

    name: str
    kind: Literal["person", "organisation"]
    tier: str = ""


class CustomerOut(Schema):
    """A file's head; the name as the caller may see it."""

    id: int
    name: str
    kind: str
    tier: str
    created_at: datetime
    erased_at: datetime | None
    restricted_at: datetime | None
    merged_into_id: int | None


class CareContactIn(Schema):
    """A contact; changing with an empty number leaves the one on file."""

    name: str
    phone: str = ""
    part: Part = ""
    site_id: int | None = None


class ContactOut(Schema):
    """A contact, number masked."""

    id: int
    customer_id: int
    name: str
    phone: str
    part: str
    site_id: int | None


class SiteIn(Schema):
    """A place; changing with an empty address leaves the one on file."""

    district: str
    address: str = ""
    city: str = ""
    label: str = ""
    rural: bool = False
    access_note: str = ""
    outlet_id: int | None = None


class SiteOut(Schema):
    """A place, address down to the district."""

    id: int
    customer_id: int
    label: str
    place: str
    rural: bool
    outlet_id: int | None


class CareReasonIn(Schema):
    """A sentence that says why."""

    reason: str


class CareEraseIn(CareReasonIn):
    """Why; and where service goes on, why it must be now."""

    although: str = ""


class RestrictIn(CareReasonIn):
    """Restrict the use, or set it free."""

    restricted: bool


class RevealIn(Schema):
    """Why somebody looks when no case is open; a place to show with it."""

    reason: str = ""
    site_id: int | None = None


class RevealedOut(Schema):
    """A number and an address in full."""

    name: str
    phone: str
    address: str


class LookUpOut(Schema):
    """Who looked, when and why."""

    id: int
    customer_id: int
    person_id: int | None
    case_number: str
    reason: str | None
    unusual: bool
    at: datetime


class CareRuleIn(CareReasonIn):
    """What is usual, and in how many working days requests are answered."""

    alert_an_hour: int
    most_a_day: int
    answer_days: int
    calendar_id: int | None = None


class CareVersionOut(Schema):
    """Something that was kept as a version."""

    id: int
    version: int


class ConsentIn(Schema):
    """What a customer said about purposes."""

    purposes: list[str]
    given: bool
    channel: Channel
    proof: str = ""
    language: Literal["zh-hans", "zh-hant", "en"] = "zh-hans"
    said_at: datetime | None = None


class ConsentOut(Schema):
    """One word of a customer about a purpose."""

    id: int
    purpose: str
    given: bool
    notice_version: int
    channel: str
    said_at: datetime
    digest: str


class MayUseOut(Schema):
    """Whether data may be used for a purpose, and why not."""

    purpose: str
    may: bool
    reason: str = ""


class PurposeOut(Schema):
    """A purpose in its newest version."""

    code: str
    version: int
    basis: str
    objection: bool
    separate: bool
    titles: dict[str, str]
    texts: dict[str, str]


class NoticeIn(CareReasonIn):
    """The next version of a notice."""

    purpose: str
    title: str
    basis: Literal["consent", "contract", "law"]
    texts: dict[str, str]
    separate: bool = False
    renew: bool = False


class CareRequestIn(Schema):
    """A request of a person about their data."""

    kind: Literal["access", "correction", "erasure", "withdrawal", "restriction"]
    channel: Channel
    wish: str = ""
    asked_on: date | None = None


class CareRequestOut(Schema):
    """A request with its days."""

    id: int
    number: str
    customer_id: int
    kind: str
    state: str
    asked_at: datetime
    promised_on: date
    due_on: date
    ended_at: datetime | None
    refused_for: str


class IdentifyIn(Schema):
    """How it is known who asks."""

    how: str


class ExtendIn(CareReasonIn):
    """More time."""

    due_on: date


class CareAnswerIn(Schema):
    """What the person is told."""

    answer: str


class CareDoneIn(CareAnswerIn):
    """What the person is told; where data are erased while service goes on, why it must be now."""

    although: str = ""


class RefuseIn(CareAnswerIn):
    """A refusal on a ground of law."""

    ground: str


class CareMergeIn(CareReasonIn):
    """Two files become one."""

    kept_id: int
    gone_id: int


class MergeOut(Schema):
    """A merge with what it moved."""

    id: int
    kept_id: int
    gone_id: int
    why: list[str]
    moved: dict[str, list[int]]
    merged_at: datetime
    undone_at: datetime | None


class PairOut(Schema):
    """Two files that look alike."""

    low: int
    high: int
    weight: int
    why: list[str]


class PairIn(Schema):
    """Two files that are two."""

    one_id: int
    other_id: int
