"""/notices/: what was sent, what waits and what was refused; one of them; sending it once more."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, BusinessError
from wuxing.core.notices import actions, queries, words
from wuxing.core.notices.actions.resending import why_not_resend
from wuxing.core.notices.events import LANGUAGES, declared
from wuxing.core.notices.forms import ResendForm
from wuxing.core.notices.models import Notice
from wuxing.core.notices.queries.lists import Page, Wanted, page_of
from wuxing.core.notices.queries.seen import names_for, text_for
from wuxing.core.notices.rules.showing import masked
from wuxing.core.notices.states import NoticeState
from wuxing.core.nouns import noun

FILTERS = ("state", "kind", "event")
PAGES = {  # where the record stands that a notice is about
    "work_order": "repair:order",
    "service_request": "repair:request",
    "case": "certification:case_letters",
}


def listed(request: HttpRequest) -> HttpResponse:
    """List notices, newest first."""
    by = acting(request, Permission.NOTICE_MANAGE)
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    wanted = Wanted(
        state=asked["state"] if asked["state"] in words.STATES else "",
        kind=asked["kind"] if asked["kind"] in words.KINDS else "",
        event=asked["event"] if asked["event"] in declared() else "",
        before=_number(request.GET.get("before", "")),
        after=_number(request.GET.get("after", "")),
    )
    page = page_of(wanted)
    names = names_for(by, page.rows)
    context = {
        "rows": [_row(one, names) for one in page.rows],
        "bar": _bar(asked),
        "steps": _steps(asked, page),
        "acts": [
            {"label": _("Channels and quiet hours"), "url": reverse("core:notice_settings"), "icon": "settings"},
            {"label": _("Texts of messages"), "url": reverse("core:notice_texts"), "icon": "pencil"},
        ],
        "has_channel": bool(queries.channels()),
    }
    return render(request, "core/notices/notices.html", context)


def one(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Show a notice with its text as sent and every change; send it once more."""
    by = acting(request, Permission.NOTICE_MANAGE)
    found = queries.notice(notice_id)
    form = ResendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.resend(notice_id=found.pk, reason=form.cleaned_data["reason"], by=by)
            messages.success(request, _("It is in the outbox again."))
            return redirect("core:notice", made.pk)
        except BadInput as error:
            form.blame(error.fields)
        except BusinessError as error:
            messages.error(request, wording.text(error.reason))
    refusal, names = why_not_resend(found), names_for(by, [found])
    context = {
        "notice": found,
        "row": _row(found, names),
        "facts": _facts(found, names),
        "text": _text(found, by),
        "steps": [_step(row) for row in found.steps.select_related("channel").order_by("pk")],
        "again": Notice.objects.filter(resends=found).order_by("pk").values_list("pk", flat=True)[:20],
        "refusal": wording.text(refusal) if refusal else "",
        "form": form,
    }
    return render(request, "core/notices/notice.html", context, status=422 if form.errors else 200)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 18 else None


def _row(one: Notice, names: dict[int, str]) -> dict[str, Any]:
    return {
        "row": one,
        "title": words.title_of(one.event),
        "kind": words.KINDS.get(one.kind, one.kind),
        "to": names.get(one.pk) or str(words.RECIPIENTS.get(one.recipient_kind, one.recipient_kind)),
        "address": masked(one.address),
        "state": "unknown" if one.reason == "logged" else words.SHAPES.get(one.state, "waiting"),
        "word": words.shown_state(one.state, one.reason),
        "reason": words.reason(one.reason) if one.reason != "logged" else "",
        "next": one.due_at if one.state in (NoticeState.HELD, NoticeState.FAILED) else None,
    }


def _step(step: Any) -> dict[str, Any]:
    return {
        "row": step,
        "state": "unknown" if step.reason == "logged" else words.SHAPES.get(step.state, "waiting"),
        "word": words.shown_state(step.state, step.reason),
        "reason": words.reason(step.reason) if step.reason != "logged" else "",
        "next": step.next_at if step.state in (NoticeState.HELD, NoticeState.FAILED) else None,
    }


def _facts(one: Notice, names: dict[int, str]) -> list[tuple[Any, ...]]:
    version = _("version %(number)s") % {"number": one.template.version} if one.template else _("as it came")
    about = f"{noun(one.target_type)} {one.target_id}"
    where = _page_of(one.case_type, one.case_id)
    return [
        (_("Message"), words.title_of(one.event)),
        (_("Kind"), words.KINDS.get(one.kind, one.kind)),
        (_("To"), names.get(one.pk) or words.RECIPIENTS.get(one.recipient_kind, one.recipient_kind)),
        (_("Address"), masked(one.address)),
        (_("Channel"), one.channel.name if one.channel else ""),
        (_("About"), about, where) if where else (_("About"), about),
        (_("Text used"), version if one.subject else ""),
        (_("Language"), dict(zip(LANGUAGES, ("简体中文", "繁體中文", "English"), strict=True)).get(one.language, "")),
        (_("Urgent"), _("yes") if one.urgent else ""),
        (_("Number for the receiver"), f"msg_{one.tenant_id}_{one.pk}"),
        (_("Sent again because"), one.resend_reason),
    ]


def _page_of(kind: str, number: int) -> str:
    try:
        return reverse(PAGES[kind], args=[number]) if kind in PAGES else ""
    except NoReverseMatch:
        return ""


def _text(one: Notice, by: Actor) -> dict[str, Any]:
    """Return the text as sent; of one that is not sent yet, as it would be now."""
    if one.erased_at is not None:
        return {"gone": True}
    if one.subject is not None:
        subject, body = text_for(by, one)
        return {"subject": subject, "body": body}
    return {}


def _bar(asked: dict[str, str]) -> dict[str, Any]:
    offered: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("state", _("State"), [(code, str(text)) for code, text in words.STATES.items()]),
        ("kind", _("Kind"), [(code, str(text)) for code, text in words.KINDS.items()]),
        ("event", _("Message"), [(name, str(found.title)) for name, found in sorted(declared().items())]),
    ]
    on, menus = [], []
    for name, label, options in offered:
        chosen = dict(options).get(asked[name])
        if chosen is not None:
            on.append((label, chosen, _address(asked, **{name: ""})))
        else:
            menus.append(
                {"label": label, "options": [(text, _address(asked, **{name: code}), False) for code, text in options]}
            )
    return {"on": on, "menus": menus, "clear": reverse("core:notices") if on else ""}


def _address(asked: dict[str, str], **changes: str) -> str:
    kept = {name: value for name, value in {**asked, **changes}.items() if value}
    return f"{reverse('core:notices')}?{urlencode(kept)}" if kept else reverse("core:notices")


def _steps(asked: dict[str, str], page: Page) -> dict[str, str]:
    rows = page.rows
    return {
        "previous": _address(asked, after=str(rows[0].pk)) if rows and page.newer else "",
        "next": _address(asked, before=str(rows[-1].pk)) if rows and page.older else "",
    }
