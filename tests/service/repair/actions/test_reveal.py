"""Who sees a number in full, and that it is on the timeline."""

from collections.abc import Callable

import pytest

from tests.service.repair.checking import leaves_nothing
from tests.shop import Shop
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.service.repair.actions.reveal import show_contact
from wuxing.service.repair.models import WorkOrder


def test_the_desk_and_the_own_technician_see_number_and_address_and_leave_a_trace(shop: Shop) -> None:
    order = shop.dispatched()
    for by in (shop.agent, shop.dispatcher, shop.visitor):
        shown = show_contact(request_id=order.request_id, by=by)
        assert (shown.name, shown.phone, shown.address) == ("王丽华", "13805912046", "福州市鼓楼区梅亭路88号3-502")

    entries = Entry.objects.filter(event="customer.reveal", case_id=order.request_id).order_by("id")
    assert [entry.actor_id for entry in entries] == [shop.agent.user_id, shop.dispatcher.user_id, shop.visitor.user_id]


def test_another_technician_and_one_whose_order_is_over_see_nothing(shop: Shop) -> None:
    order = shop.dispatched()
    WorkOrder.objects.filter(pk=order.pk).update(technician=shop.novice)
    with leaves_nothing(RuleBroken, "only the technician of this order sees the number"):
        show_contact(request_id=order.request_id, by=shop.visitor)
    WorkOrder.objects.filter(pk=order.pk).update(technician=shop.technician, state="cancelled")
    with leaves_nothing(RuleBroken, "the order is over; nobody needs the number any more"):
        show_contact(request_id=order.request_id, by=shop.visitor)


def test_a_role_without_the_permission_is_refused(shop: Shop, actor: Callable[..., Actor]) -> None:
    order = shop.order()
    for by in [actor(role) for role in (Role.GENERAL_MANAGER, Role.ADMINISTRATOR, Role.CONSULTANT)]:
        with leaves_nothing(NotAllowed):
            show_contact(request_id=order.request_id, by=by)


def test_another_company_finds_no_such_case(shop: Shop, actor: Callable[..., Actor], other_company: Tenant) -> None:
    order = shop.order()
    stranger = actor(Role.AGENT, tenant=other_company)
    with in_tenant(other_company.pk), pytest.raises(NotFound):
        show_contact(request_id=order.request_id, by=stranger)
