"""评审与批准: who may say something about a version, and when enough has been said."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from wuxing.core.reasons import Reason, say
from wuxing.governance.documents.states import Part, VersionState


@dataclass(frozen=True, slots=True)
class Round:
    """A submission: who is asked, how many approvals are enough, and who wrote what is judged."""

    reviewers: frozenset[int]
    approvers: frozenset[int]
    quorum: int
    authors: frozenset[int]


@dataclass(frozen=True, slots=True)
class Opinions:
    """Who has passed the version in the running round, by part."""

    reviewed: frozenset[int] = frozenset()
    approved: frozenset[int] = frozenset()

    def missing(self, asked: Round) -> int:
        """Return how many approvals are still missing."""
        return max(0, asked.quorum - len(self.approved & asked.approvers))


def content_of(digests: Sequence[str]) -> str:
    """Return the SHA-256 by which an opinion names the very files it is about."""
    return sha256("\n".join(sorted(digests)).encode()).hexdigest()


def why_not_submit(state: str, asked: Round, *, files: int, needs_file: bool, able: frozenset[int]) -> Reason | None:
    """Return why a draft may not go to review: quorum N of named approvers, never one of the authors (procedure 20).

    `able` are the members whose role lets them review and approve.
    """
    if state != VersionState.DRAFT:
        return say("only a draft is submitted; take this version back first")
    if needs_file and not files:
        return say("hand in a file first")
    if not asked.approvers:
        return say("name at least one approver")
    if not 1 <= asked.quorum <= len(asked.approvers):
        return say("of %(count)s approvers, at most %(count)s can be needed, at least 1", count=len(asked.approvers))
    if asked.authors & (asked.reviewers | asked.approvers):
        return say("who wrote the draft neither reviews nor approves it; name somebody else")
    if (asked.reviewers | asked.approvers) - able:
        return say("somebody named has no role that reviews and approves documents")
    return None


def why_not_review(state: str, user_id: int | None, asked: Round, said: Opinions) -> Reason | None:
    """Return why a person may not review the version now."""
    return _why_not_say(Part.REVIEW, state, user_id, asked, said)


def why_not_approve(state: str, user_id: int | None, asked: Round, said: Opinions) -> Reason | None:
    """Return why a person may not approve the version now: reviews first, named approvers only, never an author."""
    return _why_not_say(Part.APPROVE, state, user_id, asked, said) or (
        say("%(count)s review(s) come first", count=len(asked.reviewers - said.reviewed))
        if asked.reviewers - said.reviewed
        else None
    )


def _why_not_say(part: Part, state: str, user_id: int | None, asked: Round, said: Opinions) -> Reason | None:
    named, done = (asked.reviewers, said.reviewed) if part == Part.REVIEW else (asked.approvers, said.approved)
    if state != VersionState.IN_REVIEW:
        return say("this version is not under review")
    if user_id in asked.authors:
        return say("you wrote this draft; somebody else judges it")
    if user_id not in named:
        return say("you are not named for this; the drafter names who reviews and approves")
    if user_id in done:
        return say("you have said so already")
    return None
