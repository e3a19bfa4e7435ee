"""The letters of a case: read, fetched as Word files, mailed, written by hand; and what they are written on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.certification.cases import queries
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.views import shell
from wuxing.certification.office.letters import actions, documents, words
from wuxing.certification.office.letters import queries as of_letters
from wuxing.certification.office.letters.forms import LetterForm, LetterheadForm, MailForm
from wuxing.certification.office.letters.kinds import Kind
from wuxing.certification.office.letters.models import Letter, LetterMail
from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.forms import Form
from wuxing.core.notices import words as notice_words
from wuxing.core.notices.models import Notice
from wuxing.core.notices.states import NoticeState

P = Permission


def case_letters(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the letters of a case; write one by hand, mail one."""
    by = acting(request, P.CASE_READ)
    found = queries.case(case_id)
    mails = request.POST.get("do") == "mail"
    form = LetterForm(None if mails else request.POST or None)
    mail = MailForm(request.POST if mails else None, auto_id=False)
    if request.method == "POST":
        by.require(P.CASE_MANAGE)
        if _mailed(request, mail, by) if mails else _written(form, found, by):
            return redirect("certification:case_letters", found.pk)
    rows = Letter.objects.filter(case=found).select_related("sent_by").order_by("-pk")[:200]
    sent = of_letters.mails_of([row.pk for row in rows])
    told = of_letters.notices_of([one.pk for mails_ in sent.values() for one in mails_])
    context = {
        "letters": [
            {"letter": row, "kind": words.kind(row.kind), "mails": _mails(sent.get(row.pk, []), told)} for row in rows
        ],
        "form": form if by.may(P.CASE_MANAGE) else None,
        "mail": mail,
        "why_not_mail": wording.text(of_letters.why_not_mail() or ""),
        "empty": _("Every step that the client must hear of writes its letter here."),
        "acts": [{"label": _("Letterhead"), "url": reverse("certification:letterhead"), "icon": "file-text"}],
    }
    status = 422 if form.errors or mail.errors else 200
    return shell.page(request, "certification/case_letters.html", found, by, "case_letters", status, **context)


def _mails(rows: list[LetterMail], told: dict[int, Notice]) -> list[dict[str, Any]]:
    """Return what was mailed of a letter, each with how far it is."""
    shown = []
    for row in rows:
        notice = told.get(row.pk)
        state, reason = (notice.state, notice.reason) if notice else (NoticeState.SENT.value, "")
        word = notice_words.shown_state(state, reason)
        why = notice_words.reason(reason) if reason else ""
        shown.append({"row": row, "look": notice_words.SHAPES[NoticeState(state)], "word": word, "why": why})
    return shown


def _written(form: LetterForm, case: Case, by: Actor) -> bool:
    if not form.is_valid():
        return False
    data = form.cleaned_data
    due = data["due"].isoformat() if data["due"] else ""
    actions.write_by_hand(kind=Kind(data["kind"]), case_id=case.pk, reasons=data["reasons"], due=due, by=by)
    return True


def _mailed(request: HttpRequest, form: MailForm, by: Actor) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.mail(**form.cleaned_data, by=by)
    except RuleBroken as error:
        messages.error(request, wording.text(error.reason))
        return True
    messages.success(request, _("The letter is in the outbox and goes out in a moment."))
    return True


def letter_docx(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Hand out a letter as a Word file."""
    by = acting(request, P.CASE_READ)
    found = of_letters.letter(letter_id)
    content = documents.docx_of(found, queries.body_of(by).name, of_letters.letterhead_file())
    return _file(content, f"{found.number}.docx")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=documents.KIND)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def letterhead(request: HttpRequest) -> HttpResponse:
    """Show what letters are written on; choose the body's own Word file, or the default again."""
    by = acting(request, P.CASE_READ)
    resets = request.POST.get("do") == "default"
    form: Form = Form(request.POST) if resets else LetterheadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        by.require(P.CASE_MANAGE)
        if form.is_valid() and _set(form, by):
            messages.success(request, _("Letters are written on it from now on."))
            return redirect("certification:letterhead")
    context = {"found": of_letters.letterhead(), "form": form, "may": by.may(P.CASE_MANAGE)}
    return render(request, "certification/letterhead.html", context, status=422 if form.errors else 200)


def _set(form: Form, by: Actor) -> bool:
    file = form.cleaned_data.get("file")
    try:
        actions.set_letterhead(content=file, name=file.name if file else "", by=by)
    except BadInput as error:
        form.blame(error.fields)
        return False
    return True


def letterhead_docx(request: HttpRequest) -> HttpResponse:
    """Hand out the body's letterhead; without one, show what letters are written on."""
    acting(request, P.CASE_READ)
    content = of_letters.letterhead_file()
    return _file(content, "letterhead.docx") if content else redirect("certification:letterhead")
