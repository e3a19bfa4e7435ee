"""Proposals by machine: written down or proposed, approved by somebody else, sent back, taken back."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.core.refusals import ANSWERS
from wuxing.governance.commitments import actions, queries, rules
from wuxing.governance.commitments.actions.promises import Content, Wording
from wuxing.governance.commitments.api.promises import out as promise_out
from wuxing.governance.commitments.api.promises import router as promise_router
from wuxing.governance.commitments.api.shapes import (
    PromiseEndIn,
    PromiseIn,
    PromiseNoteIn,
    PromiseOut,
    PromiseProposalOut,
    PromiseReasonIn,
    PromiseStepOut,
)
from wuxing.governance.commitments.models import PromiseProposal

router = Router()
MOST = 500


def out(found: PromiseProposal) -> PromiseProposalOut:
    """Return a proposal as it is given."""
    names = (name for name in PromiseProposalOut.model_fields if name not in ("id", "steps", "promise_id"))
    steps = [PromiseStepOut(percent=percent, to=to.value) for percent, to in rules.steps_from(found.steps)]
    made = found.versions.values_list("pk", flat=True).first()
    return PromiseProposalOut(
        id=found.pk, steps=steps, promise_id=made, **{name: getattr(found, name) for name in names}
    )


def _content(given: PromiseIn) -> Content:
    said: dict[str, Any] = given.dict()
    said.pop("draft")
    names = ("channel", "published_where", "legal_checked_by", "legal_checked_on", "legal_check")
    wording = Wording(**{name: said.pop(name) for name in names})
    steps = None if given.steps is None else [(step.percent, step.to) for step in given.steps]
    return Content(**(said | {"steps": steps}), wording=wording)


@promise_router.post(
    "/promises", response={201: PromiseProposalOut, **ANSWERS}, summary="propose a promise, or the change of one"
)
def propose(request: HttpRequest, given: PromiseIn) -> Status[PromiseProposalOut]:
    """Propose a promise for approval, or keep it as a draft; it binds nobody before it is approved."""
    act = actions.draft_promise if given.draft else actions.propose_promise
    return Status(201, out(act(content=_content(given), by=acting(request))))


@promise_router.post(
    "/promises/{promise_id}/retire", response={201: PromiseProposalOut, **ANSWERS}, summary="propose to end a promise"
)
def propose_end(request: HttpRequest, promise_id: int, given: PromiseEndIn) -> Status[PromiseProposalOut]:
    """Propose that a promise ends without another in its place; it binds until somebody else approves that."""
    said: dict[str, Any] = given.dict()
    names = ("legal_checked_by", "legal_checked_on", "legal_check")
    check = Wording(**{name: said.pop(name) for name in names})
    return Status(201, out(actions.propose_end(promise_id=promise_id, check=check, **said, by=acting(request))))


@router.get(
    "/promises/proposals", response={200: list[PromiseProposalOut], **ANSWERS}, summary="proposals under way or all"
)
def list_proposals(request: HttpRequest, every: bool = False) -> list[PromiseProposalOut]:
    """List the proposals that are not decided, or with `every` all of them, newest first."""
    acting(request, Permission.GOVERNANCE_READ)
    found = PromiseProposal.objects.all() if every else queries.open_proposals()
    return [out(row) for row in found.order_by("-pk")[:MOST]]


@router.get("/promises/proposals/{proposal_id}", response={200: PromiseProposalOut, **ANSWERS}, summary="one proposal")
def read_proposal(request: HttpRequest, proposal_id: int) -> PromiseProposalOut:
    """Return one proposal."""
    acting(request, Permission.GOVERNANCE_READ)
    found = PromiseProposal.objects.filter(pk=proposal_id).first() if proposal_id < 2**61 else None
    if found is None:
        raise NotFound(say("there is no such proposal here"))
    return out(found)


@router.post(
    "/promises/proposals/{proposal_id}", response={200: PromiseProposalOut, **ANSWERS}, summary="write it anew"
)
def rewrite(request: HttpRequest, proposal_id: int, given: PromiseIn) -> PromiseProposalOut:
    """Write a draft, or one that came back, anew; propose it unless it is to stay a draft."""
    act = actions.draft_promise if given.draft else actions.propose_promise
    return out(act(content=_content(given), proposal_id=proposal_id, by=acting(request)))


@router.post("/promises/proposals/{proposal_id}/approve", response={201: PromiseOut, **ANSWERS}, summary="approve it")
def approve(request: HttpRequest, proposal_id: int, given: PromiseNoteIn) -> Status[PromiseOut]:
    """Put a proposed promise in force from its day, or end one; who proposed it cannot."""
    made = actions.approve_promise(proposal_id=proposal_id, note=given.note, by=acting(request))
    return Status(201, promise_out(made))


@router.post(
    "/promises/proposals/{proposal_id}/return", response={200: PromiseProposalOut, **ANSWERS}, summary="send it back"
)
def give_back(request: HttpRequest, proposal_id: int, given: PromiseReasonIn) -> PromiseProposalOut:
    """Send a proposed promise back with a reason."""
    return out(actions.return_promise(proposal_id=proposal_id, reason=given.reason, by=acting(request)))


@router.post(
    "/promises/proposals/{proposal_id}/withdraw", response={200: PromiseProposalOut, **ANSWERS}, summary="withdraw it"
)
def withdraw(request: HttpRequest, proposal_id: int) -> PromiseProposalOut:
    """Take back a proposal that is not decided."""
    return out(actions.withdraw_proposal(proposal_id=proposal_id, by=acting(request)))
