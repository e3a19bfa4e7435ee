"""Settlement sheets: the list with its export, one sheet with its paper, and what is done with it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.service.charges import actions, drawing, exporting, queries, rules
from wuxing.service.charges.forms import BuyerForm, CorrectForm, PaidForm, SpeakingForm
from wuxing.service.charges.models import Settlement
from wuxing.service.charges.views import words
from wuxing.service.charges.views.panel import accepted_by, buyer_of, sheet_facts
from wuxing.service.charges.views.quotes import take

FORMS: dict[str, type[SpeakingForm]] = {"settle": BuyerForm, "correct": CorrectForm, "pay": PaidForm}


def month_of(typed: str) -> date | None:
    """Return the first day of a month given as 2026-11; None when it is none."""
    try:
        return date.fromisoformat(f"{typed}-01")
    except ValueError:
        return None


def settlements(request: HttpRequest) -> HttpResponse:
    """List settlement sheets, newest first; by state, month, and whether they are paid."""
    by = acting(request, Permission.REPAIR_READ)
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("q", "state", "month", "paid")}
    month = month_of(asked["month"])
    state = asked["state"] if asked["state"] in words.SHEET_WORDS else ""
    given = request.GET.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 18 else queries.NEWEST
    found = queries.sheet_rows({"state": state, "month": month, "paid": asked["paid"], "typed": asked["q"]}, before)
    kept = {name: value for name, value in asked.items() if value}
    rows = [_shown(row, by) for row in found[: queries.PAGE]]
    this = clock.today(by.zone).replace(day=1)
    context = {
        "rows": rows,
        "search": {
            "value": asked["q"],
            "label": _("Number of sheet or order, or the buyer"),
            "hidden": [(name, value) for name, value in kept.items() if name != "q"],
        },
        "menus": _menus(asked, kept, this),
        "asked": kept,
        "next": f"?{urlencode(kept | {'before': rows[-1]['pk']})}" if len(found) > queries.PAGE else "",
        "first": f"?{urlencode(kept)}" if given else "",
        "month": f"{month or this:%Y-%m}",
        "may_export": by.may(Permission.QUOTE_MANAGE),
    }
    return render(request, "service/charges/settlements.html", context)


def _shown(row: dict[str, Any], by: Actor) -> dict[str, Any]:
    return row | {
        "buyer": exporting.buyer_in(row, by),
        "look": words.SHEET_LOOKS[row["state"]],
        "word": words.word(words.SHEET_WORDS, row["state"]),
        "sum": words.yuan(row["total"]),
        "due": words.yuan(row["customer_total"]),
        **_settled(row),
    }


def _settled(row: dict[str, Any]) -> dict[str, Any]:
    """Return when and how the last payment came in, where all is paid by it."""
    done = row["settled_total"] is not None and row["settled_total"] == row["customer_total"]
    how = words.word(words.PAID_WORDS, row["settled_how"]) if done else ""
    return {"paid_on": row["settled_on"] if done else None, "paid": how}


def _menus(asked: dict[str, str], kept: dict[str, str], this: date) -> list[dict[str, Any]]:
    months = []
    for back in range(12):
        year, number = divmod(this.year * 12 + this.month - 1 - back, 12)
        months.append((f"{year}-{number + 1:02d}",) * 2)
    choices = {
        "state": (_("State"), [(code, wording.text(said)) for code, said in words.SHEET_WORDS.items()]),
        "month": (_("Month"), months),
        "paid": (_("Paid"), [("yes", _("paid")), ("no", _("not paid"))]),
    }
    found = []
    for name, (label, options) in choices.items():
        others = {key: value for key, value in kept.items() if key != name}
        rows = [(_("all"), f"?{urlencode(others)}", not asked[name])]
        rows += [(said, f"?{urlencode(others | {name: code})}", asked[name] == code) for code, said in options]
        found.append({"label": label, "options": rows})
    return found


def export(request: HttpRequest) -> HttpResponse:
    """Hand out what an e-invoice system needs of a month: CSV, or JSON with ?as=json."""
    by = acting(request, Permission.QUOTE_MANAGE)
    month = month_of(request.GET.get("month", "")) or clock.today(by.zone).replace(day=1)
    rows = exporting.rows_of(queries.sheets_of_month(month), by)
    kind = "json" if request.GET.get("as") == "json" else "csv"
    body = exporting.as_json(rows, month) if kind == "json" else exporting.as_csv(rows)
    media = "application/json" if kind == "json" else "text/csv; charset=utf-8"
    answer = HttpResponse(body, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="settlements-{month:%Y-%m}.{kind}"'
    return answer


@require_POST
def settle(request: HttpRequest, order_id: int) -> HttpResponse:
    """Draw up the settlement sheet of an order."""
    by = acting(request, Permission.QUOTE_MANAGE)
    try:
        made = actions.settle(order_id=order_id, by=by)
    except (RuleBroken, BadInput) as refusal:
        messages.error(request, wording.text(refusal.reason))
        return redirect("repair:order", order_id)
    return redirect("charges:settlement", made.pk)


def settlement(request: HttpRequest, settlement_id: int) -> HttpResponse:
    """Show a settlement sheet."""
    acting(request, Permission.REPAIR_READ)
    return _page(request, settlement_id)


def _page(request: HttpRequest, sheet_id: int, status: int = 200, **bound: SpeakingForm) -> HttpResponse:
    by = acting(request)
    sheet = queries.sheet_with_id(sheet_id)
    rows = queries.lines_of_sheet(sheet_id)
    may = by.may(Permission.QUOTE_MANAGE)
    shown = buyer_of(sheet, by)
    buyer = {"buyer": sheet.buyer if shown == sheet.buyer else "", "buyer_tax_number": sheet.buyer_tax_number}
    forms: dict[str, SpeakingForm] = {}
    payments = queries.payments_of(sheet)
    left = rules.balance(sheet.customer_total, payments)
    if may and sheet.state == "draft":
        forms["settle"] = BuyerForm(initial=buyer)
    if may and sheet.state == "issued":
        forms["correct"] = CorrectForm()
        if sheet.paid_on is None and left:
            forms["pay"] = PaidForm(initial={"paid_on": clock.today(by.zone)})
    forms |= {name: form for name, form in bound.items() if name in forms}
    context = {
        "sheet": sheet,
        "buyer": shown,
        "facts": sheet_facts(sheet),
        "lines": words.line_rows(rows),
        "sums": words.sums(rows),
        "accepted": [
            {
                "number": one[0],
                "version": one[1],
                "name": one[2],
                "how": words.word(words.HOW_WORDS, one[3]),
                "at": datetime.fromisoformat(one[4]),
            }
            for one in accepted_by(sheet, by)
        ],
        "versions": [sheet_facts(one) for one in Settlement.objects.filter(number=sheet.number).order_by("-version")],
        "forms": forms,
        "payments": words.payment_rows(payments),
        "left": words.yuan(left),
        "back": words.yuan(-left) if left < 0 else "",
        "issuable": may and sheet.state == "draft",
        "issue_url": reverse("charges:settlement_act", args=[sheet_id, "issue"]),
    }
    return render(request, "service/charges/settlement.html", context, status=status)


@require_POST
def sheet_act(request: HttpRequest, settlement_id: int, name: str) -> HttpResponse:
    """Issue a sheet, draw it up anew, correct it, or note that it was paid."""
    by = acting(request, Permission.QUOTE_MANAGE)
    if name == "issue":
        return _issue(request, settlement_id)
    if name not in FORMS:
        raise NotFound("")
    form, made = FORMS[name](request.POST), [settlement_id]
    order_id = queries.sheet_with_id(settlement_id).order_id
    runs: dict[str, Callable[..., Settlement]] = {
        "settle": lambda **said: actions.settle(order_id=order_id, by=by, **_as_meant(said, by)),
        "correct": lambda **said: actions.correct(sheet_id=settlement_id, by=by, **said),
        "pay": lambda **said: actions.note_payment(sheet_id=settlement_id, by=by, **said),
    }
    if take(form, lambda: made.append(runs[name](**form.cleaned_data).pk)):
        messages.success(request, _("On record."))
        return redirect("charges:settlement", made[-1])
    return _page(request, settlement_id, 422, **{name: form})


def _as_meant(said: dict[str, Any], by: Actor) -> dict[str, Any]:
    """Return the buyer as typed; an empty field leaves it as it is for who was not shown the name that is there."""
    hidden = not said["buyer"] and not by.may(Permission.CUSTOMER_REVEAL)
    return said | {"buyer": None} if hidden else said


def _issue(request: HttpRequest, sheet_id: int) -> HttpResponse:
    try:
        actions.issue(sheet_id=sheet_id, by=acting(request))
        messages.success(request, _("Issued. From now on it changes only by a correction."))
    except (RuleBroken, BadInput) as refusal:
        messages.error(request, wording.text(refusal.reason))
    return redirect("charges:settlement", sheet_id)


def pdf(request: HttpRequest, settlement_id: int) -> HttpResponse:
    """Hand out the sheet on paper."""
    by = acting(request, Permission.REPAIR_READ)
    sheet = queries.sheet_with_id(settlement_id)
    answer = HttpResponse(drawing.pdf_of(sheet, by), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{sheet.number}-v{sheet.version}.pdf"'
    return answer
