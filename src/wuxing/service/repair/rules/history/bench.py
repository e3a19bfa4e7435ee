"""Procedure 5 within a story: what was taken back, hand by hand and step by step, until it is home again. Pure."""

from datetime import date, datetime, timedelta

from wuxing.service.bench_repair.rules import why_not_change_item
from wuxing.service.bench_repair.states import WARRANTY_DAYS, Holder, ItemState
from wuxing.service.repair.rules.history.beginning import Beginning
from wuxing.service.repair.rules.history.drafts import ItemFact, OutOfOrder, Payload, Step
from wuxing.service.repair.states import Outcome

Trace = tuple[str, str, int, datetime, Payload]


class Bench(Beginning):
    """Each `_bench_<event>` mirrors the action of that name; a step names its item by its place on the receipt."""

    def _at_bench(self, step: Step) -> Trace:
        """Let something happen to an item; return its trace."""
        if step.event == "bench.take_back":
            return self._take_back(step)
        place = step.payload.get("item", 0)
        item = self.story.items[place]
        told = getattr(self, f"_{step.event.replace('.', '_')}")(item, step)
        item.facts["updated_at"] = step.at
        return step.event, "bench_item", place, step.at, {**told, "by": step.by}

    def _take_back(self, step: Step) -> Trace:
        given, name = step.payload["items"], step.payload["name"]
        receipt = {
            "taken_at": step.at,
            "taken_by_name": step.by,
            "signed_by": name,
            "visit": len(self.story.visits) - 1,
        }
        self.story.receipts.append(receipt)
        for one in given:
            facts = {key: one[key] for key in ("name", "look", "serial", "accessories")}
            item = ItemFact({**facts, "state": ItemState.RECEIVED, "received_at": step.at, "updated_at": step.at})
            self.story.items.append(item)
            item.hands.append(
                {"from_kind": Holder.CUSTOMER, "to_kind": Holder.TECHNICIAN, "to_name": step.by, "by": step.by}
                | {"handed_at": step.at, "confirmed_at": step.at}
            )
            self._note(item, "receive", "", step)
        if self.story.visits:
            self.story.visits[-1]["ended_at"] = step.at
        self.order["outcome"] = Outcome.TAKEN_BACK
        self.order.setdefault("signed_at", step.at)
        return step.event, "take_back", len(self.story.receipts) - 1, step.at, {"channel": "visit", "name": name}

    def _note(self, item: ItemFact, kind: str, was: str, step: Step, **data: object) -> None:
        item.steps.append(
            {"kind": kind, "from_state": was, "to_state": item.facts["state"], "at": step.at, "by_name": step.by}
            | {"data": data}
        )

    def _become(self, item: ItemFact, to: ItemState, kind: str, step: Step, **data: object) -> None:
        was = item.facts["state"]
        if self.strict and (reason := why_not_change_item(was, to)):
            raise OutOfOrder(step.event, reason)
        item.facts["state"] = to
        self._note(item, kind, was, step, **data)

    def _pass_on(self, item: ItemFact, to: Holder, name: str, step: Step) -> Payload:
        """Let a custody end and the next one begin at the same instant; return the one that ended."""
        held = item.hands[-1]
        held["ended_at"] = step.at
        item.hands.append(
            {"from_kind": held["to_kind"], "from_name": held["to_name"], "to_kind": to, "to_name": name, "by": step.by}
            | {"handed_at": step.at, "confirmed_at": step.at}
        )
        return held

    def _bench_hand_over(self, item: ItemFact, step: Step) -> Payload:
        held = self._pass_on(item, Holder.BENCH, step.by, step)
        giver = {"giver": held["to_kind"], "giver_name": held["to_name"]}
        return giver | {"to": Holder.BENCH, "receiver": step.by, "confirmed": True, "waybill": ""}

    def _bench_diagnose(self, item: ItemFact, step: Step) -> Payload:
        found = {name: step.payload[name] for name in ("cause", "finding")}
        item.facts.update(found, diagnosed_at=step.at, technician=step.by)
        self._become(item, ItemState.DIAGNOSED, "diagnose", step, cause=found["cause"])
        return found

    def _bench_approve(self, item: ItemFact, step: Step) -> Payload:
        item.facts["approved_at"] = step.at
        self._become(item, ItemState.APPROVED, "approve", step, ground="free")
        return {"ground": "free", "note": ""}

    def _bench_decline(self, item: ItemFact, step: Step) -> Payload:
        self._become(item, ItemState.DECLINED, "decline", step, reason=step.payload["reason"])
        return {"reason": step.payload["reason"]}

    def _bench_start_repair(self, item: ItemFact, step: Step) -> Payload:
        was, note = item.facts["state"], step.payload.get("note", "")
        self._become(item, ItemState.REPAIRING, "repair", step, note=note)
        item.facts["technician"] = step.by
        return {"before": was, "note": note}

    def _bench_wait_for_parts(self, item: ItemFact, step: Step) -> Payload:
        self._become(item, ItemState.WAITING_PARTS, "wait", step, part=step.payload["part"])
        return {"part": step.payload["part"]}

    def _bench_test(self, item: ItemFact, step: Step) -> Payload:
        checks = step.payload["checks"]
        item.facts.update(tested_at=step.at, tested_by=step.by)
        self._become(item, ItemState.TESTED, "test", step, checks=checks, note="")
        return {"passed": True, "checks": checks, "note": ""}

    def _bench_ready(self, item: ItemFact, step: Step) -> Payload:
        shelf = step.payload["shelf"]
        item.facts["ready_at"] = step.at
        self._become(item, ItemState.READY, "ready", step, shelf=shelf)
        self._pass_on(item, Holder.SHELF, shelf, step)
        return {"shelf": shelf}

    def _bench_return(self, item: ItemFact, step: Step) -> Payload:
        name, given = step.payload["name"], sorted(item.facts["accessories"])
        repaired = item.facts.get("tested_at") is not None
        until: date | None = None
        if repaired:
            until = step.payload["on"] + timedelta(days=step.payload.get("warranty_days", WARRANTY_DAYS))
        item.facts.update(ended_at=step.at, repaired=repaired, warranty_until=until, signed_by=name)
        self._become(item, ItemState.RETURNED, "return", step, accessories=given, missing="")
        self._pass_on(item, Holder.CUSTOMER, "", step)
        if all("ended_at" in one.facts for one in self.story.items) and not self.order.get("resolved_at"):
            self.order["resolved_at"] = step.at
            self._stop("resolve", step.at)
        return {"name": name, "accessories": given, "repaired": repaired, "missing": "", "warranty_until": until}
