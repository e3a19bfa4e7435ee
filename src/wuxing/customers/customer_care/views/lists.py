"""The list of customers, and the tabs over the pages of customers' files."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.customers.customer_care import masking, queries
from wuxing.customers.customer_care.forms import KINDS
from wuxing.customers.customer_care.rules import masked_phone


def tabs(here: str) -> list[dict[str, Any]]:
    """Return the pages of customers' files side by side."""
    pages = {
        "customers": _("Customers"),
        "duplicates": _("Files that look alike"),
        "rights": _("Requests about data"),
        "purposes": _("Consent and notices"),
        "look_ups": _("Who looked"),
        "due_files": _("Due for erasing"),
    }
    return [
        {"title": title, "url": reverse(f"customers:{name}"), "here": name == here} for name, title in pages.items()
    ]


def before_of(request: HttpRequest) -> int:
    """Return the key that a page of a list begins below."""
    given = request.GET.get("before", "")
    return int(given) if given.isdecimal() and len(given) < 18 else queries.NEWEST


def customers(request: HttpRequest) -> HttpResponse:
    """List customers; search by name or phone."""
    by = acting(request, Permission.CUSTOMER_READ)
    typed = request.GET.get("q", "").strip()[:60]
    too_short = len(typed) == 1
    rows = [] if too_short else queries.customers(typed, before_of(request))
    shown = rows[: queries.PAGE]
    for row in shown:
        row["kind_word"] = KINDS[row["kind"]]
        row["phone"] = masked_phone(row["contact"][1]) if row["contact"][1] else ""
        row["contact"] = (masking.name_for(by, row["contact"][0]), "")
        row["name"] = masking.name_for(by, row["name"], row["kind"])
    kept = {"q": typed} if typed else {}
    context = {
        "rows": shown,
        "tabs": tabs("customers"),
        "typed": typed,
        "too_short": too_short,
        "search": {"value": typed, "label": _("Name or phone number")},
        "next": f"?{urlencode(kept | {'before': shown[-1]['pk']})}" if len(rows) > queries.PAGE else "",
        "first": f"?{urlencode(kept)}" if request.GET.get("before") else "",
    }
    return render(request, "customers/customers.html", context)
