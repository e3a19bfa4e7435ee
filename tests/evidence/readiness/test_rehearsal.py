"""While points are not official every door says "rehearsal", in each language; once they are signed off none does."""

import io
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from tests.evidence.factory import orders
from tests.packs import gbt
from wuxing.core import clock, tokens
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant, User
from wuxing.core.tenants import in_tenant
from wuxing.evidence.readiness.queries import report_for, reports_afterwards
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.licensing import actions
from wuxing.schemes.packs.structure import Pack

pytestmark = pytest.mark.django_db
Actors = Callable[..., Actor]

STAMPS = {  # on the page, and on paper and in data
    "zh-hans": ("占位分值 · 仅供演练", "占位分值，仅供演练，不能用于决定或发证。"),
    "zh-hant": ("佔位分值 · 僅供演練", "佔位分值，僅供演練，不能用於決定或發證。"),
    "en": (
        "Placeholder points · rehearsal only",
        "Placeholder points: rehearsal only, not for decisions or certificates.",
    ),
}
ANY = re.compile("rehearsal only|仅供演练|僅供演練|not official|占位|佔位|without official points")
PAGES = [
    ("readiness", (), "?open=all"),
    ("indicator", ("5.2.4-b",), ""),
    ("metrics", (), ""),
    ("metric", ("resolved_in_time",), ""),
    ("plan", (), ""),
    ("how", (), ""),
    ("simulate", (), ""),
    ("outlets", (), ""),
]


@pytest.fixture
def edition(db: None) -> Edition:
    return editions.keep_edition(gbt(), catalogue.declared())[0]


@pytest.fixture
def people(edition: Edition, company: Tenant, actor: Actors, client: Client) -> Iterator[tuple[Actor, Actor]]:
    """Two administrators of a company with orders, the first signed in; the test runs inside its walls."""
    first, second = actor(Role.ADMINISTRATOR, name="郑敏"), actor(Role.ADMINISTRATOR, name="林可")
    client.force_login(User.objects.get(pk=first.user_id))
    with in_tenant(company.pk):
        orders(company, 60, until=clock.now())
        yield first, second


def sign_points(edition: Edition, pack: Pack, people: tuple[Actor, Actor]) -> None:
    rows = [f"{leaf.id},{leaf.placeholder_points}" for leaf in pack.leaves]
    content = io.BytesIO("\n".join(["clause,points", *rows]).encode())
    loaded = actions.load_points(
        edition_id=edition.pk, content=content, name="t.csv", source="licensed copy of 2026", by=people[0]
    )
    actions.sign_off(table_id=loaded.pk, by=people[1])


def page(client: Client, name: str, args: tuple[str, ...], query: str, language: str) -> str:
    client.cookies["wx_language"] = language
    response = client.get(reverse(f"evidence:{name}", args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


def paper(client: Client, language: str) -> str:
    client.cookies["wx_language"] = language
    document = pypdfium2.PdfDocument(client.get(reverse("evidence:report_pdf")).content)
    return "".join("".join(one.get_textpage().get_text_range().split()) for one in document)


def answers(client: Client, by: Actor, language: str) -> list[dict[str, object]]:
    """What machines get: the file of the page, and the API with a key."""
    client.cookies["wx_language"] = language
    file = client.get(reverse("evidence:report_json"))
    key = tokens.issue_token(user_id=by.user_id or 0, name="大屏", by=by)
    headers = {"Authorization": f"Bearer {key}", "Accept-Language": language}
    api = Client().get("/api/evidence/readiness", headers=headers)
    assert (file.status_code, api.status_code) == (200, 200)
    return [json.loads(one.content) for one in (file, api)]


@pytest.mark.parametrize("language", STAMPS)
def test_every_door_says_rehearsal(people: tuple[Actor, Actor], client: Client, language: str) -> None:
    on_page, notice = STAMPS[language]
    assert [name for name, args, query in PAGES if on_page not in page(client, name, args, query, language)] == []
    printed = paper(client, language)
    assert printed.count("".join(notice.split())) >= 2  # on every sheet
    for answer in answers(client, people[0], language):
        assert (answer["rehearsal"], answer["placeholder"]) == (True, notice)
        assert sum(1 for one in answer["indicators"] if one["placeholder"]) == 57  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", STAMPS)
def test_no_door_says_it_once_the_points_are_signed_off(
    people: tuple[Actor, Actor], edition: Edition, pack: Pack, client: Client, language: str
) -> None:
    sign_points(edition, pack, people)
    for name, args, query in PAGES:
        html = page(client, name, args, query, language).partition('id="main"')[2]
        assert (name, ANY.findall(html)) == (name, [])
    assert ANY.findall(paper(client, language)) == []
    for answer in answers(client, people[0], language):
        assert (answer["rehearsal"], answer["placeholder"]) == (False, None)
        assert not any(one["placeholder"] for one in answer["indicators"])  # type: ignore[attr-defined]


def test_a_table_that_waits_or_was_withdrawn_changes_nothing(
    people: tuple[Actor, Actor], edition: Edition, pack: Pack
) -> None:
    first, second = people
    rows = {leaf.id: leaf.placeholder_points for leaf in pack.leaves} | {
        "5.2.4-b": Decimal("3"),
        "5.2.4-a": Decimal("1"),
    }
    content = io.BytesIO("\n".join(["clause,points", *(f"{leaf},{n}" for leaf, n in rows.items())]).encode())
    assert report_for(first).readiness.indicators["5.2.4-b"].of == 2
    table = actions.load_points(edition_id=edition.pk, content=content, name="t.csv", source="licensed copy", by=first)
    assert (report_for(first).readiness.rehearsal, report_for(first).inputs.licensed) == (True, {})

    actions.sign_off(table_id=table.pk, by=second)

    report = report_for(first)
    assert (report.readiness.rehearsal, report.readiness.indicators["5.2.4-b"].of) == (False, 3)
    past = list(reports_afterwards(first, report.pack, [report.as_of]))
    assert [(inputs.licensed, found.rehearsal) for _day, inputs, found in past] == [(report.inputs.licensed, False)]
    actions.withdraw(table_id=table.pk, reason="wrong edition", by=first)
    assert report_for(first).readiness.rehearsal


def test_the_licensed_text_stands_by_its_indicator_and_nowhere_else(
    people: tuple[Actor, Actor], edition: Edition, client: Client, actor: Actors, other_company: Tenant
) -> None:
    secret = "授权文本七七四九"
    content = io.BytesIO(f"clause,language,text\n5.2.4-b,zh-Hans,{secret}\n".encode())
    table = actions.load_texts(
        edition_id=edition.pk, content=content, name="t.csv", source="licensed copy", by=people[0]
    )
    shown = ("indicator", ("5.2.4-b",), "", "zh-hans")
    assert secret not in page(client, *shown)
    actions.sign_off(table_id=table.pk, by=people[1])
    assert secret in page(client, *shown)
    assert secret not in page(client, "readiness", (), "?open=all", "zh-hans")
    assert secret not in paper(client, "zh-hans")
    assert secret not in json.dumps(answers(client, people[0], "zh-hans"), ensure_ascii=False)
    with in_tenant(other_company.pk):
        stranger = actor(Role.ADMINISTRATOR, tenant=other_company)
        client.force_login(User.objects.get(pk=stranger.user_id))
        assert secret not in page(client, *shown)
