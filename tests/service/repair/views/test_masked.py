"""Who may not see data in full sees the first sign of a name on lists and pages of orders and requests."""

from collections.abc import Callable

import pytest

from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core.access import Role
from wuxing.core.actors import Actor


@pytest.mark.parametrize("path", ["/orders/", "/requests/", "/orders/{order}/", "/requests/{request}/"])
@pytest.mark.parametrize(("role", "shown"), [(Role.GENERAL_MANAGER, "王**"), (Role.AGENT, "王丽华")])
def test_a_name_is_shown_to_whom_it_may_be(
    shop: Shop, actor: Callable[..., Actor], path: str, role: Role, shown: str
) -> None:
    order = shop.order()
    page = signed_in(actor(role)).get(path.format(order=order.pk, request=order.request_id))
    text = page.content.decode().partition('class="wx-timeline')[0]
    assert (page.status_code, shown in text) == (200, True)
    if role == Role.GENERAL_MANAGER and path in ("/orders/", "/requests/"):
        assert "王丽华" not in page.content.decode()
