"""When an answer becomes a problem, and how a problem goes its way. Pure."""

from collections.abc import Collection, Iterable

from wuxing.core.reasons import Reason, say
from wuxing.service.follow_up.states import PROBLEM, ProblemState, Severity


def is_low(scores: Iterable[int | None], recommend: int | None, *, low_score: int, low_recommend: int) -> bool:
    """Say whether an answer is so low that somebody calls back."""
    given = [score for score in scores if score is not None]
    return any(score <= low_score for score in given) or (recommend is not None and recommend <= low_recommend)


def severity_for(scores: Iterable[int | None], recommend: int | None) -> Severity:
    """Return how grave an answer is: the lowest mark anywhere is major."""
    given = [score for score in scores if score is not None]
    return Severity.MAJOR if 1 in given or (recommend is not None and recommend <= 1) else Severity.MINOR


def why_not_step(state: ProblemState, to: ProblemState) -> Reason | None:
    """Return why a problem cannot go from one state to another."""
    if to in PROBLEM[state]:
        return None
    if state == ProblemState.VERIFIED:
        return say("the customer confirmed it; it is over")
    if state == ProblemState.RECEIVED:
        return say("acknowledge the complaint first")
    if state == to == ProblemState.SOLVED:
        return say("it is solved already")
    if to == ProblemState.SOLVED:
        return say("talk with the customer first")
    if to == ProblemState.VERIFIED:
        return say("solve it or pass it on first; then ask the customer")
    if to == ProblemState.ACKNOWLEDGED:
        return say("it is acknowledged already")
    return say("it is past that step")


def why_not_verify(*, workers: Collection[int], by: int | None) -> Reason | None:
    """Return why this person does not ask the customer whether it is well now: who worked on it asks nobody about it."""
    if by in workers:
        return say("somebody else asks the customer whether it is solved")
    return None


def why_not_open_survey(*, shown_to_worker: bool) -> Reason | None:
    """Return why a survey cannot be opened behind a link: nobody answers for the customer about their own work."""
    if shown_to_worker:
        return say(
            "this link was shown to who did the work; rate it by the link that was sent to you, or by the code they show"
        )
    return None


def why_not_read_answers(*, served: bool) -> Reason | None:
    """Return why somebody does not read the answers to an order: it was their own work, whatever else they are."""
    return (
        say("who did the work does not read single answers to it; the figures show them together") if served else None
    )
