"""/notices/texts/: what each message says in each language, by version, with a preview on examples."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.notices import actions, queries, words
from wuxing.core.notices.actions.wording import wrong_in
from wuxing.core.notices.events import LANGUAGES, Event, declared
from wuxing.core.notices.forms import TextForm
from wuxing.core.notices.models import NoticeTemplate
from wuxing.core.notices.rules import texts
from wuxing.core.reasons import say

NAMES = {"zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}


def listed(request: HttpRequest) -> HttpResponse:
    """List the messages."""
    acting(request, Permission.NOTICE_MANAGE)
    newest: dict[tuple[str, str], tuple[int, bool]] = {}
    for event, language, version, shipped in (
        NoticeTemplate.objects.order_by("event", "language", "version")
        .values_list("event", "language", "version", "shipped")
    ):  # fmt: skip
        newest[event, language] = (version, shipped)
    rows = [
        {
            "title": str(found.title),
            "kind": words.KINDS[found.kind],
            "urgent": found.urgent,
            "languages": [
                (NAMES[language], reverse("core:notice_text", args=[name, language]), newest.get((name, language)))
                for language in LANGUAGES
            ],
        }
        for name, found in sorted(declared().items())
    ]
    return render(request, "core/notices/texts.html", {"rows": rows})


def one(request: HttpRequest, notice_event: str, language: str) -> HttpResponse:
    """Show and change one text: preview on examples, keep a new version, go back to the one that came."""
    by = acting(request, Permission.NOTICE_MANAGE)
    event, found = notice_event, declared().get(notice_event)
    if found is None or language not in LANGUAGES:
        raise NotFound(say("there is no such message"))
    act = request.POST.get("act", "")
    now = queries.text_of(event, language, queries.template_for(event, language))
    form = TextForm(request.POST if act in ("save", "preview") else None, initial={"subject": now[0], "body": now[1]})
    if request.method == "POST":
        try:
            if act == "save" and form.is_valid():
                made = actions.change_text(event=event, language=language, **form.cleaned_data, by=by)
                messages.success(request, _("Version %(number)s counts from now on.") % {"number": made.version})
                return redirect("core:notice_text", event, language)
            if act == "shipped":
                actions.use_shipped_text(event=event, language=language, by=by)
                messages.success(request, _("The text that came with the system counts again."))
                return redirect("core:notice_text", event, language)
            if act == "preview" and form.is_valid():
                form.blame(wrong_in(found, form.cleaned_data["subject"].strip(), form.cleaned_data["body"].strip()))
        except BadInput as error:
            form.blame(error.fields)
    draft = (form.data["subject"], form.data["body"]) if form.is_bound and not form.errors else now
    context = {
        "title": str(found.title),
        "language": NAMES[language],
        "form": form,
        "preview": _preview(found, *draft),
        "is_draft": draft != now,
        "holes": [(f"{{{name}}}", example) for name, example in found.facts.items()],
        "others": [
            (NAMES[each], reverse("core:notice_text", args=[event, each])) for each in LANGUAGES if each != language
        ],
        "versions": _versions(event, language),
    }
    return render(request, "core/notices/text.html", context, status=422 if form.errors else 200)


def _preview(event: Event, subject: str, body: str) -> dict[str, str]:
    return {"subject": texts.one_line(texts.filled(subject, event.facts)), "body": texts.filled(body, event.facts)}


def _versions(event: str, language: str) -> list[dict[str, Any]]:
    rows = NoticeTemplate.objects.filter(event=event, language=language).select_related("made_by").order_by("-version")
    return [{"row": row, "by": row.made_by.name if row.made_by else ""} for row in rows[:50]]
