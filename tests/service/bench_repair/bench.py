"""A workshop: two people at benches, a storekeeper, an item brought back from a visit."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.shop import Shop
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.resources.models import Person
from wuxing.service.bench_repair import actions
from wuxing.service.bench_repair.actions import Given, Signed
from wuxing.service.bench_repair.models import BenchItem, TakeBack
from wuxing.service.bench_repair.states import TESTS, Holder
from wuxing.service.repair import actions as repairs
from wuxing.service.repair.models import WorkOrder

DRAWN = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
SIGNED = Signed(name="王丽华")
DRAWING = Signed(name="王丽华", drawing=DRAWN)
CONTROLLER = Given(name="变频控制板", look="左下角有水渍，无缺件", serial="kb-771", accessories=("排线", "螺丝 4 颗"))
ALL_MET = dict.fromkeys(TESTS, True)


@dataclass
class Bench:
    """The workshop of the shop."""

    shop: Shop
    smith: Person
    worker: Actor  # the smith, signed in
    keeper: Actor

    def found(self) -> WorkOrder:
        """An order whose visit goes on by taking back: diagnosed, no receipt yet."""
        order = self.shop.at_work()
        repairs.diagnose(
            order_id=order.pk, cause="board", finding="控制板烧蚀", branch="take_back", by=self.shop.visitor
        )
        return order

    def receipt(self, *items: Given) -> TakeBack:
        order = self.found()
        return actions.take_back(order_id=order.pk, items=items or (CONTROLLER,), signed=SIGNED, by=self.shop.visitor)

    def taken(self) -> BenchItem:
        return self.receipt().items.get()

    def on_bench(self) -> BenchItem:
        item = self.taken()
        actions.hand_over(item_id=item.pk, to=Holder.BENCH, person_id=self.smith.pk, by=self.worker)
        return item

    def diagnosed(self) -> BenchItem:
        item = self.on_bench()
        return actions.diagnose_item(item_id=item.pk, cause="board", finding="电容鼓包", by=self.worker)

    def repairing(self) -> BenchItem:
        item = self.diagnosed()
        actions.approve_item(item_id=item.pk, by=self.worker)
        return actions.start_repair(item_id=item.pk, by=self.worker)

    def ready(self) -> BenchItem:
        item = self.repairing()
        actions.check_item(item_id=item.pk, checks=ALL_MET, by=self.worker)
        return actions.make_ready(item_id=item.pk, shelf="A-3", by=self.worker)

    def returned(self) -> BenchItem:
        item = self.ready()
        return actions.return_item(item_id=item.pk, signed=SIGNED, accessories=item.accessories, by=self.keeper)


def bench_of(shop: Shop, actor: Callable[..., Actor]) -> Bench:
    """Open the workshop of a shop."""
    worker = actor(Role.WORKSHOP, name="何平")
    smith = Person.objects.create(
        tenant=shop.tenant, number="W01", name="何平", outlet=shop.technician.outlet, user_id=worker.user_id
    )
    return Bench(shop, smith, worker, actor(Role.STOREKEEPER, name="库管"))
