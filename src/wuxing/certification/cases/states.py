"""Stages of a case and which follow which (facts.md 4.4). Pure."""

from enum import StrEnum

from wuxing.core.reasons import Reason, say


class Kind(StrEnum):
    """Why there is a case: the first, the yearly one, the renewal, a change, a transfer, a special one."""

    INITIAL = "initial"
    SURVEILLANCE = "surveillance"
    RENEWAL = "renewal"
    CHANGE = "change"  # of scope, sites, name or level
    TRANSFER = "transfer"  # from another body
    SPECIAL = "special"  # early or short-notice


class Stage(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPLICATION_REVIEW = "application_review"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    CONTRACTED = "contracted"
    DOCUMENT_REVIEW = "document_review"
    PLANNED = "planned"
    ON_SITE = "on_site"
    FINDINGS = "findings"  # the closing meeting is over; corrections are under way
    REPORT = "report"  # every correction is verified; the report is written
    UNDER_REVIEW = "under_review"
    DECISION = "decision"
    GRANTED = "granted"
    NOT_GRANTED = "not_granted"
    CERTIFIED = "certified"  # the certificate is issued, kept, changed or ended as decided
    WITHDRAWN = "withdrawn"  # by the client, before a decision


S = Stage
MOVES: dict[Stage, frozenset[Stage]] = {
    S.DRAFT: frozenset({S.SUBMITTED, S.WITHDRAWN}),
    S.SUBMITTED: frozenset({S.APPLICATION_REVIEW, S.WITHDRAWN}),
    S.APPLICATION_REVIEW: frozenset({S.SUBMITTED, S.REFUSED, S.ACCEPTED, S.WITHDRAWN}),  # back: with questions
    S.ACCEPTED: frozenset({S.CONTRACTED, S.WITHDRAWN}),
    S.CONTRACTED: frozenset({S.DOCUMENT_REVIEW, S.REPORT, S.WITHDRAWN}),  # to the report at once: a new name only
    S.DOCUMENT_REVIEW: frozenset({S.PLANNED, S.WITHDRAWN}),
    S.PLANNED: frozenset({S.ON_SITE, S.WITHDRAWN}),
    S.ON_SITE: frozenset({S.FINDINGS, S.WITHDRAWN}),
    S.FINDINGS: frozenset({S.REPORT, S.WITHDRAWN}),
    S.REPORT: frozenset({S.UNDER_REVIEW, S.FINDINGS, S.WITHDRAWN}),
    S.UNDER_REVIEW: frozenset({S.DECISION, S.REPORT, S.WITHDRAWN}),  # back: returned to the team
    S.DECISION: frozenset({S.GRANTED, S.NOT_GRANTED, S.REPORT, S.WITHDRAWN}),
    S.GRANTED: frozenset({S.CERTIFIED}),
    S.NOT_GRANTED: frozenset({S.REPORT}),  # by a successful appeal only
    S.REFUSED: frozenset({S.APPLICATION_REVIEW}),  # by a successful appeal only
    S.CERTIFIED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
ENDS = frozenset({S.REFUSED, S.NOT_GRANTED, S.CERTIFIED, S.WITHDRAWN})
"""Where nothing is waiting any more."""
LINE = tuple(stage for stage in Stage if stage not in {S.DRAFT, S.REFUSED, S.NOT_GRANTED, S.WITHDRAWN})
"""The stages of a case that goes well, in order."""
AFTER_CLOSING = frozenset({S.FINDINGS, S.REPORT, S.UNDER_REVIEW, S.DECISION, S.GRANTED, S.NOT_GRANTED, S.CERTIFIED})


def why_not_move(here: Stage, to: Stage) -> Reason | None:
    """Return why a case cannot go from one stage to another, or None."""
    if to in MOVES[here]:
        return None
    if here in ENDS:
        return say("this case has ended; nothing more happens in it")
    return say("this step is not next for this case; see where it stands")


class Part(StrEnum):
    """What a person does in a case."""

    APPLICATION_REVIEWER = "application_reviewer"
    LEAD = "lead"  # leads the team on site
    EVALUATOR = "evaluator"
    EXPERT = "expert"  # technical expert, without a ruling of their own
    REVIEWER = "reviewer"
    DECIDER = "decider"
    APPEAL_HANDLER = "appeal_handler"


TEAM = frozenset({Part.LEAD, Part.EVALUATOR, Part.EXPERT})
"""Who evaluates: nobody of these reviews or decides the same case (ISO/IEC 17065 7.5, 7.6.2)."""
APART = frozenset({Part.REVIEWER, Part.DECIDER})
