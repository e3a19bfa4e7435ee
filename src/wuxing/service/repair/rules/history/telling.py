"""Steps 4 to 6 of a story, and the telling itself. Pure."""

from datetime import datetime

from wuxing.service.repair import states
from wuxing.service.repair.rules.history.bench import Bench
from wuxing.service.repair.rules.history.drafts import Binding, CaseDraft, Payload, Step, Story
from wuxing.service.repair.states import Branch, HoldReason, OrderState, Outcome, VisitState


def tell(case: CaseDraft, binding: Binding, *, strict: bool = True) -> Story:
    """Add up the steps of a case, in their order of time, under the promises that bind it.

    Raises:
        OutOfOrder: `strict`, and a step does not follow from the one before it.
    """
    teller = Teller(case, binding, strict)
    for step in sorted(case.steps, key=lambda step: step.at):
        teller.take(step)
    return teller.finish()


class Teller(Bench):
    """Takes the steps one by one. Each `_on_<event>` mirrors the action of that name."""

    def take(self, step: Step) -> None:
        if step.event.startswith("bench."):
            self.story.trace.append(self._at_bench(step))
            return
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
        self._open("follow_up", at, self._technician)

    def _on_follow_up(self, at: datetime, payload: Payload) -> None:
        if payload.get("reached") and not self.order.get("followed_up_at"):
            self.order.update(followed_up_at=at, follow_up_satisfied=payload.get("satisfied"))
            self._stop("follow_up", at)

    def _on_hold(self, at: datetime, payload: Payload) -> None:
        self._move("hold", OrderState.ON_HOLD, at)
        reason = HoldReason(payload["reason"])
        self.order.update(hold_reason=reason, held_at=at)
        self._pause(reason, at)

    def _on_resume(self, at: datetime, payload: Payload) -> None:
        self._move("resume", OrderState.IN_PROGRESS if self.order.get("arrived_at") else OrderState.DISPATCHED, at)
        self._go_on(at)

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
        self._go_on(at)
        self.order["outcome"] = Outcome.CANNOT_COMPLETE

    def _on_reopen(self, at: datetime, payload: Payload) -> None:
        self._move("reopen", OrderState.REOPENED, at)
        for name in ("resolved_at", "closed_at", "signed_at", "followed_up_at"):
            self.order.pop(name, None)
        self.order.update(reopened_at=at, outcome="")
        self._drop(at, "follow_up")
        self._open("resolve", at, self._technician)

    def _on_note(self, at: datetime, payload: Payload) -> tuple[str, int]:
        return ("work_order" if self.order else "service_request"), 0
