"""Quotes: prices and payers proposed, versions that stay, the customer's word, and work that waits for it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.service.charges.example import LINES, accepted, customer, out_of_warranty, quote, sent
from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor, system_actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.notices.models import Notice
from wuxing.core.tenants import in_tenant
from wuxing.customers.prices import actions as pricing
from wuxing.governance.models import Target
from wuxing.service.charges import actions, queries, rules
from wuxing.service.charges.models import Quote, QuoteLine
from wuxing.service.repair import actions as repair
from wuxing.service.repair.models import Signature, WorkOrder
from wuxing.service.repair.states import CONDUCT_CHECKS
from wuxing.service.repair.views.said import said


def word(number: int) -> list[dict[str, Any]]:
    return queries.lines_of_quote(number)


def test_a_quote_proposes_price_and_payer(shop: Shop) -> None:
    pricing.save_price(
        kind="part", code="FAN", name="风机", mode="each", amount=Decimal("80.00"), valid_from=clock.today(),
        tax_category="配件", tax_rate=Decimal(13), by=shop.manager,
    )  # fmt: skip
    order = shop.order()  # in warranty
    made = actions.draft_quote(order_id=order.pk, lines=[{"kind": "part", "code": "FAN"}], by=shop.agent)
    (line,) = word(made.pk)
    assert (line["text"], line["unit_price"], line["payer"], line["proposed_payer"]) == (
        "风机",
        Decimal(80),
        "us",
        "us",
    )
    assert (line["tax_category"], line["book"], made.total, made.customer_total) == ("配件", Decimal(80), 80, 0)
    assert (made.number, made.version, made.state) == (f"QT-{clock.today().year}-000001", 1, "draft")
    entry = Entry.objects.get(event="charges.quote_draft")
    assert (entry.case_id, entry.payload["lines"][0]["unit_price"]) == (order.request_id, "80.00")


def test_another_payer_needs_its_reason_and_keeps_the_proposal(shop: Shop) -> None:
    order = shop.order()
    line = LINES[0] | {"payer": "customer"}
    with pytest.raises(BadInput) as refused:
        actions.draft_quote(order_id=order.pk, lines=[line], by=shop.agent)
    assert (list(refused.value.fields), Quote.objects.count()) == (["lines.0.payer_reason"], 0)
    made = actions.draft_quote(order_id=order.pk, lines=[line | {"payer_reason": "使用不当"}], by=shop.agent)
    (kept,) = word(made.pk)
    assert (kept["proposed_payer"], kept["payer"], kept["payer_reason"]) == ("us", "customer", "使用不当")


@pytest.mark.parametrize("line", [{"kind": "part", "gold": 1}, {"kind": "part", "text": "x" * 201}])
def test_a_wrong_line_leaves_nothing(shop: Shop, line: dict[str, Any]) -> None:
    order = shop.order()
    with pytest.raises(BadInput):
        actions.draft_quote(order_id=order.pk, lines=[line], by=shop.agent)
    assert (Quote.objects.count(), Entry.objects.filter(event="charges.quote_draft").count()) == (0, 0)


def test_there_is_one_quote_for_an_order(shop: Shop) -> None:
    made = quote(shop)
    with pytest.raises(RuleBroken):
        actions.draft_quote(order_id=made.order_id, lines=LINES, by=shop.agent)
    with pytest.raises(IntegrityError, match="one_quote_drafted"), transaction.atomic():
        made.pk, made.version = None, 2
        made.save(force_insert=True)


def test_a_draft_is_rewritten_what_was_sent_stays(shop: Shop) -> None:
    made = quote(shop)
    same = actions.change(quote_id=made.pk, lines=[LINES[0]], by=shop.agent)
    assert (same.pk, len(word(same.pk)), same.total) == (made.pk, 1, Decimal("120.00"))
    actions.send(quote_id=made.pk, by=shop.agent)
    with pytest.raises(RuleBroken):
        actions.change(quote_id=made.pk, lines=LINES, by=shop.agent)
    newer = actions.change(quote_id=made.pk, lines=LINES, reason="再加检修", by=shop.agent)
    assert (newer.number, newer.version, newer.replaces_id, newer.state) == (made.number, 2, made.pk, "draft")
    made.refresh_from_db()
    assert (made.state, made.total) == ("sent", Decimal("120.00"))
    actions.send(quote_id=newer.pk, by=shop.agent)
    made.refresh_from_db()
    assert (made.state, queries.current_quote(("work_order", made.order_id))) == ("expired", newer)
    ended = Entry.objects.get(event="charges.quote_replace")
    assert (ended.target_id, ended.payload) == (
        made.pk, {"number": made.number, "version": 1, "item_id": None, "newer": f"{made.number} v2"}
    )  # fmt: skip
    with translation.override("en"):
        assert (
            said(ended.event, ended.payload, "UTC").text
            == f"Quote {made.number} v1 replaced by {made.number} v2, which was sent"
        )
    with pytest.raises(RuleBroken):
        actions.accept(quote_id=made.pk, how="link", name="王丽华", by=customer(shop))


def test_the_database_keeps_lines_that_were_sent(shop: Shop) -> None:
    made = sent(shop)
    line = QuoteLine.objects.filter(quote=made).first()
    assert line is not None
    line.unit_price = Decimal(1)
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        line.save()
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        QuoteLine.objects.filter(quote=made).delete()


def test_the_customer_accepts_by_the_link(shop: Shop) -> None:
    made = sent(shop)
    done = actions.accept(quote_id=made.pk, how="link", name="王丽华", by=customer(shop))
    assert (done.state, done.answered_how, done.answered_name, done.signature) == ("accepted", "link", "王丽华", None)
    assert Entry.objects.get(event="charges.quote_accept").payload["how"] == "link"
    assert queries.agreed_quote(("work_order", made.order_id)) == done


def test_the_customer_accepts_by_signature(shop: Shop) -> None:
    made = sent(shop)
    done = actions.accept(quote_id=made.pk, how="signature", name="王丽华", by=shop.agent)
    kept = Signature.objects.get(order_id=made.order_id)
    assert (done.signature, kept.name, kept.method, kept.comment) == (kept, "王丽华", "typed", f"{made.number} v1")
    made.order.refresh_from_db()
    assert made.order.signed_at is None  # it is none on the result of the work


@pytest.mark.parametrize("how", ["link", "phone"])
def test_nobody_of_us_accepts_for_the_customer(shop: Shop, how: str) -> None:
    made = sent(shop)
    with pytest.raises((NotAllowed, BadInput)):
        actions.accept(quote_id=made.pk, how=how, name="王丽华", by=shop.manager)
    with pytest.raises(NotAllowed):
        actions.accept(quote_id=made.pk, how="signature", name="王丽华", by=customer(shop))
    made.refresh_from_db()
    assert (made.state, Signature.objects.count()) == ("sent", 0)


def test_a_quote_expires_by_its_day(shop: Shop) -> None:
    made = sent(shop)
    system = system_actor(shop.tenant.pk)
    with pytest.raises(RuleBroken):
        actions.expire(quote_id=made.pk, by=system)
    with clock.telling(clock.now() + timedelta(days=8)):
        with pytest.raises(RuleBroken):
            actions.accept(quote_id=made.pk, how="link", name="王丽华", by=customer(shop))
        assert (actions.expire_due(by=system), actions.expire_due(by=system)) == (1, 0)
    made.refresh_from_db()
    assert (made.state, Entry.objects.filter(event="charges.quote_expire").count()) == ("expired", 1)
    again = actions.draft_quote(order_id=made.order_id, lines=LINES, by=shop.agent)
    assert (again.version, again.replaces_id) == (2, made.pk)


def test_costly_work_waits_for_the_word_and_goes_on_with_it(shop: Shop) -> None:
    order = out_of_warranty(shop)
    made = actions.draft_quote(order_id=order.pk, lines=LINES, by=shop.visitor)
    repair.confirm_problem(order_id=order.pk, checklist=dict.fromkeys(CONDUCT_CHECKS, True), by=shop.visitor)
    actions.send(quote_id=made.pk, by=shop.visitor)
    with pytest.raises(RuleBroken, match="has not accepted"):
        repair.start_work(order_id=order.pk, by=shop.visitor)
    actions.decline(quote_id=made.pk, how="signature", name="王丽华", reason="太贵", by=shop.visitor)
    with pytest.raises(RuleBroken, match="declined"):
        repair.start_work(order_id=order.pk, by=shop.visitor)
    newer = actions.draft_quote(order_id=order.pk, lines=[LINES[0]], by=shop.visitor)
    actions.send(quote_id=newer.pk, by=shop.visitor)
    actions.accept(quote_id=newer.pk, how="signature", name="王丽华", by=shop.visitor)
    repair.start_work(order_id=order.pk, by=shop.visitor)
    order.refresh_from_db()
    assert order.work_started_at is not None


def test_a_newer_version_that_was_declined_leaves_the_accepted_one(shop: Shop) -> None:
    made = accepted(shop)
    subject = ("work_order", made.order_id)
    newer = actions.change(quote_id=made.pk, lines=LINES, reason="加料", by=shop.agent)
    assert queries.why_not_work(subject) is None
    actions.send(quote_id=newer.pk, by=shop.agent)
    assert queries.why_not_work(subject) is not None
    actions.decline(quote_id=newer.pk, how="link", by=customer(shop))
    assert (queries.why_not_work(subject), queries.agreed_quote(subject)) == (None, made)


def test_what_costs_the_customer_nothing_waits_for_nobody(shop: Shop) -> None:
    order = shop.order()
    made = actions.draft_quote(order_id=order.pk, lines=LINES, by=shop.agent)
    actions.send(quote_id=made.pk, by=shop.agent)
    assert (made.customer_total, queries.why_not_work(("work_order", order.pk))) == (0, None)


def clocks_that_stand(order: WorkOrder) -> int:
    return Target.objects.filter(subject_id=order.request_id, stopped_at=None, paused_at__isnull=False).count()


def offered(shop: Shop, order: WorkOrder, lines: list[dict[str, Any]] = LINES) -> Quote:
    """A quote that the customer would pay, sent; the order waits for their word with its clocks."""
    made = actions.draft_quote(order_id=order.pk, lines=lines, by=shop.visitor)
    actions.send(quote_id=made.pk, by=shop.visitor)
    order.refresh_from_db()
    assert (order.state, order.hold_reason) == ("on_hold", "waiting_quote_approval")
    assert clocks_that_stand(order) > 0
    assert Entry.objects.filter(event="repair.hold").last().payload["quote"] == made.number  # type: ignore[union-attr, index]
    return made


ANSWERS: dict[str, Callable[[Shop, Quote], Any]] = {
    "accept": lambda shop, made: actions.accept(quote_id=made.pk, how="link", name="王丽华", by=customer(shop)),
    "decline": lambda shop, made: actions.decline(quote_id=made.pk, how="link", by=customer(shop)),
    "sign": lambda shop, made: actions.accept(quote_id=made.pk, how="signature", name="王丽华", by=shop.visitor),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_order_waits_for_the_word_and_goes_on_with_it(shop: Shop, answer: str) -> None:
    order = out_of_warranty(shop)
    ANSWERS[answer](shop, offered(shop, order))
    order.refresh_from_db()
    assert (order.state, order.hold_reason, order.held_at, clocks_that_stand(order)) == ("in_progress", "", None, 0)
    left = Entry.objects.get(event="repair.resume")
    channel = "signature" if answer == "sign" else "online"
    assert left.payload == {"reason": "waiting_quote_approval", "answered": "quote", "channel": channel}
    assert Entry.objects.filter(event="repair.heard").count() == 0


def test_the_hold_ends_with_an_offer_that_nobody_answered(shop: Shop) -> None:
    order = out_of_warranty(shop)
    offered(shop, order)
    with clock.telling(clock.now() + timedelta(days=8)):
        actions.expire_due(by=system_actor(shop.tenant.pk))
    order.refresh_from_db()
    assert (order.state, clocks_that_stand(order)) == ("in_progress", 0)
    assert Entry.objects.get(event="repair.resume").payload["expired"] is True  # type: ignore[index]


def test_what_waits_for_another_reason_or_goes_on_meanwhile_is_not_touched(shop: Shop) -> None:
    order = out_of_warranty(shop)
    repair.hold_order(order_id=order.pk, reason="waiting_parts", by=shop.visitor)
    made = actions.draft_quote(order_id=order.pk, lines=LINES, by=shop.visitor)
    actions.send(quote_id=made.pk, by=shop.visitor)
    actions.accept(quote_id=made.pk, how="link", name="王丽华", by=customer(shop))
    order.refresh_from_db()
    assert (order.state, order.hold_reason) == ("on_hold", "waiting_parts")
    assert rules.stands_still("in_progress", customer_pays=Decimal(1), elsewhere=True) is False
    assert rules.stands_still("qualified", customer_pays=Decimal(1), elsewhere=False) is False


def test_a_newer_version_that_costs_the_customer_nothing_ends_the_hold(shop: Shop) -> None:
    order = out_of_warranty(shop)
    made = offered(shop, order)
    free = [line | {"payer": "us", "payer_reason": "商誉"} for line in LINES]
    newer = actions.change(quote_id=made.pk, lines=free, reason="免费", by=shop.visitor)
    actions.send(quote_id=newer.pk, by=shop.visitor)
    order.refresh_from_db()
    assert (order.state, clocks_that_stand(order)) == ("in_progress", 0)


@pytest.mark.parametrize("role", [Role.GENERAL_MANAGER, Role.QUALITY_MANAGER, Role.STOREKEEPER, Role.AUDITOR])
def test_only_who_writes_quotes_writes_them(shop: Shop, actor: Callable[..., Actor], role: Role) -> None:
    made, other = quote(shop), actor(role)
    for run in (
        lambda: actions.draft_quote(order_id=made.order_id, lines=LINES, by=other),
        lambda: actions.change(quote_id=made.pk, lines=LINES, by=other),
        lambda: actions.send(quote_id=made.pk, by=other),
        lambda: actions.accept(quote_id=made.pk, how="signature", name="x", by=other),
        lambda: actions.decline(quote_id=made.pk, by=other),
        lambda: actions.expire(quote_id=made.pk, by=other),
    ):
        with pytest.raises(NotAllowed):
            run()


def test_a_technician_writes_on_the_own_order_only(shop: Shop, actor: Callable[..., Actor]) -> None:
    order = shop.dispatched()
    with pytest.raises(NotAllowed):
        actions.draft_quote(order_id=order.pk, lines=LINES, by=actor(Role.TECHNICIAN))
    assert actions.draft_quote(order_id=order.pk, lines=LINES, by=shop.visitor).version == 1


def test_another_company_finds_nothing(shop: Shop, other_company: Tenant, actor: Callable[..., Actor]) -> None:
    made = sent(shop)
    with in_tenant(other_company.pk):
        stranger = actor(Role.SERVICE_MANAGER, tenant=other_company)
        for run in (
            lambda: actions.draft_quote(order_id=made.order_id, lines=LINES, by=stranger),
            lambda: actions.change(quote_id=made.pk, lines=LINES, reason="x", by=stranger),
            lambda: actions.send(quote_id=made.pk, by=stranger),
            lambda: actions.accept(quote_id=made.pk, how="signature", name="x", by=stranger),
        ):
            with pytest.raises(NotFound):
                run()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["change", "send", "accept", "decline"]), min_size=1, max_size=8))
def test_versions_form_one_chain_whatever_happens(shop: Shop, steps: list[str]) -> None:
    with transaction.atomic():
        made = quote(shop)
        for step in steps:
            newest = queries.current_quote(("work_order", made.order_id))
            assert newest is not None
            runs: dict[str, Callable[[], Any]] = {
                "change": lambda pk=newest.pk: actions.change(quote_id=pk, lines=LINES, reason="改", by=shop.agent),
                "send": lambda pk=newest.pk: actions.send(quote_id=pk, by=shop.agent),
                "accept": lambda pk=newest.pk: actions.accept(quote_id=pk, how="signature", name="王", by=shop.agent),
                "decline": lambda pk=newest.pk: actions.decline(quote_id=pk, by=shop.agent),
            }
            try:
                with transaction.atomic():
                    runs[step]()
            except RuleBroken:
                continue
        chain = list(Quote.objects.filter(number=made.number).order_by("version"))
        assert [one.version for one in chain] == list(range(1, len(chain) + 1))
        assert [one.replaces_id for one in chain] == [None, *(one.pk for one in chain[:-1])]
        assert sum(one.state == "sent" for one in chain) <= 1
        assert all(one.state != "draft" for one in chain[:-1])
        transaction.set_rollback(True)


def test_the_customer_hears_of_the_quote_and_its_writer_of_the_answer(shop: Shop) -> None:
    made = sent(shop)
    told = Notice.objects.get(event="charges.quote_sent")
    assert (told.facts["number"], "/t/" in told.facts["link"]) == (f"{made.number} v1", True)
    actions.accept(quote_id=made.pk, how="link", name="王丽华", by=customer(shop))
    assert Notice.objects.get(event="charges.quote_answered").recipient_id == shop.agent.user_id


def test_who_pays_nothing_hears_nothing(shop: Shop) -> None:
    order = shop.order()
    made = actions.draft_quote(order_id=order.pk, lines=LINES, by=shop.agent)
    actions.send(quote_id=made.pk, by=shop.agent)
    assert Notice.objects.filter(event="charges.quote_sent").count() == 0
