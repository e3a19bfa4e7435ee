"""Steps 1 to 3 of a story: the call, the order, the appointment; and how states move. Pure."""

from datetime import datetime

from wuxing.service.repair.rules.history.drafts import OutOfOrder, Payload
from wuxing.service.repair.rules.history.promised import Promised
from wuxing.service.repair.rules.refusals import why_not_change_order, why_not_change_request, why_not_change_visit
from wuxing.service.repair.states import OrderState, RequestState, VisitState


class Beginning(Promised):
    """Each `_on_<event>` mirrors the action of that name."""

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

    @property
    def _technician(self) -> str:
        """The name of who has the order; nothing until somebody has it."""
        return self.order.get("technician") or ""

    # step 1

    def _end_request(self, event: str, to: RequestState, at: datetime, kept: bool) -> tuple[str, int]:
        if self.strict and (reason := why_not_change_request(self.story.request_state, to)):
            raise OutOfOrder(event, reason)
        self.story.request_state = to
        if not kept:
            self._drop(at)
        for target in self._running():
            self._stop(target.terms.kind, at)
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
            self._open("contact", at, self._technician)

    _on_reassign = _on_dispatch

    # step 3

    def _on_accept(self, at: datetime, payload: Payload) -> None:
        self.order.setdefault("accepted_at", at)

    def _on_contact(self, at: datetime, payload: Payload) -> None:
        if payload.get("reached", True) and not self.order.get("contacted_at"):
            if not self.order:
                self._on_write_order(self.case.received_at, {})
            self.order["contacted_at"] = at
            self._stop("respond", at)
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
