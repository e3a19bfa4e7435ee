"""建立与更改登记: enter a document in the list, change its entry, and how numbers are made."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput
from wuxing.core.forms import Form
from wuxing.governance.documents import actions, queries, rules
from wuxing.governance.documents.forms import DocumentForm
from wuxing.governance.documents.models import NumberRule
from wuxing.governance.documents.rules.words import KINDS
from wuxing.governance.documents.states import Kind
from wuxing.governance.documents.views.words import word

CHANGEABLE = ("title", "owner_id", "review_months", "confidential")


def new(request: HttpRequest) -> HttpResponse:
    """Enter a document in the list; its first draft comes next."""
    by = acting(request, Permission.DOCUMENT_WRITE)
    start = {"kind": request.GET.get("kind", "procedure"), "owner_id": by.user_id, "review_months": 12}
    form = DocumentForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_document(**form.details(), by=by)
        except BadInput as refusal:
            form.blame(refusal.fields)
        else:
            messages.success(
                request, _("Entered in the list as %(number)s; now write its first version.") % {"number": made.number}
            )
            return redirect(f"{reverse('governance:document', args=[made.pk])}?do=draft#do")
    return render(request, "governance/documents/edit.html", {"form": form, "document": None}, status=_status(form))


def edit(request: HttpRequest, document_id: int) -> HttpResponse:
    """Change what the list says about a document."""
    by = acting(request, Permission.DOCUMENT_WRITE)
    found = queries.document_for(document_id, by)
    start: dict[str, Any] = {name: getattr(found, name) for name in CHANGEABLE}
    start |= {"tags": ", ".join(found.tags), "indicators": ", ".join(found.indicators)}
    form = DocumentForm(request.POST if request.method == "POST" else None, initial=start, is_new=False)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_document(document_id=found.pk, **form.details(), by=by)
        except BadInput as refusal:
            form.blame(refusal.fields)
        else:
            messages.success(request, _("The entry in the list is changed."))
            return redirect("governance:document", found.pk)
    return render(request, "governance/documents/edit.html", {"form": form, "document": found}, status=_status(form))


class NumbersForm(Form):
    """The patterns of numbers, one a kind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in Kind:
            self.fields[kind] = django_forms.CharField(label=word(KINDS, kind), max_length=40)


def numbers(request: HttpRequest) -> HttpResponse:
    """Say how the numbers of each kind are made."""
    by = acting(request, Permission.DOCUMENT_WRITE)
    known = {rule.kind: rule for rule in NumberRule.objects.all()}
    start = {kind: known[kind].pattern if kind in known else rules.DEFAULT_PATTERNS[kind] for kind in Kind}
    form = NumbersForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        changed = {kind: text for kind, text in form.cleaned_data.items() if text.strip() != start[Kind(kind)]}
        wrong = {kind: reason for kind, text in changed.items() if (reason := rules.why_not_pattern(text.strip()))}
        form.blame({kind: str(reason) for kind, reason in wrong.items()} if not wrong else dict(wrong))
        if not wrong:
            for kind, pattern in changed.items():
                actions.set_number_rule(kind=kind, pattern=pattern, by=by)
            messages.success(request, _("New documents get their numbers by these rules; given numbers stay."))
            return redirect("governance:documents")
    return render(request, "governance/documents/numbers.html", {"form": form}, status=_status(form))


def _status(form: Form) -> int:
    return 422 if form.errors else 200
