"""One certificate as its page shows it: the words, the state today, what may be done and why not."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wuxing.certification.certificate import queries, rules, words
from wuxing.certification.certificate.actions import measures, reporting
from wuxing.certification.certificate.forms import AnswerForm, ExtendForm, ProposeForm, ReportForm
from wuxing.certification.certificate.models import Certificate, CertificateEvent, Measure
from wuxing.certification.certificate.rules import Step
from wuxing.certification.certificate.views import shown
from wuxing.certification.credentials.views import shown as credentials
from wuxing.certification.surveillance.views.shown import next_of
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.forms import Form
from wuxing.core.reasons import Reason

P = Permission


def page(request: HttpRequest, by: Actor, found: Certificate, forms: Mapping[str, Form] | None = None) -> HttpResponse:
    """Show one certificate; `forms` are those with something wrong."""
    given, today = forms or {}, clock.today(by.zone)
    confirm = given.get("confirm")
    context = {
        "found": found,
        **shown.row(found, today),
        "facts": shown.facts(found),
        "dates": shown.dates(found),
        "verdict": shown.verdict(found, today),
        "surveillance": next_of(found, by),
        "term_over": rules.suspension_is_over(queries.state_on(found, today), found.suspended_until, today),
        "events": shown.events(found, today),
        "links": credentials.of_body(found),
        "waiting": _waiting(found, by, given),
        "wrong": list(confirm.non_field_errors()) if confirm else [],
        **_proposing(found, by, today, given),
        **_extending(found, by, today, given),
        **_reporting(found, by, given),
    }
    return render(request, "certification/certificate/certificate.html", context, status=422 if given else 200)


def _said(reason: Reason | None) -> str:
    return wording.text(reason) if reason else ""


def _waiting(found: Certificate, by: Actor, given: Mapping[str, Form]) -> dict[str, Any] | None:
    measure: Measure | None = queries.waiting_measure(found.pk)
    if measure is None:
        return None
    own = measure.proposed_by_id == by.user_id
    return {
        "row": measure,
        "step": words.step(measure.step),
        "ground": words.reason(measure.reason_code),
        "reason": _said(measures.why_not_confirm(measure, found, by)),
        "answer": given.get("answer") or AnswerForm() if own or by.may(P.CASE_DECIDE) else None,
    }


def _proposing(found: Certificate, by: Actor, today: date, given: Mapping[str, Form]) -> dict[str, Any]:
    whys = {step: measures.why_not(found, step, today) for step in Step}
    steps = [step for step, why in whys.items() if why is None]
    reason = ""
    if not (by.may(P.CASE_MANAGE) or by.may(P.CASE_DECIDE)):
        reason = _("your role does not allow this")
    elif queries.waiting_measure(found.pk):
        reason = _("a proposal on this certificate waits for its decision already")
    elif not steps:
        reason = _said(whys[Step.WITHDRAW])
    form = None
    if not reason:
        form = given.get("propose") or ProposeForm(steps=steps)
    locked = [(words.step(step), _said(why)) for step, why in whys.items() if why and not reason]
    return {"propose_form": form, "propose_reason": reason, "locked": locked}


def _extending(found: Certificate, by: Actor, today: date, given: Mapping[str, Form]) -> dict[str, Any]:
    most = rules.months_after(found.surveillance_due_on, rules.EXTENSION_MONTHS)
    why = rules.why_not_extend(
        queries.state_on(found, today), found.surveillance_due_on, found.extended_until, most, today
    )
    reason = _said(why) if by.may(P.CASE_DECIDE) else _("this is decided by a decision maker")
    form = None if reason else given.get("extend") or ExtendForm(initial={"until": most})
    return {"extend_form": form, "extend_reason": reason}


def unreported(certificate_id: int) -> list[tuple[int, str]]:
    """Return the changes of a certificate that no receipt is kept of."""
    rows = CertificateEvent.objects.filter(
        certificate_id=certificate_id, event__in=reporting.REPORTED, report__isnull=True
    )
    return [(row.pk, f"{words.event(row.event)} {row.at.date().isoformat()}") for row in rows.order_by("pk")]


def _reporting(found: Certificate, by: Actor, given: Mapping[str, Form]) -> dict[str, Any]:
    waiting = unreported(found.pk)
    if not waiting or not by.may(P.CASE_MANAGE) or found.rehearsal:
        return {"report_form": None}
    return {"report_form": given.get("report") or ReportForm(events=waiting)}
