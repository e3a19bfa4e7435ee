"""The surveillance calendar, one certificate's calendar, the steps taken there."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.certification.cases import words as case_words
from wuxing.certification.certificate import actions as certificates
from wuxing.certification.certificate import queries as of_certificates
from wuxing.certification.certificate import rules
from wuxing.certification.certificate import words as certificate_words
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.surveillance import actions, lists, queries, words
from wuxing.certification.surveillance.forms import ExtendForm, SpecialForm
from wuxing.certification.surveillance.lists import Wanted
from wuxing.certification.surveillance.models import EarlySurveillance, Watch
from wuxing.certification.surveillance.rules import calendar
from wuxing.certification.surveillance.views import shown
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.forms import Form

P = Permission
GROUPS = ("", "due", "overdue", "extended", "suspended", "renewal", "early")


def wanted_of(request: HttpRequest) -> tuple[dict[str, str], Wanted]:
    """Return what the address asks for, and the same as the list takes it; what makes no sense is left out."""
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("group", "month", "q")}
    if asked["group"] not in GROUPS:
        asked["group"] = ""
    month = _day(f"{asked['month']}-01") if asked["month"] else None
    asked["month"] = asked["month"] if month else ""
    day, _sep, pk = request.GET.get("after", "").partition("|")
    after = _day(day)
    key = (after, int(pk)) if after and pk.isdecimal() and len(pk) < 18 else None
    return asked, Wanted(asked["group"], month, asked["q"], key)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def address(asked: dict[str, str], page: str = "certification:surveillance", **changes: str) -> str:
    """Return the address of the calendar with some of what is asked changed."""
    kept = {name: value for name, value in (asked | changes).items() if value}
    return f"{reverse(page)}?{urlencode(kept)}" if kept else reverse(page)


def surveillance(request: HttpRequest) -> HttpResponse:
    """Show the calendar: months, groups, and what is due first with its one next step."""
    by = acting(request, P.CASE_READ)
    today = clock.today(by.zone)
    asked, wanted = wanted_of(request)
    terms = lists.terms()
    rows, following = lists.page(wanted, today, terms)
    counts = lists.counts(today, lists.lead_of(terms))
    context = {
        "rows": [shown.line(row, by, today) for row in rows],
        "views": [
            {
                "title": words.group(group),
                "url": address(asked, group=group, month=""),
                "count": counts[group or "all"],
                "here": group == asked["group"] and not asked["month"],
            }
            for group in GROUPS
        ],
        "months": [
            {
                "title": month.strftime("%Y-%m"),
                "count": count,
                "url": address({}, month=month.strftime("%Y-%m")),
                "here": asked["month"] == month.strftime("%Y-%m"),
            }
            for month, count in lists.months(today)
        ],
        "bar": _bar(asked),
        "filtered": any(asked.values()),
        "words": _("what is due first"),
        "previous": "",
        "next": address(asked, after=f"{following[0]}|{following[1]}") if following else "",
        "acts": _acts(asked, by),
    }
    return render(request, "certification/surveillance/surveillance.html", context)


def _bar(asked: dict[str, str]) -> dict[str, Any]:
    on = [(_("Month"), asked["month"], address(asked, month=""))] if asked["month"] else []
    hidden = [(name, asked[name]) for name in ("group", "month") if asked[name]]
    label = _("holder, number")
    return {
        "search": {"name": "q", "value": asked["q"], "label": label, "hidden": hidden},
        "on": on,
        "menus": [],
        "clear": reverse("certification:surveillance") if any(asked.values()) else "",
    }


def _acts(asked: dict[str, str], by: Actor) -> list[dict[str, Any]]:
    return [
        {"label": _("iCal"), "url": address(asked, "certification:surveillance_ical"), "icon": "calendar"},
        {"label": _("CSV"), "url": address(asked, "certification:surveillance_csv"), "icon": "download"},
        {
            "label": _("Transfer from another body"),
            "url": reverse("certification:transfer_new"),
            "icon": "switch-horizontal",
            "reason": "" if by.may(P.CASE_MANAGE) else _("your role does not allow this"),
        },
    ]


def surveillance_of(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Show one certificate's days, next step, further cases and what the company's records say."""
    by = acting(request, P.CASE_READ)
    return _of(request, of_certificates.certificate(certificate_id), by)


