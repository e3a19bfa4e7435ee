"""A product as its labels show it: the photo and the manuals, kept on its page; the photo for whoever scans a label."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuxing.core import files
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.tenants import in_tenant
from wuxing.customers.models import Asset
from wuxing.service.doors import actions, finding, limits, queries, rules
from wuxing.service.doors.forms_inside import PhotoForm
from wuxing.service.doors.views.inside import run
from wuxing.service.doors.views.tracking import busy


def product(request: HttpRequest, product_id: int) -> HttpResponse:
    """Show a product's photo and manuals; set the photo, or take it off."""
    by = acting(request, Permission.CUSTOMER_READ)
    found = finding.product_of(product_id)
    posted = request.method == "POST"
    form = PhotoForm(request.POST if posted else None, request.FILES if posted else None)

    def act(data: dict[str, Any]) -> Any:
        off = "off" in request.POST
        return actions.set_photo(product_id=found.pk, file=None if off else data["file"], by=by)

    if posted and "off" in request.POST:
        form.fields["file"].required = False
    if posted and run(form, act):
        messages.success(request, _("Saved."))
        return redirect("doors:product", found.pk)
    context = {
        "product": found,
        "form": form,
        "manuals": queries.manuals_of(found.pk, get_language() or ""),
        "may_write": by.may(Permission.CUSTOMER_WRITE),
    }
    return render(request, "service/doors/product.html", context, status=422 if form.errors else 200)


@require_safe
def public_photo(request: HttpRequest, door_code: str) -> HttpResponse:
    """Give the photo of the product behind a label."""
    if limits.too_many(request, limits.PAGE):
        return busy(request)
    kept = rules.code_from(door_code)
    label = None if rules.why_not_code(kept) else queries.find_label(kept)
    if label is None or label.retired:
        return HttpResponse(status=404)
    with in_tenant(label.tenant.pk):
        asset = Asset.objects.select_related("product").filter(pk=label.asset_id or 0).first()
        if asset is None or asset.product.photo_id is None:
            return HttpResponse(status=404)
        attachment, content = files.opened(asset.product.photo_id)
        answer = HttpResponse(content.read(), content_type=attachment.media_type)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
