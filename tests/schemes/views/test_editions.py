"""Editions: listed, shown, given as files, adopted."""

import hashlib
import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tests.conftest import ActorFactory
from tests.schemes.views.conftest import Signed
from tests.web.reading import read
from tests.web.walking import load_edition
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.schemes.drafts import actions
from wuxing.schemes.drafts.models import SchemeDraft
from wuxing.schemes.drafts.tables import content_of
from wuxing.schemes.drafts.workbooks import reading
from wuxing.schemes.editions import actions as editions
from wuxing.schemes.editions import queries
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.packs import loading, shipped
from wuxing.schemes.packs.canonical import canonical
from wuxing.schemes.views.editions import as_folder


def test_the_list_says_what_is_in_force_and_what_may_be_adopted(
    draft: SchemeDraft, edition: Edition, editor: Actor, signed: Signed
) -> None:
    client = signed(editor)
    editions.adopt(edition_id=edition.pk, since=clock.today(), by=editor)
    actions.change_draft(draft_id=draft.pk, version=1, cells={"indicators:1.1:title.en": "Posts"}, by=editor)
    own = actions.publish_draft(draft_id=draft.pk, version=2, by=editor)
    waiting = actions.start_draft(base_id=own.pk, by=editor)
    context = client.get("/schemes/").context
    today = clock.today().isoformat()
    assert [(row["edition"], row["is_own"], row["since"], row["known"], row["leaves"]) for row in context["rows"]] == [
        (own, True, None, 0, 3),
        (edition, False, clock.today(), 0, 3),
    ]
    assert {row["why_not_adopt"] for row in context["rows"]} == {
        f"an edition is already in force since {today}; choose a later day"
    }
    assert context["drafts"] == [waiting]


def test_the_list_asks_as_often_for_many_as_for_one(
    draft: SchemeDraft, editor: Actor, signed: Signed, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed(editor)
    client.get("/schemes/")
    with CaptureQueriesContext(connection) as one:
        client.get("/schemes/")
    asked = len(one)
    actions.change_draft(draft_id=draft.pk, version=1, cells={"indicators:1.1:title.en": "Posts"}, by=editor)
    own = actions.publish_draft(draft_id=draft.pk, version=2, by=editor)
    for number in (1, 2):
        next_one = actions.start_draft(base_id=own.pk, by=editor)
        cells = {"indicators:1.1:title.en": f"Posts {number}"}
        actions.change_draft(draft_id=next_one.pk, version=1, cells=cells, by=editor)
        own = actions.publish_draft(draft_id=next_one.pk, version=2, by=editor)
        actions.start_draft(base_id=own.pk, by=editor)
    client.get("/schemes/")
    with django_assert_num_queries(asked):
        assert len(client.get("/schemes/").context["rows"]) == 4


@pytest.mark.parametrize("role", [Role.QUALITY_MANAGER, Role.GENERAL_MANAGER, Role.CONSULTANT])
def test_an_edition_is_shown_whole(inside: Tenant, actor: ActorFactory, signed: Signed, role: Role) -> None:
    load_edition()
    one = Edition.objects.get()
    answer = signed(actor(role)).get(f"/schemes/editions/{one.pk}/")
    assert (answer.status_code, read(answer.content.decode()).faults()) == (200, [])
    assert len(answer.context["rows"]) == len(queries.pack_of(one.sha256).indicators)
    assert answer.context["placeholder"] == "43 of 43 indicators without official points"
    assert all(row["is_placeholder"] for row in answer.context["rows"])


def test_an_edition_is_given_as_files_that_have_its_name(
    edition: Edition, editor: Actor, signed: Signed, tmp_path: Path
) -> None:
    client = signed(editor)
    plain = client.get(f"/schemes/editions/{edition.pk}/pack.json")
    assert hashlib.sha256(plain.content).hexdigest() == edition.sha256
    packed = client.get(f"/schemes/editions/{edition.pk}/pack.zip")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        archive.extractall(tmp_path)
    assert loading.draft(tmp_path).identity == edition.identity
    book = reading.read(client.get(f"/schemes/editions/{edition.pk}/pack.xlsx").content)
    assert canonical(content_of(book.tables)).decode() == edition.form


@pytest.mark.parametrize("directory", shipped.directories(), ids=lambda path: path.name)
def test_every_shipped_pack_is_the_same_as_a_folder_again(directory: Path, tmp_path: Path) -> None:
    pack = loading.draft(directory)
    for name, text in as_folder(pack.data).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert loading.draft(tmp_path).identity == pack.identity


def test_an_edition_is_adopted_from_a_day_on(edition: Edition, editor: Actor, signed: Signed) -> None:
    client, today = signed(editor), clock.today()
    answer = client.post(f"/schemes/editions/{edition.pk}/adopt/", {"since": today.isoformat()}, follow=True)
    assert [str(one) for one in answer.context["messages"]] == [
        f"From {today} on, the organisation is assessed by this edition."
    ]
    assert answer.context["in_force"] == today
    later = (today + timedelta(days=1)).isoformat()
    answer = client.post(f"/schemes/editions/{edition.pk}/adopt/", {"since": later})
    assert (answer.status_code, answer.context["adopt"].errors["since"]) == (
        422, ["this edition is already in force; nothing needs to change"],
    )  # fmt: skip


def test_who_may_not_decide_does_not_adopt(edition: Edition, actor: ActorFactory, signed: Signed) -> None:
    client = signed(actor(Role.GENERAL_MANAGER))
    assert client.get(f"/schemes/editions/{edition.pk}/").context["why_not_adopt"] == (
        "your role may not decide by which edition the organisation is assessed"
    )
    sent = {"since": clock.today().isoformat()}
    assert client.post(f"/schemes/editions/{edition.pk}/adopt/", sent).status_code == 403


def test_another_company_finds_no_edition_of_ours(
    draft: SchemeDraft, editor: Actor, actor: ActorFactory, other_company: Tenant, signed: Signed
) -> None:
    actions.change_draft(draft_id=draft.pk, version=1, cells={"indicators:1.1:title.en": "Posts"}, by=editor)
    own = actions.publish_draft(draft_id=draft.pk, version=2, by=editor)
    stranger = signed(actor(Role.QUALITY_MANAGER, tenant=other_company))
    for path in ("", "pack.zip", "pack.json", "pack.xlsx"):
        assert stranger.get(f"/schemes/editions/{own.pk}/{path}").status_code == 404
    assert [row["edition"].edition for row in stranger.get("/schemes/").context["rows"]] == ["2026.1"]
