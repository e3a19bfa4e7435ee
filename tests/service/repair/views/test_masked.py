"""Who may not see data in full sees the first sign of a name on lists and pages of orders and requests."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.service.repair.pages import signed_in
from tests.shop import Shop
from wuxing.core import tokens
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.service.repair import actions


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


WITHOUT = [Role.WORKSHOP, Role.STOREKEEPER, Role.AUDITOR]


def signed_by_wang(shop: Shop) -> int:
    """An order whose customer's name was corrected, and who signed: three names on its timeline."""
    order = shop.fixed()
    changes = {"customer_name": "张秋月", "contact_name": "李建国"}
    actions.complete_request(request_id=order.request_id, changes=changes, reason="听错了", by=shop.agent)
    return order.pk


@pytest.mark.parametrize("role", WITHOUT)
def test_the_timeline_of_a_case_tells_no_name_in_full_to_whom_it_may_not(
    shop: Shop, actor: Callable[..., Actor], role: Role
) -> None:
    order_id = signed_by_wang(shop)
    page = signed_in(actor(role)).get(f"/orders/{order_id}/").content.decode()
    found = [name for name in ("王丽华", "张秋月", "李建国") if name in page]
    assert (found, "王** signed" in page) == ([], True)


def test_the_timeline_tells_the_desk_who_signed(shop: Shop) -> None:
    assert "王丽华 signed" in signed_in(shop.agent).get(f"/orders/{signed_by_wang(shop)}/").content.decode()


@pytest.mark.parametrize(("role", "told"), [*((role, False) for role in WITHOUT), (Role.AGENT, True)])
def test_the_api_tells_names_to_whom_it_may(shop: Shop, actor: Callable[..., Actor], role: Role, *, told: bool) -> None:
    order_id = signed_by_wang(shop)
    by = actor(role)
    token = tokens.issue_token(user_id=by.user_id, name="test", by=by)
    headers = {"Authorization": f"Bearer {token}"}
    text = "".join(
        str(Client().get(f"/api/repair/{path}", headers=headers).json())
        for path in ("orders", f"orders/{order_id}", "requests", f"orders/{order_id}/timeline")
    )
    assert [name in text for name in ("王丽华", "张秋月", "李建国")] == [told] * 3
    assert [masked in text for masked in ("王**", "张**", "李**")] == [not told] * 3
