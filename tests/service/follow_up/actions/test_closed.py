"""告知办结: a customer hears that the order is closed, once: with the survey, or by itself where there is none."""

import pytest

from tests.service.repair.actions.conftest import Hands
from tests.service.repair.checking import leaves_nothing
from tests.shop import Shop
from wuxing.core import background
from wuxing.core.actors import Actor
from wuxing.core.errors import NotAllowed, NotFound
from wuxing.core.models import Tenant
from wuxing.core.notices.events import LANGUAGES, event_called
from wuxing.core.notices.models import Notice
from wuxing.core.tenants import in_tenant
from wuxing.customers.customer_care.actions.consents import record_consent
from wuxing.customers.models import Customer
from wuxing.service.follow_up import actions
from wuxing.service.repair import actions as repair
from wuxing.service.repair.models import ServiceRequest, WorkOrder

EVENTS = ("repair.closed", "survey.invite")


def run_job(shop: Shop, order: WorkOrder, times: int = 2) -> list[str]:
    """Run the job of a closed order as often as a worker may, and return what the customer was told."""
    background.discover()
    who = {"tenant_id": shop.tenant.pk, "user_id": shop.dispatcher.user_id, "name": "", "roles": [], "zone": "UTC"}
    ids = {"order_id": order.pk, "drawn": 0, "plan_id": 0, "rule": -1, "ticket": 0}
    for _again in range(times):
        background.perform("follow_up.begin", by=who | {"source": ""}, ids=ids)
    return list(Notice.objects.filter(event__in=EVENTS).order_by("pk").values_list("event", flat=True))


def object_to_surveys(shop: Shop, order: WorkOrder) -> None:
    asked = {"purposes": ["survey"], "channel": "phone", "proof": "来电", "by": shop.agent}
    record_consent(customer_id=order.customer_id or 0, given=False, **asked)


def test_who_is_invited_hears_it_with_the_survey_alone(shop: Shop, order: WorkOrder) -> None:
    assert run_job(shop, order) == ["survey.invite"]


def test_who_objected_to_surveys_hears_once_that_it_is_closed(shop: Shop, order: WorkOrder) -> None:
    object_to_surveys(shop, order)
    assert run_job(shop, order) == ["repair.closed"]
    made = Notice.objects.get(event="repair.closed")
    assert (made.recipient_kind, made.recipient_id, made.address, made.facts, made.target_id, made.case_id) == (
        "customer",
        order.customer_id,
        "13805912046",
        {"number": order.number},
        order.pk,
        order.request_id,
    )


def test_without_a_contact_the_file_of_the_customer_says_where_to(shop: Shop, order: WorkOrder) -> None:
    ServiceRequest.objects.filter(pk=order.request_id).update(contact=None)
    assert run_job(shop, order) == ["repair.closed"]
    made = Notice.objects.get(event="repair.closed")
    assert (made.recipient_id, made.address) == (order.customer_id, "")  # looked up when it goes out


def test_nobody_is_told_where_nobody_is_known(shop: Shop, order: WorkOrder) -> None:
    ServiceRequest.objects.filter(pk=order.request_id).update(contact=None)
    WorkOrder.objects.filter(pk=order.pk).update(customer=None)
    assert Customer.objects.count() == 1
    assert run_job(shop, order) == []


def test_an_order_closed_again_is_told_again(hands: Hands, shop: Shop, order: WorkOrder) -> None:
    object_to_surveys(shop, order)
    assert run_job(shop, order) == ["repair.closed"]
    hands.forward(hours=1)
    repair.reopen_order(order_id=order.pk, reason="又不制冷", by=shop.dispatcher)
    assert actions.say_closed(order_id=order.pk, by=shop.manager) is False  # it goes on
    WorkOrder.objects.filter(pk=order.pk).update(state="closed", closed_at=hands.at)
    assert run_job(shop, order) == ["repair.closed"] * 2


def test_who_may_say_it(shop: Shop, order: WorkOrder, customer: Actor, other_company: Tenant) -> None:
    for by in (shop.visitor, customer):
        with leaves_nothing(NotAllowed):
            actions.say_closed(order_id=order.pk, by=by)
    with in_tenant(other_company.pk), pytest.raises(NotFound):
        actions.say_closed(order_id=order.pk, by=shop.manager)


def test_its_text_is_there_in_three_languages() -> None:
    assert tuple(event_called("repair.closed").texts) == LANGUAGES
