"""The side bar of each role: only pages that exist, only what the role may open."""

import pytest
from django.test import RequestFactory

from wuxing.core.access import Role
from wuxing.core.actors import Channel, actor_for
from wuxing.web import context


def _pages(*roles: Role) -> list[str]:
    actor = actor_for(
        tenant_id=1, user_id=1, name="王敏", roles=frozenset(roles), channel=Channel.WEB, zone="Asia/Shanghai"
    )
    return [entry.page for group in context.navigation(actor) for entry in group.entries]


@pytest.mark.parametrize("role", list(Role))
def test_every_entry_of_every_role_leads_somewhere(role: Role) -> None:
    assert [page for page in _pages(role) if not context.address(page)] == []


def test_an_agent_sees_what_an_agent_does() -> None:
    shown = set(_pages(Role.AGENT))
    assert shown & {"evidence:readiness", "repair:board", "web:members"} == set()


def test_two_roles_see_both_lists_once() -> None:
    pages = _pages(Role.AGENT, Role.DISPATCHER)
    assert len(pages) == len(set(pages))
    assert set(_pages(Role.AGENT)) <= set(pages)


def test_nobody_sees_nothing() -> None:
    assert context.navigation(None) == ()


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("<x>", "auto"), (None, "auto")])
def test_the_theme_is_one_of_three(cookie: str | None, theme: str) -> None:
    request = RequestFactory().get("/")
    if cookie:
        request.COOKIES[context.THEME_COOKIE] = cookie
    assert context.Page(request).theme == theme


@pytest.mark.parametrize(("language", "lang"), [("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant"), ("en", "en")])
def test_the_lang_attribute_is_right(language: str, lang: str) -> None:
    from django.utils import translation

    with translation.override(language):
        assert context.Page(RequestFactory().get("/")).lang == lang
