"""The body's page of a certificate's papers and proofs, and what is done there."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wuxing.certification.certificate import actions as certificates
from wuxing.certification.certificate import queries as of_certificates
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.certificate.states import State
from wuxing.certification.certificate.views import shown as certificate_shown
from wuxing.certification.credentials import actions, queries, rules
from wuxing.certification.credentials.forms import DuplicateForm, RenameForm, RenewForm
from wuxing.certification.credentials.views import shown
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import RuleBroken
from wuxing.core.forms import Form
from wuxing.core.reasons import Reason

P = Permission


@require_safe
def papers(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Show what proves a certificate, its papers and seals."""
    by = acting(request, P.CASE_READ)
    return _page(request, by, of_certificates.certificate(certificate_id))


def _page(request: HttpRequest, by: Actor, found: Certificate, forms: Mapping[str, Form] | None = None) -> HttpResponse:
    given, seal = forms or {}, queries.latest(found.pk)
    state = State(found.state)
    context = {
        "found": found,
        **certificate_shown.row(found, clock.today(by.zone)),
        "links": shown.of_body(found),
        "proof": shown.proof(seal) if seal else None,
        "seals": shown.seals(found),
        "papers": shown.papers(found),
        "duplicate_form": given.get("duplicate") or DuplicateForm(initial={"language": found.case.language}),
        "duplicate_reason": _why_not(by, P.CASE_MANAGE, rules.why_not_duplicate(state)),
        "rename_form": given.get("rename") or RenameForm.of(found),
        "renew_form": given.get("renew") or RenewForm(),
        "renew_reason": _why_not(by, P.CASE_DECIDE, rules.why_not_renew(state)),
    }
    return render(request, "certification/credentials/papers.html", context, status=422 if given else 200)


def _why_not(by: Actor, permission: Permission, reason: Reason | None) -> str:
    if not by.may(permission):
        return _("your role does not allow this")
    return wording.text(reason) if reason else ""


@require_safe
def certificate_pdf(request: HttpRequest, certificate_id: int, language: str) -> HttpResponse:
    """Give the paper of a certificate in a language, made on the first asking."""
    by = acting(request, P.CASE_READ)
    found = of_certificates.certificate(certificate_id)
    try:
        return pdf(actions.paper_in(certificate_id=found.pk, language=language, by=by))
    except RuleBroken as error:
        messages.error(request, wording.text(error.reason))
        return redirect("certification:certificate_papers", certificate_id)


@require_safe
def certificate_paper(request: HttpRequest, certificate_id: int, print_id: int) -> HttpResponse:
    """Give one paper as it was made."""
    acting(request, P.CASE_READ)
    return pdf(queries.paper(print_id, certificate_id))


@require_safe
def certificate_file(request: HttpRequest, certificate_id: int, part: str) -> HttpResponse:
    """Give a file that proves a certificate."""
    acting(request, P.CASE_READ)
    try:
        return shown.file(queries.sealed(certificate_id), part)
    except RuleBroken as error:
        messages.error(request, wording.text(error.reason))
        return redirect("certification:certificate_papers", certificate_id)


def pdf(found: Any) -> HttpResponse:
    """Return a paper as a file to look at."""
    return shown.download(queries.bytes_of(found), found.attachment.name, "application/pdf", inline=True)


def _done(
    request: HttpRequest, certificate_id: int, name: str, form: Form, act: Callable[[], object], text: str
) -> HttpResponse:
    by = acting(request, P.CASE_READ)
    if form.lets(act):
        messages.success(request, text)
        return redirect("certification:certificate_papers", certificate_id)
    return _page(request, by, of_certificates.certificate(certificate_id), {name: form})


@require_POST
def duplicate(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Make a duplicate of a lost paper."""
    by = acting(request, P.CASE_MANAGE)
    form = DuplicateForm(request.POST)
    return _done(
        request, certificate_id, "duplicate", form,
        lambda: actions.make_duplicate(certificate_id=certificate_id, by=by, **form.cleaned_data),
        _("The duplicate is made."),
    )  # fmt: skip


@require_POST
def renew(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Seal a certificate anew."""
    by = acting(request, P.CASE_DECIDE)
    form = RenewForm(request.POST)
    return _done(
        request, certificate_id, "renew", form,
        lambda: actions.renew(certificate_id=certificate_id, by=by, **form.cleaned_data),
        _("Sealed anew; the paper follows in a few seconds."),
    )  # fmt: skip


@require_POST
def rename(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Write another name or address of the holder."""
    by = acting(request, P.CASE_DECIDE)
    form = RenameForm(request.POST)
    return _done(
        request, certificate_id, "rename", form,
        lambda: certificates.rename(certificate_id=certificate_id, by=by, **form.cleaned_data),
        _("Sealed anew under the same number; the holder has a letter."),
    )  # fmt: skip
