"""Destruction: proposed by one, approved by another, done once; what is left is countable, certified, and the log verifies."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import Error, transaction

from tests.conftest import ActorFactory
from tests.governance.records.conftest import age, run
from tests.service.repair.test_forgetting import everything
from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor, system_actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.files import path_of
from wuxing.core.ledger.actions.integrate import integrate
from wuxing.core.ledger.actions.seal import checkpoint
from wuxing.core.ledger.models import Entry
from wuxing.core.ledger.queries import verification
from wuxing.core.models import Attachment, Tenant
from wuxing.core.notices.models import Notice
from wuxing.core.tenants import in_tenant
from wuxing.customers.models import Customer
from wuxing.governance.records.actions.deciding import approve_destruction, refuse_destruction
from wuxing.governance.records.actions.executing import destroy_batch
from wuxing.governance.records.actions.holding import place_hold
from wuxing.governance.records.actions.proposing import propose_destruction, withdraw_destruction
from wuxing.governance.records.actions.retention import change_retention
from wuxing.governance.records.models import Destruction, DestructionItem
from wuxing.proof.canonical import canonical
from wuxing.service.doors.actions import Registered, refuse_registration, register_purchase
from wuxing.service.doors.actions.reporting import Photo
from wuxing.service.doors.models import WarrantyRegistration
from wuxing.service.repair import actions as repair
from wuxing.service.repair.actions.signing import sign_with_drawing
from wuxing.service.repair.models import ServiceRequest, Signature, WorkOrder

CASE = ["service_request", "work_order", "signature"]
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def test_old_records_go_and_what_was_done_stays(shop: Shop, old: WorkOrder, head: Actor) -> None:
    fresh = shop.order(customer_name="李建国", phone="13900001111", serial="x2", fault="漏水")
    proposal = propose_destruction(record_classes=CASE, note="年度清理", by=shop.manager)
    assert sorted((s.record_class, s.listed, s.held, s.left) for s in proposal.scopes.all()) == [
        ("service_request", 1, 0, 0), ("signature", 1, 0, 0), ("work_order", 1, 0, 0),
    ]  # fmt: skip
    approve_destruction(destruction_id=proposal.pk, note="同意", by=head)
    run(proposal.pk, head)

    text = everything()
    assert [word in text for word in ("冷藏室不制冷", "风机卡滞")] == [False, False]
    assert "漏水" in text
    request, order = ServiceRequest.objects.get(pk=old.request_id), WorkOrder.objects.get(pk=old.pk)
    signature = Signature.objects.get(order=order)
    assert (request.customer, request.contact, request.site, request.asset, request.fault) == (None,) * 4 + ("",)
    assert (order.state, order.outcome, order.customer, order.asset, order.visits) == ("closed", "fixed", None, None, 1)
    assert (signature.name, signature.satisfied, signature.signed_at is None) == ("—", True, False)
    told = Entry.objects.filter(case_type="service_request", case_id=old.request_id).exclude(event="record.destroy")
    assert set(told.exclude(erased_at=None).values_list("event", flat=True)) >= {"repair.log", "repair.sign"}
    assert told.filter(erased_at=None, event__startswith="repair.").count() == 0
    assert WorkOrder.objects.get(pk=fresh.pk).customer_id == fresh.customer_id

    proposal.refresh_from_db()
    lines = list(DestructionItem.objects.order_by("record_class", "record_id"))
    assert (proposal.state, [line.state for line in lines]) == ("done", ["destroyed"] * 3)
    whole = "".join(f"{i.record_class},{i.record_id},{i.number},{i.state},{i.digest}\n" for i in lines)
    assert proposal.digest == sha256(whole.encode()).hexdigest()
    trace = Entry.objects.get(event="destruction.finish").payload
    assert trace == {"number": proposal.number, "digest": proposal.digest, "destroyed": 3, "kept": 0}
    with pytest.raises(RuleBroken, match="nothing is due"):
        propose_destruction(record_classes=CASE, by=shop.manager)


def test_a_line_can_be_checked_against_the_log(shop: Shop, old: WorkOrder, head: Actor) -> None:
    proposal = propose_destruction(record_classes=["signature"], by=shop.manager)
    approve_destruction(destruction_id=proposal.pk, by=head)
    run(proposal.pk, head)

    line = DestructionItem.objects.get()
    emptied = Entry.objects.exclude(erased_at=None).order_by("pk")
    assert [entry.event for entry in emptied] == ["repair.sign"]
    seals = [{"commitment": bytes(entry.commitment).hex(), "id": entry.pk} for entry in emptied]
    told = {
        "class": "signature",
        "entries": seals,
        "id": line.record_id,
        "number": old.number,
        "started_on": line.started_on.isoformat(),
    }
    assert line.digest == sha256(canonical(told)).hexdigest()
    assert (line.entries, Entry.objects.get(event="record.destroy").payload["digest"]) == (1, line.digest)


def test_a_drawn_signature_leaves_no_file(shop: Shop, head: Actor) -> None:
    order = shop.at_work()
    repair.diagnose(order_id=order.pk, cause="fan", finding="风机卡滞", branch="fix_now", by=shop.visitor)
    repair.finish_visit(order_id=order.pk, outcome="completed", by=shop.visitor)
    drawing = "data:image/png;base64," + DOT
    sign_with_drawing(order_id=order.pk, name="王丽华", drawing=drawing, by=shop.visitor)
    repair.finish_work(order_id=order.pk, by=shop.visitor)
    repair.review_order(order_id=order.pk, by=shop.dispatcher)
    age(repair.close_order(order_id=order.pk, by=shop.dispatcher))
    path = path_of(shop.tenant.pk, sha256(base64.b64decode(DOT)).hexdigest())
    assert (Attachment.objects.count(), default_storage.exists(path)) == (1, True)

    proposal = propose_destruction(record_classes=["signature"], by=shop.manager)
    approve_destruction(destruction_id=proposal.pk, by=head)
    run(proposal.pk, head)

    assert (Attachment.objects.count(), Signature.objects.get().image_id) == (0, None)
    assert Entry.objects.filter(event="file.keep", erased_at=None).count() == 0


def test_registrations_and_messages_go_after_their_time(shop: Shop, head: Actor) -> None:
    guest = replace(shop.agent, user_id=None, permissions=frozenset({Permission.OWN_ORDER}))
    photo = Photo("王丽华.png", ContentFile(base64.b64decode(DOT)))
    said = Registered(once="x" * 20, phone="13805912046", name="王丽华", purchased_on=clock.today(), photos=[photo])
    made = register_purchase(said=said, by=guest)
    refuse_registration(registration_id=made.pk, reason="发票不清楚", by=shop.agent)
    shop.order()
    past = clock.now() - timedelta(days=1500)
    WarrantyRegistration.objects.update(at=past, decided_at=past)
    Notice.objects.update(state="sent", body="王丽华您好", made_at=past, due_at=None, over_at=past)

    proposal = propose_destruction(record_classes=["warranty_registration", "notice"], by=shop.manager)
    approve_destruction(destruction_id=proposal.pk, by=head)
    run(proposal.pk, head)

    kept = WarrantyRegistration.objects.get()
    assert (kept.name, kept.phone, kept.decision_note) == ("", "", "发票不清楚")
    assert set(Notice.objects.values_list("state", "name", "body")) == {("sent", None, None)}
    assert (Attachment.objects.count(), Entry.objects.filter(event="file.keep", erased_at=None).count()) == (0, 0)


def test_a_customer_file_goes_after_the_last_service(shop: Shop, old: WorkOrder, head: Actor) -> None:
    customer = old.customer_id or 0
    again = shop.order()  # the same customer calls again: the clock does not run
    with pytest.raises(RuleBroken, match="nothing is due"):
        propose_destruction(record_classes=["customer"], by=shop.manager)
    repair.cancel_order(order_id=again.pk, reason="客户取消", by=shop.dispatcher)
    WorkOrder.objects.filter(pk=again.pk).update(cancelled_at=clock.now() - timedelta(days=2000))
    ServiceRequest.objects.filter(pk=again.request_id).update(
        recorded_at=clock.now() - timedelta(days=2000), entitlement=None
    )

    proposal = propose_destruction(record_classes=["customer"], by=shop.manager)
    approve_destruction(destruction_id=proposal.pk, by=head)
    run(proposal.pk, head)

    assert Customer.objects.get(pk=customer).name == "—"
    assert [item.number for item in DestructionItem.objects.all()] == [str(customer)]  # a number, no name


@pytest.mark.parametrize("scope", ["class", "customer", "case"])
def test_what_is_held_is_not_listed_and_not_destroyed(shop: Shop, old: WorkOrder, head: Actor, scope: str) -> None:
    given = {
        "class": {"record_class": "work_order"},
        "customer": {"customer_id": old.customer_id},
        "case": {"case_number": old.number},
    }[scope]
    proposal = propose_destruction(record_classes=["work_order", "customer"], by=shop.manager)
    approve_destruction(destruction_id=proposal.pk, by=head)
    place_hold(scope=scope, reason="诉讼", **given, by=shop.manager)  # after it was approved: still in time
    run(proposal.pk, head)

    assert [(i.record_class, i.state, i.spared) for i in DestructionItem.objects.order_by("record_class")] == [
        ("customer", "kept", "held"), ("work_order", "kept", "held"),
    ]  # fmt: skip
    assert Customer.objects.get(pk=old.customer_id).name == "王丽华"
    with pytest.raises(RuleBroken, match="2 records are due, and legal holds cover all of them"):
        propose_destruction(record_classes=["work_order", "customer"], by=shop.manager)


def test_a_period_made_longer_after_approval_counts(shop: Shop, old: WorkOrder, head: Actor) -> None:
    proposal = propose_destruction(record_classes=["work_order"], by=shop.manager)
    approve_destruction(destruction_id=proposal.pk, by=head)
    change_retention(
        record_class="work_order",
        months=120,
        basis="law",
        basis_text="新规",
        disposal="erase",
        reason="新规",
        by=shop.manager,
    )
    run(proposal.pk, head)
    assert [(i.state, i.spared) for i in DestructionItem.objects.all()] == [("kept", "not_due")]
    assert Destruction.objects.get().state == "done"


def test_warranty_and_open_work_stop_the_clock(shop: Shop) -> None:
    order = shop.closed()
    age(order)
    shop.order(customer_name="李建国", phone="13900001111", serial="x2")
    request = ServiceRequest.objects.get(pk=order.request_id)
    assert request.entitlement is not None
    request.entitlement.until = clock.today() - timedelta(days=30)
    request.entitlement.save(update_fields=["until"])
    with pytest.raises(RuleBroken, match="nothing is due"):
        propose_destruction(record_classes=[*CASE, "customer"], by=shop.manager)


def test_who_may_propose_decide_and_withdraw(shop: Shop, old: WorkOrder, head: Actor, actor: ActorFactory) -> None:
    both = actor(Role.QUALITY_MANAGER, name="郭庆")
    with pytest.raises(NotAllowed):
        propose_destruction(record_classes=CASE, by=shop.agent)
    with pytest.raises(BadInput):
        propose_destruction(record_classes=["promise"], by=shop.manager)
    proposal = propose_destruction(record_classes=CASE, by=both)
    with pytest.raises(RuleBroken, match="is under way"):
        propose_destruction(record_classes=CASE, by=shop.manager)
    with pytest.raises(NotAllowed):
        approve_destruction(destruction_id=proposal.pk, by=shop.manager)
    with pytest.raises(RuleBroken, match="somebody else must decide"):
        approve_destruction(destruction_id=proposal.pk, by=both)
    with pytest.raises(BadInput):
        refuse_destruction(destruction_id=proposal.pk, note=" ", by=head)
    assert destroy_batch(destruction_id=proposal.pk, by=head) == 0  # not approved: nothing happens
    refuse_destruction(destruction_id=proposal.pk, note="先核对", by=head)
    with pytest.raises(RuleBroken):
        withdraw_destruction(destruction_id=proposal.pk, reason="x", by=both)
    second = propose_destruction(record_classes=CASE, by=shop.manager)
    with pytest.raises(NotFound):
        approve_destruction(destruction_id=second.pk + 1, by=head)
    assert withdraw_destruction(destruction_id=second.pk, reason="改期", by=shop.manager).state == "withdrawn"
    assert ServiceRequest.objects.get(pk=old.request_id).fault == "冷藏室不制冷"


def test_another_organisation_sees_nothing_due(
    shop: Shop, old: WorkOrder, other_company: Tenant, actor: ActorFactory
) -> None:
    stranger = actor(Role.SERVICE_MANAGER, tenant=other_company)
    with in_tenant(other_company.pk), pytest.raises(RuleBroken, match="nothing is due"):
        propose_destruction(record_classes=CASE, by=stranger)


def test_a_line_of_a_certificate_stays(shop: Shop, old: WorkOrder, head: Actor) -> None:
    proposal = propose_destruction(record_classes=["signature"], by=shop.manager)
    approve_destruction(destruction_id=proposal.pk, by=head)
    run(proposal.pk, head)
    for change in (
        lambda: DestructionItem.objects.update(digest="0" * 64),
        lambda: DestructionItem.objects.all().delete(),
    ):
        with pytest.raises(Error, match="a line of a certificate stays"), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
def test_the_log_verifies_after_destruction(company: Tenant, actor: Callable[..., Actor]) -> None:
    from tests.shop import shop_of

    with in_tenant(company.pk):
        shop = shop_of(company, actor)
        age(shop.closed())
        proposal = propose_destruction(record_classes=[*CASE, "customer"], by=shop.manager)
        approve_destruction(destruction_id=proposal.pk, by=actor(Role.GENERAL_MANAGER))
        run(proposal.pk, system_actor(company.pk))
        assert list(DestructionItem.objects.values_list("state", flat=True)) == ["destroyed"] * 4
    integrate(company.pk)
    checkpoint(company.pk)
    verdict = verification.verify(company.pk)
    assert (verdict.intact, verdict.findings) == (True, [])
