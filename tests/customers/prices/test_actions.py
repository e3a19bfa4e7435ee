"""The price book: versions, the most specific price, import of hostile tables, and the database's own refusals."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tables.rows import Unreadable
from wuxing.core.tenants import in_tenant
from wuxing.customers.prices import actions, queries
from wuxing.customers.prices.models import Price, PriceItem

PART: dict[str, Any] = {
    "kind": "part", "code": "FAN-518", "name": "风机", "mode": "each", "amount": Decimal("80.00"),
    "valid_from": date(2026, 1, 1), "tax_category": "家用电器配件", "tax_rate": Decimal(13),
}  # fmt: skip


def save(shop: Shop, **changes: Any) -> Price:
    return actions.save_price(by=shop.manager, **(PART | changes))


def today() -> date:
    return clock.today()


def test_a_price_is_kept_and_found(shop: Shop) -> None:
    made = save(shop)
    assert queries.price_of("part", "FAN-518", shop.product, "福州市/鼓楼区", today()) == made
    entry = Entry.objects.get(event="prices.save")
    assert (entry.target_id, entry.payload["amount"], entry.payload["code"]) == (made.pk, "80.00", "FAN-518")


def test_a_change_ends_the_old_price_and_keeps_why(shop: Shop) -> None:
    old = save(shop)
    new = save(shop, amount=Decimal("88.00"), valid_from=today() + timedelta(days=10), reason="铜价上涨")
    old.refresh_from_db()
    assert (old.valid_to, old.end_reason, new.version) == (today() + timedelta(days=9), "铜价上涨", 2)
    before = queries.price_of("part", "FAN-518", None, "", today() + timedelta(days=9))
    after = queries.price_of("part", "FAN-518", None, "", today() + timedelta(days=10))
    assert (before, after) == (old, new)


def test_a_price_is_corrected_on_its_first_day(shop: Shop) -> None:
    old = save(shop, valid_from=today())
    new = save(shop, valid_from=today(), amount=Decimal("8.00"), reason="打错")
    old.refresh_from_db()
    assert (old.withdrawn_at is None, queries.price_of("part", "FAN-518", None, "", today())) == (False, new)


def test_the_price_of_the_product_and_the_district_wins(shop: Shop) -> None:
    save(shop)
    line = save(shop, category="冰箱", amount=Decimal("75.00"))
    mine = save(shop, product_id=shop.product.pk, area="福州市/鼓楼区", amount=Decimal("70.00"))
    assert queries.price_of("part", "FAN-518", shop.product, "福州市/鼓楼区", today()) == mine
    assert queries.price_of("part", "FAN-518", shop.product, "泉州市", today()) == line
    assert queries.price_of("labour", "FAN-518", shop.product, "泉州市", today()) is None
    assert [p.amount for p in queries.offered(shop.product, "福州市/鼓楼区", today())] == [Decimal("70.00")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": Decimal("NaN")}, "amount"),
        ({"amount": Decimal("1.234")}, "amount"),
        ({"amount": Decimal(-1)}, "amount"),
        ({"code": "x" * 61}, "code"),
        ({"valid_to": date(2025, 1, 1)}, "valid_to"),
        ({"kind": "gold"}, "kind"),
    ],
)
def test_a_wrong_price_leaves_nothing(shop: Shop, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        save(shop, **changes)
    assert (list(refused.value.fields), PriceItem.objects.count(), Price.objects.count()) == ([field], 0, 0)
    assert Entry.objects.filter(event="prices.save").count() == 0


def test_a_product_of_nobody_is_not_found(shop: Shop) -> None:
    with pytest.raises(NotFound):
        save(shop, product_id=999999)


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.AGENT, Role.DISPATCHER, Role.WORKSHOP])
def test_only_who_keeps_the_price_book_changes_it(shop: Shop, actor: Callable[..., Actor], role: Role) -> None:
    made, other = save(shop), actor(role)
    with pytest.raises(NotAllowed):
        actions.save_price(by=other, **PART)
    with pytest.raises(NotAllowed):
        actions.end_price(price_id=made.pk, last_day=today(), reason="x", by=other)
    with pytest.raises(NotAllowed):
        actions.import_prices(data=b"x", keep=True, by=other)


def test_another_company_has_its_own_prices(shop: Shop, other_company: Tenant, actor: Callable[..., Actor]) -> None:
    made = save(shop)
    with in_tenant(other_company.pk):
        stranger = actor(Role.SERVICE_MANAGER, tenant=other_company)
        assert queries.price_of("part", "FAN-518", None, "", today()) is None
        with pytest.raises(NotFound):
            actions.end_price(price_id=made.pk, last_day=today(), reason="x", by=stranger)


def test_a_price_ends_and_a_coming_one_is_withdrawn(shop: Shop) -> None:
    old = save(shop)
    coming = save(shop, valid_from=today() + timedelta(days=30), reason="明年")
    actions.end_price(price_id=coming.pk, last_day=today(), reason="不涨了", by=shop.manager)
    coming.refresh_from_db()
    assert (coming.withdrawn_at is None, coming.end_reason) == (False, "不涨了")
    old.refresh_from_db()
    assert old.valid_to == today() + timedelta(days=29)
    ended = actions.end_price(price_id=old.pk, last_day=today(), reason="停产", by=shop.manager)
    assert (ended.valid_to, queries.price_of("part", "FAN-518", None, "", today() + timedelta(days=1))) == (
        today(),
        None,
    )
    with pytest.raises(RuleBroken):
        actions.end_price(price_id=coming.pk, last_day=today(), reason="again", by=shop.manager)


def test_the_database_refuses_two_prices_on_one_day(shop: Shop) -> None:
    made = save(shop)
    with pytest.raises(IntegrityError, match="one_price_a_day"), transaction.atomic():
        Price.objects.create(
            tenant=shop.tenant, item=made.item, version=9, amount=1, valid_from=today(), added_at=clock.now()
        )


TABLE = """类别,编码,名称,计费方式,单价,生效日期,型号,产品线,区域,税率,原因
备件,FAN-518,风机,件,80,2026-01-01,YL-BCD518,,,13,
人工,LAB-1,检修人工,小时,"1,200.50",2026/01/01,,冰箱,福州市,6%,
上门,TRV,上门费,公里,2.5,20260101,,,,6,
"""


def test_a_table_is_looked_at_and_taken_in(shop: Shop) -> None:
    seen = actions.import_prices(data=TABLE.encode("gb18030"), keep=False, by=shop.manager)
    assert ([line.faults for line in seen], PriceItem.objects.count()) == ([[], [], []], 0)
    actions.import_prices(data=TABLE.encode(), keep=True, by=shop.manager)
    kept = PriceItem.objects.order_by("pk").values_list("kind", "code", "mode", "area", "prices__amount")
    assert list(kept) == [
        ("part", "FAN-518", "each", "", Decimal("80.00")),
        ("labour", "LAB-1", "hour", "福州市", Decimal("1200.50")),
        ("travel", "TRV", "km", "", Decimal("2.50")),
    ]
    assert Entry.objects.get(event="prices.import").payload["rows"] == 3


def test_a_table_with_one_wrong_row_is_not_kept(shop: Shop) -> None:
    bad = TABLE + "备件,X,未知,件,abc,昨天,NOPE,,,13,\n备件,FAN-518,风机,件,99,2026-01-01,YL-BCD518,,,13,\n"
    with pytest.raises(actions.BadTable) as refused:
        actions.import_prices(data=bad.encode(), keep=True, by=shop.manager)
    assert [len(line.faults) for line in refused.value.lines] == [0, 0, 0, 3, 1]
    assert (PriceItem.objects.count(), Entry.objects.filter(event__startswith="prices.").count()) == (0, 0)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"%PDF-1.7 x", b"\xd0\xcf\x11\xe0old", b"\x1f\x8b packed", b"PK\x03\x04 broken", b"a,b\n1,2\n",
        TABLE.splitlines()[0].encode(), b"x" * (2 * 1024 * 1024 + 1),
    ],
)  # fmt: skip
def test_what_is_no_price_book_is_refused(shop: Shop, data: bytes) -> None:
    with pytest.raises(Unreadable):
        actions.import_prices(data=data, keep=True, by=shop.manager)
    assert PriceItem.objects.count() == 0


def test_formulas_in_a_table_stay_text(shop: Shop) -> None:
    made = TABLE + '备件,EVIL,"=HYPERLINK(""http://x"")",件,1,2026-01-01,,,,13,\n'
    actions.import_prices(data=made.encode(), keep=True, by=shop.manager)
    assert PriceItem.objects.get(code="EVIL").name == '=HYPERLINK("http://x")'


def test_the_list_asks_as_often_for_three_rows_as_for_one(shop: Shop, django_assert_num_queries: Any) -> None:
    save(shop)
    with django_assert_num_queries(1):
        queries.item_rows(today())
    save(shop, code="A")
    save(shop, code="B", valid_from=today() + timedelta(days=5))
    with django_assert_num_queries(1):
        rows = queries.item_rows(today(), typed="风机")
    assert [(row["code"], row["amount"], row["next_amount"]) for row in rows] == [
        ("B", None, Decimal("80.00")),
        ("A", Decimal("80.00"), None),
        ("FAN-518", Decimal("80.00"), None),
    ]
