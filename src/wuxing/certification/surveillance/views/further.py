"""Changes, transfers, proposals of early surveillance, other ways of evaluation."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.certification.application.queries import offered
from wuxing.certification.cases import queries as of_cases
from wuxing.certification.cases import words as case_words
from wuxing.certification.cases.models import Client, Site
from wuxing.certification.certificate import queries as of_certificates
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.surveillance import actions, queries, words
from wuxing.certification.surveillance.actions import Foreign
from wuxing.certification.surveillance.actions.alternatives import why_not_settle
from wuxing.certification.surveillance.forms import AlternativeForm, ChangeForm, ReasonForm, TransferForm
from wuxing.certification.surveillance.states import CHANGES, Answer, Method, What
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.forms import Form
from wuxing.evidence.readiness.words import text as words_of
from wuxing.schemes.editions.queries import pack_of

P = Permission
ORDER = (What.SCOPE, What.SITES, What.NAME, What.LEVEL_UP, What.LEVEL_DOWN)


def change_new(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Ask which change it is, then for what it shall be; open the case."""
    by = acting(request, P.CASE_MANAGE)
    found = of_certificates.certificate(certificate_id)
    asked = request.GET.get("what", "")
    what = What(asked) if asked in CHANGES else None
    form = _change_form(request, found, what) if what else None
    if what and form and request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            made = actions.open_change(certificate_id=found.pk, what=what, new=form.new(), reason=reason, by=by)
        except BadInput as error:
            form.blame(error.fields)
        except RuleBroken as error:
            form.add_error(None, wording.text(error.reason))
        else:
            messages.success(request, _("The case is open. The client applies with it next."))
            return redirect("certification:case", made.pk)
    context = {
        "found": found,
        "up": reverse("certification:surveillance_of", args=[found.pk]),
        "what": words.what(what) if what else "",
        "asks": words.asks(what) if what else "",
        "choices": [{"url": f"?what={one}", "title": words.what(one), "text": words.asks(one)} for one in ORDER],
        "form": form,
    }
    status = 422 if form and form.errors else 200
    return render(request, "certification/surveillance/change_new.html", context, status=status)


def _change_form(request: HttpRequest, found: Certificate, what: What) -> ChangeForm:
    least = {one.id: one.min for one in pack_of(found.pack.rpartition("#")[2]).levels}
    held = least[found.level]
    levels = [
        (name, case_words.level(found.pack, name))
        for name, points in sorted(least.items(), key=lambda one: one[1])
        if (points > held if what is What.LEVEL_UP else points < held)
    ]
    head = Site.Kind.HEADQUARTERS
    places = Site.objects.filter(case_id=found.case_id).exclude(kind=head).order_by("pk").values_list("name", flat=True)
    first = {"scope": found.scope, "name": found.holder}
    return ChangeForm(request.POST or None, what=what, levels=levels, places=list(places), initial=first)


def transfer_new(request: HttpRequest) -> HttpResponse:
    """Ask for the certificate of another body and what was asked before; open the case."""
    by = acting(request, P.CASE_MANAGE)
    packs = [one.pack for one in offered(clock.today(by.zone))]
    levels = {one.id: words_of(one.title) for pack in packs for one in sorted(pack.levels, key=lambda one: one.min)}
    client = request.GET.get("client", "")
    known = Client.objects.filter(pk=int(client)).first() if client.isdecimal() and len(client) < 18 else None
    form = TransferForm(
        request.POST or None,
        request.FILES or None,
        packs=[(pack.identity, words_of(pack.title)) for pack in packs],
        levels=list(levels.items()),
        initial={"client": known.name if known else ""},
    )
    if request.method == "POST" and form.is_valid():
        made = _transferred(form, by)
        if made is not None:
            messages.success(request, _("The case is open. The client applies with it next."))
            return redirect("certification:case", made)
    return render(
        request, "certification/surveillance/transfer_new.html", {"form": form}, status=422 if form.errors else 200
    )


