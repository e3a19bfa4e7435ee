"""Pages of the company about its doors: registrations, manuals, settings, the form by which anybody passes a request on."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from wuxing.core import clock, files, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, BusinessError, NotAllowed, NotFound
from wuxing.core.forms import Form
from wuxing.core.models import Attachment
from wuxing.customers.customer_care import masking
from wuxing.service.doors import actions, finding, queries
from wuxing.service.doors.forms_inside import DecideForm, ManualForm, PassOnForm, RevokeForm, SettingsForm
from wuxing.service.doors.views.public import products

NEWEST = 10**17
STATES = ("proposed", "confirmed", "refused")


def run(form: Form, act: Any) -> Any:
    """Run an action with a valid form; None when it was refused, the reasons on the form."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except (NotAllowed, NotFound):
        raise
    except BadInput as error:
        form.blame(error.fields)
    except BusinessError as error:
        form.add_error(None, wording.text(error.reason))
    return None


def _states() -> tuple[str, str, str]:
    kind = pgettext("registration", "waiting"), pgettext("registration", "confirmed")
    return (*kind, pgettext("registration", "refused"))


def registrations(request: HttpRequest) -> HttpResponse:
    """List what owners registered; what waits for a decision first."""
    return _registrations(request, acting(request, Permission.CUSTOMER_READ), {})


def _registrations(request: HttpRequest, by: Actor, bound: dict[int, DecideForm], status: int = 200) -> HttpResponse:
    """Draw the list; what was refused stands in `bound`, by registration, as it was typed."""
    state = request.GET.get("state", "")
    given = request.GET.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 18 else NEWEST
    chosen = state if state in STATES else STATES[0]
    rows = finding.registrations(chosen, before)
    shown = rows[: finding.PAGE]
    if bound and not bound.keys() <= {
        one.pk for one in shown
    }:  # decided, or newer ones came between: the list begins with it
        chosen = finding.state_of(max(bound))
        rows = finding.registrations(chosen, max(bound) + 1)
        shown = rows[: finding.PAGE]
    ids = [one.pk for one in shown]
    photos: dict[int, list[Attachment]] = {}
    for one in Attachment.objects.filter(target_type="warranty_registration", target_id__in=ids).order_by("pk"):
        photos.setdefault(one.target_id, []).append(one)
    context = {
        "rows": [
            (one, masking.name_for(by, one.name), photos.get(one.pk, []), bound.get(one.pk) or _decide_form(one.pk))
            for one in shown
        ],
        "state": chosen,
        "tabs": [(name, word) for name, word in zip(STATES, _states(), strict=True)],
        "may_decide": by.may(Permission.CUSTOMER_WRITE),
        "here": f"?state={chosen}&before={before}",
        "next": f"?state={chosen}&before={shown[-1].pk}" if len(rows) > finding.PAGE else "",
    }
    return render(request, "service/doors/registrations.html", context, status=status)


def _decide_form(registration_id: int, data: Any = None) -> DecideForm:
    return DecideForm(data, auto_id=f"decide{registration_id}_%s")


@require_POST
def decide(request: HttpRequest, registration_id: int) -> HttpResponse:
    """Confirm or refuse a registration."""
    by = acting(request, Permission.CUSTOMER_WRITE)
    form = _decide_form(registration_id, request.POST)

    def act(data: dict[str, Any]) -> Any:
        if "refuse" in request.POST:
            return actions.refuse_registration(registration_id=registration_id, reason=data["reason"], by=by)
        return actions.confirm_registration(registration_id=registration_id, asset_id=data["asset_id"], by=by)

    if run(form, act):
        messages.success(request, _("Saved."))
        return redirect("doors:registrations")
    return _registrations(request, by, {registration_id: form}, 422)


def manuals(request: HttpRequest) -> HttpResponse:
    """List the manuals of all products, and add one."""
    by = acting(request, Permission.CUSTOMER_READ)
    posted = request.method == "POST"
    form = ManualForm(request.POST if posted else None, request.FILES if posted else None, products=products())

    def act(data: dict[str, Any]) -> Any:
        sent = data.pop("file")
        data["product_id"] = int(data["product_id"])
        return actions.add_manual(**data, file=sent or None, name=sent.name if sent else "", by=by)

    if posted and run(form, act):
        messages.success(request, _("Saved."))
        return redirect("doors:manuals")
    context = {
        "rows": finding.manuals(),
        "products": finding.products(),
        "form": form,
        "may_write": by.may(Permission.CUSTOMER_WRITE),
    }
    return render(request, "service/doors/manuals.html", context, status=422 if form.errors else 200)


