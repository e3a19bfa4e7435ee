"""The register in the browser: filters, search, what is offered and why not, in the reader's language."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import User

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r'class="wx-id wx-nw" href="/schemes/citations/([a-z0-9-]+)/"')


@pytest.fixture(autouse=True)
def consultant(actor: Callable[..., Actor], client: Client) -> None:
    client.force_login(User.objects.get(pk=actor(Role.CONSULTANT).user_id))


def page(client: Client, path: str, language: str = "en", status: int = 200) -> str:
    client.cookies["wx_language"] = language
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 13),
        ("?state=replaced", 2),
        ("?kind=private", 2),
        ("?q=cleaning", 2),
        ("?q=gbt31863", 1),
        ("?q=nothing+of+it", 0),
    ],
)
def test_the_list_is_filtered_and_searched(client: Client, query: str, found: int) -> None:
    assert len(NUMBER.findall(page(client, reverse("schemes:citations") + query))) == found


@pytest.mark.parametrize(
    ("language", "badge", "reason"),
    [
        ("en", "replaced", "GB/T 18884-2002 was replaced by GB/T 18884-2015"),
        ("zh-hans", "已被代替", "GB/T 18884-2002 已被 GB/T 18884-2015 代替"),
        ("zh-hant", "已被代替", "GB/T 18884-2002 已被 GB/T 18884-2015 代替"),
    ],
)
def test_a_replaced_standard_says_so_and_is_not_offered(client: Client, language: str, badge: str, reason: str) -> None:
    html = page(client, reverse("schemes:citation", args=["gbt18884-2002"]), language)
    assert (badge in html, reason in html, "家用厨房设备" in html) == (True, True, True)


def test_only_the_verified_standard_is_offered(client: Client) -> None:
    html = page(client, reverse("schemes:citation", args=["gbt27922-2011"]))
    assert "Verified, in force, and its indicators are public." in html
    assert page(client, reverse("schemes:citations")).count("no: ") == 12


def test_an_unknown_name_is_not_found(client: Client) -> None:
    page(client, reverse("schemes:citation", args=["gbt1-1"]), status=404)


def test_who_may_not_read_schemes_is_refused(actor: Callable[..., Actor], client: Client) -> None:
    client.force_login(User.objects.get(pk=actor(Role.TECHNICIAN).user_id))
    page(client, reverse("schemes:citations"), status=403)