def _transferred(form: TransferForm, by: Actor) -> int | None:
    data: dict[str, Any] = form.cleaned_data
    named = Client.objects.filter(Q(name=data["client"].strip()) | Q(credit_code=data["client"].strip().upper()))
    client = named.order_by("pk").first()
    if client is None:
        form.add_error("client", _("no client has this name or credit code; enter it in the list of clients first"))
        return None
    foreign = Foreign(**{name: data[name] for name in Foreign.__slots__})
    papers = [(data[name].name, data[name]) for name in ("certificate_copy", "report_copy") if data[name]]
    try:
        made = actions.open_transfer(
            client_id=client.pk, pack=data["pack"], foreign=foreign, reason=data["reason"], papers=papers,
            scope=data["scope"], by=by,
        )  # fmt: skip
    except BadInput as error:
        form.blame(error.fields)
        return None
    except RuleBroken as error:
        form.add_error(None, wording.text(error.reason))
        return None
    return made.pk


def early(request: HttpRequest, early_id: int) -> HttpResponse:
    """Show why an early surveillance is proposed; accept it, or set it aside."""
    by = acting(request, P.CASE_READ)
    row = queries.proposal(early_id)
    form = ReasonForm(request.POST if request.POST.get("do") == "set_aside" else None)
    if request.method == "POST":
        if request.POST.get("do") == "accept":
            try:
                made = actions.accept(proposal_id=row.pk, by=by)
            except RuleBroken as error:
                messages.error(request, wording.text(error.reason))
                return redirect("certification:early", row.pk)
            messages.success(request, _("The case is open. Assign the people next."))
            return redirect("certification:case", made.pk)
        if _did(form, lambda **data: actions.set_aside(proposal_id=row.pk, by=by, **data)):
            messages.success(request, _("Set aside; the reason is kept."))
            return redirect("certification:early", row.pk)
    found = row.certificate
    context = {
        "row": row,
        "found": found,
        "level": case_words.level(found.pack, row.inputs["level"]),
        "word": words.answer(row.state),
        "state": "risk" if row.state == Answer.OPEN else "done",
        "open": row.state == Answer.OPEN,
        "scores": row.inputs["scores"][::-1],
        "form": form,
        "why_not": "" if by.may(P.CASE_MANAGE) else _("your role does not allow this"),
        "up": reverse("certification:surveillance_of", args=[found.pk]),
    }
    return render(request, "certification/surveillance/early.html", context, status=422 if form.errors else 200)


def case_method(request: HttpRequest, case_id: int) -> HttpResponse:
    """Settle another way of evaluation of a case, or that a change of name needs none."""
    by = acting(request, P.CASE_MANAGE)
    case = of_cases.case(case_id)
    waives = request.POST.get("do") == "waive"
    form = AlternativeForm(None if waives else request.POST or None)
    waive = ReasonForm(request.POST if waives else None, auto_id="waive_%s")
    if request.method == "POST":
        done = (
            _did(waive, lambda **data: actions.waive_evaluation(case_id=case.pk, by=by, **data))
            if waives
            else _did(form, lambda **data: _set_method(case.pk, by, **data))
        )
        if done:
            messages.success(request, _("Saved."))
            return redirect("certification:case", case.pk)
    last = queries.alternative_of(case.pk)
    reason = why_not_settle(case)
    context = {
        "case": case,
        "form": form,
        "waive": waive,
        "may_waive": queries.what_of(case.pk) is What.NAME,
        "last": last,
        "last_word": words.method(last.method) if last else "",
        "why_not": wording.text(reason) if reason else "",
    }
    status = 422 if form.errors or waive.errors else 200
    return render(request, "certification/surveillance/method.html", context, status=status)


def _set_method(case_id: int, by: Actor, *, method: str, reason: str) -> object:
    return actions.set_alternative(case_id=case_id, method=Method(method), reason=reason, by=by)


def _did(form: Form, step: Any) -> bool:
    """Do what a form asks; say whether it was done, else the form says why not."""
    if not form.is_valid():
        return False
    try:
        step(**form.cleaned_data)
    except BadInput as error:
        form.blame(error.fields)
    except RuleBroken as error:
        form.add_error(None, wording.text(error.reason))
    else:
        return True
    return False
