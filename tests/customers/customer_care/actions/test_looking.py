"""A number is shown for a reason, leaves a trace, and not without end."""

import pytest

from tests.customers.people import person, served
from tests.shop import Shop
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.customers.customer_care import actions
from wuxing.customers.customer_care.queries.look_ups import look_ups
from wuxing.customers.models import CareRule, LookUp


def test_an_open_order_is_the_reason(shop: Shop) -> None:
    customer = served(shop)
    shown = actions.reveal_contact(contact_id=customer.contacts.get().pk, by=shop.agent)
    row = LookUp.objects.get()
    assert (shown.phone, row.case_number[:3], row.person_id) == ("13805912046", "WO-", shop.agent.user_id)
    assert Entry.objects.filter(event="customer.reveal").count() == 1


def test_without_a_case_it_must_be_said_and_by_whom_it_may(shop: Shop) -> None:
    contact = person(shop).contacts.get()
    with pytest.raises(BadInput) as refused:
        actions.reveal_contact(contact_id=contact.pk, by=shop.agent)
    assert refused.value.fields == {"reason": "no case of this customer is open: say why you look"}
    assert (LookUp.objects.count(), Entry.objects.filter(event="customer.reveal").count()) == (0, 0)
    actions.reveal_contact(contact_id=contact.pk, reason="核对退款账户", by=shop.agent)
    assert LookUp.objects.get().reason == "核对退款账户"


def test_who_may_not_see_sees_nothing(shop: Shop, actor: object) -> None:
    from wuxing.core.access import Role

    contact = served(shop).contacts.get()
    with pytest.raises(NotAllowed):
        actions.reveal_contact(contact_id=contact.pk, by=actor(Role.QUALITY_MANAGER))  # type: ignore[operator]
    assert LookUp.objects.count() == 0


def test_many_look_ups_are_marked_told_and_then_refused(shop: Shop) -> None:
    contact = served(shop).contacts.get()
    actions.change_care_rule(alert_an_hour=2, most_a_day=3, answer_days=15, reason="试行", by=shop.manager)
    for _ in range(3):
        actions.reveal_contact(contact_id=contact.pk, by=shop.agent)
    with pytest.raises(RuleBroken):
        actions.reveal_contact(contact_id=contact.pk, by=shop.agent)
    assert list(LookUp.objects.order_by("pk").values_list("unusual", flat=True)) == [False, False, True]
    told = Entry.objects.get(event="customer.look_up_alert")
    assert (told.target_id, told.payload) == (LookUp.objects.latest("pk").pk, {"last_hour": 3, "usual": 2})
    actions.reveal_contact(contact_id=contact.pk, by=shop.manager)  # another person has a count of their own
    assert [len(look_ups(unusual=True)), len(look_ups(person_id=shop.manager.user_id)), len(look_ups())] == [1, 1, 4]


def test_the_rule_is_kept_by_version_and_checked(shop: Shop) -> None:
    said = {"alert_an_hour": 5, "most_a_day": 50, "answer_days": 10, "reason": "试行"}
    with pytest.raises(NotAllowed):
        actions.change_care_rule(**said, by=shop.agent)  # type: ignore[arg-type]
    with pytest.raises(BadInput):
        actions.change_care_rule(**(said | {"answer_days": 31}), by=shop.manager)  # type: ignore[arg-type]
    assert CareRule.objects.count() == 0
    for _ in range(2):
        actions.change_care_rule(**said, by=shop.manager)  # type: ignore[arg-type]
    assert list(CareRule.objects.order_by("pk").values_list("version", flat=True)) == [1, 2]
    assert Entry.objects.filter(event="customer.rule").count() == 2
