"""Language, appearance and organisation are chosen without script, and only from what there is."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import ActorFactory
from wuxing.core.access import Role
from wuxing.core.models import Tenant, User

pytestmark = pytest.mark.django_db


def test_a_language_is_kept_and_leads_back(client: Client) -> None:
    answer = client.post(reverse("web:set_language"), {"language": "zh-hant", "next": "/accounts/login/?x=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?x=1")
    assert 'lang="zh-Hant"' in client.get("/accounts/login/").content.decode()


def test_a_theme_is_kept(client: Client) -> None:
    client.post(reverse("web:set_theme"), {"theme": "dark"})
    assert 'data-bs-theme="dark"' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize(("name", "field"), [("set_language", "language"), ("set_theme", "theme")])
def test_what_is_not_offered_changes_nothing(client: Client, name: str, field: str) -> None:
    answer = client.post(reverse(f"web:{name}"), {field: "klingon", "next": "https://evil.example/"})
    assert (answer.status_code, answer["Location"], answer.cookies.output()) == (302, "/", "")


def test_only_an_own_organisation_is_taken(
    client: Client, actor: ActorFactory, company: Tenant, other_company: Tenant
) -> None:
    client.force_login(User.objects.get(pk=actor(Role.AGENT).user_id))
    client.post(reverse("web:switch_tenant"), {"tenant": other_company.pk})
    assert "tenant_id" not in client.session
    client.post(reverse("web:switch_tenant"), {"tenant": company.pk})
    assert client.session["tenant_id"] == company.pk
