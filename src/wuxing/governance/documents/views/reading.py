"""阅读与确认: the valid version on a phone, and the button that says it was read and understood."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.governance.documents import actions, queries, rules
from wuxing.governance.documents.forms import ConfirmForm
from wuxing.governance.documents.models import ReadRequest, Receipt
from wuxing.governance.documents.rules.words import KINDS
from wuxing.governance.documents.views import shown
from wuxing.governance.documents.views.words import word


def read(request: HttpRequest, document_id: int) -> HttpResponse:
    """Show the valid version to be read, and confirm it."""
    by = acting(request, Permission.GOVERNANCE_READ)
    document = queries.document_for(document_id, by)
    version = document.current
    if version is None:
        raise NotFound(say("this document has no valid version"))
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.acknowledge(version_id=version.pk, answer=form.cleaned_data["answer"], by=by)
        except BadInput as refusal:
            form.blame(refusal.fields)
        except RuleBroken as refusal:
            form.add_error("answer" if version.question else None, wording.text(refusal.reason))
        else:
            messages.success(request, _("Thank you: that you have read and understood it is on record."))
            return redirect(_next(by.user_id))
    receipt = Receipt.objects.filter(version=version, user_id=by.user_id or 0).first()
    asked = ReadRequest.objects.filter(version=version, user_id=by.user_id or 0, lapsed_at=None).first()
    question = version.question
    reason = rules.why_not_acknowledge(
        version.state, read_before=receipt is not None, question=question, answer="typed on this page"
    )
    context: dict[str, Any] = {
        "document": document,
        "version": version,
        "kind": word(KINDS, document.kind),
        "files": shown.files_shown(version, own_language=True),
        "receipt": receipt,
        "asked": asked if asked and asked.done_at is None else None,
        "late": bool(asked and asked.done_at is None and asked.due_at < clock.now()),
        "form": form,
        "question": question,
        "reason": wording.text(reason) if reason and receipt is None else "",
        "later": version.in_force_from is not None and version.in_force_from > clock.now(),
    }
    return render(request, "governance/documents/read.html", context, status=422 if form.errors else 200)


def _next(user_id: int | None) -> str:
    """Return where a reader goes on: the next document to read, else the list."""
    open_ = ReadRequest.objects.filter(user_id=user_id or 0, done_at=None, lapsed_at=None).order_by("due_at", "pk")
    found = open_.values_list("version__document_id", flat=True).first()
    return reverse("governance:read", args=[found]) if found else f"{reverse('governance:documents')}?view=mine"
