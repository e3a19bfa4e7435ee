"""扫码页: what opens when a label is scanned, without signing in. It names the product, and nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.core import files, wording
from wuxing.core.places import public_url
from wuxing.core.tenants import in_tenant
from wuxing.customers.models import Asset
from wuxing.service.doors import actions, limits, queries, rules
from wuxing.service.doors.actions import Received, Registered, Reported
from wuxing.service.doors.door import customer_actor
from wuxing.service.doors.forms import PartForm, PublicForm, RegisterForm, ReportForm
from wuxing.service.doors.looking import looked
from wuxing.service.doors.queries import FoundLabel
from wuxing.service.doors.views import guard
from wuxing.service.doors.views.tracking import busy
from wuxing.service.repair.rules.words import SYMPTOMS

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, FoundLabel, Asset | None, P], Any]


def by_label(name: str) -> Callable[[Page[P]], Callable[Concatenate[HttpRequest, str, P], Any]]:
    """Turn `page(request, label, asset, …)` into the view of /s/<code>/…, inside the company's walls, its opening kept."""

    def turn(page: Page[P]) -> Callable[Concatenate[HttpRequest, str, P], Any]:
        @wraps(page)
        def view(request: HttpRequest, door_code: str, *args: P.args, **kwargs: P.kwargs) -> Any:
            if limits.too_many(request, limits.PAGE):
                return busy(request)
            kept = rules.code_from(door_code)
            reason = rules.why_not_code(kept)
            label = None if reason else queries.find_label(kept)
            if label is None:
                text = wording.text(reason) if reason else _("there is no such label; look at it again")
                return render(request, "service/doors/no_label.html", {"reason": text, "typed": door_code}, status=404)
            with in_tenant(label.tenant.pk):
                looked(request, label.tenant.pk, name, label_id=label.pk)
                asset = Asset.objects.select_related("product").filter(pk=label.asset_id or 0).first()
                response = page(request, label, asset, *args, **kwargs)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
            response["Cache-Control"] = "no-store"
            return response

        return view  # type: ignore[return-value]

    return turn


def typed(request: HttpRequest) -> HttpResponse:
    """Open the label whose code was typed."""
    code = rules.code_from(request.GET.get("code", ""))
    if not code:
        return render(request, "service/doors/no_label.html", {"reason": "", "typed": ""})
    return redirect("doors:scan", door_code=code[:20])


def _show(
    request: HttpRequest, label: FoundLabel, asset: Asset | None, here: str, form: PublicForm | None, status: int = 200
) -> HttpResponse:
    settings = queries.settings()
    context = {
        "company": label.tenant,
        "label": label,
        "code": rules.shown_code(label.code),
        "asset": asset,
        "product": asset.product if asset else None,
        "here": here,
        "form": form,
        "settings": settings,
        "known": queries.open_case_of(asset.pk) if asset and here == "report" else None,
        "manuals": queries.manuals_of(asset.product_id, get_language() or "") if asset and here == "manual" else [],
        "signed_in": request.user.is_authenticated,
    }
    if label.retired:
        return render(request, "service/doors/retired.html", context, status=410)
    return render(request, "service/doors/scan.html", context, status=status)


def _bound(request: HttpRequest, kind: type[PublicForm], **more: Any) -> PublicForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return kind(*sent, initial=guard.fresh(), **more)


@by_label("scan")
def scan(request: HttpRequest, label: FoundLabel, asset: Asset | None) -> HttpResponse:
    """Show the product and take a report of a fault."""
    form = _bound(request, ReportForm, trade=asset.product.trade if asset else "")
    if request.method != "POST" or label.retired:
        return _show(request, label, asset, "report", form)
    return _reported(request, label, asset, "report", form)


@by_label("part")
def part(request: HttpRequest, label: FoundLabel, asset: Asset | None) -> HttpResponse:
    """Take the request for a spare part."""
    form = _bound(request, PartForm)
    if request.method != "POST" or label.retired:
        return _show(request, label, asset, "part", form)
    return _reported(request, label, asset, "part", form)


def _reported(
    request: HttpRequest, label: FoundLabel, asset: Asset | None, here: str, form: PublicForm
) -> HttpResponse:
    by = customer_actor(label.tenant)

    def run(filled: PublicForm) -> Received:
        return actions.report(said=reported(filled, label_id=label.pk, asset_id=asset.pk if asset else None), by=by)

    done, status = guard.taken(request, form, run, label.code)
    return to_tracking(done) if done else _show(request, label, asset, here, form, status)


def reported(form: PublicForm, **more: Any) -> Reported:
    """Return what a valid form says; who only chose what is wrong has said it."""
    data = form.cleaned_data
    symptom = data.get("symptom", "")
    fault = data["fault"].strip() or (wording.text(SYMPTOMS[symptom]) if symptom else "")
    words = {name: data[name] for name in ("name", "serial", "city", "district", "address") if name in data}
    return Reported(
        once=data["once"],
        phone=data["phone"],
        fault=fault,
        kind=getattr(form, "kind", "fault"),
        symptom=symptom,
        language=get_language() or "zh-hans",
        photos=guard.photos_of(form),
        **words,
        **more,
    )


def to_tracking(done: Received) -> HttpResponse:
    """Go to the link that was made, which says at the top that it should be kept."""
    path = done.url.removeprefix(public_url())
    response = redirect(f"{path}?{'known' if done.joined else 'new'}=1")
    response["Referrer-Policy"] = "same-origin"
    return response


@by_label("register")
def register(request: HttpRequest, label: FoundLabel, asset: Asset | None) -> HttpResponse:
    """Take what an owner says of the purchase; an agent looks at it."""
    form = _bound(request, RegisterForm)
    if asset and asset.serial:
        del form.fields["serial"]
    if request.method != "POST" or label.retired:
        return _show(request, label, asset, "register", form)
    by = customer_actor(label.tenant)

    def run(filled: PublicForm) -> Any:
        data = filled.cleaned_data
        said = Registered(
            once=data["once"],
            phone=data["phone"],
            purchased_on=data["purchased_on"],
            name=data["name"],
            serial=data.get("serial", ""),
            product_id=asset.product_id if asset else None,
            asset_id=asset.pk if asset else None,
            label_id=label.pk,
            photos=guard.photos_of(filled),
        )
        return actions.register_purchase(said=said, by=by)

    done, status = guard.taken(request, form, run, label.code)
    return _show(request, label, asset, "registered" if done else "register", form, 200 if done else status)


@by_label("manual")
def manual(request: HttpRequest, label: FoundLabel, asset: Asset | None) -> HttpResponse:
    """List the manuals of the product."""
    return _show(request, label, asset, "manual", None)


@by_label("manual")
def manual_file(request: HttpRequest, label: FoundLabel, asset: Asset | None, manual_id: int) -> Any:
    """Give a manual that is kept as a file; a retired label gives none, it says where to turn."""
    if label.retired:
        return _show(request, label, asset, "manual", None)
    found = [one for one in queries.manuals_of(asset.product_id) if one.pk == manual_id and one.file] if asset else []
    if not found or found[0].file is None:
        return render(
            request, "service/doors/no_label.html", {"reason": _("there is no such manual"), "typed": ""}, status=404
        )
    attachment, content = files.opened(found[0].file.pk)
    return FileResponse(content, filename=attachment.name, content_type=attachment.media_type)
