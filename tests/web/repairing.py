"""Records of the repair desk in depth for the walk: items, quotes, parts, customers' files, calls, terms."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.customers.customer_care import actions as caring
from wuxing.customers.entitlement import actions as entitlement
from wuxing.customers.entitlement.models import EntitlementDecision
from wuxing.customers.models import Customer
from wuxing.customers.prices import actions as pricing
from wuxing.resources.models import OldPart
from wuxing.resources.spare_parts import actions as stocking
from wuxing.service.bench_repair import actions as benching
from wuxing.service.bench_repair.models import WorthAdvice
from wuxing.service.charges import actions as charging
from wuxing.service.follow_up import actions as follow_up
from wuxing.service.follow_up.rules import Rule
from wuxing.service.follow_up.rules.script import SHIPPED


def brought_back(shop: Shop, by: Actor) -> dict[str, list[Any]]:
    """Something carried in over the counter, and a loaner device lent for it."""
    carried = shop.order(work_type="walk_in", serial="海岚-BB-1")
    given = benching.Given(name="海岚压缩机", look="海岚无损", accessories=("海岚电源线",))
    signed = benching.Signed(name="海岚王")
    receipt = benching.take_back(order_id=carried.pk, items=[given], signed=signed, shelf="海岚A-1", by=by)
    item = receipt.items.get()
    photo = benching.add_photo(
        item_id=item.pk, content=ContentFile(b"\x89PNG\r\n\x1a\n" + bytes(40)), name="海岚.png", by=by
    )
    loaner = benching.add_loaner(code="海岚BY-1", name="海岚备用机", by=by)
    day, now = clock.today(), clock.now()
    advice = WorthAdvice.objects.create(
        tenant=shop.tenant, item=item, quote=300, new_price=900, age_months=90, life_months=96, share_percent=50,
        residual=57, most=28, replace=True, made_at=now,
    )  # fmt: skip
    loan = benching.lend(loaner_id=loaner.pk, order_id=carried.pk, due_on=day, signed=signed, by=by)
    return {
        "receipt_id": [receipt.pk], "bench_item_id": [item.pk], "photo_id": [photo.pk], "loaner_id": [loaner.pk],
        "loan_id": [loan.pk], "advice_id": [advice.pk],
    }  # fmt: skip


def charged(shop: Shop, by: Actor) -> dict[str, list[Any]]:
    """A price, a quote that was sent, and the settlement of another order."""
    price = pricing.save_price(
        kind="part",
        code="海岚-FAN",
        name="海岚风机",
        mode="each",
        amount=Decimal(80),
        valid_from=date(2026, 1, 1),
        by=by,
    )
    line = {"kind": "other", "text": "海岚清洗", "unit_price": Decimal(30), "price_reason": "海岚口头"}
    quote = charging.draft_quote(order_id=shop.order().pk, lines=[line], by=by)
    charging.send(quote_id=quote.pk, by=by)
    sheet = charging.settle(order_id=shop.order().pk, buyer="海岚买方", by=by)
    return {"price_item_id": [price.item_id], "price_id": [price.pk], "quote_id": [quote.pk], "settlement_id": [sheet.pk],
            "sheet_id": [sheet.pk], "month": ["2026-11"]}  # fmt: skip


def parts(shop: Shop, by: Actor) -> dict[str, list[Any]]:
    """A part in a store, one asked for, and an old one that is out."""
    stocking.set_mode(mode="full", by=by)
    part = stocking.save_part(details=stocking.PartDetails("海岚-FAN", "海岚风机", low_mark=Decimal(5)), by=by)
    store = stocking.save_store(name="海岚仓", by=by)
    stocking.receive(place_id=store.pk, part_id=part.pk, quantity=Decimal(3), by=by)
    asked = stocking.request_part(person_id=shop.technician.pk, part_id=part.pk, quantity=Decimal(1), by=by)
    stocking.approve_request(request_id=asked.pk, store_id=store.pk, by=by)
    stocking.issue_request(request_id=asked.pk, by=by)
    stocking.take_over(request_id=asked.pk, by=by)
    line = stocking.OrderLine(10**6, 10**6)
    old = stocking.Old("returned", "海岚旧件")
    stocking.use(person=shop.technician, part=part, quantity=Decimal(1), order_line=line, old=old, by=by)
    waiting = stocking.request_part(person_id=shop.technician.pk, part_id=part.pk, quantity=Decimal(1), by=by)
    return {
        "part_id": [part.pk],
        "store_id": [store.pk],
        "place_id": [store.pk, stocking.open_van(person_id=shop.technician.pk, by=by).pk],
        "part_request_id": [waiting.pk],
        "old_part_id": [OldPart.objects.latest("pk").pk],
    }


def cared(customer_id: int, by: Actor) -> dict[str, list[Any]]:
    """A request about data, a pair of files that look alike, a merge."""
    kept = Customer.objects.get(pk=customer_id)
    twins = [Customer.objects.create(tenant=kept.tenant, name="李健国", created_at=clock.now()) for _ in range(2)]
    site = caring.add_site(customer_id=customer_id, district="鼓楼区", address="海岚路1号", by=by)
    merged = caring.merge_customers(kept_id=customer_id, gone_id=twins[0].pk, reason="海岚核对", by=by)
    asked = caring.receive_request(customer_id=customer_id, kind="access", channel="phone", by=by)
    caring.identify_person(request_id=asked.pk, how="海岚回拨", by=by)
    caring.record_consent(
        customer_id=customer_id, purposes=["survey"], given=True, channel="phone", proof="海岚录音", by=by
    )
    return {
        "right_id": [asked.pk],
        "low": [customer_id],
        "high": [twins[1].pk],
        "merge_id": [merged.pk],
        "site_id": [site.pk],
        "file_kind": ["json", "pdf"],
        "purpose": ["survey"],
    }


def followed_up(order_id: int, shop: Shop, manager: Actor) -> dict[str, list[Any]]:
    """A call that was tried, a problem heard in it, an answer to the survey; a plan and a script of their own."""
    follow_up.save_plan(rules_of_plan=[Rule(30), Rule(100, unhappy=True)], reason="海岚三成", by=manager)
    follow_up.save_script(questions=SHIPPED, by=manager)
    call = follow_up.plan_call(order_id=order_id, by=shop.agent)
    invited = follow_up.invite(order_id=order_id, by=shop.agent)
    assert call is not None
    assert invited is not None
    follow_up.record_try(call_id=call.pk, result="no_answer", note="海岚没人接", by=shop.agent)
    guest = replace(shop.agent, user_id=None, permissions=frozenset({Permission.OWN_ORDER}))
    marks = dict.fromkeys(("skill", "attitude", "result"), 1)
    follow_up.answer(invitation_id=invited.pk, scores=marks, recommend=0, comment="海岚态度差", by=guest)
    problem = follow_up.raise_problem(order_id=order_id, text="海岚还在响", wish="海岚道歉", by=shop.agent)
    return {"call_id": [call.pk], "problem_id": [problem.pk]}


def warranty(asset_id: int, by: Actor) -> dict[str, list[Any]]:
    """A term with an exclusion, and a contract of the unit."""
    day = clock.today(by.zone)
    term = entitlement.save_term(
        code="hailan", kind="coverage", title="海岚压缩机保修", part="compressor", months=72, valid_from=day, by=by
    )
    contract = entitlement.add_contract(
        asset_id=asset_id, kind="extended", number="海岚延保1", starts_on=day, ends_on=day, by=by
    )
    decision = EntitlementDecision.objects.order_by("pk").values_list("pk", flat=True)[:1]
    return {"asset_id": [asset_id], "term_id": [term.pk], "contract_id": [contract.pk], "decision_id": list(decision)}
