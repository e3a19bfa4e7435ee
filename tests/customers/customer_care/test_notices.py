"""What notices are told of customers: their numbers now, and whether they agreed to advertising."""

import pytest

from tests.shop import Shop
from wuxing.core.notices import recipients
from wuxing.core.notices.recipients import Known
from wuxing.customers.customer_care.actions import consents, erase_customer
from wuxing.service.repair import actions


@pytest.fixture
def customer_id(shop: Shop) -> int:
    return actions.log_request(call=shop.call(), by=shop.agent).customer_id or 0


def test_a_customer_is_reached_by_their_numbers_until_they_are_erased(shop: Shop, customer_id: int) -> None:
    assert recipients.known("customer", customer_id) == Known("王丽华", ("13805912046",))
    erase_customer(customer_id=customer_id, reason="客户要求", although="客户坚持", by=shop.manager)
    assert recipients.known("customer", customer_id) is None
    assert recipients.known("customer", 10**6) is None


def test_nobody_agrees_to_advertising_unasked(customer_id: int) -> None:
    assert recipients.has_agreed("customer", customer_id, "marketing") is False


def test_advertising_goes_to_who_agreed_until_they_take_it_back(shop: Shop, customer_id: int) -> None:
    said = {"customer_id": customer_id, "purposes": ["marketing"], "channel": "phone", "by": shop.agent}
    found = []
    for given in (True, False):
        consents.record_consent(**said, given=given, proof="电话录音 1")
        found.append(recipients.has_agreed("customer", customer_id, "marketing"))
    assert found == [True, False]
