"""The demo's workshop: what technicians took back, in every state; loaner devices, one of them overdue. Invented."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import connection

from wuxing.core import clock
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor, Channel, actor_for
from wuxing.resources.models import Person
from wuxing.service.bench_repair import actions
from wuxing.service.bench_repair.actions import Given, Signed
from wuxing.service.bench_repair.models import BenchItem
from wuxing.service.bench_repair.states import TESTS, Holder, ItemState
from wuxing.service.charges import actions as charges
from wuxing.service.repair import actions as repairs
from wuxing.service.repair.models import Appointment, WorkOrder
from wuxing.web.demo import company
from wuxing.web.demo.present import IN_WORKSHOP

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_FINDINGS = (
    ("board", "控制板电容鼓包，更换后正常"),
    ("motor", "电机轴承磨损，已更换"),
    ("wiring", "内部线束断线，重新压接"),
    ("pump", "排水泵卡死，已更换"),
)
_ON_PAPER = "纸质单据签字，原件存档"
_LOOKS = ("外壳轻微划痕，无凹陷", "右侧面板有一处凹陷，其余完好", "表面有油污，无破损", "外观完好")
_WITH = (("电源线",), ("电源线", "进水管"), (), ("遥控器", "说明书"))
_LINES = ({"kind": "part", "code": "BOARD"}, {"kind": "labour", "code": "LAB-1"})
_LOANERS = (("BY-01", "小冰箱 90 升"), ("BY-02", "波轮洗衣机 5 公斤"), ("BY-03", "移动空调 1 匹"), ("BY-04", "电磁炉"))
_LENT = (("repairing", 14), ("parts", 20))  # to whose item, and for how many days


def open_workshop(now: datetime, by: Actor) -> None:
    """Take back what stands at the visits that `present` left under way, and let each item go as far as its age says."""
    desk = replace(by, permissions=frozenset(Permission))
    smith = Person.objects.get(number=company.SMITH.number)
    worker = replace(desk, user_id=smith.user_id, name=smith.name)
    with clock.telling(now - 200 * _DAY):
        loaners = [actions.add_loaner(code=code, name=name, shelf="备用机架", by=worker).pk for code, name in _LOANERS]
    lent = dict(zip((stage for stage, _days in _LENT), loaners, strict=False))
    visits = Appointment.objects.filter(state="working", arrived_at__lt=now - 2 * _DAY).select_related(
        "order__request__contact", "order__technician", "order__product", "order__asset"
    )
    for place, visit in enumerate(visits.order_by("arrived_at", "pk")):
        order = visit.order
        stage = IN_WORKSHOP.get(round((now - order.request.received_at) / _DAY), "")
        way = _Way(order, smith, worker, desk, visit.arrived_at or now, place)
        way.take_back()
        if stage in lent:
            way.lend(lent[stage], dict(_LENT)[stage])
        way.go(stage)
    _raise(now, desk)
    connection.check_constraints()  # now, inside the walls: at the commit nobody would see whose hands an item is in


def _raise(now: datetime, desk: Actor) -> None:
    """Let the clock of the workshop tell what is due: on the morning after, as the hourly task would have."""
    for days in (6, 0):
        with clock.telling(now - days * _DAY):
            actions.raise_alarms(by=replace(desk, user_id=None))
            actions.tell_overdue(by=replace(desk, user_id=None))


@dataclass(slots=True)
class _Way:
    """One item on its way; `at` is the moment it has come to."""

    order: WorkOrder
    smith: Person
    worker: Actor
    desk: Actor
    at: datetime
    place: int
    item: int = 0

    @contextmanager
    def after(self, span: timedelta) -> Iterator[None]:
        self.at += span
        with clock.telling(self.at):
            yield

    @property
    def signer(self) -> str:
        return self.order.request.contact.name if self.order.request.contact else "客户"

    def take_back(self) -> None:
        """The visit goes on by taking back; the technician holds the item."""
        technician = self.order.technician
        visitor = replace(self.desk, user_id=technician.user_id, name=technician.name) if technician else self.desk
        cause = _FINDINGS[self.place % len(_FINDINGS)][0]
        with self.after(_HOUR / 2):
            repairs.diagnose(
                order_id=self.order.pk, cause=cause, finding="现场无法修复，取回检修", branch="take_back", by=visitor
            )
            name = self.order.product.name if self.order.product else "整机"
            given = Given(
                name=name,
                look=_LOOKS[self.place % len(_LOOKS)],
                serial=self.order.asset.serial if self.order.asset else "",
                accessories=_WITH[self.place % len(_WITH)],
            )
            made = actions.take_back(
                order_id=self.order.pk, items=[given], signed=Signed(name=self.signer, not_drawn=_ON_PAPER), by=visitor
            )
        self.item = BenchItem.objects.get(take_back=made).pk

    def lend(self, loaner: int, days: int) -> None:
        """The customer gets a device for the time being."""
        with self.after(_HOUR / 6):
            actions.lend(
                loaner_id=loaner,
                order_id=self.order.pk,
                item_id=self.item,
                due_on=clock.today(self.desk.zone) + days * _DAY,
                signed=Signed(name=self.signer, not_drawn=_ON_PAPER),
                accessories="电源线",
                look="外观完好",
                by=self.worker,
            )

    def go(self, stage: str) -> None:
        """Go on to the stage; without one, to the end."""
        if stage == "received":
            with self.after(2 * _HOUR):  # handed over in the evening; the bench has not confirmed it
                giver = replace(self.desk, user_id=self.order.technician.user_id if self.order.technician else None)
                actions.hand_over(item_id=self.item, to=Holder.BENCH, person_id=self.smith.pk, by=giver)
            return
        self.diagnose()
        if stage == "quoted":
            self.quote()
            return
        self.approve()
        with self.after(20 * _HOUR):
            actions.start_repair(item_id=self.item, by=self.worker)
        if stage == "repairing":
            return
        if stage == "parts" or self.place % 4 == 0:
            self.wait(long=stage == "parts")
        if stage == "parts":
            return
        self.test()
        if stage != "ready":
            self.home()

    def diagnose(self) -> None:
        """Onto the bench, and found out."""
        cause, finding = _FINDINGS[self.place % len(_FINDINGS)]
        with self.after(2 * _HOUR):
            actions.hand_over(item_id=self.item, to=Holder.BENCH, person_id=self.smith.pk, by=self.worker)
        with self.after(20 * _HOUR):
            actions.diagnose_item(item_id=self.item, cause=cause, finding=finding, by=self.worker)

    def quote(self) -> int:
        """Offer what the customer has to pay."""
        with self.after(_HOUR):
            made = charges.draft_quote(item_id=self.item, lines=_LINES, by=self.worker)
            return charges.send(quote_id=made.pk, by=self.worker).pk

    def approve(self) -> None:
        """Free of charge by the warranty, or by the accepted quote."""
        item = BenchItem.objects.select_related("order__request__entitlement").get(pk=self.item)
        if actions.is_free(item):
            with self.after(_HOUR):
                actions.approve_item(item_id=self.item, by=self.worker)
            return
        quote = self.quote()
        with self.after(3 * _HOUR):
            charges.accept(quote_id=quote, how="link", name=self.signer, by=_customer(self.desk))

    def wait(self, *, long: bool) -> None:
        """A part is lacking; in the long case it came to light late, and still is."""
        with self.after(22 * _DAY if long else 4 * _HOUR):
            actions.wait_for_parts(item_id=self.item, part="控制板", by=self.worker)
        if not long:
            with self.after(2 * _DAY):
                actions.start_repair(item_id=self.item, note="控制板到货", by=self.worker)

    def test(self) -> None:
        """Gone through by the checklist, and onto its shelf."""
        with self.after(26 * _HOUR):
            actions.check_item(item_id=self.item, checks=dict.fromkeys(TESTS, True), note="", by=self.worker)
        with self.after(_HOUR / 2):
            actions.make_ready(item_id=self.item, shelf=f"A-{self.place % 6 + 1}", by=self.worker)

    def home(self) -> None:
        """Signed for by the customer; the order is closed, and the customer called."""
        item = BenchItem.objects.get(pk=self.item)
        missing = bool(item.accessories) and self.place % 7 == 3
        with self.after(23 * _HOUR):
            done = actions.return_item(
                item_id=item.pk,
                signed=Signed(name=self.signer, not_drawn=_ON_PAPER),
                accessories=item.accessories[1:] if missing else item.accessories,
                accessories_missing="客户自留备用" if missing else "",
                warranty_days=90,
                by=self.desk,
            )
            assert done.state == ItemState.RETURNED
            repairs.finish_work(order_id=self.order.pk, by=self.desk)
        with self.after(2 * _HOUR):
            repairs.review_order(order_id=self.order.pk, by=self.desk)
            repairs.close_order(order_id=self.order.pk, by=self.desk)
        with self.after(25 * _HOUR):
            repairs.record_follow_up(order_id=self.order.pk, reached=True, satisfied=True, note="", by=self.desk)


def _customer(desk: Actor) -> Actor:
    return actor_for(
        tenant_id=desk.tenant_id, user_id=None, name="customer", roles=frozenset({Role.CUSTOMER}),
        channel=Channel.PORTAL, zone=desk.zone,
    )  # fmt: skip
