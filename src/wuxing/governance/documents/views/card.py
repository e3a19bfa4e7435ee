"""The card of a document, and the door of its actions."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting, live_url
from wuxing.core.errors import BadInput, BusinessError, NotAllowed, NotFound
from wuxing.governance.documents import actions, queries
from wuxing.governance.documents.forms import DraftForm, SourceForm, SubmitForm
from wuxing.governance.documents.models import Document, DocumentVersion, ExternalSource
from wuxing.governance.documents.rules.words import KINDS, STANDINGS, STATES
from wuxing.governance.documents.states import Preview, Standing, VersionState
from wuxing.governance.documents.views import parts, shown
from wuxing.governance.documents.views.acts import DOCUMENT_ACTS, FIRST, Act, Facts, facts_of
from wuxing.governance.documents.views.words import badge, due, word

Context = dict[str, Any]


def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """Show a document: its valid version, how the next one stands, who has read it; `?do=issue` opens that form."""
    by = acting(request, Permission.GOVERNANCE_READ)
    return _drawn(request, by, document_id, do=request.GET.get("do", ""))


@require_POST
def document_act(request: HttpRequest, document_id: int, name: str) -> HttpResponse:
    """Do one thing to a document, then show it; a refusal comes back beside the form, with what was typed."""
    by = acting(request, Permission.GOVERNANCE_READ)
    act = DOCUMENT_ACTS.get(name)
    if act is None:
        raise NotFound("")
    by.require(act.permission)
    facts = facts_of(queries.document_for(document_id, by), by, clock.today(by.zone))
    if not act.shown(facts):
        messages.error(request, _("This is not possible as the document stands now."))
        return redirect("governance:document", document_id)
    form = _form(act, facts, by, request)
    status = _done(act, facts, form, by)
    if not form.errors:
        messages.success(request, str(act.said))
        return redirect("governance:document", document_id)
    return _drawn(request, by, document_id, do=name, bound=form, status=status)


def _done(act: Act, facts: Facts, form: Any, by: Actor) -> int:
    """Run an action with a form; a refusal is hung on the form. Return the status of the page."""
    if not form.is_valid():
        return 422
    try:
        act.run(facts, form, by)
    except (NotAllowed, NotFound):
        raise
    except BadInput as refusal:
        form.blame(refusal.fields)
        return refusal.status
    except BusinessError as refusal:
        form.add_error(None, wording.text(refusal.reason))
        return refusal.status
    return 200


@require_POST
def distribution_end(request: HttpRequest, distribution_id: int) -> HttpResponse:
    """Stop sending a document somewhere."""
    by = acting(request, Permission.DOCUMENT_WRITE)
    ended = actions.end_distribution(distribution_id=distribution_id, by=by)
    messages.success(request, _("It goes there no more."))
    return redirect("governance:document", ended.document_id)


@require_POST
def file_remove(request: HttpRequest, file_id: int) -> HttpResponse:
    """Take a file away from a draft."""
    by = acting(request, Permission.DOCUMENT_WRITE)
    try:
        version = actions.remove_file(file_id=file_id, by=by)
    except BusinessError as refusal:
        if isinstance(refusal, (NotAllowed, NotFound)):
            raise
        messages.error(request, wording.text(refusal.reason))
        return redirect("governance:document", queries.file_for(file_id, by).version.document_id)
    messages.success(request, _("Taken away from the draft."))
    return redirect("governance:document", version.document_id)


def _form(act: Act, facts: Facts, by: Actor, request: HttpRequest | None) -> Any:
    data = (request.POST, request.FILES) if request else (None, None)
    if act.form is SubmitForm:
        authors = facts.asked.authors
        able = [(pk, name) for pk, name in queries.able_to_approve(by.tenant_id).items() if pk not in authors]
        return SubmitForm(*data, able=able)
    initial: dict[str, Any] = {}
    if act.form is DraftForm and facts.pending:
        initial = {"note": facts.pending.note, "question": facts.pending.question}
    if act.form is SourceForm and (source := ExternalSource.objects.filter(document=facts.document).first()):
        initial = {name: getattr(source, name) for name in SourceForm.base_fields}
    return act.form(*data, initial=initial)


def _button(facts: Facts, name: str, act: Act, *, primary: bool = False) -> Context:
    url = f"{reverse('governance:document', args=[facts.document.pk])}?do={name}#do"
    reason = act.why_not(facts)
    label = act.label
    if name == "draft" and facts.pending is None:
        label = _("Revise") if facts.document.current_id else _("Write the first version")
    return {
        "label": label,
        "url": url,
        "icon": act.icon,
        "reason": wording.text(reason) if reason else "",
        "primary": primary and not reason,
    }


def _acts(facts: Facts, by: Actor) -> Context:
    open_ = {name: act for name, act in DOCUMENT_ACTS.items() if by.may(act.permission) and act.shown(facts)}
    first = FIRST.get(facts.pending.state if facts.pending else "", ())
    found = facts.document
    edit: list[Context] = []
    if by.may(Permission.DOCUMENT_WRITE):
        url = reverse("governance:document_edit", args=[found.pk])
        edit = [{"label": _("Change the entry in the list"), "url": url, "icon": "settings"}]
    ahead = [name for name in first if name in open_]
    is_done = facts.pending is None and facts.document.current_id is not None
    free = next((name for name in ahead if not open_[name].why_not(facts)), "") if not is_done else ""
    head = [_button(facts, name, open_[name], primary=name == free) for name in ahead]
    menu = [_button(facts, name, act) for name, act in open_.items() if name not in first]
    return {"head": head, "menu": menu + edit}


def _drawn(
    request: HttpRequest, by: Actor, document_id: int, *, do: str = "", bound: Any = None, status: int = 200
) -> HttpResponse:
    found = queries.document_for(document_id, by)
    today, now = clock.today(by.zone), clock.now()
    facts = facts_of(found, by, today)
    act = DOCUMENT_ACTS.get(do)
    context: Context = {
        "document": found,
        "badge": badge(STANDINGS, found.standing),
        "kind": word(KINDS, found.kind),
        "review_due": due(found.next_review_on, today),
        "acts": _acts(facts, by),
        "versions": parts.versions(found, by),
        "reviews": parts.reviews(found),
        "source": parts.source(found),
        "distribution": parts.distribution(found, by, now),
        "only": "reading" if request.GET.get("only") == "reading" else "",
        "days": parts.days(found, by, only=request.GET.get("only", "")),
        "live_url": live_url(request, "documents", now),
        **_versions_shown(found, facts, by),
    }
    if act and by.may(act.permission) and act.shown(facts) and not act.why_not(facts):
        form = bound if bound is not None else _form(act, facts, by, None)
        url = reverse("governance:document_act", args=[found.pk, do])
        context["do"] = {"title": act.label, "form": form, "url": url, "do": act.do, "danger": act.danger}
    return render(request, "governance/documents/document.html", context, status=status)


def _versions_shown(found: Document, facts: Facts, by: Actor) -> Context:
    current, pending = found.current, facts.pending
    context: Context = {"current": None, "pending": None, "opinions": None, "confirm": None}
    if current:
        later = current.in_force_from is not None and current.in_force_from > clock.now()
        before = queries.in_force(found.number, clock.now()) if later else None
        context["current"] = {"version": current, "files": shown.files_shown(current), "later": later, "before": before}
        if not queries.has_read(current.pk, by.user_id):
            context["confirm"] = reverse("governance:read", args=[found.pk])
    if pending and (by.may(Permission.DOCUMENT_WRITE) or by.may(Permission.DOCUMENT_APPROVE)):
        look, text = badge(STATES, pending.state)
        files = shown.files_shown(pending)
        editable = pending.state == VersionState.DRAFT and by.may(Permission.DOCUMENT_WRITE)
        context["pending"] = {"version": pending, "look": look, "word": text, "files": files, "editable": editable}
        context["making"] = any(file["state"] == Preview.WAITING for file in files)
    judged = pending if pending and pending.round else current
    if judged and judged.round and not judged.taken_over:
        context["opinions"] = {"version": judged} | parts.opinions(judged, queries.round_of(judged), by.zone)
    elif current and current.taken_over and found.standing == Standing.IN_FORCE:
        context["taken_over"] = True
    return context


def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show any version of a document, as it was; one that is not valid says so on every part."""
    by = acting(request, Permission.GOVERNANCE_READ)
    found: DocumentVersion = queries.version_for(version_id, by)
    look, text = shown.mark_of(found)
    context = {
        "document": found.document,
        "version": found,
        "files": shown.files_shown(found),
        "mark": {"look": look, "word": text} if look else None,
        "badge": badge(STATES, found.state),
        "current": found.document.current_id,
        "until": found.in_force_until,
    }
    if found.round:
        context["opinions"] = parts.opinions(found, queries.round_of(found), by.zone)
    return render(request, "governance/documents/version.html", context)
