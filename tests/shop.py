"""A small company: products, two outlets' people, promises, and the ways to a work order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.customers.models import Product
from wuxing.governance.models import Promise
from wuxing.resources.models import Outlet, Person, Skill
from wuxing.service.repair import actions
from wuxing.service.repair.actions import CallDetails
from wuxing.service.repair.models import WorkOrder
from wuxing.service.repair.states import CONDUCT_CHECKS

MINUTES = {"dispatch": 120, "contact": 60, "arrive": 1440, "resolve": 4320, "follow_up": 4320}


@dataclass
class Shop:
    """The company with its people."""

    tenant: Tenant
    product: Product
    technician: Person
    novice: Person
    agent: Actor
    dispatcher: Actor
    visitor: Actor  # the technician, signed in
    manager: Actor

    def call(self, **changes: object) -> CallDetails:
        """A complete call."""
        said = {
            "customer_name": "王丽华",
            "contact_name": "王丽华",
            "phone": "138 0591 2046",
            "city": "福州市",
            "district": "鼓楼区",
            "address": "梅亭路88号3-502",
            "product_id": self.product.pk,
            "serial": "518a-23-004417",
            "purchased_on": date(2024, 5, 2),
            "symptom": "no_cooling",
            "fault": "冷藏室不制冷",
        }
        return CallDetails(**(said | changes))  # type: ignore[arg-type]

    def order(self, **changes: object) -> WorkOrder:
        """A complete order, not handed over yet."""
        request = actions.log_request(call=self.call(**changes), by=self.agent)
        return actions.write_order(request_id=request.pk, by=self.agent)

    def dispatched(self) -> WorkOrder:
        order = self.order()
        return actions.dispatch_order(order_id=order.pk, technician_id=self.technician.pk, by=self.dispatcher)

    def agreed(self) -> WorkOrder:
        order = self.dispatched()
        start = clock.now() + timedelta(hours=2)
        actions.agree_appointment(
            order_id=order.pk, slot=(start, start + timedelta(hours=1)), warranty_explained=True, by=self.visitor
        )
        return order

    def on_site(self) -> WorkOrder:
        order = self.agreed()
        actions.depart(order_id=order.pk, by=self.visitor)
        actions.arrive(order_id=order.pk, by=self.visitor)
        return order

    def at_work(self) -> WorkOrder:
        order = self.on_site()
        checks = dict.fromkeys(CONDUCT_CHECKS, True)
        actions.confirm_problem(order_id=order.pk, checklist=checks, by=self.visitor)
        actions.start_work(order_id=order.pk, by=self.visitor)
        return order

    def fixed(self) -> WorkOrder:
        order = self.at_work()
        actions.diagnose(order_id=order.pk, cause="fan", finding="风机卡滞", branch="fix_now", by=self.visitor)
        actions.finish_visit(order_id=order.pk, outcome="completed", by=self.visitor)
        actions.sign_order(order_id=order.pk, name="王丽华", satisfied=True, by=self.visitor)
        return order

    def closed(self) -> WorkOrder:
        order = self.fixed()
        actions.finish_work(order_id=order.pk, by=self.visitor)
        actions.review_order(order_id=order.pk, by=self.dispatcher)
        return actions.close_order(order_id=order.pk, by=self.dispatcher)


def shop_of(inside: Tenant, actor: Callable[..., Actor]) -> Shop:
    """Open the company; the caller is inside its walls."""
    now = clock.now()
    product = Product.objects.create(
        tenant=inside,
        model="YL-BCD518",
        name="冰箱",
        category="冰箱",
        trade="refrigeration",
        skill_level=2,
        warranty_months=36,
    )
    outlet = Outlet.objects.create(tenant=inside, code="FZ", name="福州网点", city="福州市", districts=["鼓楼区"])
    visitor = actor(Role.TECHNICIAN, name="陈伟")
    technician = Person.objects.create(tenant=inside, number="T01", name="陈伟", outlet=outlet, user_id=visitor.user_id)
    novice = Person.objects.create(tenant=inside, number="T02", name="周涛", outlet=outlet)
    Skill.objects.create(
        tenant=inside,
        person=technician,
        trade="refrigeration",
        level=2,
        valid_until=date(2030, 5, 1),
        certificate_no="C1",
    )
    Skill.objects.create(tenant=inside, person=novice, trade="refrigeration", level=1)
    for kind, minutes in MINUTES.items():
        Promise.objects.create(
            tenant=inside, kind=kind, text=f"承诺 {kind}", minutes=minutes, starts_at=now - timedelta(days=800)
        )
    return Shop(
        inside,
        product,
        technician,
        novice,
        actor(Role.AGENT, name="赵宁"),
        actor(Role.DISPATCHER, name="吴岚"),
        visitor,
        actor(Role.SERVICE_MANAGER, name="林可"),
    )
