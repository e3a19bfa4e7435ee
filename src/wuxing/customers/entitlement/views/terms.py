"""保修条款: terms and exclusions with their versions, a new version, the law's rule sets."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.forms import Form
from wuxing.core.reasons import say
from wuxing.customers.entitlement import actions, queries
from wuxing.customers.entitlement.forms import TermForm, WithdrawForm
from wuxing.customers.entitlement.rules import words
from wuxing.customers.entitlement.rulesets import editions
from wuxing.customers.entitlement.views.panel import in_words, word


def run(form: Form, action: Any) -> bool:
    """Run an action with a form; hang a refusal on it. Return whether it was done."""
    if not form.is_valid():
        return False
    try:
        action()
    except BadInput as error:
        form.blame(error.fields)
    except RuleBroken as error:
        form.add_error(None, wording.text(error.reason))
    return not form.errors


def _about(row: dict[str, Any]) -> str:
    """Return for what a term is: product, kind of product, part, causes."""
    parts = [
        row["product_model"] or row["category"] or _("every product"),
        word(words.CAUSES, row["part"]) if row["part"] else "",
        wording.listed(words.CAUSES.get(cause, cause) for cause in row["causes"]),
    ]
    return " · ".join(part for part in parts if part)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    shares = (row["parts_share"], row["labour_share"], row["travel_share"])
    return row | {
        "kind_word": word(words.KINDS, row["kind"]),
        "about": _about(row),
        "basis_word": word(words.BASES, row["basis"]) if row["kind"] == "coverage" else "",
        "shares": " / ".join(f"{share}%" for share in shares) if row["kind"] == "coverage" else "",
    }


def terms(request: HttpRequest) -> HttpResponse:
    """List the terms and exclusions in force, and their earlier versions."""
    by = acting(request, Permission.CUSTOMER_READ)
    today = clock.today(by.zone)
    rows = [_shown(row) for row in queries.term_rows()]
    now: dict[str, int] = {}
    for row in rows:  # newest first within a code
        if row["valid_from"] <= today:
            now.setdefault(row["code"], row["pk"])
    for row in rows:
        row["state"] = _state(row, now, today)
    context = {
        "now": [row for row in rows if row["state"] in ("now", "next")],
        "past": [row for row in rows if row["state"] == "past"],
        "may_write": by.may(Permission.ENTITLEMENT_MANAGE),
    }
    return render(request, "customers/entitlement/terms.html", context)


def _state(row: dict[str, Any], now: dict[str, int], today: Any) -> str:
    if row["valid_from"] > today:
        return "next"
    return "now" if now.get(row["code"]) == row["pk"] and not row["withdrawn"] else "past"


def term_new(request: HttpRequest) -> HttpResponse:
    """Add a term or exclusion."""
    by = acting(request, Permission.ENTITLEMENT_MANAGE)
    form = TermForm(request.POST or None, initial={"kind": "coverage", "valid_from": clock.today(by.zone)})
    if request.method == "POST" and run(form, lambda: actions.save_term(by=by, **form.details())):
        messages.success(request, _("The term is kept."))
        return redirect("customers:terms")
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/entitlement/term_new.html", {"form": form}, status=status)


def term(request: HttpRequest, term_id: int) -> HttpResponse:
    """Show the versions of one term; write its next one, or withdraw it."""
    by = acting(request, Permission.CUSTOMER_READ)
    versions = _versions(term_id)
    newest, writes = versions[0], by.may(Permission.ENTITLEMENT_MANAGE)
    posted = request.method == "POST"
    if posted:
        by.require(Permission.ENTITLEMENT_MANAGE)
    withdrawing = posted and "withdraw" in request.POST
    next_form = TermForm(request.POST if posted and not withdrawing else None, initial=_initial(newest, by.zone))
    end_form = WithdrawForm(
        request.POST if withdrawing else None, initial={"valid_from": max(clock.today(by.zone), newest["valid_from"])}
    )
    if withdrawing and run(
        end_form, lambda: actions.withdraw_term(term_id=newest["pk"], by=by, **end_form.cleaned_data)
    ):
        messages.success(request, _("The term is withdrawn; what was sold before keeps it."))
        return redirect("customers:terms")
    if posted and not withdrawing and run(next_form, lambda: actions.save_term(by=by, **next_form.details())):
        messages.success(request, _("The new version is kept; what was sold before keeps the old one."))
        return redirect("customers:terms")
    context = {"versions": versions, "newest": newest, "form": next_form, "end_form": end_form, "may_write": writes}
    return render(request, "customers/entitlement/term.html", context, status=422 if posted else 200)


def _versions(term_id: int) -> list[dict[str, Any]]:
    rows = [_shown(row) for row in queries.term_rows()]
    code = next((row["code"] for row in rows if row["pk"] == term_id), None)
    if code is None:
        raise NotFound(say("there is no such term here"))
    return [row for row in rows if row["code"] == code]


def _initial(row: dict[str, Any], zone: str) -> dict[str, Any]:
    kept = {
        name: row[name] for name in ("kind", "code", "title", "category", "part", "causes", "months", "basis", "clause")
    }
    return kept | {
        "product": str(row["product_id"] or ""),
        "parts": row["parts_share"],
        "labour": row["labour_share"],
        "travel": row["travel_share"],
        "valid_from": max(clock.today(zone), row["valid_from"]),
    }


def law(request: HttpRequest) -> HttpResponse:
    """Show the law's rule sets as they are counted: edition, goods, grounds with their clauses."""
    acting(request, Permission.CUSTOMER_READ)
    found = [
        {
            "title": in_words(one.title),
            "version": one.version,
            "begins": one.begins,
            "ends": one.ends,
            "goods": "、".join(one.goods),
            "months": one.months,
            "main_months": one.main_months,
            "starts": wording.listed(words.BASES[basis] for basis in one.starts),
            "clause": one.clauses.get("period", ""),
            "rules": [
                {
                    "choose": wording.listed(words.CHOICES[choice] for choice in rule.choose),
                    "words": in_words(rule.words),
                    "clause": rule.clause,
                    "sure": rule.sure,
                }
                for rule in one.rules
            ],
        }
        for one in sorted(editions(), key=lambda one: (one.code, one.begins), reverse=True)
    ]
    return render(request, "customers/entitlement/law.html", {"editions": found})
