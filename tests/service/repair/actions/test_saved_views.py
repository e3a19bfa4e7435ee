"""A person's own views of a list."""

from collections.abc import Callable

import pytest

from tests.service.repair.checking import leaves_nothing
from tests.shop import Shop
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound
from wuxing.core.ledger.models import Entry
from wuxing.core.models import SavedView
from wuxing.service.repair.actions import saved_views


def test_a_view_is_saved_renamed_and_deleted_with_a_trace(shop: Shop) -> None:
    view = saved_views.save_view(page="orders", name=" 超时 ", query="due=late", by=shop.agent)
    saved_views.rename_view(view_id=view.pk, name="超时单", by=shop.agent)
    assert SavedView.objects.values_list("name", "query").get() == ("超时单", "due=late")
    assert saved_views.delete_view(view_id=view.pk, by=shop.agent) == "orders"

    assert SavedView.objects.count() == 0
    assert list(Entry.objects.order_by("id").values_list("event", flat=True)) == [
        "view.save",
        "view.rename",
        "view.delete",
    ]


@pytest.mark.parametrize(
    ("page", "name", "query"),
    [("orders", "", "a=1"), ("orders", "x" * 61, ""), ("people", "x", ""), ("orders", "x", "q" * 1001)],
)
def test_a_view_needs_a_name_and_a_list(shop: Shop, page: str, name: str, query: str) -> None:
    with leaves_nothing(BadInput):
        saved_views.save_view(page=page, name=name, query=query, by=shop.agent)


def test_names_are_taken_once_a_person_and_not_without_end(shop: Shop) -> None:
    for number in range(saved_views.MOST):
        saved_views.save_view(page="orders", name=f"v{number}", query="", by=shop.agent)
    with leaves_nothing(BadInput):
        saved_views.save_view(page="orders", name="more", query="", by=shop.agent)
    mine = saved_views.save_view(page="orders", name="v1", query="", by=shop.dispatcher)
    saved_views.save_view(page="orders", name="v2", query="", by=shop.dispatcher)
    with leaves_nothing(BadInput, "you have a view of this name already"):
        saved_views.save_view(page="orders", name="v1", query="", by=shop.dispatcher)
    with leaves_nothing(BadInput, "you have a view of this name already"):
        saved_views.rename_view(view_id=mine.pk, name="v2", by=shop.dispatcher)


def test_a_view_of_somebody_else_is_not_there(shop: Shop, actor: Callable[..., Actor]) -> None:
    consultant = actor(Role.CONSULTANT)
    view = saved_views.save_view(page="orders", name="x", query="", by=shop.agent)
    with leaves_nothing(NotFound):
        saved_views.rename_view(view_id=view.pk, name="y", by=shop.dispatcher)
    with leaves_nothing(NotFound):
        saved_views.delete_view(view_id=view.pk, by=shop.dispatcher)
    with leaves_nothing(NotAllowed):
        saved_views.save_view(page="orders", name="x", query="", by=consultant)
