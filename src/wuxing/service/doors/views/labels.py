"""设备标签: the sheet of labels, one label with its past, binding on site; for people of the company."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, BusinessError, NotFound, RuleBroken
from wuxing.core.forms import Form
from wuxing.core.places import public_url
from wuxing.service.doors import actions, drawing, finding, queries, rules
from wuxing.service.doors.forms_inside import BindForm, MakeForm, RetireForm
from wuxing.service.doors.models import Label

MANY = 500


def labels(request: HttpRequest) -> HttpResponse:
    """List the batches of labels, newest first, and make blank ones."""
    by = acting(request, Permission.CUSTOMER_READ)
    form = MakeForm(request.POST if request.method == "POST" else None, initial={"count": 24})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_labels(count=form.cleaned_data["count"], batch=form.cleaned_data["batch"], by=by)
        except BadInput as error:
            form.blame(error.fields)
        else:
            messages.success(request, _("Made; print them now."))
            return redirect(f"{request.path}?batch={made[0].batch}")
    before = request.GET.get("before", "")
    batches, following = finding.batches(int(before) if before.isdecimal() and len(before) < 18 else 2**62)
    context = {
        "form": form,
        "batches": batches,
        "next": f"{request.path}?before={following}" if following else "",
        "first": request.path if before else "",
        "batch": request.GET.get("batch", ""),
        "may_make": by.may(Permission.CUSTOMER_WRITE),
        "sizes": _sizes(),
        "slug": finding.company().slug,
    }
    return render(request, "service/doors/labels.html", context, status=422 if form.errors else 200)


def _sizes() -> list[tuple[str, str]]:
    return [
        ("a4_3x8", _("A4, 3 × 8 labels of 70 × 37 mm")),
        ("a4_5x13", _("A4, 5 × 13 labels of 38 × 21 mm")),
        ("roll_50x30", _("roll, 50 × 30 mm")),
    ]


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """Give a batch, or the labels of chosen units, as a PDF."""
    acting(request, Permission.CUSTOMER_READ)
    size = request.GET.get("size", "")
    rows = finding.to_print(batch=request.GET.get("batch", "")[:40], codes=request.GET.getlist("code")[:MANY])
    if not rows:
        messages.error(request, _("there are no such labels here"))
        return redirect("doors:labels")
    stickers = [drawing.Sticker(one["code"], one["title"], one["serial"]) for one in rows]
    made = drawing.labels(
        stickers,
        size=size if size in drawing.SIZES else "a4_3x8",
        company=finding.company().name,
        invitation=_("Scan for service"),
    )
    return _pdf(made, "labels.pdf")


@require_safe
def poster(request: HttpRequest) -> HttpResponse:
    """Give a poster with the code of the public report page."""
    acting(request, Permission.CUSTOMER_READ)
    company = finding.company()
    made = drawing.poster(
        company=company.name,
        url=public_url(f"/report/{company.slug}/"),
        title=_("Report a fault"),
        lines=[_("Scan, write what is wrong and your number: you get a link to follow it at once.")],
    )
    return _pdf(made, "poster.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@require_POST
def for_units(request: HttpRequest) -> HttpResponse:
    """Make labels for chosen units that have none, and print them."""
    by = acting(request, Permission.CUSTOMER_WRITE)
    chosen = [int(one) for one in request.POST.getlist("unit") if one.isdecimal() and len(one) < 18]
    try:
        made = actions.label_units(asset_ids=chosen, by=by)
    except BadInput as error:
        messages.error(request, "; ".join(wording.text(reason) for reason in error.fields.values()))
        return redirect("doors:labels")
    size = request.POST.get("size", "roll_50x30")
    codes = "&".join(f"code={one.code}" for one in made)
    return redirect(f"/labels/sheet.pdf?size={size if size in drawing.SIZES else 'roll_50x30'}&{codes}")


def label(request: HttpRequest, label_code: str) -> HttpResponse:
    """Show a label with what it stands for; bind it, bind it anew, retire it."""
    by = acting(request, Permission.CUSTOMER_READ)
    kept = rules.code_from(label_code)
    found = Label.objects.select_related("made_by", "retired_by").filter(code=kept).first()
    if found is None:
        raise NotFound(
            wording.text(rules.why_not_code(kept)) if rules.why_not_code(kept) else _("there is no such label here")
        )
    bind, retire = BindForm(), RetireForm()
    status = 200
    if request.method == "POST":
        form: Form
        if "retire" in request.POST:
            form = retire = RetireForm(request.POST)
            done = _run(form, lambda: actions.retire_label(code=kept, by=by, **form.cleaned_data))
        else:
            form = bind = BindForm(request.POST)
            done = _run(form, lambda: actions.bind_label(code=kept, by=by, **form.cleaned_data))
        if done:
            messages.success(request, _("Saved."))
            return redirect("doors:label", label_code=kept)
        status = 422
    context: dict[str, Any] = {
        "label": found,
        "code": rules.shown_code(found.code),
        "binding": queries.binding_of(found),
        "past": queries.bindings_of(found),
        "bind": bind,
        "retire": retire,
        "may_bind": any(by.may(one) for one in (Permission.REPAIR_VISIT, Permission.CUSTOMER_WRITE)),
        "typed": request.GET.get("q", "").strip()[:80],
        "units": finding.units_to_bind(request.GET.get("q", "").strip()[:80], by),
        "views": finding.views_of_label(found.pk),
    }
    return render(request, "service/doors/label.html", context, status=status)


def _run(form: Form, act: Any) -> bool:
    if not form.is_valid():
        return False
    try:
        act()
    except BadInput as error:
        form.blame(error.fields)
    except RuleBroken as error:
        form.add_error(None, wording.text(error.reason))
    except BusinessError:
        raise
    else:
        return True
    return False
