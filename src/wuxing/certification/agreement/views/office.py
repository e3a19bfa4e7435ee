"""The body's pages: the agreement of a case, and what is done with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.certification.agreement import actions, documents, queries, rules, words
from wuxing.certification.agreement.forms import ChargeForm, QuoteForm, SignForm
from wuxing.certification.agreement.queries import Version, access
from wuxing.certification.agreement.states import Fee, Side
from wuxing.certification.agreement.views import shown
from wuxing.certification.cases import queries as of_cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Kind, Stage
from wuxing.certification.cases.views import shell
from wuxing.certification.programme import queries as of_programmes
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken

P = Permission


def case_agreement(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the agreement of a case: versions, signatures, invoices, access; work out and issue a quote."""
    by = acting(request, P.CASE_READ)
    return page(request, by, of_cases.case(case_id))


def page(
    request: HttpRequest, by: Actor, case: Case, refused: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Draw the page; `refused` holds forms that were refused, by name, or the working of a quote."""
    refused = refused or {}
    found = queries.versions(case.pk)
    last = found[0] if found else None
    context = {
        "versions": [shown.version(one) for one in found],
        "last": shown.version(last) if last else None,
        "invoices": [
            shown.invoice(row, by) for row in queries.invoices_of(case)
        ],
        "access": access.given(case),
        "may": by.may(P.CASE_MANAGE),
        **_quote(case, last, by, refused),
        "sign": _sign(last, by, refused),
        "charge": refused.get("charge") or ChargeForm(initial={"due_on": clock.today(by.zone)}, auto_id="charge_%s"),
    }  # fmt: skip
    return shell.page(request, "certification/agreement/case.html", case, by, "case_agreement", status, **context)


def _quote(case: Case, last: Version | None, by: Actor, refused: dict[str, Any]) -> dict[str, Any]:
    reason = rules.why_not_issue(Stage(case.stage), last is not None and last.stands)
    why_not = wording.text(reason) if reason else "" if by.may(P.CASE_MANAGE) else _("your role does not allow this")
    covering = None if reason or Kind(case.kind) not in rules.CONTINUING else queries.covering(case)
    if why_not:
        return {"quote_reason": why_not, "covering": covering, "quote": None}
    form = refused.get("quote") or quote_form(case)
    asked = form.quoted().adjustments if form.is_bound and form.is_valid() else ()
    rule = of_programmes.for_case(case)
    worked, visited = actions.work_out(case, rule, asked)
    fees = rules.fees_for(Kind(case.kind), rule.fees, worked.total)
    return {
        "quote": form,
        "covering": covering,
        "worked": {
            "lines": [(words.line(rule, line.code, line.title), line.days, line.reason) for line in worked.lines],
            "total": worked.total,
            "visited": visited,
            "fees": [(words.fee(fee), amount) for fee, amount in fees.items()],
            "sum": sum(fees.values()),
        },
    }


def quote_form(case: Case, data: Any = None) -> QuoteForm:
    """Return the form of a quote with the body's adjustments and fees."""
    rule = of_programmes.for_case(case)
    worked, _visited = actions.work_out(case, rule)
    return QuoteForm(rule, rules.fees_for(Kind(case.kind), rule.fees, worked.total), data)


def _sign(last: Version | None, by: Actor, refused: dict[str, Any]) -> dict[str, Any] | None:
    if last is None or last.stands:
        return None
    reason = rules.why_not_sign(Side.BODY, last.events, newest=True, continues=False, same_text=True)
    role = "" if by.may(P.CASE_MANAGE) else _("your role does not allow this")
    initial = {"sha256": last.row.sha256, "signed_by": by.name}
    return {
        "form": refused.get("sign") or SignForm(initial=initial, auto_id="sign_%s"),
        "reason": role or (wording.text(reason) if reason else ""),
        "sha256": last.row.sha256,
    }


@require_POST
def case_agreement_act(request: HttpRequest, case_id: int, name: str) -> HttpResponse:
    """Issue a quote, go on under the agreement of the cycle, sign for the body, or raise an invoice."""
    by = acting(request, P.CASE_READ)
    case = of_cases.case(case_id)
    if name not in _ACTS:
        raise NotFound(_("there is no such step"))
    form = _ACTS[name][0](case, request)
    if form is not None and (not form.is_valid() or "preview" in request.POST):
        return page(request, by, case, {name: form}, 200 if form.is_valid() else 422)
    try:
        said = _ACTS[name][1](case, form, by)
    except BadInput as error:
        assert form is not None
        form.blame({"quote" if key == "fees" else key: text for key, text in error.fields.items()})
        return page(request, by, case, {name: form}, 422)
    except RuleBroken as error:
        if form is None:
            messages.error(request, wording.text(error.reason))
            return redirect("certification:case_agreement", case.pk)
        form.add_error(None, wording.text(error.reason))
        return page(request, by, case, {name: form}, 422)
    messages.success(request, said)
    return redirect("certification:case_agreement", case.pk)


def _issue(case: Case, form: Any, by: Actor) -> str:
    actions.issue(case_id=case.pk, quoted=form.quoted(), by=by)
    return _("The quote is with the client; the letter is sent.")


def _continue(case: Case, form: Any, by: Actor) -> str:
    actions.continue_under(case_id=case.pk, by=by)
    return _("The agreement of the cycle goes on in this case.")


def _signed(case: Case, form: Any, by: Actor) -> str:
    last = queries.standing(case)
    data = form.cleaned_data
    actions.sign(
        case_id=case.pk, version=last.row.version if last else 0, side=Side.BODY, name=data["signed_by"],
        post=data["post"], sha256=data["sha256"], drawing=data["signature"], by=by,
    )  # fmt: skip
    return _("Signed.")


def _charge(case: Case, form: Any, by: Actor) -> str:
    data = form.cleaned_data
    actions.charge(
        case_id=case.pk, kind=Fee(data["kind"]), amount=data["amount"], due_on=data["due_on"], note=data["note"], by=by
    )
    return _("The invoice is raised.")


_ACTS: dict[str, tuple[Any, Any]] = {
    "quote": (lambda case, request: quote_form(case, request.POST), _issue),
    "continue": (lambda case, request: None, _continue),
    "sign": (lambda case, request: SignForm(request.POST, auto_id="sign_%s"), _signed),
    "charge": (lambda case, request: ChargeForm(request.POST, auto_id="charge_%s"), _charge),
}


def agreement_pdf(request: HttpRequest, case_id: int, version: int) -> HttpResponse:
    """Hand out a version of the agreement as a PDF."""
    by = acting(request, P.CASE_READ)
    return pdf(of_cases.case(case_id), version, by)


def pdf(case: Case, number: int, by: Actor) -> HttpResponse:
    """Return a version of a case's agreement as a PDF. Raises NotFound."""
    found = next((one for one in queries.versions(case.pk) if one.row.version == number), None)
    if found is None:
        raise NotFound(_("there is no such version of the agreement"))
    response = HttpResponse(documents.pdf_of(found, by.tenant_id), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.row.number}-{found.row.version}.pdf"'
    return response
