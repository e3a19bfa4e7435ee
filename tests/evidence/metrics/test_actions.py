"""Judging: what is judged bit by bit as things change equals what is judged anew."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tests.evidence.factory import orders
from tests.evidence.packs import pack_of
from tests.seeds import seeds
from wuxing.core import clock
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.customers.products.models import Asset, Product
from wuxing.evidence.metrics import actions, queries
from wuxing.evidence.metrics.models import DayTotal, Judgment, Rollup, Rulebook, Waiting
from wuxing.governance.commitments.models import Target
from wuxing.service.repair.models import ServiceRequest, WorkOrder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
PACK = pack_of()
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
Rows = dict[str, list[tuple[object, ...]]]


def rows() -> Rows:
    """Everything that judging has written, in order, without the rulebook's number."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in ("evidence_judgment", "evidence_daytotal", "evidence_rollup"):
            cursor.execute(f"SELECT * FROM {table} ORDER BY (to_jsonb({table}) - 'id')::text COLLATE \"C\"")
            found[table] = cursor.fetchall()
    return found


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def turn(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    turn(NOW)
    return turn


def catch_up(tenant: Tenant) -> None:
    while actions.judge_waiting(tenant_id=tenant.pk, pack=PACK) or queries.waiting(tenant.pk):
        pass


class Life:
    """Random things that happen to orders."""

    def __init__(self, tenant: Tenant, seed: int) -> None:
        self.tenant, self.random, self.count = tenant, random.Random(seed), 0

    def order(self) -> WorkOrder:
        return self.random.choice(list(WorkOrder.objects.select_related("request")))

    def instant(self) -> datetime:
        return NOW - timedelta(hours=self.random.uniform(-48, 24 * 420))

    def insert(self) -> None:
        self.count += 1
        orders(self.tenant, self.random.randint(1, 6), until=self.instant(), days=40, assets=3,
               prefix=f"n{self.count}-", seed=self.random.random())  # fmt: skip

    def change(self) -> None:
        order = self.order()
        field = self.random.choice(
            ["arrived_at", "resolved_at", "signed_at", "closed_at", "followed_up_at", "cancelled_at"]
        )
        WorkOrder.objects.filter(pk=order.pk).update(
            **{field: self.random.choice([None, self.instant()])}, state="qualified"
        )

    def correct(self) -> None:
        order = self.order()
        ServiceRequest.objects.filter(pk=order.request_id).update(
            received_at=self.instant(),
            complete=self.random.random() < 0.5,
            source=self.random.choice(["", "erp"]),
            external_id=str(order.request_id),
        )

    def merge_assets(self) -> None:
        assets = list(Asset.objects.all())
        if len(assets) > 1:
            one, other = self.random.sample(assets, 2)
            WorkOrder.objects.filter(asset=one).update(asset=other)

    def move_promise(self) -> None:
        target = self.random.choice(list(Target.objects.all()))
        moved = target.starts_at + timedelta(hours=self.random.randint(0, 90))
        Target.objects.filter(pk=target.pk).update(
            effective_due_at=self.random.choice([None, moved]), paused_at=self.random.choice([None, target.starts_at])
        )

    def drop_promise(self) -> None:
        Target.objects.filter(pk=self.random.choice(list(Target.objects.values_list("pk", flat=True)))).delete()

    def rename_category(self) -> None:
        product = self.random.choice(list(Product.objects.all()))
        Product.objects.filter(pk=product.pk).update(category=self.random.choice(["空调", "电视"]))

    def remove(self) -> None:
        self.order().delete()

    def happen(self) -> None:
        kinds = [self.insert, self.change, self.change, self.correct, self.merge_assets, self.move_promise,
                 self.drop_promise, self.rename_category, self.remove]  # fmt: skip
        self.random.choice(kinds)() if WorkOrder.objects.count() > 3 else self.insert()


@pytest.mark.parametrize("seed", seeds(0, 12, kept=6))
def test_judged_step_by_step_equals_rebuilt(seed: int, company: Tenant, set_clock: Callable[[datetime], None]) -> None:
    life = Life(company, seed)
    life.insert()
    actions.rebuild(tenant_id=company.pk, pack=PACK)
    moment = NOW
    for _ in range(life.random.randint(8, 25)):
        life.happen()
        if life.random.random() < 0.3:
            moment += timedelta(hours=life.random.uniform(0, 500))
            set_clock(moment)
        if life.random.random() < 0.5:
            catch_up(company)
    catch_up(company)
    step_by_step = rows()
    actions.rebuild(tenant_id=company.pk, pack=PACK)
    assert rows() == step_by_step
    assert step_by_step["evidence_judgment"]


def test_an_open_order_stops_conforming_when_its_time_runs_out(
    company: Tenant, set_clock: Callable[[datetime], None]
) -> None:
    orders(company, 1, until=NOW, days=0)
    WorkOrder.objects.update(state="qualified", cancelled_at=None, arrived_at=None)
    actions.rebuild(tenant_id=company.pk, pack=PACK)
    book = Rulebook.objects.get()
    bit = 1 << book.metrics.index("arrived")
    before = Judgment.objects.get()
    due = Target.objects.get(kind="arrive").due_at
    assert (before.member & bit, before.recheck_at) == (0, due)
    set_clock(due + timedelta(seconds=1))
    assert actions.judge_waiting(tenant_id=company.pk, pack=PACK) == 1
    after = Judgment.objects.get()
    assert (after.member & bit, after.ok & bit) == (bit, 0)


def test_a_promise_that_can_still_be_kept_is_savable_until_its_time(
    company: Tenant, set_clock: Callable[[datetime], None]
) -> None:
    orders(company, 1, until=NOW, days=0)
    WorkOrder.objects.update(state="closed", closed_at=NOW, cancelled_at=None, followed_up_at=None)
    actions.rebuild(tenant_id=company.pk, pack=PACK)
    bit = 1 << Rulebook.objects.get().metrics.index("called")
    assert Judgment.objects.get().savable & bit == bit
    set_clock(NOW + timedelta(days=8))
    catch_up(company)
    assert Judgment.objects.get().savable & bit == 0


def test_a_change_of_something_else_leaves_no_mark(company: Tenant) -> None:
    orders(company, 3, until=NOW)
    actions.rebuild(tenant_id=company.pk, pack=PACK)
    WorkOrder.objects.update(label="等配件", updated_at=NOW, title="x")
    Target.objects.update(kept=True)
    assert Waiting.objects.filter(population="repair_order").count() == 0


def test_a_new_edition_retires_the_judgments_of_the_old(company: Tenant) -> None:
    orders(company, 3, until=NOW)
    other = pack_of({"logged": ("!r.cancelled", "r.logged_complete")})
    actions.rebuild(tenant_id=company.pk, pack=PACK)
    actions.rebuild(tenant_id=company.pk, pack=other)
    assert [queries.is_built(queries.rulebooks(pack), pack) for pack in (PACK, other)] == [False, True]


def test_a_page_judges_little_and_leaves_much(company: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    orders(company, 5, until=NOW)
    actions.refresh(tenant_id=company.pk, pack=PACK)
    assert (Judgment.objects.count(), queries.waiting(company.pk)) == (5, 0)
    monkeypatch.setattr(queries, "LITTLE_WAITING", 2)
    WorkOrder.objects.update(outcome="taken_back")
    actions.refresh(tenant_id=company.pk, pack=PACK)
    assert queries.waiting(company.pk) == 5


def test_another_tenant_sees_nothing(company: Tenant, other_company: Tenant) -> None:
    orders(company, 3, until=NOW)
    actions.rebuild(tenant_id=company.pk, pack=PACK)
    with in_tenant(other_company.pk), connection.cursor() as cursor:
        counts = []
        for model in (Rulebook, Judgment, DayTotal, Rollup, Waiting):
            cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")
            counts.append(cursor.fetchone()[0])
    assert counts == [0, 0, 0, 0, 0]
