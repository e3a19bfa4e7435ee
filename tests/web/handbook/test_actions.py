"""Generation: files to download, drafts in document control, nothing when nothing changed, and a note that says what did."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest

from tests.conftest import ActorFactory
from tests.promises import promised
from tests.shop import Shop
from wuxing.core import files
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed
from wuxing.core.ledger.models import Entry
from wuxing.governance.documents import queries as documents
from wuxing.governance.documents.actions.deciding import approve_version, submit_version
from wuxing.governance.documents.actions.issuing import issue_version
from wuxing.governance.documents.models import Document, DocumentFile, DocumentVersion
from wuxing.governance.models import GeneratedDocument, GenerationRun
from wuxing.web.handbook.actions import carry_out, start_generation
from wuxing.web.handbook.tasks import generate


def made(by: Actor, *subjects: str, hand_over: bool = True) -> GenerationRun:
    run = start_generation(subjects=subjects, hand_over=hand_over, by=by)
    return carry_out(run_id=run.pk, by=replace(by, permissions=frozenset(Permission)))


def issue(version: DocumentVersion, by: Actor, approver: Actor) -> None:
    from wuxing.core import clock

    submit_version(version_id=version.pk, approvers=[approver.user_id or 0], by=by)
    approve_version(version_id=version.pk, by=approver)
    issue_version(version_id=version.pk, effective_on=clock.today(), by=approver)


def test_what_is_handed_over_becomes_a_draft_with_both_scripts(shop: Shop) -> None:
    run = made(shop.manager, "4", "manual")

    assert [(one["subject"], one["state"]) for one in run.result or []] == [("manual", "drafted"), ("4", "drafted")]
    found = Document.objects.order_by("number")
    assert [(one.number, one.kind, one.tags, one.title) for one in found] == [
        ("QM-01", "manual", ["manual:service"], "商品售后服务手册"),
        ("QP-04", "procedure", ["procedure:4"], "报修、送修和上门维修服务控制程序"),
    ]
    version = DocumentVersion.objects.get(document__number="QP-04")
    assert (version.version, version.state, version.note) == (1, "draft", "首次生成")
    kept = DocumentFile.objects.filter(version=version).order_by("pk").select_related("attachment")
    assert [(one.language, one.attachment.name) for one in kept] == [
        ("zh-hans", "QP-04 报修、送修和上门维修服务控制程序 v1 zh-hans.docx"),
        ("zh-hant", "QP-04 報修、送修和上門維修服務控制程序 v1 zh-hant.docx"),
    ]
    with files.opened(kept[0].attachment_id)[1] as content:
        said = [p.text for p in docx.Document(BytesIO(content.read())).paragraphs]
    assert "a)\t调度员应在2小时内（按自然时间计）派单。" in said
    assert Entry.objects.filter(event="handbook.generate").count() == 1


def test_generating_again_says_that_nothing_changed(shop: Shop) -> None:
    made(shop.manager, "4")
    again = made(shop.manager, "4")

    assert (again.result, again.file_id) == ([{"subject": "4", "state": "unchanged"}], None)
    assert (GeneratedDocument.objects.count(), DocumentVersion.objects.count()) == (1, 1)


def test_a_change_makes_the_next_version_with_a_note_of_what_changed(shop: Shop, actor: ActorFactory) -> None:
    made(shop.manager, "4")
    first = DocumentVersion.objects.get()
    issue(first, shop.manager, actor(Role.GENERAL_MANAGER))
    promised(
        kind="dispatch", area="any", text="半小时派单", minutes=30, calendar_id=None, reason="提速", by=shop.manager
    )
    run = made(shop.manager, "4")

    second = DocumentVersion.objects.get(version=2)
    note = "承诺时限（派单）：2小时内（按自然时间计） → 30分钟内（按自然时间计）"
    assert (second.state, second.note, [one["changes"] for one in run.result or []]) == ("draft", note, [1])
    assert documents.in_force("procedure:4", first.drafted_at) is None
    with files.opened(DocumentFile.objects.get(version=second, language="zh-hans").attachment_id)[1] as content:
        history = docx.Document(BytesIO(content.read())).tables[-1]
    assert [row.cells[0].text for row in history.rows] == ["版本", "1", "2"]
    assert history.rows[2].cells[2].text.startswith(note)


def test_a_version_under_review_holds_up_only_its_own_document(shop: Shop, actor: ActorFactory) -> None:
    made(shop.manager, "4")
    submit_version(
        version_id=DocumentVersion.objects.get().pk,
        approvers=[actor(Role.GENERAL_MANAGER).user_id or 0],
        by=shop.manager,
    )
    promised(kind="dispatch", area="any", text="x", minutes=30, calendar_id=None, reason="x", by=shop.manager)
    run = made(shop.manager, "4", "2")

    told = {one["subject"]: one for one in run.result or []}
    assert (told["4"]["state"], told["2"]["state"]) == ("refused", "drafted")
    assert "评审" in told["4"]["reason"] or "发布" in told["4"]["reason"] or told["4"]["reason"].startswith("a version")
    assert GeneratedDocument.objects.filter(subject="4").count() == 1


def test_a_download_is_a_zip_and_leaves_document_control_alone(shop: Shop) -> None:
    run = start_generation(subjects=["5", "20"], languages=["zh-hant"], by=shop.manager)
    run = carry_out(run_id=run.pk, by=shop.manager)

    assert run.file is not None
    with files.opened(run.file.pk)[1] as content, ZipFile(BytesIO(content.read())) as archive:
        assert archive.namelist() == [
            "QP-05 物品返修服務控制程序 v1 zh-hant.docx",
            "QP-20 文件控制程序 v1 zh-hant.docx",
        ]
    assert (Document.objects.count(), GeneratedDocument.objects.count()) == (0, 0)
    assert carry_out(run_id=run.pk, by=shop.manager).ended_at == run.ended_at  # a job may run twice


def test_a_company_with_its_own_number_keeps_it(shop: Shop) -> None:
    from wuxing.governance.documents.actions.registering import create_document

    create_document(title="别的文件", kind="procedure", number="QP-04", by=shop.manager)
    create_document(title="商品售后服务手册", kind="manual", number="QM-01", by=shop.manager)
    create_document(title="旧返修程序", kind="procedure", number="HL-P-05", tags=["procedure:5"], by=shop.manager)
    made(shop.manager, "manual", "4", "5")

    assert sorted(Document.objects.values_list("number", "title")) == [
        ("HL-P-05", "旧返修程序"),
        ("QM-01", "商品售后服务手册"),
        ("QP-01", "报修、送修和上门维修服务控制程序"),
        ("QP-04", "别的文件"),
    ]


def test_who_may_generate_and_what(shop: Shop) -> None:
    with pytest.raises(NotAllowed):
        start_generation(subjects=["4"], by=shop.agent)
    for wrong in ([], ["23"], ["nothing"]):
        with pytest.raises(BadInput) as refused:
            start_generation(subjects=wrong, by=shop.manager)
        assert set(refused.value.fields) == {"subjects"}
    with pytest.raises(BadInput):
        start_generation(subjects=["4"], languages=["en"], by=shop.manager)
    assert GenerationRun.objects.count() == 0


def test_a_run_that_cannot_be_carried_out_says_so(shop: Shop) -> None:
    run = start_generation(subjects=["4"], by=shop.manager)
    GenerationRun.objects.filter(pk=run.pk).update(subjects=["99"])
    generate(shop.manager, run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.error) == ("failed", "the documents could not be made; tell your administrator the time")
