"""Notices of purposes, files that look alike with merges, files due for erasing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.customers.customer_care import actions, masking, queries
from wuxing.customers.customer_care.forms import MergeForm, NoticeForm, UndoForm
from wuxing.customers.customer_care.models import Customer
from wuxing.customers.customer_care.queries import duplicates as found
from wuxing.customers.customer_care.queries import retention
from wuxing.customers.customer_care.queries.consents import versions
from wuxing.customers.customer_care.rules import words
from wuxing.customers.customer_care.views import cards
from wuxing.customers.customer_care.views.file import run
from wuxing.customers.customer_care.views.lists import before_of, tabs
from wuxing.governance.records import registry
from wuxing.governance.records.actions.proposing import propose_destruction


def purposes(request: HttpRequest) -> HttpResponse:
    """List the purposes with the notices that people are told; write the next version."""
    by = acting(request, Permission.CUSTOMER_READ)
    language = get_language() or "zh-hans"
    newest = queries.purposes()
    rows = [
        {
            "one": one,
            "title": one.title(language),
            "text": one.text(language),
            "basis": cards.word(words.BASES, one.basis) if one.asks or not one.objection else _("until they object"),
            "now": newest[one.code].version == one.version,
        }
        for one in sorted(versions(), key=lambda one: (one.code, -one.version))
    ]
    chosen = newest.get(request.GET.get("purpose", ""))
    start: dict[str, Any] = {}
    if chosen:
        start = {
            "purpose": chosen.code,
            "title": chosen.title(language),
            "basis": chosen.basis,
            "separate": chosen.separate,
        }
        names = {"text_hans": "zh-hans", "text_hant": "zh-hant", "text_en": "en"}
        start |= {name: chosen.text(code) for name, code in names.items()}
    form, status = NoticeForm(initial=start), 200
    if request.method == "POST":
        by.require(Permission.GOVERNANCE_WRITE)
        form, status = NoticeForm(request.POST), 422
        run(form, lambda: actions.save_notice(**form.details(), by=by))
        if not form.errors:
            messages.success(request, _("Saved."))
            return redirect("customers:purposes")
    context = {
        "rows": [row for row in rows if row["now"]],
        "past": [row for row in rows if not row["now"]],
        "tabs": tabs("purposes"),
        "form": form,
        "chosen": chosen,
        "may_write": by.may(Permission.GOVERNANCE_WRITE),
    }
    return render(request, "customers/care/purposes.html", context, status=status)


def duplicates(request: HttpRequest) -> HttpResponse:
    """List pairs of files that look like one person, and the merges made."""
    by = acting(request, Permission.CUSTOMER_READ)
    pairs = found.proposals()
    ids = {number for pair in pairs for number in (pair.low, pair.high)}
    names = {
        row["pk"]: masking.name_for(by, row["name"], row["kind"])
        for row in Customer.objects.filter(pk__in=ids).values("pk", "name", "kind")
    }
    rows = found.merges(before_of(request))
    shown = [cards.merge(row, by) for row in rows[: queries.PAGE]]
    context = {
        "pairs": [
            {"pair": one, "low": names[one.low], "high": names[one.high], "why": wording.listed(one.why)}
            for one in pairs
        ],
        "merges": shown,
        "tabs": tabs("duplicates"),
        "may_answer": by.may(Permission.CUSTOMER_RIGHTS),
        "next": f"?{urlencode({'before': shown[-1]['pk']})}" if len(rows) > queries.PAGE else "",
        "first": "?" if request.GET.get("before") else "",
    }
    return render(request, "customers/care/duplicates.html", context)


def pair(request: HttpRequest, low: int, high: int) -> HttpResponse:
    """Show two files side by side; merge them, the first into the second or the other way round, or say they are two."""
    by = acting(request, Permission.CUSTOMER_RIGHTS)
    form, status = MergeForm(), 200
    if request.method == "POST":
        status = 422
        if request.POST.get("different"):
            actions.say_different(one_id=low, other_id=high, by=by)
            messages.success(request, _("Kept apart; they are not proposed again."))
            return redirect("customers:duplicates")
        kept, gone = (low, high) if request.POST.get("kept") == str(low) else (high, low)
        form = MergeForm(request.POST)
        run(
            form, lambda: actions.merge_customers(kept_id=kept, gone_id=gone, reason=form.cleaned_data["reason"], by=by)
        )
        if not form.errors:
            messages.success(request, _("The files are one now."))
            return redirect("customers:customer", kept)
    both = found.sides([low, high])
    why = wording.listed(found.why_pair(low, high))
    context = {"sides": [cards.side(row, by) for row in both], "form": form, "why": why}
    return render(request, "customers/care/pair.html", context, status=status)


@require_POST
def undo(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Undo a merge."""
    by = acting(request, Permission.CUSTOMER_RIGHTS)
    form = UndoForm(request.POST)
    made = run(form, lambda: actions.undo_merge(merge_id=merge_id, reason=form.cleaned_data["reason"], by=by))
    if made is None:
        messages.warning(request, "; ".join(str(text) for texts in form.errors.values() for text in texts))
        return redirect("customers:duplicates")
    messages.success(request, _("The files are two again."))
    return redirect("customers:customer", made.gone_id)


def due_files(request: HttpRequest) -> HttpResponse:
    """List the files that are past their time; propose to destroy them, which a second person decides."""
    by = acting(request, Permission.CUSTOMER_READ)
    if request.method == "POST":
        by.require(Permission.RECORD_MANAGE)
        try:
            made = propose_destruction(record_classes=registry.CUSTOMERS, by=by)
        except (BadInput, RuleBroken) as error:
            messages.warning(request, wording.text(error.reason))
            return redirect("customers:due_files")
        messages.success(request, _("%(number)s waits for somebody else to approve it.") % {"number": made.number})
        return redirect("governance:destruction", made.pk)
    groups: list[dict[str, Any]] = [
        {
            "title": one.title,
            "code": one.code,
            "months": policy.months,
            "basis": policy.basis_text,
            "rows": [{"row": row, "held": row.held} for row in rows],
        }
        for one, policy, rows in retention.due_files(clock.today(by.zone), by.zone)
    ]
    context = {
        "groups": groups,
        "tabs": tabs("due_files"),
        "may_manage": by.may(Permission.RECORD_MANAGE),
        "some": any(not row["held"] for group in groups for row in group["rows"]),
    }
    return render(request, "customers/care/due.html", context)
