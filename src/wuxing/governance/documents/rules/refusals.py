"""What refuses, and why: drafting, issuing, withdrawing, distributing, reading."""

from datetime import date

from wuxing.core.reasons import Reason, say
from wuxing.governance.documents.states import OPEN_VERSIONS, VERSION, Kind, Standing, VersionState

CHOOSE = say("choose one of the list")


def why_not_draft(standing: str, pending: str | None) -> Reason | None:
    """Return why no draft may be begun or gone on with."""
    if standing == Standing.OBSOLETE:
        return say("this document is obsolete; make a new one")
    if pending not in (None, VersionState.DRAFT):
        return say("a version is under review or waits to be issued; take it back first")
    return None


def why_not_edit(state: str) -> Reason | None:
    """Return why files and words of a version may not be changed."""
    if state == VersionState.DRAFT:
        return None
    return say("only a draft can be changed; take the version back or begin a new one")


def why_not_take_back(state: str) -> Reason | None:
    """Return why a version may not become a draft again."""
    if VersionState.DRAFT in VERSION[VersionState(state)]:
        return None
    return say("only a version under review or approved is taken back")


def why_not_discard(state: str) -> Reason | None:
    """Return why a version in preparation may not be given up."""
    return None if state in OPEN_VERSIONS else say("only a version in preparation is given up")


def why_not_issue(
    state: str, *, missing: int, is_same_content: bool, effective_on: date, today: date, not_before: date | None
) -> Reason | None:
    """Return why an approved version may not be issued with effect from a day.

    `not_before` is the day from which the present version counts, when that lies ahead.
    """
    if state != VersionState.APPROVED or missing:
        return say("%(count)s approval(s) are missing", count=missing) if missing else say("approve the version first")
    if not is_same_content:
        return say("the files are not those that were approved; submit the version again")
    if effective_on < today:
        return say("a version takes effect today or later, never in the past")
    if not_before and effective_on < not_before:
        return say("the version before it takes effect on %(day)s; choose that day or a later one", day=not_before)
    return None


def why_not_take_over(
    state: str, *, ever_valid: bool, files: int, needs_file: bool, effective_on: date, today: date
) -> Reason | None:
    """Return why a document that was in force before this system cannot be taken over as it is."""
    if state != VersionState.DRAFT:
        return say("only a draft is taken over")
    if ever_valid:
        return say("this document has had a valid version here; submit the new one for approval")
    if needs_file and not files:
        return say("hand in a file first")
    if effective_on > today:
        return say("what takes effect later goes through approval; a taken-over version is in force already")
    return None


def why_not_obsolete(standing: str) -> Reason | None:
    """Return why a document may not be made obsolete."""
    if standing == Standing.IN_FORCE:
        return None
    if standing == Standing.OBSOLETE:
        return say("this document is obsolete already")
    return say("nothing was issued yet; give up the draft instead")


def why_not_distribute(standing: str) -> Reason | None:
    """Return why a document may not be distributed."""
    return say("an obsolete document is not distributed") if standing == Standing.OBSOLETE else None


def why_not_acknowledge(state: str, *, read_before: bool, question: str, answer: str) -> Reason | None:
    """Return why a person may not confirm having read a version."""
    if state != VersionState.ISSUED:
        return say("only the valid version is confirmed")
    if read_before:
        return say("you have confirmed this version already")
    if question and not answer.strip():
        return say("answer the question first")
    return None


def why_not_record_review(standing: str, kind: str, *, is_check: bool = False) -> Reason | None:
    """Return why a yearly review (or, for external documents, a check) may not be recorded."""
    if is_check and kind != Kind.EXTERNAL:
        return say("only an external document is checked at its source")
    if standing != Standing.IN_FORCE:
        return say("only a document in force is reviewed")
    return None
