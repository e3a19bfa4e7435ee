"""Every record's page names the version of its procedure's document that was in force when it was made."""

from collections.abc import Callable
from datetime import timedelta

from django.core.files.base import ContentFile
from django.template import engines

from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.governance.documents import actions as documents
from wuxing.governance.templatetags.procedures import made_under

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(32)


def issue(writer: Actor, approver: Actor, note: str, document_id: int | None = None) -> int:
    if document_id is None:
        document_id = documents.create_document(
            title="不合格控制程序", kind="procedure", tags=["procedure:22"], owner_id=writer.user_id, by=writer
        ).pk
    draft = documents.draft_version(
        document_id=document_id, file=ContentFile(PICTURE), name="程序.png", note=note, by=writer
    )
    documents.submit_version(version_id=draft.pk, approvers=[approver.user_id or 0], by=writer)
    documents.approve_version(version_id=draft.pk, by=approver)
    documents.issue_version(version_id=draft.pk, by=approver)
    return document_id


def test_the_version_of_that_time_is_named(shop: Shop, actor: Callable[..., Actor]) -> None:
    approver = actor(Role.GENERAL_MANAGER)
    before = clock.now()
    document = issue(shop.manager, approver, "首版")
    first = clock.now()
    issue(shop.manager, approver, "修订", document)
    later = clock.now() + timedelta(seconds=1)
    assert made_under(22, before) == {"rule": None}
    assert made_under(22, None) == {"rule": None}
    said = [made_under(22, at)["rule"] for at in (first, later)]
    assert [(rule["document_id"], rule["version"]) for rule in said] == [(document, 1), (document, 2)]
    drawn = engines["django"].from_string("{% load procedures %}{% made_under 22 at %}").render({"at": later})
    assert f"{said[1]['number']} v2" in drawn
    assert (
        engines["django"].from_string("{% load procedures %}{% made_under 4 at %}").render({"at": later}).strip() == ""
    )
