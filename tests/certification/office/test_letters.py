"""Letters: worded in the case's language, complete or left out, kept, fetched as Word files."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from docx import Document

from tests.certification.body import Body
from tests.web.reading import read
from wuxing.certification.cases.states import Stage
from wuxing.certification.office.letters import actions, documents, queries, words
from wuxing.certification.office.letters.kinds import Kind
from wuxing.certification.office.letters.models import Letter, LetterMail
from wuxing.certification.office.letters.wordings import wordings
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import User
from wuxing.core.notices import actions as notices
from wuxing.core.notices.models import Notice, NoticeChannel
from wuxing.core.tenants import in_tenant


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_kind_has_words_in_every_language(language: str) -> None:
    with translation.override(language):
        assert set(wordings()) == set(Kind)
        assert len({words.kind(kind) for kind in Kind}) == len(Kind)


def test_a_letter_is_written_in_the_language_of_the_case(body: Body) -> None:
    case = body.case(Stage.SUBMITTED, language="en")
    with translation.override("zh-hans"):
        made = actions.write(
            Kind.APPLICATION_QUESTIONS, by=body.officer, case=case, reasons="Outlet 3 has no address.", due="2026-12-01"
        )
    assert made.subject == f"Questions about your application · {case.number}"
    assert made.text.split("\n\n") == [
        case.client.name,
        "Before we can accept your application, please answer or complete the following by 2026-12-01.\n"
        "Reasons:\nOutlet 3 has no address.",
        "华评认证",
    ]
    entry = Entry.objects.get(event="letter.write")
    assert (entry.case_id, (entry.payload or {})["number"]) == (case.pk, made.number)


def test_a_paragraph_without_its_day_or_reasons_is_left_out(body: Body) -> None:
    case = body.case(Stage.DECISION, language="en")
    made = actions.write(Kind.SUSPENSION, by=body.officer, case=case)
    assert made.text.split("\n\n")[1].splitlines() == [
        "While it is suspended you may not refer to it. Apply for resumption once the cause is removed.",
        "You may appeal against this within 30 days; people who took no part in the case will handle it.",
    ]


def test_facts_stand_under_the_letter_with_their_words(body: Body) -> None:
    case = body.case(Stage.DECISION)
    facts = {"score": "92.50", "aimed_at": "五星级", "level": "四星级", "网点": "2"}
    made = actions.write(Kind.DECISION_GRANTED, by=body.officer, case=case, **facts)
    assert made.text.split("\n\n")[2].splitlines() == ["得分：92.50", "目标等级：五星级", "等级：四星级", "网点：2"]


def test_an_exercise_says_so(body: Body) -> None:
    case = body.case(Stage.DECISION, language="en", rehearsal=True)
    made = actions.write(Kind.DECISION_GRANTED, by=body.officer, case=case)
    assert "This is an exercise of a demonstration organisation; nothing of it counts." in made.text


def test_a_letter_stands_as_it_was_sent(body: Body) -> None:
    made = actions.write(Kind.QUOTE, by=body.officer, case=body.case(Stage.ACCEPTED))
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Letter.objects.filter(pk=made.pk).update(text="")


def test_the_page_writes_shows_and_hands_out(body: Body) -> None:
    case = body.case(Stage.ACCEPTED, language="en")
    client = Client()
    client.force_login(User.objects.get(pk=body.officer.user_id or 0))
    path = reverse("certification:case_letters", args=[case.pk])
    assert client.post(path, {"kind": "nothing"}).status_code == 422
    assert client.post(path, {"kind": "quote", "due": "2026-12-24", "reasons": ""}).status_code == 302
    made = Letter.objects.get()
    assert made.number in client.get(path).content.decode()
    answer = client.get(reverse("certification:letter_docx", args=[made.pk]))
    text = "\n".join(part.text for part in Document(BytesIO(answer.content)).paragraphs)
    assert "sign or ask for changes by 2026-12-24." in text
    client.force_login(User.objects.get(pk=body.evaluator.user_id or 0))
    assert client.post(path, {"kind": "quote"}).status_code == 403


def word(*paragraphs: str, head: str = "华评认证有限公司 · 福州市鼓楼区") -> BytesIO:
    """A letterhead: a line in the head of the page, and some paragraphs."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = head
    for text in paragraphs:
        document.add_paragraph(text)
    out = BytesIO()
    document.save(out)
    out.seek(0)
    return out


def written(body: Body) -> Letter:
    return actions.write(Kind.SUSPENSION, by=body.officer, case=body.case(Stage.DECISION, language="en"))


@pytest.mark.parametrize(
    ("paragraphs", "before", "after"), [((), [], []), (("抬头", "{{letter}}", "地址"), ["抬头"], ["", "地址"])]
)
def test_letters_stand_on_the_bodys_own_letterhead(
    body: Body, paragraphs: tuple[str, ...], before: list[str], after: list[str]
) -> None:
    made = written(body)
    actions.set_letterhead(content=word(*paragraphs), name="信头.docx", by=body.officer)
    found = Document(BytesIO(documents.docx_of(made, "华评认证", queries.letterhead_file())))
    lines = [one.text for one in found.paragraphs]
    text = [f"{made.number} · {made.sent_at:%Y-%m-%d}", made.subject, *made.text.split("\n")]
    assert (found.sections[0].header.paragraphs[0].text, lines) == (
        "华评认证有限公司 · 福州市鼓楼区", [*before, *text, *after],
    )  # fmt: skip

    actions.set_letterhead(content=None, by=body.officer)
    assert queries.letterhead_file() == b""
    assert Entry.objects.filter(event="letter.letterhead").count() == 2


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 x", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_word_file_is_no_letterhead(body: Body, content: bytes) -> None:
    with pytest.raises(BadInput):
        actions.set_letterhead(content=BytesIO(content), name="x.docx", by=body.officer)
    assert queries.letterhead() is None


