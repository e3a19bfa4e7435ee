"""A whole case told at once: what the steps of a finished or foreign story add up to. Pure.

The single actions write one step each; the bulk path (imports, the simulator) tells the story and gets the same facts. A test tells
stories both ways and compares. `strict` stories must follow the state machines; foreign ones may skip steps they never had.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from wuxing.core.reasons import Reason
from wuxing.governance.commitments import rules as promise_rules
from wuxing.service.repair import states
from wuxing.service.repair.rules.refusals import (
    why_not_change_order,
    why_not_change_request,
    why_not_change_visit,
)
from wuxing.service.repair.states import Branch, HoldReason, OrderState, Outcome, RequestState, VisitState

Payload = dict[str, Any]
PROMISED_AT_INTAKE = ("dispatch", "arrive", "resolve")


@dataclass(slots=True)
class Step:
    """One thing that happened: a ledger event of procedure 4 without its area, when, and its details."""

    event: str
    at: datetime
    payload: Payload = field(default_factory=dict)
    by: str = ""  # who did it, as the story says; whoever records it is the entry's own actor


@dataclass(slots=True, kw_only=True)
class CaseDraft:
    """A case to be recorded: the call and its steps. `customer_key` groups the cases of one customer."""

    key: str
    received_at: datetime
    recorded_at: datetime | None = None
    channel: str = "hotline"
    work_type: str = "onsite"
    customer_key: str = ""
    customer_name: str = ""
    phone: str = ""
    city: str = ""
    district: str = ""
    address: str = ""
    rural: bool = False
    product: str = ""  # model, as known to the tenant
    serial: str = ""
    serial_unknown: bool = False
    purchased_on: date | None = None
    purchase_unknown: bool = False
    symptom: str = ""
    fault: str = ""
    urgent: bool = False
    complete: bool | None = None  # None: judged by the fields
    steps: list[Step] = field(default_factory=list)
    details: Payload = field(default_factory=dict)  # what else the source says of the call; goes into its trace


@dataclass(slots=True)
class TargetFact:
    """A promise on the case and what became of it."""

    terms: promise_rules.Terms
    starts_at: datetime
    due_at: datetime
    effective_due_at: datetime | None
    stopped_at: datetime | None = None
    kept: bool | None = None
    paused_at: datetime | None = None
    pauses: list[promise_rules.Pause] = field(default_factory=list)
    events: list[tuple[str, str, datetime]] = field(default_factory=list)


@dataclass(slots=True)
class Story:
    """The facts of a case: column values of the rows to be written."""

    request_state: str = RequestState.NEW
    closing_note: str = ""
    merged_into: str = ""  # the key of the case that stays
    order: Payload | None = None
    visits: list[Payload] = field(default_factory=list)
    diagnoses: list[Payload] = field(default_factory=list)
    lines: list[Payload] = field(default_factory=list)
    signatures: list[Payload] = field(default_factory=list)
    targets: list[TargetFact] = field(default_factory=list)
    trace: list[tuple[str, str, int, datetime, Payload]] = field(
        default_factory=list
    )  # event, kind, place, at, payload


class OutOfOrder(ValueError):
    """A strict story has a step that the state machine refuses."""

    def __init__(self, event: str, reason: Reason) -> None:
        super().__init__(f"{event}: {reason}")
        self.reason = reason


def tell(case: CaseDraft, promises: Sequence[promise_rules.Terms], *, strict: bool = True) -> Story:
    """Add up the steps of a case, in their order of time.

    Raises:
        OutOfOrder: `strict`, and a step does not follow from the one before it.
    """
    teller = _Teller(case, promises, strict)
    for step in sorted(case.steps, key=lambda step: step.at):
        teller.take(step)
    return teller.finish()


class _Teller:
    """Takes the steps one by one. Each `_on_<event>` mirrors the action of that name."""

    def __init__(self, case: CaseDraft, promises: Sequence[promise_rules.Terms], strict: bool) -> None:
        self.case, self.promises, self.strict = case, promises, strict
        self.story = Story()
        self.order: Payload = {}
        for kind in PROMISED_AT_INTAKE:
            self._open(kind, case.received_at)

    def take(self, step: Step) -> None:
        handler = getattr(self, f"_on_{step.event}", None)
        kind, place = "work_order" if self.order else "service_request", 0
        if handler is not None:
            kind, place = handler(step.at, step.payload) or ("work_order", 0)
            if not self.strict and self.order and not self.order.get("technician"):
                self.order["technician"] = step.payload.get("technician")
        told = {**step.payload, "by": step.by} if step.by else step.payload
        if step.event == "finish_work":
            told = {**told, "outcome": self.order["outcome"]}
        self.story.trace.append((f"repair.{step.event}", kind, place, step.at, told))

    def finish(self) -> Story:
        story = self.story
        if self.order:
            running = [t for t in story.targets if t.stopped_at is None and t.effective_due_at]
            first = min(running, key=lambda t: t.effective_due_at or t.due_at, default=None)
            self.order["next_due_at"] = first.effective_due_at if first else None
            self.order["next_due_kind"] = first.terms.kind if first else ""
            self.order["broken"] = sum(1 for t in story.targets if t.kept is False)
            story.order = self.order
        return story

    # promises

    def _open(self, kind: str, start: datetime) -> None:
        if terms := promise_rules.terms_for(kind, rural=self.case.rural, promises=self.promises):
            due = promise_rules.due_for(terms, start)
            self.story.targets.append(TargetFact(terms, start, due, due))

    def _running(self, *kinds: str) -> list[TargetFact]:
        return [t for t in self.story.targets if t.stopped_at is None and (not kinds or t.terms.kind in kinds)]

    def _stop(self, kind: str, at: datetime) -> None:
        for target in self._running(kind):
            target.stopped_at = at
            due = target.effective_due_at
            if due is not None:
                target.kept = promise_rules.is_kept(stopped_at=at, due_at=due)
            else:
                target.kept = promise_rules.is_kept_in_pause(
                    stopped_at=at,
                    start=target.starts_at,
                    due=target.due_at,
                    calendar=target.terms.calendar,
                    pauses=target.pauses,
                )

    def _drop(self, at: datetime, *kinds: str) -> None:
        for target in self._running(*kinds):
            target.stopped_at = at

    def _choose_time(self, due: datetime, at: datetime) -> None:
        for target in self._running("arrive"):
            target.stopped_at = at
            later = max(due, at)
            self.story.targets.append(TargetFact(target.terms, at, later, later))

    # states

    def _move(self, event: str, to: OrderState, at: datetime) -> None:
        if not self.order:
            self._on_write_order(self.case.received_at, {})
        if self.strict and (reason := why_not_change_order(self.order["state"], to)):
            raise OutOfOrder(event, reason)
        if not self.strict and self.order["state"] == OrderState.ON_HOLD and event not in ("hold", "resume"):
            self._go_on(at)  # a foreign story seldom says that the waiting ended
        self.order["state"] = to

    def _visit(self) -> tuple[Payload, int]:
        if not self.story.visits:
            self.story.visits.append({"state": VisitState.CONFIRMED, "checklist": {}, "slot": None})
        return self.story.visits[-1], len(self.story.visits) - 1

    def _move_visit(self, event: str, to: VisitState) -> tuple[Payload, int]:
        visit, place = self._visit()
        if self.strict and (reason := why_not_change_visit(visit["state"], to)):
            raise OutOfOrder(event, reason)
        visit["state"] = to
        return visit, place

    # step 1

    def _end_request(self, event: str, to: RequestState, at: datetime, kept: bool) -> tuple[str, int]:
        if self.strict and (reason := why_not_change_request(self.story.request_state, to)):
            raise OutOfOrder(event, reason)
        self.story.request_state = to
        for target in self._running():
            if kept:
                self._stop(target.terms.kind, at)
            else:
                target.stopped_at = at
        return "service_request", 0

    def _on_answer_remotely(self, at: datetime, payload: Payload) -> tuple[str, int]:
        self.story.closing_note = payload.get("answer", "")
        return self._end_request("answer_remotely", RequestState.ANSWERED_REMOTELY, at, kept=True)

    def _on_reject(self, at: datetime, payload: Payload) -> tuple[str, int]:
        self.story.closing_note = payload.get("reason", "")
        return self._end_request("reject", RequestState.REJECTED, at, kept=False)

    def _on_merge(self, at: datetime, payload: Payload) -> tuple[str, int]:
        self.story.merged_into = payload["into"]
        return self._end_request("merge", RequestState.MERGED, at, kept=False)

    # step 2

    def _on_write_order(self, at: datetime, payload: Payload) -> None:
        if self.order:
            return
        self.story.request_state = RequestState.CONVERTED
        state = OrderState.DRAFT if payload.get("missing") else OrderState.QUALIFIED
        self.order.update(state=state, written_at=at, visits=0, outcome="", hold_reason="")

    def _on_dispatch(self, at: datetime, payload: Payload) -> None:
        if self.order.get("state") in (OrderState.IN_PROGRESS, OrderState.REOPENED):
            self._move("dispatch", OrderState.QUALIFIED, at)
        if self.order.get("state") != OrderState.DISPATCHED:
            self._move("dispatch", OrderState.DISPATCHED if payload.get("technician") else OrderState.QUALIFIED, at)
        self.order["technician"] = payload.get("technician") or self.order.get("technician")
        if not self.order.get("dispatched_at"):
            self.order["dispatched_at"] = at
            self._stop("dispatch", at)
            self._open("contact", at)

    _on_reassign = _on_dispatch

    # step 3

    def _on_accept(self, at: datetime, payload: Payload) -> None:
        self.order.setdefault("accepted_at", at)

    def _on_contact(self, at: datetime, payload: Payload) -> None:
        if payload.get("reached", True) and not self.order.get("contacted_at"):
            if not self.order:
                self._on_write_order(self.case.received_at, {})
            self.order["contacted_at"] = at
            self._stop("contact", at)

    def _on_agree_appointment(self, at: datetime, payload: Payload) -> tuple[str, int]:
        self.story.visits.append(
            {"state": VisitState.CONFIRMED, "slot": payload["slot"], "agreed_at": at, "checklist": {}}
        )
        self._on_contact(at, {})
        self._on_accept(at, {})
        if payload.get("warranty_explained"):
            self.order.setdefault("warranty_explained_at", at)
        if payload.get("chosen_by") == "customer":
            self._choose_time(payload["slot"][1], at)
        if self.order.get("state") == OrderState.ON_HOLD:
            self._move("agree_appointment", OrderState.DISPATCHED, at)
            self._go_on(at)
        return "appointment", len(self.story.visits) - 1

    def _on_reschedule(self, at: datetime, payload: Payload) -> tuple[str, int]:
        visit, place = self._move_visit("reschedule", VisitState.RESCHEDULED)
        visit.update(
            reschedule_reason=payload.get("reason", ""),
            reschedule_asked_by=payload.get("asked_by", ""),
            rescheduled_to=place + 1,
        )
        made = {"state": VisitState.CONFIRMED, "slot": payload["after"], "agreed_at": at, "checklist": {}}
        self.story.visits.append(made)
        if payload.get("asked_by") == "customer":
            self._choose_time(payload["after"][1], at)
        return "appointment", place + 1

    # step 4

    def _on_depart(self, at: datetime, payload: Payload) -> tuple[str, int]:
        visit, place = self._move_visit("depart", VisitState.EN_ROUTE)
        visit["en_route_at"] = at
        return "appointment", place

    def _on_arrive(self, at: datetime, payload: Payload) -> tuple[str, int]:
        visit, place = self._move_visit("arrive", VisitState.ARRIVED)
        visit["arrived_at"] = at
        if self.order.get("state") == OrderState.ON_HOLD:
            self._go_on(at)
        if self.order.get("state") != OrderState.IN_PROGRESS:
            self._move("arrive", OrderState.IN_PROGRESS, at)
        self._stop("arrive", at)
        self.order["visits"] += 1
        self.order.setdefault("arrived_at", at)
        return "appointment", place

    def _on_confirm_problem(self, at: datetime, payload: Payload) -> tuple[str, int]:
        visit, place = self._visit()
        visit["checklist"] = {**visit["checklist"], **payload.get("checklist", {})}
        self.order["checklist_complete"] = all(visit["checklist"].get(name) for name in states.CONDUCT_CHECKS)
        return "appointment", place

    def _on_explain_warranty(self, at: datetime, payload: Payload) -> None:
        self.order.setdefault("warranty_explained_at", at)

    def _on_start_work(self, at: datetime, payload: Payload) -> tuple[str, int]:
        visit, place = self._move_visit("start_work", VisitState.WORKING)
        visit["started_at"] = at
        self.order.setdefault("work_started_at", at)
        return "appointment", place

    def _on_no_access(self, at: datetime, payload: Payload) -> tuple[str, int]:
        visit, place = self._move_visit("no_access", VisitState.NO_ACCESS)
        visit.update(ended_at=at, arrived_at=visit.get("arrived_at", at), note=payload.get("note", ""))
        self._stop("arrive", at)
        self.order.setdefault("arrived_at", at)
        return "appointment", place

    def _on_finish_visit(self, at: datetime, payload: Payload) -> tuple[str, int]:
        visit, place = self._move_visit("finish_visit", VisitState(payload.get("outcome", "completed")))
        visit["ended_at"] = at
        return "appointment", place

    # step 5

    def _on_diagnose(self, at: datetime, payload: Payload) -> tuple[str, int]:
        branch = Branch(payload["branch"])
        names = ("cause", "remedy", "finding", "symptom")
        self.story.diagnoses.append(
            {name: payload.get(name, "") for name in names}
            | {"branch": branch, "made_at": at, "visit": len(self.story.visits) - 1}
        )
        ends = {Branch.TAKE_BACK: "taken_back", Branch.ANOTHER_VISIT: "partial", Branch.ADVISE_REPLACING: "completed"}
        if branch in ends:
            visit, _place = self._move_visit("diagnose", VisitState(ends[branch]))
            visit["ended_at"] = at
        outcomes = {
            Branch.FIX_NOW: Outcome.FIXED,
            Branch.TAKE_BACK: Outcome.TAKEN_BACK,
            Branch.ADVISE_REPLACING: Outcome.REPLACE_ADVISED,
        }
        self.order["outcome"] = outcomes.get(branch, "")
        return "diagnosis", len(self.story.diagnoses) - 1

    def _on_add_line(self, at: datetime, payload: Payload) -> tuple[str, int]:
        self.story.lines.append({**payload, "added_at": at})
        return "work_order_line", len(self.story.lines) - 1

    # step 6

    def _on_sign(self, at: datetime, payload: Payload) -> tuple[str, int]:
        self.story.signatures.append(
            {"name": payload["name"], "satisfied": payload.get("satisfied"), "method": "typed", "signed_at": at}
        )
        self.order.setdefault("signed_at", at)
        return "signature", len(self.story.signatures) - 1

    def _on_finish_work(self, at: datetime, payload: Payload) -> None:
        self._move("finish_work", OrderState.WORK_DONE, at)
        self.order["outcome"] = payload.get("outcome") or self.order["outcome"] or Outcome.FIXED
        if self.order["outcome"] != Outcome.TAKEN_BACK:
            self.order["resolved_at"] = at
            self._stop("resolve", at)

    def _on_review(self, at: datetime, payload: Payload) -> None:
        self._move("review", OrderState.REVIEWED, at)

    def _on_close(self, at: datetime, payload: Payload) -> None:
        self._move("close", OrderState.CLOSED, at)
        self.order["closed_at"] = at
        self.order["resolved_at"] = self.order.get("resolved_at") or at
        self._stop("resolve", at)
        self._open("follow_up", at)

    def _on_follow_up(self, at: datetime, payload: Payload) -> None:
        if payload.get("reached") and not self.order.get("followed_up_at"):
            self.order.update(followed_up_at=at, follow_up_satisfied=payload.get("satisfied"))
            self._stop("follow_up", at)

    def _on_hold(self, at: datetime, payload: Payload) -> None:
        self._move("hold", OrderState.ON_HOLD, at)
        reason = HoldReason(payload["reason"])
        self.order["hold_reason"] = reason
        if states.HOLD_STOPS[reason][0]:
            for target in self._running("arrive", "resolve"):
                if target.paused_at is None:
                    target.paused_at, target.effective_due_at = at, None
                    target.pauses.append((at, None))
                    target.events.append(("pause", reason, at))

    def _on_resume(self, at: datetime, payload: Payload) -> None:
        self._move("resume", OrderState.IN_PROGRESS if self.order.get("arrived_at") else OrderState.DISPATCHED, at)
        self._go_on(at)

    def _go_on(self, at: datetime) -> None:
        self.order["hold_reason"] = ""
        for target in self._running():
            if target.paused_at is not None:
                target.pauses[-1] = (target.pauses[-1][0], at)
                target.events.append(("resume", "", at))
                target.paused_at = None
                target.effective_due_at = promise_rules.effective_due_for(
                    start=target.starts_at,
                    due=target.due_at,
                    calendar=target.terms.calendar,
                    pauses=target.pauses,
                )

    def _end_order(self, event: str, to: OrderState, at: datetime) -> None:
        self._move(event, to, at)
        if self.story.visits and self.story.visits[-1]["state"] in states.LIVE_VISITS:
            visit = self.story.visits[-1]
            early = visit["state"] in states.EARLY_VISITS
            visit.update(state=VisitState.CANCELLED if early else VisitState.PARTIAL, ended_at=at)

    def _on_cancel(self, at: datetime, payload: Payload) -> None:
        self._end_order("cancel", OrderState.CANCELLED, at)
        self._drop(at)
        self.order["cancelled_at"] = at

    def _on_cannot_complete(self, at: datetime, payload: Payload) -> None:
        self._end_order("cannot_complete", OrderState.CANNOT_COMPLETE, at)
        self.order["outcome"] = Outcome.CANNOT_COMPLETE

    def _on_reopen(self, at: datetime, payload: Payload) -> None:
        self._move("reopen", OrderState.REOPENED, at)
        for name in ("resolved_at", "closed_at", "signed_at", "followed_up_at"):
            self.order.pop(name, None)
        self.order.update(reopened_at=at, outcome="")
        self._drop(at, "follow_up")
        self._open("resolve", at)

    def _on_note(self, at: datetime, payload: Payload) -> tuple[str, int]:
        return ("work_order" if self.order else "service_request"), 0
