"""States and kinds of plans, draws, meetings and notes. Pure."""

from enum import StrEnum


class PlanState(StrEnum):
    """Where a version of the plan stands."""

    DRAFT = "draft"
    RELEASED = "released"


class Remote(StrEnum):
    """How much of the evaluation happens at a distance."""

    NONE = "none"
    PARTLY = "partly"
    WHOLLY = "wholly"


class Method(StrEnum):
    """How something is looked at."""

    DOCUMENTS = "documents"
    SITE_OBSERVATION = "site_observation"
    RECORDS = "records"
    INTERVIEWS = "interviews"
    CUSTOMER_CONTACT = "customer_contact"
    MYSTERY_SHOPPING = "mystery_shopping"
    REMOTE = "remote"


class Answer(StrEnum):
    """What was said of a released plan: by the client, then by the body of an objection."""

    CONFIRMED = "confirmed"
    OBJECTED = "objected"
    OVERRULED = "overruled"  # the body keeps the plan, with a reason


class MeetingKind(StrEnum):
    """The two meetings of an evaluation."""

    OPENING = "opening"
    CLOSING = "closing"


class Side(StrEnum):
    """For whom somebody takes part in a meeting."""

    BODY = "body"
    CLIENT = "client"


class NoteKind(StrEnum):
    """What a note is of."""

    NOTE = "note"
    INTERVIEW = "interview"
    PHOTO = "photo"
    CUSTOMER_CONTACT = "customer_contact"
    MYSTERY = "mystery"


class Origin(StrEnum):
    """Where a sample of records comes from."""

    HANDED_OVER = "list"  # a list that the client hands over, drawn from here
    ENGAGEMENT = "engagement"  # drawn in the company's own system under an engagement; named here
