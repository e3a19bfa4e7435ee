"""Pages of generation: what would change, one document's changes, the runs and their files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.core import files, wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound
from wuxing.governance.models import GenerationRun
from wuxing.web.handbook import actions, queries
from wuxing.web.handbook.content import LANGUAGES, MANUAL
from wuxing.web.handbook.facts import Facts
from wuxing.web.handbook.forms import GenerateForm
from wuxing.web.handbook.queries import SUBJECTS, Standing

SHOWN = 60
STATES = {GenerationRun.State.WAITING: "ontime", GenerationRun.State.DONE: "done", GenerationRun.State.FAILED: "late"}


def _reading() -> str:
    """Return the language in which changes are shown: the reader's, or Simplified Chinese."""
    language = get_language() or ""
    return language if language in LANGUAGES else LANGUAGES[0]


def handbook(request: HttpRequest) -> HttpResponse:
    """List the documents with what generating them would change; start a run."""
    by = acting(request, Permission.DOCUMENT_WRITE)
    facts, language = queries.everything(by), _reading()
    found = queries.standings(facts)
    rows = [_row(one, facts[language], language) for one in found]
    choices = [(row["subject"], row["label"]) for row in rows]
    start = {"subjects": [row["subject"] for row in rows if row["changed"]], "languages": [language]}
    form = GenerateForm(request.POST or None, initial=start, choices=choices)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                run = actions.start_generation(**form.cleaned_data, hand_over="hand_over" in request.POST, by=by)
                return redirect("web:handbook_run", run.pk)
            except BadInput as error:
                form.blame(error.fields)
    context = {
        "rows": rows,
        "form": form,
        "changed": sum(row["changed"] for row in rows),
        "runs": [(run, STATES[GenerationRun.State(run.state)], _state_word(run)) for run in queries.runs()],
    }
    return render(request, "web/handbook/handbook.html", context, status=status)


def _row(one: Standing, facts: Facts, language: str) -> dict[str, Any]:
    number = facts.procedures[int(one.subject)].document if one.subject != MANUAL else queries.default_number(MANUAL)
    document = one.last.version.document if one.last else None
    return {
        "subject": one.subject,
        "label": f"{document.number if document else number} {one.papers[language]['title']}",
        "planned": one.subject != MANUAL and facts.procedures[int(one.subject)].planned,
        "last": one.last,
        "changed": one.is_changed,
        "count": len(one.facts(language)) or len(one.text(language)),
    }


def subject(request: HttpRequest, subject: str) -> HttpResponse:
    """Show what generating one document would change, and what it would say."""
    by = acting(request, Permission.DOCUMENT_WRITE)
    if subject not in SUBJECTS:
        raise Http404
    facts, language = queries.everything(by), _reading()
    [one] = queries.standings(facts, [subject])
    document = queries.document_of(one)
    context = {
        "row": _row(one, facts[language], language),
        "paper": one.papers[language],
        "lang": "zh-Hant" if language == "zh-hant" else "zh-Hans",
        "facts": one.facts(language)[:SHOWN],
        "text": one.text(language)[:SHOWN],
        "last": one.last,
        "document": document,
    }
    return render(request, "web/handbook/subject.html", context)


def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show a run: how far it is, what came of each document, and its file."""
    by = acting(request, Permission.DOCUMENT_WRITE)
    found = queries.run_for(run_id)
    titles = {
        one.subject: one.papers[_reading()]["title"]
        for one in queries.standings(queries.everything(by), found.subjects)
    }
    context = {
        "run": found,
        "state": STATES[GenerationRun.State(found.state)],
        "word": _state_word(found),
        "rows": [_result(one, titles) for one in found.result or []],
        "error": _("the documents could not be made; tell your administrator the time") if found.error else "",
    }
    return render(request, "web/handbook/run.html", context)


def _state_word(found: GenerationRun) -> str:
    return {
        GenerationRun.State.WAITING: _("being made"),
        GenerationRun.State.DONE: _("made"),
        GenerationRun.State.FAILED: _("failed"),
    }[GenerationRun.State(found.state)]


def _result(one: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    state, word = {
        "made": ("done", _("made")),
        "drafted": ("done", _("new draft in document control")),
        "unchanged": ("excluded", _("nothing changed")),
        "refused": ("late", _("refused by document control")),
    }[one["state"]]
    return {
        "title": titles.get(one["subject"], one["subject"]),
        "subject": one["subject"],
        "state": state,
        "word": word,
        "reason": wording.text(one.get("reason", "")),
        "changes": one.get("changes"),
    }


def run_file(request: HttpRequest, run_id: int) -> HttpResponse:
    """Download the files of a run."""
    acting(request, Permission.DOCUMENT_WRITE)
    found = queries.run_for(run_id)
    if found.file_id is None:
        raise NotFound("")
    kept, content = files.opened(found.file_id)
    with content:
        answer = HttpResponse(content.read(), content_type=kept.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{kept.name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
