"""The form of a special item offers the nonconformities that were named special deductions."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from tests.governance.nonconformity.treating import house_of
from tests.packs import gbt
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant, User
from wuxing.evidence.rulings.models import SpecialItem
from wuxing.governance.nonconformity import actions
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions


def test_a_marked_nonconformity_is_offered_once(inside: Tenant, actor: Callable[..., Actor], client: Client) -> None:
    editions.keep_edition(gbt(), catalogue.declared())
    house = house_of(actor)
    found = house.report()
    actions.mark_deduction(nonconformity_id=found.pk, ground="law", by=house.verifier)
    client.force_login(User.objects.get(pk=house.verifier.user_id or 0))
    path = reverse("evidence:special_new")
    assert f'<a href="?nonconformity={found.pk}">{found.number}</a>' in client.get(path).content.decode()
    page = client.get(f"{path}?nonconformity={found.pk}").content.decode()
    assert '<option value="law" selected' in page
    assert found.number in page

    said = {"kind": "deduction", "ground": "law", "description": found.number, "occurred_on": "2026-11-01"}
    assert client.post(f"{path}?nonconformity={found.pk}", said).status_code == 302
    assert SpecialItem.objects.get().nonconformity_id == found.pk
    assert f"?nonconformity={found.pk}" not in client.get(path).content.decode()
