"""Wrong role, other company, refused leaves nothing: each act of the doors."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.service.doors.doors import bound_label, picture, reported, unit
from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, BusinessError, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Attachment, Tenant
from wuxing.core.tenants import in_tenant
from wuxing.customers.customer_care import erasing
from wuxing.service.doors import actions, queries, rules
from wuxing.service.doors.door import customer_actor
from wuxing.service.doors.looking import looked
from wuxing.service.doors.models import DoorView, Label, LabelBinding, TrackingLink
from wuxing.service.repair.models import ServiceRequest

Make = Callable[..., Actor]


def acts(shop: Shop) -> dict[str, tuple[Callable[[Actor], Any], set[Role]]]:
    """Return every act with who may do it."""
    order = shop.order()
    label = actions.make_labels(count=1, by=shop.agent)[0]
    link = TrackingLink.objects.get(digest=queries.digest_of(_word(actions.open_link(order.pk, shop.agent))))
    said = actions.Registered(
        once="x",
        phone="13805912046",
        purchased_on=clock.today() - timedelta(days=1),
        asset_id=order.asset_id,
        photos=[picture()],
    )
    registration = actions.register_purchase(said=said, by=customer_actor(shop.tenant))
    writers = {Role.SERVICE_MANAGER, Role.AGENT}
    desk = {Role.SERVICE_MANAGER, Role.AGENT, Role.DISPATCHER, Role.TECHNICIAN}
    members = {*desk, Role.ADMINISTRATOR, Role.GENERAL_MANAGER, Role.QUALITY_MANAGER, Role.WORKSHOP, Role.STOREKEEPER}
    said_on = {"received_at": clock.now(), "phone": "13805912046", "fault": "漏水"}
    return {
        "make": (lambda by: actions.make_labels(count=1, by=by), writers),
        "units": (lambda by: actions.label_units(asset_ids=[order.asset_id or 0], by=by), writers),
        "bind": (
            lambda by: actions.bind_label(code=label.code, asset_id=order.asset_id or 0, by=by),
            {*writers, Role.DISPATCHER, Role.TECHNICIAN},
        ),
        "retire": (
            lambda by: actions.retire_label(code=label.code, reason="坏", by=by),
            {*writers, Role.DISPATCHER, Role.TECHNICIAN},
        ),
        "link": (lambda by: actions.open_link(order.pk, by), {*desk, Role.CUSTOMER}),
        "send": (lambda by: actions.send_link(order_id=order.pk, by=by), {*desk, Role.CUSTOMER}),
        "revoke": (lambda by: actions.revoke_link(link_id=link.pk, reason="错", by=by), desk),
        "verify": (lambda by: actions.verify_link(link_id=link.pk, digits="2046", by=by), {Role.CUSTOMER}),
        "confirm": (lambda by: actions.confirm_registration(registration_id=registration.pk, by=by), writers),
        "refuse": (
            lambda by: actions.refuse_registration(registration_id=registration.pk, reason="不符", by=by), writers,
        ),
        "pass_on": (lambda by: actions.pass_on(by=by, **said_on), members),
        "settings": (
            lambda by: actions.set_doors(
                is_open=True, link_days=9, notice_hours=2, reports_a_day=5, hotline="", hours="", by=by
            ),
            {Role.ADMINISTRATOR, Role.SERVICE_MANAGER, Role.QUALITY_MANAGER},
        ),
        "manual": (
            lambda by: actions.add_manual(product_id=shop.product.pk, title="书", url="https://m.example/1", by=by),
            writers,
        ),
    }  # fmt: skip


def _word(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]


def test_each_role_may_do_what_it_may(shop: Shop, actor: Make) -> None:
    people = {role: actor(role) for role in Role}
    for name, (act, allowed) in acts(shop).items():
        for role, by in people.items():
            point = transaction.savepoint()
            try:
                act(by)
                done = True
            except NotAllowed:
                done = False
            transaction.savepoint_rollback(point)
            assert (name, role, done) == (name, role, role in allowed)


def test_nothing_reaches_another_company(shop: Shop, actor: Make, other_company: Tenant) -> None:
    made = acts(shop)
    before = Entry.objects.count()
    by = actor(Role.SERVICE_MANAGER, tenant=other_company)
    with in_tenant(other_company.pk):
        for name in ("units", "bind", "retire", "link", "send", "revoke", "confirm", "refuse", "manual"):
            with pytest.raises(NotFound):
                made[name][0](by)
    assert Entry.objects.count() == before


def test_refused_leaves_nothing(shop: Shop) -> None:
    label = bound_label(shop, unit(shop))
    other = shop.order(phone="13805912047", serial="X-2").asset
    before = Entry.objects.count()
    assert other is not None
    for act in (
        lambda: actions.make_labels(count=0, by=shop.agent),
        lambda: actions.make_labels(count=1001, by=shop.agent),
        lambda: actions.bind_label(code=label.code, asset_id=other.pk, by=shop.visitor),  # no reason for the change
        lambda: actions.retire_label(code=label.code, reason=" ", by=shop.visitor),
        lambda: actions.add_manual(product_id=shop.product.pk, title="书", url="http://plain.example", by=shop.agent),
        lambda: actions.pass_on(received_at=clock.now() + timedelta(days=1), phone="138", fault="", by=shop.agent),
        lambda: reported(shop, phone="138"),
        lambda: reported(shop, photos=[actions.Photo("x.png", BytesIO(b"text"))]),
    ):
        with pytest.raises(BusinessError), transaction.atomic():
            act()
    assert Entry.objects.count() == before


def test_label_bound_anew_keeps_its_past(shop: Shop) -> None:
    first = unit(shop)
    label = bound_label(shop, first)
    second = shop.order(phone="13805912047", serial="X-2").asset
    assert second is not None
    actions.bind_label(code=label.code.lower(), asset_id=second.pk, reason="换机", by=shop.visitor)
    rows = LabelBinding.objects.order_by("pk").values_list("asset_id", "end_reason")
    assert list(rows) == [(first.pk, "换机"), (second.pk, "")]
    assert queries.labels_of(first.pk) == []


def test_database_lets_a_label_stand_for_one_unit_only(shop: Shop) -> None:
    asset = unit(shop)
    label = bound_label(shop, asset)
    with pytest.raises(IntegrityError, match="one_unit_a_label"), transaction.atomic():
        LabelBinding.objects.create(tenant=shop.tenant, label=label, asset=asset, bound_at=clock.now())


def test_views_are_append_only(shop: Shop, rf: Any) -> None:
    looked(rf.get("/"), shop.tenant.pk, "report")
    for statement in ("UPDATE service_doorview SET page = 'x'", "DELETE FROM service_doorview"):
        with (
            pytest.raises(DatabaseError, match=r"permission denied|append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert DoorView.objects.count() == 1


def test_view_names_no_address(shop: Shop, rf: Any) -> None:
    for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2"):
        looked(rf.get("/", REMOTE_ADDR=address), shop.tenant.pk, "report")
    sources = [bytes(row) for row in DoorView.objects.order_by("pk").values_list("source", flat=True)]
    assert (sources[0] == sources[1], sources[0] == sources[2], len(sources[0])) == (True, False, 8)


def test_eleventh_link_withdraws_the_oldest(shop: Shop) -> None:
    order = shop.order()
    for _link in range(11):
        actions.open_link(order.pk, shop.agent)
    assert (
        TrackingLink.objects.filter(revoked_at=None).count(),
        TrackingLink.objects.earliest("pk").revoke_reason,
    ) == (
        10,
        "a newer link took its place",
    )


def test_closed_doors_and_full_days_take_no_reports(shop: Shop) -> None:
    kept = {"link_days": 30, "notice_hours": 2, "hotline": "", "hours": ""}
    actions.set_doors(is_open=False, reports_a_day=5, by=shop.manager, **kept)
    with pytest.raises(RuleBroken):
        reported(shop)
    actions.set_doors(is_open=True, reports_a_day=1, by=shop.manager, **kept)
    reported(shop)
    with pytest.raises(RuleBroken):
        reported(shop, once="b2")
    assert ServiceRequest.objects.count() == 1


def test_registration_without_an_invoice_is_refused(shop: Shop) -> None:
    said = actions.Registered(once="r", phone="13805912046", purchased_on=clock.today() + timedelta(days=3))
    with pytest.raises(BadInput) as refusal:
        actions.register_purchase(said=said, by=customer_actor(shop.tenant))
    assert set(refusal.value.fields) == {"photos", "purchased_on"}


def test_codes_of_labels_are_sound(shop: Shop) -> None:
    actions.make_labels(count=50, by=shop.agent)
    assert [rules.why_not_code(code) for code in Label.objects.values_list("code", flat=True)] == [None] * 50


def test_erased_customer_leaves_no_number_and_no_open_link(shop: Shop) -> None:
    asset = unit(shop)
    said = actions.Registered(
        once="r", phone="13805912046", name="王丽华", purchased_on=clock.today(), asset_id=asset.pk, photos=[picture()]
    )
    made = actions.register_purchase(said=said, by=customer_actor(shop.tenant))
    actions.open_case_link(request_id=ServiceRequest.objects.get().pk, by=shop.agent)
    for _twice in range(2):
        erasing.forget([asset.customer_id], shop.manager)
    made.refresh_from_db()
    assert (made.name, made.phone, made.state) == ("", "", "proposed")
    assert TrackingLink.objects.filter(revoked_at=None).count() == 0
    assert Attachment.objects.filter(target_type="warranty_registration").count() == 0
