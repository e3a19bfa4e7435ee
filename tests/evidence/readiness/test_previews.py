"""What the score would be under another edition, from the page."""

import re
from collections.abc import Callable
from pathlib import Path

from django.test import Client
from django.urls import reverse

from tests.evidence.factory import orders
from tests.web.reading import read
from wuxing.config import paths
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant, User
from wuxing.core.tenants import in_tenant
from wuxing.evidence.readiness.queries import report_for
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions
from wuxing.schemes.editions.models import Adoption, Edition
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.packs import loading
from wuxing.schemes.scoring.previewing import preview


def load(name: str) -> Edition:
    return editions.keep_edition(loading.draft(Path(paths.packs()) / name), catalogue.declared())[0]


def test_the_page_shows_both_scores_and_puts_nothing_in_force(
    company: Tenant, actor: Callable[..., Actor], client: Client
) -> None:
    old = load("gbt27922-2011.1")
    by = actor(Role.SERVICE_MANAGER)
    client.force_login(User.objects.get(pk=by.user_id or 0))
    client.cookies["wx_language"] = "en"
    with in_tenant(company.pk):
        orders(company, 60, until=clock.now())
    alone = client.get(reverse("evidence:next_edition"))
    assert "No other edition is loaded" in alone.content.decode()

    new = load("gbt27922-2011")
    with in_tenant(company.pk):
        editions.adopt(edition_id=old.pk, since=clock.today(), by=by)
        adopted = Adoption.objects.count()
        report = report_for(by)
        expected = preview(report.pack, pack_of(new.sha256), report.inputs)
    answer = client.get(reverse("evidence:next_edition"))
    text = answer.content.decode()
    shown = re.findall(r'<span class="wx-v[^"]*">([^<]*)</span>', text)
    assert report.pack.edition == "2011.1"
    assert shown[-2:] == [f"{side.score.likely:.2f}" for side in (expected.before, expected.after)]
    assert "edition 2011.2 replaces 2011.1" in text
    assert (answer.status_code, read(text).faults()) == (200, [])
    with in_tenant(company.pk):
        assert Adoption.objects.count() == adopted
