"""One case told step by step: each method is a stage of procedure 4, with what may go wrong in it. Pure."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from wuxing.core.worktime import deadline
from wuxing.customers.entitlement import rules as entitlement
from wuxing.service.repair.rules.history import CaseDraft, Step
from wuxing.service.repair.states import CONDUCT_CHECKS
from wuxing.web.demo.catalogue import Cause, Fault
from wuxing.web.demo.clientele import Household, Unit
from wuxing.web.demo.company import TechnicianPlan
from wuxing.web.demo.lanes import Window, local_day
from wuxing.web.demo.world import World

_MINUTE = timedelta(minutes=1)
_CHANNELS = ("hotline", "qr", "online", "passed_on")
_CHANNEL_SHARES = (66, 19, 12, 3)
AGENT, DISPATCHER = "赵宁", "吴岚"
AGENT_EVENTS = frozenset({"write_order", "answer_remotely", "reject", "merge", "follow_up"})
DISPATCHER_EVENTS = frozenset({"dispatch", "reassign", "review", "close", "cancel", "cannot_complete", "reopen"})


class Telling:
    """The story of one case; `at` is the moment it has come to."""

    def __init__(self, world: World, key: str, caller: tuple[Household, Unit], fault: Fault, at: datetime) -> None:
        self.world, self.random, self.fault, self.at = world, world.random, fault, at
        self.household, self.unit = caller
        self.cause: Cause = self.random.choices(fault.causes, [cause.weight for cause in fault.causes])[0]
        self.technician: TechnicianPlan | None = None
        self.window: Window | None = None
        self.explained = False
        self.proper = False  # nothing goes wrong from now on
        self.case = self._logged(key)

    def chance(self, kind: str) -> bool:
        """Throw the dice for something that may go wrong, as often as it does at this outlet at this time."""
        return not self.proper and self.random.random() < self.world.quality.chance(
            kind, self.household.outlet, self.at
        )

    def minutes(self, low: int, high: int) -> timedelta:
        """Return a span of so many minutes, mostly nearer the low end."""
        return _MINUTE * self.random.triangular(low, high, low + (high - low) / 4)

    def working(self, low: int, high: int) -> datetime:
        """Return the moment that many minutes of the office's hours from now."""
        minutes = int(self.random.triangular(low, high, low + (high - low) / 4))
        moment = deadline(self.at, max(1, minutes), self.world.office)
        return moment + timedelta(seconds=self.random.randrange(50))

    def add(self, event: str, **payload: Any) -> None:
        """Let something happen now."""
        self.case.steps.append(Step(event, self.at, payload, self._who(event)))

    def _who(self, event: str) -> str:
        """Return who does such a thing: the agent, the dispatcher, or the technician of the order."""
        if event in AGENT_EVENTS:
            return AGENT
        if event in DISPATCHER_EVENTS or self.technician is None:
            return DISPATCHER
        return self.technician.name

    def _logged(self, key: str) -> CaseDraft:
        random, household, unit = self.random, self.household, self.unit
        incomplete = self.chance("incomplete")
        known = random.random()
        late = self.chance("late_entry")
        return CaseDraft(
            key=key,
            received_at=self.at,
            recorded_at=self.at + (self.minutes(180, 3600) if late else self.minutes(1, 6)),
            channel=random.choices(_CHANNELS, _CHANNEL_SHARES)[0],
            customer_key=household.key,
            customer_name=household.name,
            phone=household.phone,
            city=household.city,
            district=household.district,
            address=household.address,
            rural=household.rural,
            product=unit.model.code,
            serial="" if known < 0.03 else unit.serial,
            serial_unknown=known < 0.03 and not incomplete,
            purchased_on=None if known < 0.05 or incomplete else unit.purchased_on,
            purchase_unknown=known < 0.05 and not incomplete,
            symptom=self.fault.symptom,
            fault=random.choice(self.fault.said),
            urgent=random.random() < 0.06,
            details={"by": AGENT},
        )

    def is_in_warranty(self) -> bool:
        """Say whether the company pays, by the same rule as the product's."""
        decided = entitlement.decide(
            purchased_on=self.case.purchased_on,
            warranty_months=self.unit.model.warranty_months,
            today=local_day(self.case.received_at),
        )
        return decided.outcome == "in_warranty"

    def write(self) -> "Telling":
        """The order is written."""
        self.at += self.minutes(2, 14)
        self.add("write_order")
        return self

    def dispatch(self, technician: TechnicianPlan | None = None) -> "Telling":
        """It is handed to somebody whose skill fits, mostly in time."""
        self.at = self.working(150, 420) if self.chance("dispatch") else self.working(6, 85)
        model = self.unit.model
        self.technician = technician or self.world.lanes.choose(
            self.household.outlet, model.trade, model.level, local_day(self.at), self.random
        )
        self.hand_over("dispatch")
        if technician is None and self.random.random() < 0.025:
            others = self.world.lanes.able(self.household.outlet, model.trade, model.level)
            before, self.technician = self.technician, self.random.choice(others)
            if before is not self.technician:
                self.at += self.minutes(8, 40)
                self.hand_over("reassign", before=before.name)
        return self

    def hand_over(self, event: str, before: str = "") -> None:
        """The order goes to the technician that was chosen."""
        assert self.technician is not None
        expected = self.cause.part.name if self.cause.part and self.random.random() < 0.5 else ""
        self.add(event, technician=self.technician.name, before=before, parts_expected=expected)

    def accept(self) -> "Telling":
        """The technician takes it."""
        self.at += self.minutes(2, 18)
        self.add("accept")
        return self

    def call(self) -> "Telling":
        """The technician calls the customer, who does not always answer at once."""
        self.at = self.working(70, 300) if self.chance("contact") else self.working(4, 38)
        if self.random.random() < 0.10:
            self.add("contact", reached=False, note="无人接听")
            self.at = self.working(10, 45)
        return self

    def agree(self, window: Window | None = None, *, by_customer: bool | None = None) -> "Telling":
        """A time is agreed, warranty and fee told."""
        assert self.technician is not None
        chosen = self.random.random() < 0.22 if by_customer is None else by_customer
        if window is None:
            late = self.random.randrange(1, 4) if self.chance("arrive") else 0
            skip = self.random.choices((0, 1, 2, 4), (30, 40, 20, 10))[0] if chosen else late
            window = self.world.lanes.book(self.technician, self.at + 60 * _MINUTE, skip=skip)
        told = not self.explained and self.random.random() < 0.72
        self.explained = self.explained or told
        self.window = window
        asked = "customer" if chosen else "us"
        self.add("agree_appointment", slot=window, warranty_explained=told, chosen_by=asked, note="")
        return self

    def reschedule(self) -> "Telling":
        """Another time, mostly because the customer asks."""
        assert self.technician is not None
        assert self.window is not None
        before = self.window
        early = before[0] - self.minutes(40, 600)
        self.at = max(self.at + 5 * _MINUTE, early)
        by_customer = self.random.random() < 0.75
        self.window = self.world.lanes.book(self.technician, before[1], skip=self.random.randrange(0, 3))
        reason = self.random.choice(("家中无人", "临时出差", "改到周末") if by_customer else ("前一单超时", "备件未到"))
        self.add(
            "reschedule",
            before=before,
            after=self.window,
            asked_by="customer" if by_customer else "us",
            reason=reason,
            notice_minutes=max(0, int((before[0] - self.at) / _MINUTE)),
        )
        return self

    def depart(self) -> "Telling":
        """On the way, a little before the window."""
        assert self.window is not None
        late = self.minutes(50, 150) if self.chance("late_on_site") else timedelta()
        self.at = max(self.at + 3 * _MINUTE, self.window[0] - self.minutes(10, 40) + late)
        self.add("depart")
        return self

    def arrive(self) -> "Telling":
        """On site."""
        assert self.window is not None
        self.at += self.minutes(12, 45)
        self.add("arrive", window=self.window)
        return self

    def no_access(self) -> "Telling":
        """Nobody opens."""
        self.at += self.minutes(15, 45)
        self.add("no_access", note="敲门无人应答，电话未接")
        return self

    def confirm(self) -> "Telling":
        """The fault is asked again and the conduct checklist gone through."""
        self.at += self.minutes(2, 8)
        done = dict.fromkeys(CONDUCT_CHECKS, True)
        if self.chance("checklist"):
            done[self.random.choice(("shoe_covers", "fee_told", "site_cleaned", "advice_given"))] = False
        self.add("confirm_problem", checklist=done, note="")
        return self

    def start(self) -> "Telling":
        """Work begins; warranty and fee should have been told before."""
        if not self.explained and not self.chance("explain"):
            self.at += self.minutes(1, 4)
            self.explained = True
            covered = self.is_in_warranty()
            self.add(
                "explain_warranty",
                outcome="in_warranty" if covered else "out_of_warranty",
                fee_told="" if covered else "按收费标准",
            )
        self.at += self.minutes(1, 5)
        self.add("start_work")
        return self

    def diagnose(self, branch: str) -> "Telling":
        """What is wrong, and how it goes on."""
        self.at += self.minutes(6, max(12, self.cause.minutes // 2))
        taken = f"{self.unit.model.name}一台、电源线一根" if branch == "take_back" else ""
        self.add(
            "diagnose",
            symptom=self.fault.symptom,
            cause=self.cause.code,
            remedy=self.cause.remedy if branch == "fix_now" else "",
            finding=f"{self.cause.name}，{self.cause.done}" if branch == "fix_now" else self.cause.name,
            branch=branch,
            items_taken=taken,
        )
        return self

    def charge(self) -> "Telling":
        """Parts, labour and travel, and who pays."""
        payer = "us" if self.is_in_warranty() else "customer"
        self.at += self.minutes(4, max(10, self.cause.minutes // 2))
        if part := self.cause.part:
            self._line("part", part.code, part.name, part.price, "manufacturer" if payer == "us" else payer)
        self._line("labour", "GS", "维修工时", Decimal(60 + 10 * (self.cause.minutes // 15)), payer)
        if payer == "customer":
            self._line("travel", "SM", "上门费", Decimal(30), payer)
        return self

    def _line(self, kind: str, code: str, name: str, price: Decimal, payer: str) -> None:
        self.add(
            "add_line", kind=kind, code=code, name=name, quantity=Decimal(1), unit_price=price, payer=payer,
            old_serial="", new_serial="",
        )  # fmt: skip

    def finish_visit(self) -> "Telling":
        """The visit ends."""
        self.at += self.minutes(3, 15)
        self.add("finish_visit", outcome="completed", note="")
        return self

    def sign(self) -> "Telling":
        """The customer signs, nearly always."""
        if not self.chance("sign"):
            self.at += self.minutes(1, 5)
            self.add(
                "sign", name=self.household.name, method="typed", satisfied=self.random.random() < 0.95, comment=""
            )
        return self

    def report(self) -> "Telling":
        """The work is reported as done."""
        self.at += self.minutes(1, 6)
        self.add("finish_work")
        return self

    def close(self) -> "Telling":
        """The dispatcher looks it over and closes it."""
        self.at = self.working(15, 360)
        self.add("review", note="")
        self.at += self.minutes(1, 30)
        self.add("close")
        return self

    def follow_up(self) -> "Telling":
        """The call after the repair."""
        if self.chance("follow_up"):
            if self.random.random() < 0.5:
                return self  # forgotten
            self.at = self.working(1600, 2600)
        else:
            self.at = self.working(120, 900)
        if self.random.random() < 0.12:
            self.add("follow_up", reached=False, satisfied=None, note="未接通")
            self.at = self.working(60, 400)
        unhappy = self.chance("unhappy")
        note = self.random.choice(("等得太久", "师傅态度一般", "收费没讲清楚", "修后又有异响")) if unhappy else ""
        self.add("follow_up", reached=True, satisfied=not unhappy, note=note)
        return self