def _of(request: HttpRequest, found: Certificate, by: Actor, wrong: tuple[str, Form] | None = None) -> HttpResponse:
    today = clock.today(by.zone)
    row = shown.row_of(found, by)
    standing = queries.standing_of(found)
    days = calendar.calendar_of(standing, queries.terms_by_scheme([found.scheme])[found.scheme])
    under_way = queries.open_cases([found.pk]).get(found.pk, [])
    shown_forms: dict[str, Form] = {
        "extend": ExtendForm(initial={"until": days.latest}),
        "special": SpecialForm(),
    }
    if wrong:
        shown_forms[wrong[0]] = wrong[1]
    context = {
        "found": found,
        "level": case_words.level(found.pack, found.level),
        "state": certificate_words.BADGES[of_certificates.state_on(found, today)],
        "word": certificate_words.state(of_certificates.state_on(found, today)),
        "next": shown.next_of(found, by),
        "certificate_url": shown.page_of(found.pk),
        "cases": shown.cases_of(found, by),
        "forms": shown_forms,
        "open_extend": bool(wrong and wrong[0] == "extend"),
        "open_special": bool(wrong and wrong[0] == "special"),
        "why_not_extend": _why_not_extend(found, days, today, by),
        "why_not_special": _said(calendar.why_not_special(standing, under_way, today), by),
        "watches": Watch.objects.filter(certificate=found).order_by("-day")[:1],
        "proposals": [
            {"row": one, "word": words.answer(one.state)}
            for one in EarlySurveillance.objects.filter(certificate=found).order_by("-pk")[:20]
        ],
        "acts": _acts_of(found, row, calendar.why_not_change(standing, under_way, today), by),
    }
    return render(request, "certification/surveillance/of.html", context, status=422 if wrong else 200)


def _said(reason: Any, by: Actor, need: Permission = P.CASE_MANAGE) -> str:
    if not by.may(need):
        return _("your role does not allow this")
    return wording.text(reason) if reason else ""


def _why_not_extend(found: Certificate, days: calendar.Calendar, today: date, by: Actor) -> str:
    if not by.may(P.CASE_DECIDE):
        return _("a decision maker does this")
    first = max(days.due, today) + timedelta(days=1)
    reason = rules.why_not_extend(
        of_certificates.state_on(found, today), found.surveillance_due_on, found.extended_until, first, today
    )
    return wording.text(reason) if reason else ""


def _acts_of(found: Certificate, row: lists.Row, why_not: Any, by: Actor) -> list[dict[str, Any]]:
    change = {
        "label": _("Change the certificate"),
        "url": reverse("certification:change_new", args=[found.pk]),
        "icon": "pencil",
        "reason": _said(why_not, by),
    }
    first = shown.act(row, by)
    return [change, first | {"primary": True}] if first else [change]


@require_POST
def surveillance_act(request: HttpRequest, certificate_id: int, name: str) -> HttpResponse:
    """Take a step: open a case, extend, suspend, write an expiry down."""
    by = acting(request, P.CASE_MANAGE, P.CASE_DECIDE)
    found = of_certificates.certificate(certificate_id)
    steps: dict[str, Callable[..., Any]] = {
        "survey": lambda: actions.open_surveillance(certificate_id=found.pk, by=by),
        "renew": lambda: actions.open_renewal(certificate_id=found.pk, by=by),
        "suspend": lambda: certificates.suspend_overdue(certificate=found, by=by),
        "expire": lambda: certificates.expire(certificate=found, by=by),
        "extend": lambda **data: certificates.extend(certificate_id=found.pk, by=by, **data),
        "special": lambda **data: actions.open_special(certificate_id=found.pk, by=by, **data),
    }
    asked: dict[str, type[Form]] = {"extend": ExtendForm, "special": SpecialForm}
    if name not in steps:
        raise NotFound(_("there is no such step"))
    form = asked.get(name, Form)(request.POST)
    if form.is_valid():
        try:
            made = steps[name](**form.cleaned_data)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            if name not in asked:
                messages.error(request, wording.text(error.reason))
                return redirect("certification:surveillance_of", found.pk)
            form.add_error(None, wording.text(error.reason))
        else:
            return _after(request, name, made, found)
    return _of(request, found, by, (name, form))


def _after(request: HttpRequest, name: str, made: Any, found: Certificate) -> HttpResponse:
    if name in {"survey", "renew", "special"}:
        messages.success(request, _("The case is open. Assign the people next."))
        return redirect("certification:case", made.pk)
    messages.success(request, _("Saved. The holder is told by letter."))
    return redirect("certification:surveillance_of", found.pk)