@require_POST
def manual_off(request: HttpRequest, manual_id: int) -> HttpResponse:
    """Take a manual off the public pages."""
    actions.take_off_manual(manual_id=manual_id, by=acting(request, Permission.CUSTOMER_WRITE))
    messages.success(request, _("Saved."))
    return redirect("doors:manuals")


def settings(request: HttpRequest) -> HttpResponse:
    """Show how the doors are kept, and change it."""
    by = acting(request, Permission.GOVERNANCE_READ)
    kept = queries.settings()
    initial = {name: getattr(kept, name) for name in queries.SETTINGS}
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and run(form, lambda data: actions.set_doors(**data, by=by)):
        messages.success(request, _("Saved."))
        return redirect("doors:settings")
    context = {"form": form, "may_write": by.may(Permission.GOVERNANCE_WRITE), "slug": finding.company().slug}
    return render(request, "service/doors/settings.html", context, status=422 if form.errors else 200)


def pass_on(request: HttpRequest) -> HttpResponse:
    """Let any member pass on a request that reached them."""
    by = acting(request, Permission.REPAIR_PASS_ON)
    here = clock.now().astimezone(ZoneInfo(by.zone))
    initial = {"received_on": here.date(), "received_at": here.time().replace(second=0, microsecond=0)}
    form = PassOnForm(request.POST if request.method == "POST" else None, initial=initial, products=products())

    def act(data: dict[str, Any]) -> Any:
        received = datetime.combine(data.pop("received_on"), data.pop("received_at"), ZoneInfo(by.zone))
        product = data.pop("product_id")
        return actions.pass_on(received_at=received, product_id=int(product) if product else None, by=by, **data)

    if request.method == "POST" and (made := run(form, act)):
        messages.success(
            request, _("Passed on as %(number)s. The service department sees it now.") % {"number": made.number}
        )
        return redirect("doors:pass_on")
    return render(request, "service/doors/pass_on.html", {"form": form}, status=422 if form.errors else 200)


SHOWN = ("service_request", "warranty_registration", "product_manual", "product")


def file(request: HttpRequest, picture_id: int) -> FileResponse:
    """Show a picture that came in by a door, or a manual."""
    acting(request, Permission.REPAIR_READ, Permission.CUSTOMER_READ)
    if not Attachment.objects.filter(pk=picture_id, target_type__in=SHOWN).exists():
        raise NotFound(_("there is no such file here"))
    kept, content = files.opened(picture_id)
    answer = FileResponse(content, content_type=kept.media_type, filename=kept.name)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def seen(page: str) -> str:
    """Return the word for a page that was opened, or for what was posted to a part of it."""
    words = {
        "tracking": _("progress page"),
        "verify": _("last four digits tried"),
        "sheet": _("service sheet opened"),
        "visit.move": _("another time for the visit sent"),
        "quote.accept": _("yes to the quote sent"),
        "quote.decline": _("no to the quote sent"),
        "survey.open": _("survey opened"),
        "complaint.send": _("complaint sent"),
        "items.receipt": _("take-back receipt opened"),
    }
    return words.get(page, _("answer sent: %(what)s") % {"what": page})


def links(request: HttpRequest, order_id: int) -> HttpResponse:
    """Show the links of an order and who opened them; make one, send one, withdraw one."""
    by = acting(request, Permission.REPAIR_READ)
    order = finding.order_of(order_id)
    form, fresh = RevokeForm(), ""
    if request.method == "POST":
        if "make" in request.POST:
            fresh = actions.open_link(order.pk, by)
        elif "send" in request.POST:
            made = run(Form(request.POST), lambda _data: actions.send_link(order_id=order.pk, by=by) or True)
            if made:
                messages.success(request, _("The link is on its way."))
                return redirect(reverse("doors:links", args=[order.pk]))
            messages.error(request, _("no phone number is on record; complete the request first"))
        else:
            form = RevokeForm(request.POST)
            given = request.POST.get("link", "")
            link_id = int(given) if given.isdecimal() and len(given) < 18 else 0
            if run(form, lambda data: actions.revoke_link(link_id=link_id, reason=data["reason"], by=by)):
                messages.success(request, _("Saved."))
                return redirect(reverse("doors:links", args=[order.pk]))
    context = {
        "order": order,
        "links": queries.links_of(order.request_id),
        "views": [row | {"page": seen(row["page"])} for row in queries.views_of(order.request_id)],
        "fresh": fresh,
        "form": form,
        "may": any(
            by.may(one) for one in (Permission.REPAIR_INTAKE, Permission.REPAIR_DISPATCH, Permission.REPAIR_VISIT)
        ),
    }
    return render(request, "service/doors/links.html", context, status=422 if form.errors else 200)
