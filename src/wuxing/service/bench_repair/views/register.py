"""备用机: the register by state and search, page by page; a device with all its lendings, and taking it out of lending."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.service.bench_repair import actions
from wuxing.service.bench_repair.forms import LoanerForm, WhyForm
from wuxing.service.bench_repair.queries import lists
from wuxing.service.bench_repair.queries import register as registers
from wuxing.service.bench_repair.rules.words import CONDITIONS, LOANS
from wuxing.service.bench_repair.views.loaners import badge
from wuxing.service.repair.views.addresses import with_changes
from wuxing.service.repair.views.order import take
from wuxing.service.repair.views.words import at, word

ASKED = ("q", "view")


def loaners(request: HttpRequest) -> HttpResponse:
    """Show the register of loaner devices; whoever works in the workshop adds one."""
    by = acting(request, Permission.REPAIR_READ)
    today, may, path = clock.today(by.zone), by.may(Permission.WORKSHOP_WORK), reverse("bench:loaners")
    form = LoanerForm(request.POST or None, zone=by.zone)
    status = 200
    if request.method == "POST":
        refusal = take(form, lambda filled: actions.add_loaner(by=by, **filled.cleaned_data))
        if not form.errors:
            messages.success(request, _("The device is on the register."))
            return redirect("bench:loaners")
        status = refusal.status if refusal else 422
    asked = {name: request.GET.get(name, "").strip()[:80] for name in ASKED}
    after = request.GET.get("after", "")[:40]
    rows, following = registers.devices(view=asked["view"], search=asked["q"], after=after, today=today)
    base = with_changes(path, asked)
    shown = {
        "rows": [{**row, "badge": badge(row["state"], row["due_on"], today)} for row in rows],
        "form": form,
        "may": may,
        "adding": bool(form.errors) or "new" in request.GET,
        "views": _views(path, asked["view"]),
        "search": {
            "name": "q",
            "value": asked["q"],
            "label": _("code, device, serial number"),
            "hidden": [("view", asked["view"])] if asked["view"] else [],
        },
        "clear": path if asked["q"] else "",
        "filtered": bool(asked["q"] or asked["view"]),
        "next": f"{base}{'&' if '?' in base else '?'}{urlencode({'after': following})}" if following else "",
        "first": base if after else "",
    }
    return render(request, "service/bench_repair/loaners.html", shown, status=status)


def _views(path: str, here: str) -> list[dict[str, Any]]:
    titles = {
        "": pgettext("devices", "all"),
        "available": word(LOANS, "available"),
        "lent": word(LOANS, "lent"),
        "overdue": word(LOANS, "overdue"),
        "gone": _("no longer lent"),
    }
    return [
        {"title": title, "url": f"{path}?view={name}" if name else path, "here": name == here}
        for name, title in titles.items()
    ]


def device(request: HttpRequest, loaner_id: int) -> HttpResponse:
    """Show a device with its lendings, newest first; whoever works in the workshop ends its lending or lets it go on."""
    by = acting(request, Permission.REPAIR_READ)
    found, today = registers.device(loaner_id), clock.today(by.zone)
    form, status = WhyForm(request.POST or None, zone=by.zone), 200
    if request.method == "POST":
        again = request.POST.get("do") == "restore"
        act = actions.restore_loaner if again else actions.retire_loaner
        refusal = take(form, lambda filled: act(loaner_id=loaner_id, by=by, **filled.cleaned_data))
        if not form.errors:
            messages.success(
                request, _("The device may be lent again.") if again else _("The device is no longer lent.")
            )
            return redirect("bench:loaner", loaner_id)
        status = refusal.status if refusal else 422
    before = request.GET.get("before", "")
    place = int(before) if before.isdecimal() and len(before) < 18 else 0
    loans = lists.loans(loaner_id=loaner_id, before=place)
    due_on = next((one.due_on for one in lists.loans(state="lent", loaner_id=loaner_id)), None)
    path = reverse("bench:loaner", args=[loaner_id])
    shown = {
        "device": found,
        "badge": badge(found.state, due_on, today),
        "facts": [
            (_("Device"), found.name),
            (_("Serial number"), found.serial),
            (_("Storage place"), found.shelf),
            (_("On the register since"), at(found.added_at, by.zone)),
            (_("Remark"), found.note),
        ],
        "loans": [
            {
                "loan": one,
                "badge": badge(one.state, one.due_on, today),
                "lent": at(one.lent_at, by.zone),
                "ended": at(one.ended_at, by.zone),
                "condition": word(CONDITIONS, one.condition) if one.condition else "",
            }
            for one in loans
        ],
        "form": form,
        "may": by.may(Permission.WORKSHOP_WORK),
        "next": f"{path}?before={loans[-1].pk}" if len(loans) == lists.SIZE else "",
        "first": path if place else "",
    }
    return render(request, "service/bench_repair/loaner.html", shown, status=status)
