"""A document from its first draft to its end: it changed, it left a trace, and what is refused leaves nothing."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from tests.governance.documents import papers
from tests.governance.documents.conftest import Office
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.governance.documents import actions, queries
from wuxing.governance.documents.models import (
    Approval,
    Distribution,
    Document,
    DocumentVersion,
    ExternalSource,
    ReadRequest,
    Receipt,
    Signatory,
)


def events() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("event", flat=True))


def fresh(version: DocumentVersion) -> DocumentVersion:
    return DocumentVersion.objects.select_related("document").get(pk=version.pk)


def test_numbers_follow_the_rule_of_the_kind(office: Office) -> None:
    assert [office.document().number for _ in range(2)] == ["QP-01", "QP-02"]
    actions.create_document(title="维修", kind="procedure", number="QP-03", by=office.writer)
    assert office.document().number == "QP-04"
    actions.set_number_rule(kind="procedure", pattern="海岚/QP{nnn}-{year}", by=office.writer)
    assert office.document().number == f"海岚/QP005-{clock.today().year}"
    with pytest.raises(BadInput):
        office.document(number="QP-01")
    with pytest.raises(BadInput):
        actions.set_number_rule(kind="procedure", pattern="QP", by=office.writer)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"kind": "letter"},
        {"number": "<b>"},
        {"tags": ["x" * 61]},
        {"review_months": 0},
        {"owner_id": 10**9},
    ],
)
def test_what_the_list_cannot_hold_is_refused(office: Office, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        office.document(**wrong)
    assert (Document.objects.count(), events()) == (0, [])


def test_a_version_goes_from_draft_to_issued_by_two_approvals(office: Office) -> None:
    draft = office.draft()
    document = draft.document
    actions.submit_version(
        version_id=draft.pk,
        reviewers=[office.second.user_id or 0],
        approvers=[office.first.user_id or 0, office.second.user_id or 0],
        quorum=2,
        by=office.writer,
    )
    with pytest.raises(RuleBroken, match="1 review"):
        actions.approve_version(version_id=draft.pk, by=office.first)
    actions.review_version(version_id=draft.pk, verdict="passed", note="可行", by=office.second)
    actions.approve_version(version_id=draft.pk, by=office.first)
    assert fresh(draft).state == "in_review"
    with pytest.raises(RuleBroken, match="1 approval"):
        actions.issue_version(version_id=draft.pk, by=office.first)
    actions.approve_version(version_id=draft.pk, by=office.second)
    assert (fresh(draft).state, Signatory.objects.filter(settled_at=None).count()) == ("approved", 0)
    actions.issue_version(version_id=draft.pk, by=office.first)

    found = Document.objects.get(pk=document.pk)
    issued = fresh(draft)
    assert (issued.state, issued.effective_on, found.standing, found.current_id, found.pending_id) == (
        "issued", clock.today(), "in_force", draft.pk, None
    )  # fmt: skip
    assert queries.in_force(found.number, clock.now()) == issued
    assert queries.in_force("procedure:20", clock.now()) == issued
    assert queries.in_force("procedure:20", clock.now() - timedelta(minutes=5)) is None
    assert events() == [
        "document.create", "document.draft", "file.keep", "document.hand_in", "document.submit", "document.review",
        "document.approve", "document.approve", "document.issue",
    ]  # fmt: skip
    assert len(set(Approval.objects.values_list("content", flat=True))) == 1


def test_authors_neither_review_nor_approve(office: Office) -> None:
    draft = office.draft()
    actions.draft_version(document_id=draft.document_id, file=BytesIO(papers.PNG), name="图.png", by=office.second)
    for approver in (office.writer, office.second):  # who drafted, and who handed in a file
        with pytest.raises(RuleBroken, match="wrote the draft"):
            actions.submit_version(version_id=draft.pk, approvers=[approver.user_id or 0], by=office.writer)
    with pytest.raises(RuleBroken, match="no role"):
        actions.submit_version(version_id=draft.pk, approvers=[office.reader.user_id or 0], by=office.writer)
    with pytest.raises(RuleBroken, match="at most 1"):
        actions.submit_version(version_id=draft.pk, approvers=[office.first.user_id or 0], quorum=2, by=office.writer)
    assert fresh(draft).state == "draft"


def test_a_returned_version_is_a_draft_again_and_begins_a_new_round(office: Office) -> None:
    version = office.submitted()
    with pytest.raises(BadInput):
        actions.approve_version(version_id=version.pk, verdict="returned", by=office.first)
    actions.approve_version(version_id=version.pk, by=office.first)
    actions.approve_version(version_id=version.pk, verdict="returned", note="缺少外来文件", by=office.second)
    assert (fresh(version).state, Signatory.objects.filter(settled_at=None).count()) == ("draft", 0)

    office.draft(version.document, "使各处只用有效版本。", "外来文件每半年核查。")
    actions.submit_version(
        version_id=version.pk,
        approvers=[office.first.user_id or 0, office.second.user_id or 0],
        quorum=2,
        by=office.writer,
    )
    actions.approve_version(version_id=version.pk, by=office.second)
    assert fresh(version).state == "in_review"  # what was said in the first round counts no more
    actions.approve_version(version_id=version.pk, by=office.first)
    assert (fresh(version).state, Approval.objects.count()) == ("approved", 4)


def test_a_version_under_review_is_changed_only_after_it_is_taken_back(office: Office) -> None:
    version = office.submitted()
    with pytest.raises(RuleBroken):
        actions.hand_in_file(version_id=version.pk, content=BytesIO(papers.PNG), name="a.png", by=office.writer)
    with pytest.raises(RuleBroken):
        office.draft(version.document)
    actions.take_back_version(version_id=version.pk, reason="漏了附件", by=office.writer)
    actions.hand_in_file(version_id=version.pk, content=BytesIO(papers.PNG), name="a.png", by=office.writer)
    kept = queries.files_of(version)
    actions.remove_file(file_id=kept[0].pk, by=office.writer)
    assert [file.attachment.name for file in kept.all()] == ["a.png"]


def test_a_new_version_supersedes_the_one_before_on_its_day(office: Office) -> None:
    first = office.issued()
    second = office.approved(first.document, "第二版")
    day = clock.today() + timedelta(days=3)
    actions.issue_version(version_id=second.pk, effective_on=day, by=office.first)

    old, new = fresh(first), fresh(second)
    assert (old.state, new.state, old.in_force_until) == ("superseded", "issued", new.in_force_from)
    assert queries.in_force(old.document.number, clock.now()) == old
    assert queries.in_force(old.document.number, clock.now() + timedelta(days=4)) == new
    third = office.approved(first.document, "第三版")
    with pytest.raises(RuleBroken, match="takes effect on"):
        actions.issue_version(version_id=third.pk, by=office.first)
    with pytest.raises(RuleBroken, match="never in the past"):
        actions.issue_version(version_id=third.pk, effective_on=clock.today() - timedelta(days=1), by=office.first)
    actions.issue_version(version_id=third.pk, effective_on=day, by=office.first)
    assert queries.in_force(old.document.number, clock.now() + timedelta(days=4)) == fresh(third)


def test_the_database_keeps_one_valid_version_and_no_two_in_force(office: Office) -> None:
    first = office.issued()
    second = office.approved(first.document, "第二版")
    now = clock.now()
    for changes in (
        {
            "state": "issued",
            "issued_at": now,
            "effective_on": clock.today(),
            "in_force_from": now + timedelta(days=400),
        },
        {"in_force_from": now, "effective_on": clock.today()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            DocumentVersion.objects.filter(pk=second.pk).update(**changes)


def test_what_was_in_force_before_this_system_is_taken_over(office: Office) -> None:
    draft = office.draft()
    since = clock.today() - timedelta(days=500)
    with pytest.raises(NotAllowed):
        actions.take_over_version(version_id=draft.pk, effective_on=since, reason="纸质批准", by=office.reader)
    actions.take_over_version(
        version_id=draft.pk, effective_on=since, reason="2025 年纸质批准，档案柜 3", by=office.first
    )
    found = fresh(draft)
    assert (found.state, found.taken_over, found.issued_at is not None) == ("issued", True, True)
    assert queries.in_force("procedure:20", clock.now() - timedelta(days=400)) == found
    again = office.draft(found.document)
    with pytest.raises(RuleBroken, match="had a valid version"):
        actions.take_over_version(version_id=again.pk, effective_on=since, reason="再来", by=office.first)


def test_an_obsolete_document_is_in_force_no_more_and_stays_readable(office: Office) -> None:
    first = office.issued()
    actions.distribute(document_id=first.document_id, audience="everybody", by=office.writer)
    office.draft(first.document, "第二版")
    actions.obsolete_document(document_id=first.document_id, reason="并入质量手册", by=office.first)

    states = list(DocumentVersion.objects.order_by("version").values_list("state", "obsolete_reason"))
    document = Document.objects.get(pk=first.document_id)
    assert states == [("obsolete", "并入质量手册")] * 2
    assert (document.standing, document.current_id, queries.in_force(document.number, clock.now())) == (
        "obsolete", None, None
    )  # fmt: skip
    assert ReadRequest.objects.filter(lapsed_at=None).count() == 0
    assert queries.version_for(first.pk, office.reader).state == "obsolete"
    with pytest.raises(RuleBroken):
        office.draft(document)


def test_whoever_is_on_the_distribution_is_asked_and_confirms_once(office: Office, inside: Tenant, actor: Any) -> None:
    document = office.document()
    actions.distribute(document_id=document.pk, audience="role", reference="technician", days=3, by=office.writer)
    version = office.issued(document)
    assert [r.user_id for r in ReadRequest.objects.all()] == [office.reader.user_id]
    made = actions.acknowledge(version_id=version.pk, by=office.reader)
    assert (made.content, ReadRequest.objects.get().done_at) == (queries.content_of(version), made.at)
    with pytest.raises(RuleBroken, match="already"):
        actions.acknowledge(version_id=version.pk, by=office.reader)
    newcomer = actor(Role.TECHNICIAN, name="周涛")
    assert actions.follow_members(by=office.writer) == 1
    assert actions.follow_members(by=office.writer) == 0
    assert ReadRequest.objects.get(done_at=None).user_id == newcomer.user_id
    with (
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute("UPDATE governance_receipt SET answer = 'x'")


def test_a_new_version_is_read_anew_and_the_old_request_lapses(office: Office) -> None:
    document = office.document()
    actions.distribute(document_id=document.pk, audience="everybody", by=office.writer)
    first = office.issued(document)
    second = office.issued(document, "第二版")
    open_ = ReadRequest.objects.filter(done_at=None, lapsed_at=None)
    assert set(open_.values_list("version_id", flat=True)) == {second.pk}
    with pytest.raises(RuleBroken, match="only the valid version"):
        actions.acknowledge(version_id=first.pk, by=office.reader)
    assert Receipt.objects.count() == 0


def test_a_question_wants_an_answer(office: Office) -> None:
    draft = office.draft()
    actions.draft_version(document_id=draft.document_id, question="旧版怎么办？", by=office.writer)
    version = office.issued(draft.document)
    with pytest.raises(RuleBroken, match="answer"):
        actions.acknowledge(version_id=version.pk, by=office.reader)
    assert actions.acknowledge(version_id=version.pk, answer="加盖作废章", by=office.reader).answer == "加盖作废章"


def test_a_distribution_is_ended_and_its_requests_lapse(office: Office) -> None:
    version = office.issued()
    made = actions.distribute(
        document_id=version.document_id, audience="person", reference=str(office.reader.user_id), by=office.writer
    )
    for wrong in (
        {"audience": "person", "reference": "x"},
        {"audience": "role", "reference": "x"},
        {"audience": "town"},
    ):
        with pytest.raises(BadInput):
            actions.distribute(document_id=version.document_id, **wrong, by=office.writer)
    with pytest.raises(BadInput, match="already"):
        actions.distribute(
            document_id=version.document_id, audience="person", reference=str(office.reader.user_id), by=office.writer
        )
    assert ReadRequest.objects.filter(lapsed_at=None).count() == 1
    actions.end_distribution(distribution_id=made.pk, by=office.writer)
    assert (ReadRequest.objects.filter(lapsed_at=None).count(), Distribution.objects.filter(until=None).count()) == (
        0,
        0,
    )


def test_yearly_review_and_check_at_the_source(office: Office) -> None:
    version = office.issued()
    today = clock.today()
    with pytest.raises(BadInput):
        actions.record_review(document_id=version.document_id, fitness="revise", by=office.writer)
    made = actions.record_review(document_id=version.document_id, fitness="fit", by=office.writer)
    assert (made.next_review_on.year, made.version_id) == (today.year + 1, version.pk)
    with pytest.raises(RuleBroken, match="external"):
        actions.check_external(document_id=version.document_id, found="unchanged", by=office.writer)

    law = actions.create_document(
        title="商品售后服务评价体系", kind="external", number="GB/T 27922-2011", by=office.writer
    )
    actions.set_source(
        document_id=law.pk, publisher="SAC", reference="GB/T 27922-2011", check_at="std.samr.gov.cn", by=office.writer
    )
    draft = actions.draft_version(document_id=law.pk, by=office.writer)
    actions.take_over_version(version_id=draft.pk, effective_on=today, reason="国家标准", by=office.first)
    with pytest.raises(BadInput):
        actions.check_external(document_id=law.pk, found="new_edition", by=office.writer)
    actions.check_external(document_id=law.pk, found="unchanged", by=office.writer)
    assert ExternalSource.objects.get(document=law).checked_on == today


def test_confidential_documents_are_open_to_their_keepers_owner_and_readers(office: Office) -> None:
    version = office.issued(office.document(confidential=True))
    with pytest.raises(NotFound):
        queries.document_for(version.document_id, office.reader)
    with pytest.raises(NotFound):
        actions.acknowledge(version_id=version.pk, by=office.reader)
    actions.distribute(
        document_id=version.document_id, audience="person", reference=str(office.reader.user_id), by=office.writer
    )
    assert queries.document_for(version.document_id, office.reader).pk == version.document_id


def test_an_outlets_people_are_reached(office: Office) -> None:
    from wuxing.resources.models import Outlet, Person

    outlet = Outlet.objects.create(tenant=office.tenant, code="FZ", name="福州网点", city="福州市", districts=[])
    Person.objects.create(tenant=office.tenant, number="1", name="陈伟", outlet=outlet, user_id=office.reader.user_id)
    version = office.issued()
    actions.distribute(document_id=version.document_id, audience="outlet", reference=str(outlet.pk), by=office.writer)
    assert [r.user_id for r in ReadRequest.objects.all()] == [office.reader.user_id]


def test_nobody_without_the_role_and_nobody_elsewhere(office: Office, actor: Any, other_company: Tenant) -> None:
    version = office.approved()
    for act in (
        lambda by: actions.create_document(title="x", kind="procedure", by=by),
        lambda by: actions.issue_version(version_id=version.pk, by=by),
        lambda by: actions.distribute(document_id=version.document_id, audience="everybody", by=by),
    ):
        with pytest.raises(NotAllowed):
            act(office.reader)
    stranger = actor(Role.SERVICE_MANAGER, tenant=other_company)
    with in_tenant(other_company.pk):
        for other in (
            lambda: actions.issue_version(version_id=version.pk, by=stranger),
            lambda: actions.obsolete_document(document_id=version.document_id, reason="x", by=stranger),
            lambda: queries.version_for(version.pk, stranger),
        ):
            with pytest.raises(NotFound):
                other()
