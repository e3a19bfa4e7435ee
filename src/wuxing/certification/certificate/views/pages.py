"""The list of certificates, and one certificate with what may be done with it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.certification.cases import words as case_words
from wuxing.certification.certificate import actions, lists, queries, words
from wuxing.certification.certificate.forms import AnswerForm, ExtendForm, NumberForm, ProposeForm, ReportForm
from wuxing.certification.certificate.lists import Wanted
from wuxing.certification.certificate.rules import Step
from wuxing.certification.certificate.states import State
from wuxing.certification.certificate.views import one, shown
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput
from wuxing.core.forms import Form
from wuxing.core.searching import search_for

P = Permission
FILTERS = ("state", "level", "due")


def certificates(request: HttpRequest) -> HttpResponse:
    """List certificates, newest first."""
    by = acting(request, P.CASE_READ)
    today = clock.today(by.zone)
    asked = {name: request.GET.get(name, "")[:100] for name in ("q", *FILTERS, "before")}
    menus = _menus()
    for name in FILTERS:
        if asked[name] not in dict(menus[name][1]):
            asked[name] = ""
    before = int(asked["before"]) if asked["before"].isdecimal() and len(asked["before"]) < 18 else None
    wanted = Wanted(search=search_for(asked["q"]), before=before, **{name: asked[name] for name in FILTERS})
    rows, following = lists.certificates(wanted, today)
    context = {
        "rows": [shown.row(each, today) for each in rows],
        **_bar(asked, menus),
        "next": _address(asked, before=str(following)) if following else "",
        "previous": _address(asked) if before else "",
        "words": _("newest first"),
        "filtered": any(asked[name] for name in ("q", *FILTERS)),
        "number_form": NumberForm(initial={"template": queries.number_template()})
        if by.may(P.IMPARTIALITY_MANAGE)
        else None,
        "acts": [{"label": _("Certification decisions"), "url": reverse("certification:decisions"), "icon": "scale"}],
    }
    return render(request, "certification/certificate/certificates.html", context)


def _menus() -> dict[str, tuple[str, list[tuple[str, str]]]]:
    return {
        "state": (_("State"), [(state.value, words.state(state)) for state in State]),
        "level": (_("Level"), [(level, case_words.level(pack, level)) for level, pack in lists.levels()]),
        "due": (
            _("Surveillance due"),
            [("overdue", _("overdue")), ("30", _("within 30 days")), ("90", _("within 90 days"))],
        ),
    }


def _address(asked: dict[str, str], **changes: str) -> str:
    kept = {name: value for name, value in asked.items() if value and name != "before"} | changes
    return f"?{urlencode({name: value for name, value in kept.items() if value})}"


def _bar(asked: dict[str, str], menus: dict[str, tuple[str, list[tuple[str, str]]]]) -> dict[str, Any]:
    on, offered = [], []
    for name, (label, options) in menus.items():
        chosen = dict(options).get(asked[name])
        if chosen:
            on.append((label, chosen, _address(asked, **{name: ""})))
        elif options:
            items = [(text, _address(asked, **{name: value}), False) for value, text in options]
            offered.append({"label": label, "options": items})
    hidden = [(name, asked[name]) for name in FILTERS if asked[name]]
    return {
        "search": {"name": "q", "value": asked["q"], "label": _("number, holder"), "hidden": hidden},
        "on": on,
        "menus": offered,
        "clear": reverse("certification:certificates") if on or asked["q"] else "",
    }


def certificate(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Show a certificate: its words, its state today, what happened, what may be done."""
    by = acting(request, P.CASE_READ)
    return one.page(request, by, queries.certificate(certificate_id))


def _done(
    request: HttpRequest, certificate_id: int, name: str, form: Form, act: Callable[[], object], text: str
) -> HttpResponse:
    by = acting(request, P.CASE_READ)
    if form.lets(act):
        messages.success(request, text)
        return redirect("certification:certificate", certificate_id)
    return one.page(request, by, queries.certificate(certificate_id), {name: form})


@require_POST
def propose(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Propose a step."""
    by = acting(request, P.CASE_MANAGE, P.CASE_DECIDE)
    form = ProposeForm(request.POST, steps=list(Step))

    def act() -> object:
        data = dict(form.cleaned_data)
        return actions.propose(certificate_id=certificate_id, step=Step(data.pop("step")), by=by, **data)

    return _done(request, certificate_id, "propose", form, act, _("Proposed; somebody else decides."))


@require_POST
def confirm(request: HttpRequest, certificate_id: int, measure_id: int) -> HttpResponse:
    """Carry out what somebody else proposed."""
    by = acting(request, P.CASE_DECIDE)
    return _done(
        request, certificate_id, "confirm", Form({}), lambda: actions.confirm(measure_id=measure_id, by=by),
        _("Carried out; the holder has a letter."),
    )  # fmt: skip


@require_POST
def decline(request: HttpRequest, certificate_id: int, measure_id: int) -> HttpResponse:
    """Turn down what somebody proposed."""
    by = acting(request, P.CASE_MANAGE, P.CASE_DECIDE)
    form = AnswerForm(request.POST)
    return _done(
        request, certificate_id, "answer", form,
        lambda: actions.decline(measure_id=measure_id, by=by, **form.cleaned_data), _("Turned down."),
    )  # fmt: skip


@require_POST
def extend(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Give more time for surveillance."""
    by = acting(request, P.CASE_DECIDE)
    form = ExtendForm(request.POST)
    return _done(
        request, certificate_id, "extend", form,
        lambda: actions.extend(certificate_id=certificate_id, by=by, **form.cleaned_data),
        _("Extended; the holder has a letter."),
    )  # fmt: skip


@require_POST
def report(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Keep the receipt of the authority."""
    by = acting(request, P.CASE_MANAGE)
    form = ReportForm(request.POST, events=one.unreported(certificate_id))
    return _done(
        request, certificate_id, "report", form, lambda: actions.note_report(by=by, **form.cleaned_data), _("Saved.")
    )


@require_POST
def number_by(request: HttpRequest) -> HttpResponse:
    """Number certificates by another template."""
    by = acting(request, P.IMPARTIALITY_MANAGE)
    try:
        actions.number_by(template=request.POST.get("template", "").strip()[:60], by=by)
    except BadInput as error:
        messages.error(request, "; ".join(wording.text(reason) for reason in error.fields.values()))
    else:
        messages.success(request, _("Saved."))
    return redirect("certification:certificates")
