"""Letters: worded in the case's language, complete or left out, kept, fetched as Word files."""

from io import BytesIO

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from docx import Document

from tests.certification.body import Body
from wuxing.certification.cases.states import Stage
from wuxing.certification.office.letters import actions, words
from wuxing.certification.office.letters.kinds import Kind
from wuxing.certification.office.letters.models import Letter
from wuxing.certification.office.letters.wordings import wordings
from wuxing.core.ledger.models import Entry
from wuxing.core.models import User


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
