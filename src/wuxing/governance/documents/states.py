"""The states of a version, and what a document, a verdict, an audience can be (procedure 20)."""

from enum import StrEnum


class VersionState(StrEnum):
    """文件版本: how far a version is."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    ISSUED = "issued"
    SUPERSEDED = "superseded"
    OBSOLETE = "obsolete"


class Standing(StrEnum):
    """How a document stands: never issued, with a valid version, or withdrawn."""

    PREPARED = "prepared"
    IN_FORCE = "in_force"
    OBSOLETE = "obsolete"


class Kind(StrEnum):
    """文件类别: what a document is."""

    MANUAL = "manual"
    PROCEDURE = "procedure"
    RULE = "rule"
    INSTRUCTION = "instruction"
    PLAN = "plan"
    FORM = "form"
    RECORD_FORM = "record_form"
    EXTERNAL = "external"
    OTHER = "other"


class Part(StrEnum):
    """What a person is asked to do with a version before it is issued."""

    REVIEW = "review"
    APPROVE = "approve"


class Verdict(StrEnum):
    """What a reviewer or approver said."""

    PASSED = "passed"
    RETURNED = "returned"


class Audience(StrEnum):
    """分发对象: whom a distribution reaches."""

    EVERYBODY = "everybody"
    ROLE = "role"
    PERSON = "person"
    OUTLET = "outlet"


class Fitness(StrEnum):
    """What the yearly review found."""

    FIT = "fit"
    REVISE = "revise"


class Found(StrEnum):
    """What the check of an external document found."""

    UNCHANGED = "unchanged"
    NEW_EDITION = "new_edition"
    WITHDRAWN = "withdrawn"


class Preview(StrEnum):
    """How far the PDF of a file is."""

    NONE = "none"  # nothing to show: a spreadsheet
    ITSELF = "itself"  # the file is shown as it is
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


V = VersionState
VERSION: dict[VersionState, frozenset[VersionState]] = {
    V.DRAFT: frozenset({V.IN_REVIEW, V.OBSOLETE}),
    V.IN_REVIEW: frozenset({V.DRAFT, V.APPROVED, V.OBSOLETE}),
    V.APPROVED: frozenset({V.DRAFT, V.ISSUED, V.OBSOLETE}),
    V.ISSUED: frozenset({V.SUPERSEDED, V.OBSOLETE}),
    V.SUPERSEDED: frozenset(),
    V.OBSOLETE: frozenset(),
}
OPEN_VERSIONS = frozenset({V.DRAFT, V.IN_REVIEW, V.APPROVED})
EVER_VALID = frozenset({V.ISSUED, V.SUPERSEDED})
