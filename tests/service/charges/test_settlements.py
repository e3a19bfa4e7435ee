"""Settlement: the order's lines against the customer's word, issued, corrected, paid, on paper and as data."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from django.db import DatabaseError, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.service.charges.example import accepted, arrived, customer
from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.service.charges import actions, drawing, exporting, forgetting, queries, rules
from wuxing.service.charges.models import Settlement, SettlementLine
from wuxing.service.repair import actions as repair
from wuxing.service.repair.models import WorkOrder


def text_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def at_the_door(shop: Shop) -> WorkOrder:
    """Quote accepted, technician on site, its lines entered on the order."""
    made = accepted(shop)
    order = repair.dispatch_order(order_id=made.order_id, technician_id=shop.technician.pk, by=shop.dispatcher)
    repair.accept_order(order_id=order.pk, by=shop.visitor)
    arrived(shop, order)
    actions.record_quoted(order_id=order.pk, by=shop.visitor)
    return order


def add(shop: Shop, order: WorkOrder, **changes: Any) -> None:
    line = {
        "kind": "part",
        "code": "X",
        "name": "阀",
        "quantity": Decimal(1),
        "unit_price": Decimal(5),
        "payer": "customer",
    }
    repair.add_line(order_id=order.pk, by=shop.visitor, **(line | changes))  # type: ignore[arg-type]


def issued(shop: Shop) -> Settlement:
    sheet = actions.settle(order_id=at_the_door(shop).pk, by=shop.dispatcher)
    return actions.issue(sheet_id=sheet.pk, by=shop.dispatcher)


def test_what_was_accepted_is_entered_once_and_settled(shop: Shop) -> None:
    order = at_the_door(shop)
    with pytest.raises(RuleBroken):
        actions.record_quoted(order_id=order.pk, by=shop.visitor)
    sheet = actions.settle(order_id=order.pk, by=shop.dispatcher)
    assert (sheet.number, sheet.version, sheet.state) == (f"ST-{clock.today().year}-000001", 1, "draft")
    assert (sheet.total, sheet.customer_total, sheet.buyer) == (Decimal("210.02"), Decimal("210.02"), "王丽华")
    assert [one[:4] for one in sheet.quotes] == [[f"QT-{clock.today().year}-000001", 1, "王丽华", "signature"]]
    entry = Entry.objects.get(event="charges.settle")
    assert (entry.payload["by_payer"], entry.case_id) == ({"customer": "210.02"}, order.request_id)


def test_a_draft_is_drawn_up_anew(shop: Shop) -> None:
    order = at_the_door(shop)
    first = actions.settle(order_id=order.pk, by=shop.dispatcher)
    add(shop, order, payer="us")
    second = actions.settle(
        order_id=order.pk, buyer="福州某厂", buyer_tax_number="91350100m000000000", by=shop.dispatcher
    )
    assert (second.pk, second.total, second.customer_total) == (first.pk, Decimal("215.02"), Decimal("210.02"))
    assert (second.buyer, second.buyer_tax_number) == ("福州某厂", "91350100M000000000")
    same = actions.settle(order_id=order.pk, by=shop.dispatcher)
    assert (same.buyer, same.buyer_tax_number) == ("福州某厂", "91350100M000000000")
    emptied = actions.settle(order_id=order.pk, buyer="", buyer_tax_number="", by=shop.dispatcher)
    assert (emptied.buyer, emptied.buyer_tax_number) == ("王丽华", "")


def test_more_than_was_accepted_needs_a_new_version(shop: Shop) -> None:
    order = at_the_door(shop)
    add(shop, order)
    with pytest.raises(RuleBroken, match="beyond what the customer accepted"):
        actions.settle(order_id=order.pk, by=shop.dispatcher)
    assert Settlement.objects.count() == 0
    old = queries.current_quote(("work_order", order.pk))
    assert old is not None
    rows = [{name: row[name] for name in ("kind", "text", "code", "quantity", "unit_price", "price_reason")}
            for row in queries.lines_of_quote(old.pk)]  # fmt: skip
    more = {"kind": "part", "code": "X", "text": "阀", "unit_price": Decimal(5), "price_reason": "现场加"}
    newer = actions.change(quote_id=old.pk, lines=[*rows, more], reason="加一个阀", by=shop.visitor)
    actions.send(quote_id=newer.pk, by=shop.visitor)
    with pytest.raises(RuleBroken, match="waits for the customer"):
        actions.settle(order_id=order.pk, by=shop.dispatcher)
    actions.accept(quote_id=newer.pk, how="link", name="王丽华", by=customer(shop))
    assert actions.settle(order_id=order.pk, by=shop.dispatcher).customer_total == Decimal("215.02")


def test_less_than_was_accepted_is_settled(shop: Shop) -> None:
    order = at_the_door(shop)
    line = queries.recorded(order.pk)[0]
    repair.strike_line(order_id=order.pk, line_id=line.pk, reason="没有换", by=shop.visitor)
    assert actions.settle(order_id=order.pk, by=shop.dispatcher).customer_total == Decimal("90.02")


def test_without_a_quote_the_lines_are_settled_as_told(shop: Shop) -> None:
    order = shop.on_site()
    add(shop, order)
    sheet = actions.settle(order_id=order.pk, by=shop.dispatcher)
    assert (sheet.customer_total, sheet.quotes) == (Decimal("5.00"), [])


def test_an_issued_sheet_stands_and_is_corrected_by_another(shop: Shop) -> None:
    sheet = issued(shop)
    assert (sheet.state, sheet.issued_on) == ("issued", clock.today())
    with pytest.raises(RuleBroken):
        actions.settle(order_id=sheet.order_id, by=shop.dispatcher)
    with pytest.raises(RuleBroken):
        actions.issue(sheet_id=sheet.pk, by=shop.dispatcher)
    with pytest.raises(BadInput):
        actions.correct(sheet_id=sheet.pk, reason=" ", by=shop.dispatcher)
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        SettlementLine.objects.filter(settlement=sheet).update(amount=1)
    line = queries.recorded(sheet.order_id)[0]
    repair.strike_line(order_id=sheet.order_id, line_id=line.pk, reason="误收", by=shop.visitor)
    newer = actions.correct(sheet_id=sheet.pk, reason="误收一项", by=shop.dispatcher)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.total) == ("corrected", Decimal("210.02"))
    assert (newer.number, newer.version, newer.replaces_id, newer.state) == (sheet.number, 2, sheet.pk, "draft")
    assert (newer.total, newer.why_corrected) == (Decimal("90.02"), "误收一项")
    assert queries.sheet_of(sheet.order_id) == newer


def test_an_empty_sheet_is_not_issued(shop: Shop) -> None:
    sheet = actions.settle(order_id=shop.on_site().pk, by=shop.dispatcher)
    with pytest.raises(RuleBroken, match="nothing is charged"):
        actions.issue(sheet_id=sheet.pk, by=shop.dispatcher)


def test_that_it_was_paid_elsewhere_is_noted_once(shop: Shop) -> None:
    sheet = issued(shop)
    with pytest.raises(BadInput):
        actions.note_payment(sheet_id=sheet.pk, paid_on=clock.today(), how="gold", by=shop.dispatcher)
    done = actions.note_payment(sheet_id=sheet.pk, paid_on=clock.today(), how="wechat", note="4200", by=shop.dispatcher)
    assert (done.paid_how, done.paid_by_id, done.paid_at is None) == ("wechat", shop.dispatcher.user_id, False)
    assert Entry.objects.get(event="charges.pay").payload["how"] == "wechat"
    with pytest.raises(RuleBroken):
        actions.note_payment(sheet_id=sheet.pk, paid_on=clock.today(), how="cash", by=shop.dispatcher)


def test_what_was_paid_goes_over_to_the_next_version_of_the_sheet(shop: Shop) -> None:
    sheet = issued(shop)
    owed, month = sheet.customer_total, clock.today().replace(day=1)
    actions.note_payment(sheet_id=sheet.pk, paid_on=clock.today(), how="wechat", by=shop.dispatcher)
    same = actions.correct(sheet_id=sheet.pk, reason="抬头写错", by=shop.dispatcher)
    actions.issue(sheet_id=same.pk, by=shop.dispatcher)
    assert [(one.version, one.amount) for one in queries.payments_of(same)] == [(1, owed)]
    with pytest.raises(RuleBroken, match="nothing to pay"):
        actions.note_payment(sheet_id=same.pk, paid_on=clock.today(), how="cash", by=shop.dispatcher)
    listed = {paid: [row["pk"] for row in queries.sheet_rows({"paid": paid})] for paid in ("yes", "no")}
    assert listed == {"yes": [same.pk, sheet.pk], "no": []}
    rows = exporting.rows_of(queries.sheets_of_month(month), shop.manager)
    assert {(row["sheet_version"], row["paid_on"]) for row in rows} == {(2, clock.today().isoformat())}

    line = queries.recorded(sheet.order_id)[0]
    repair.strike_line(order_id=sheet.order_id, line_id=line.pk, reason="误收", by=shop.visitor)
    less = actions.correct(sheet_id=same.pk, reason="误收一项", by=shop.dispatcher)
    actions.issue(sheet_id=less.pk, by=shop.dispatcher)
    less.refresh_from_db()
    assert queries.balance_of(less) == less.customer_total - owed < 0  # the customer gets money back
    assert [row["pk"] for row in queries.sheet_rows({"paid": "no"})] == [less.pk]
    done = actions.note_payment(sheet_id=less.pk, paid_on=clock.today(), how="transfer", by=shop.dispatcher)
    assert [(one.version, one.amount) for one in queries.payments_of(done)] == [
        (1, owed),
        (3, less.customer_total - owed),
    ]
    assert queries.balance_of(done) == 0


@given(
    st.lists(st.tuples(st.decimals(0, 9999, places=2), st.booleans()), min_size=1, max_size=8),
)
def test_payments_over_the_versions_come_to_what_was_owed_when_the_last_was_noted(
    versions: list[tuple[Decimal, bool]],
) -> None:
    noted = [
        rules.Noted(place, owed, date(2026, 11, 1) if paid else None, "cash")
        for place, (owed, paid) in enumerate(versions, 1)
    ]
    found = rules.payments(reversed(noted))  # in whatever order they come
    settled = [owed for owed, paid in versions if paid]
    assert [one.version for one in found] == [place for place, (_owed, paid) in enumerate(versions, 1) if paid]
    assert rules.paid(found) == (settled[-1] if settled else 0)
    assert rules.balance(versions[-1][0], found) == versions[-1][0] - (settled[-1] if settled else 0)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Settlement sheet"), ("zh-hans", "结算单"), ("zh-hant", "結算單")]
)
def test_the_sheet_on_paper_tells_who_accepted_what(shop: Shop, language: str, words: str) -> None:
    sheet = queries.sheet_with_id(issued(shop).pk)
    with translation.override(language):
        said = text_of(drawing.pdf_of(sheet, shop.dispatcher))
    for part in (words, sheet.number, "王丽华", "QT-", "210.02", "90.02"):
        assert part in said


def test_a_month_is_exported_for_invoices(shop: Shop) -> None:
    sheet = issued(shop)
    rows = exporting.rows_of(queries.sheets_of_month(clock.today().replace(day=1)), shop.manager)
    assert [(row["sheet_number"], row["goods_name"], row["amount_with_tax"]) for row in rows] == [
        (sheet.number, "风机", Decimal("120.00")),
        (sheet.number, "检修", Decimal("90.02")),
    ]
    assert all(row["amount_without_tax"] + row["tax_amount"] == row["amount_with_tax"] for row in rows)
    read = list(csv.DictReader(io.StringIO(exporting.as_csv(rows).decode("utf-8-sig"))))
    assert [row["goods_name"] for row in read] == ["风机", "检修"]
    whole = json.loads(exporting.as_json(rows, clock.today()))
    assert (whole["lines"][1]["amount_with_tax"], whole["currency"]) == ("90.02", "CNY")


def test_no_cell_of_the_export_is_a_formula(shop: Shop) -> None:
    line = {
        "payer": "customer", "amount": Decimal(1), "tax_rate": Decimal(13), "number": "ST", "version": 1,
        "issued_on": clock.today(), "order_number": "WO", "buyer": "=1+1", "customer": None, "buyer_tax_number": "@x",
        "customer_kind": None, "text": "+cmd", "code": "", "tax_category": "", "quantity": Decimal(1),
        "unit_price": Decimal(1), "paid_on": None,
    }  # fmt: skip
    told = exporting.as_csv(exporting.rows_of([line], shop.manager)).decode("utf-8-sig").splitlines()[1]
    assert [part for part in told.split(",") if part[:1] in "=+@-" and part] == []


@pytest.mark.parametrize("role", [Role.GENERAL_MANAGER, Role.QUALITY_MANAGER, Role.STOREKEEPER])
def test_only_who_settles_settles(shop: Shop, actor: Callable[..., Actor], role: Role) -> None:
    sheet, other = actions.settle(order_id=at_the_door(shop).pk, by=shop.dispatcher), actor(role)
    for run in (
        lambda: actions.settle(order_id=sheet.order_id, by=other),
        lambda: actions.issue(sheet_id=sheet.pk, by=other),
        lambda: actions.correct(sheet_id=sheet.pk, reason="x", by=other),
        lambda: actions.note_payment(sheet_id=sheet.pk, paid_on=clock.today(), how="cash", by=other),
    ):
        with pytest.raises(NotAllowed):
            run()


def test_another_company_finds_no_sheet(shop: Shop, other_company: Tenant, actor: Callable[..., Actor]) -> None:
    sheet = actions.settle(order_id=at_the_door(shop).pk, by=shop.dispatcher)
    with in_tenant(other_company.pk):
        stranger = actor(Role.SERVICE_MANAGER, tenant=other_company)
        for run in (
            lambda: actions.settle(order_id=sheet.order_id, by=stranger),
            lambda: actions.issue(sheet_id=sheet.pk, by=stranger),
        ):
            with pytest.raises(NotFound):
                run()


def test_erasing_a_customer_leaves_the_money(shop: Shop) -> None:
    sheet = issued(shop)
    forgetting.forget([sheet.order.request_id])
    sheet.refresh_from_db()
    quote = queries.current_quote(("work_order", sheet.order_id))
    assert quote is not None
    assert (sheet.buyer, sheet.quotes[0][2], quote.answered_name, sheet.total) == ("—", "—", "—", Decimal("210.02"))
