"""What may be judged of a paper, and when. Pure."""

from wuxing.certification.cases.states import Stage
from wuxing.certification.document_review.states import State, Verdict
from wuxing.core.reasons import Reason, say


def why_not_review(stage: Stage) -> Reason | None:
    """Return why the papers of a case are not judged at a stage, or None."""
    if stage is Stage.DOCUMENT_REVIEW:
        return None
    if stage is Stage.CONTRACTED:
        return say("begin the document review first")
    return say("documents are judged during the document review")


def why_not_judge(
    verdict: Verdict, *, newest: int | None, judged: int | None, about_newest: int, open_findings: int
) -> Reason | None:
    """Return why a paper cannot be judged so, or None.

    `newest`: its newest version; `judged`: the last one that was judged; `about_newest`: open findings about the newest.
    """
    if verdict is Verdict.NOT_NEEDED:
        return say("close or take back its findings first") if open_findings else None
    if newest is None:
        return say("the client has not handed it in yet")
    if verdict is Verdict.ACCEPTED and about_newest:
        return say("this version has open findings; wait for a better one, or take them back")
    if verdict is Verdict.FINDINGS and not about_newest:
        return say("raise what is to be put right in this version first")
    if verdict is Verdict.FINDINGS and newest == judged:
        return say("this version is handed back already")
    return None


def state_of(state: State, *, newest: int | None, judged: int | None) -> State:
    """Return where a review stands, given the newest version and the one that was judged last."""
    if state is State.NOT_NEEDED or newest == judged:
        return state
    return State.WAITING
