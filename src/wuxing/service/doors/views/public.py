"""Public pages of a company that need no label: report a fault, ask for a new link, check a service sheet."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuxing.core import wording
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.customers.models import Product
from wuxing.service.doors import actions, limits, queries, rules
from wuxing.service.doors.door import customer_actor
from wuxing.service.doors.forms import AgainForm, PublicForm, WebReportForm
from wuxing.service.doors.looking import looked
from wuxing.service.doors.views import guard
from wuxing.service.doors.views.scan import reported, to_tracking
from wuxing.service.doors.views.tracking import busy

MOST_PRODUCTS = 300


def company_by(slug: str) -> Tenant:
    """Return a company by the name in addresses. Raises Http404."""
    found = queries.find_company(slug)
    if found is None:
        raise Http404(_("there is no such company here"))
    return found


def products() -> list[tuple[str, Any]]:
    """Return the products that are served, as choices."""
    rows = Product.objects.filter(active=True).order_by("category", "name", "model")
    return [(str(pk), f"{name} {model}") for pk, name, model in rows.values_list("pk", "name", "model")[:MOST_PRODUCTS]]


def report(request: HttpRequest, company: str) -> HttpResponse:
    """Take a report without a label: from a poster, the web, a card."""
    tenant = company_by(company)
    if limits.too_many(request, limits.PAGE):
        return busy(request)
    with in_tenant(tenant.pk):
        looked(request, tenant.pk, "report")
        sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = WebReportForm(*sent, initial=guard.fresh(), products=products())
        status = 200
        if request.method == "POST":
            by = customer_actor(tenant)

            def run(filled: PublicForm) -> Any:
                product = filled.cleaned_data["product_id"]
                return actions.report(said=reported(filled, product_id=int(product) if product else None), by=by)

            done, status = guard.taken(request, form, run)
            if done:
                return to_tracking(done)
        context = {"company": tenant, "form": form, "settings": queries.settings()}
        return render(request, "service/doors/report.html", context, status=status)


def again(request: HttpRequest, company: str) -> HttpResponse:
    """Take the wish for a new link; the answer is the same whether the number exists or not."""
    tenant = company_by(company)
    sent = (request.POST,) if request.method == "POST" else ()
    form = AgainForm(*sent, initial=guard.fresh())
    context: dict[str, Any] = {"company": tenant, "form": form, "sent": False}
    status = 200
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"].strip().upper()
        if limits.too_many(request, limits.AGAIN, key=f"{tenant.pk}:{number}"):
            return busy(request)
        with in_tenant(tenant.pk):
            looked(request, tenant.pk, "again")
            if not form.cleaned_data["website"]:
                actions.send_link_again(
                    number=number,
                    digits=form.cleaned_data["digits"],
                    language=get_language() or "zh-hans",
                    by=customer_actor(tenant),
                )
        context["sent"] = True
    elif request.method == "POST":
        status = 422
    return render(request, "service/doors/again.html", context, status=status)


@require_safe
def sheet(request: HttpRequest, door_code: str) -> HttpResponse:
    """Say whether a service sheet is ours, and what stands on it."""
    if limits.too_many(request, limits.PAGE):
        return busy(request)
    kept = rules.code_from(door_code)
    reason = rules.why_not_code(kept)
    found = None if reason else queries.find_sheet(kept)
    context = {
        "company": found.tenant if found else None,
        "found": found,
        "code": rules.shown_code(kept),
        "reason": wording.text(reason) if reason else _("no sheet with this code was issued here"),
    }
    return render(request, "service/doors/sheet.html", context, status=200 if found else 404)
