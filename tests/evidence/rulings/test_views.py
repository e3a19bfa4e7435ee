"""Forms of rulings, exclusions, evidence and special items, as people send them."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.packs import gbt
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant, User
from wuxing.core.tenants import in_tenant
from wuxing.evidence.rulings.models import EvidenceItem, Exclusion, Ruling, SpecialItem
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions
from wuxing.schemes.packs.structure import Pack

pytestmark = pytest.mark.django_db


@pytest.fixture
def clients(company: Tenant, actor: Callable[..., Actor]) -> list[Client]:
    editions.keep_edition(gbt(), catalogue.declared())
    made = []
    for role in (Role.QUALITY_MANAGER, Role.SERVICE_MANAGER):
        client = Client()
        client.force_login(User.objects.get(pk=actor(role).user_id))
        client.cookies["wx_language"] = "en"
        made.append(client)
    return made


def test_a_ruling_is_proposed_and_confirmed(clients: list[Client], company: Tenant) -> None:
    first, second = clients
    url = reverse("evidence:rule", args=["5.1.1.1"])
    today = clock.today("Asia/Shanghai").isoformat()
    assert first.post(url, {"share": "80", "valid_from": today}).status_code == 422
    assert first.post(url, {"share": "80", "valid_from": today, "reason": "齐全"}).status_code == 302
    with in_tenant(company.pk):
        made = Ruling.objects.get()
    confirm = reverse("evidence:said_act", args=["ruling", made.pk, "confirm"])
    first.post(confirm)
    with in_tenant(company.pk):
        assert Ruling.objects.get().confirmed_at is None
    assert second.post(confirm).status_code == 302
    with in_tenant(company.pk):
        assert Ruling.objects.get().confirmed_at is not None
    assert "80.00" in second.get(reverse("evidence:said", args=["ruling", made.pk])).content.decode()
    withdraw = reverse("evidence:said_act", args=["ruling", made.pk, "withdraw"])
    assert first.post(withdraw, {"reason": ""}).status_code == 422
    assert first.post(withdraw, {"reason": "看错"}).status_code == 302


def test_evidence_with_a_file_is_handed_out_again(clients: list[Client], company: Tenant) -> None:
    first, second = clients
    url = reverse("evidence:hand_in", args=["5.1.3.1"])
    today = clock.today("Asia/Shanghai").isoformat()
    given = {"kind": "document", "title": "预算表", "valid_on": today}
    bad = SimpleUploadedFile("预算.pdf", b"<html>", content_type="application/pdf")
    assert first.post(url, {**given, "file": bad}).status_code == 422
    with in_tenant(company.pk):
        assert not EvidenceItem.objects.exists()
    good = SimpleUploadedFile("预算.pdf", b"%PDF-1.7\n%%EOF\n", content_type="application/pdf")
    assert first.post(url, {**given, "file": good}).status_code == 302
    with in_tenant(company.pk):
        made = EvidenceItem.objects.get()
    file = second.get(reverse("evidence:said_file", args=[made.pk]))
    assert b"".join(file.streaming_content) == b"%PDF-1.7\n%%EOF\n"
    assert file["Content-Disposition"].startswith("attachment")


def test_exclusions_and_special_items(clients: list[Client], company: Tenant, pack: Pack) -> None:
    first, second = clients
    open_leaf = next(leaf.id for leaf in pack.leaves if leaf.excludable)
    fixed = next(leaf.id for leaf in pack.leaves if not leaf.excludable)
    exclude = reverse("evidence:exclude", args=[open_leaf])
    assert first.post(exclude, {"reason": "不适用"}).status_code == 302
    again = first.post(exclude, {"reason": "不适用"})
    assert (again.status_code, "proposed to be, already" in again.content.decode()) == (422, True)
    assert first.post(reverse("evidence:exclude", args=[fixed]), {"reason": "x"}).status_code == 422
    today = clock.today("Asia/Shanghai").isoformat()
    special = {"kind": "deduction", "ground": "law", "description": "未公示", "occurred_on": today}
    assert first.post(reverse("evidence:special_new"), {**special, "ground": ""}).status_code == 422
    assert first.post(reverse("evidence:special_new"), special).status_code == 302
    with in_tenant(company.pk):
        item = SpecialItem.objects.get()
        assert Exclusion.objects.get().leaf == open_leaf
    second.post(reverse("evidence:said_act", args=["special_item", item.pk, "confirm"]))
    correct = reverse("evidence:said_act", args=["special_item", item.pk, "correct"])
    assert second.post(correct, {"correction": "已公示", "corrected_on": today}).status_code == 302
    with in_tenant(company.pk):
        assert SpecialItem.objects.get().correction == "已公示"
    for tab in ("waiting", "expiring", "rulings", "exclusions", "special", "evidence", "nothing"):
        assert first.get(reverse("evidence:items") + f"?tab={tab}").status_code == 200