def test_a_letterhead_that_fetches_something_is_refused(body: Body) -> None:
    document = Document()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    document.part.relate_to("http://example.org/x.dotm", kind, is_external=True)
    out = BytesIO()
    document.save(out)
    with pytest.raises(BadInput, match="fetches something from elsewhere"):
        actions.set_letterhead(content=BytesIO(out.getvalue()), name="x.docx", by=body.officer)


@pytest.mark.parametrize("who", ["lead", "admin", "decider"])
def test_the_office_alone_sets_letterhead_and_mails(body: Body, who: str) -> None:
    by = getattr(body, who)
    with pytest.raises(NotAllowed):
        actions.set_letterhead(content=None, by=by)
    with pytest.raises(NotAllowed):
        actions.mail(letter_id=written(body).pk, address="a@example.org", by=by)


def test_a_letter_is_mailed_by_click_with_a_record(body: Body, settings: Any, mailoutbox: list[Any]) -> None:
    settings.MAIL_FROM = "office@huaping.example"
    made = written(body)
    client = Client()
    client.force_login(User.objects.get(pk=body.officer.user_id or 0))
    client.cookies["wx_language"] = "en"
    page = reverse("certification:case_letters", args=[made.case_id])
    sent = {"do": "mail", "letter_id": str(made.pk), "address": "ye@qinghe.example"}
    assert client.post(page, sent | {"address": "ye"}).status_code == 422
    assert client.post(page, sent).status_code == 302
    kept, told = LetterMail.objects.get(), Notice.objects.get()
    assert (told.state, told.target_id, mailoutbox) == ("queued", kept.pk, [])  # nothing goes out inside the request
    assert "in the outbox" in client.get(page).content.decode()

    notices.deliver_due()
    (mail,) = mailoutbox
    assert (mail.to, mail.subject, mail.body) == (["ye@qinghe.example"], made.subject, made.text)
    assert mail.from_email.endswith("<office@huaping.example>")
    assert [name for name, _content, _kind in mail.attachments] == [f"{made.number}.docx"]
    entry = Entry.objects.get(event="letter.mail")
    assert (kept.letter_id, kept.address, "ye@" in str(entry.payload)) == (made.pk, "ye@qinghe.example", False)
    with in_tenant(body.officer.tenant_id):
        assert Entry.objects.filter(event="notice.sent", case_type="case", case_id=made.case_id).count() == 1
    text = client.get(page).content.decode()
    assert ("by e-mail to ye@qinghe.example" in text, read(text).faults()) == (True, [])
    assert NoticeChannel.objects.get().driver == "mail"  # set up by the first letter, for the next ones as well


def test_a_server_that_takes_nothing_is_asked_again(body: Body, settings: Any) -> None:
    settings.MAIL_FROM = "office@huaping.example"
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 9  # nobody listens
    made = actions.mail(letter_id=written(body).pk, address="ye@qinghe.example", by=body.officer)
    notices.deliver_due()
    told = queries.notices_of([made.pk])[made.pk]
    assert (told.state, told.reason, told.due_at is not None) == ("failed", "mail_server", True)


def test_what_is_refused_puts_nothing_into_the_outbox(body: Body, settings: Any) -> None:
    settings.MAIL_FROM = "office@huaping.example"
    with pytest.raises(BadInput):
        actions.mail(letter_id=written(body).pk, address="ye", by=body.officer)
    assert (LetterMail.objects.count(), Notice.objects.count(), NoticeChannel.objects.count()) == (0, 0, 0)


def test_without_a_mail_server_the_page_says_how(body: Body) -> None:
    made = written(body)
    with pytest.raises(RuleBroken, match="WUXING_MAIL_HOST"):
        actions.mail(letter_id=made.pk, address="ye@qinghe.example", by=body.officer)
    client = Client()
    client.force_login(User.objects.get(pk=body.officer.user_id or 0))
    client.cookies["wx_language"] = "en"
    text = client.get(reverse("certification:case_letters", args=[made.case_id])).content.decode()
    assert ("WUXING_MAIL_HOST" in text, read(text).faults()) == (True, [])


def test_the_page_of_the_letterhead(body: Body) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=body.officer.user_id or 0))
    client.cookies["wx_language"] = "en"
    page = reverse("certification:letterhead")
    assert read(client.get(page).content.decode()).faults() == []
    assert client.get(reverse("certification:letterhead_docx")).status_code == 302
    file = SimpleUploadedFile("信头.docx", word().getvalue())
    assert client.post(page, {"file": SimpleUploadedFile("x.docx", b"x")}).status_code == 422
    assert client.post(page, {"file": file}).status_code == 302
    assert "信头.docx" in client.get(page).content.decode()
    assert client.get(reverse("certification:letterhead_docx")).status_code == 200
    assert client.post(page, {"do": "default"}).status_code == 302
    assert queries.letterhead() is None
