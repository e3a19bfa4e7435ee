"""Forms that propose: a ruling or override, an exclusion, evidence, a special item."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.forms import Form
from wuxing.evidence.readiness import words
from wuxing.evidence.readiness.queries import adopted_pack, report_for
from wuxing.evidence.rulings import actions, queries, rules
from wuxing.evidence.rulings.forms import EVIDENCE_KINDS, EvidenceForm, ExclusionForm, RulingForm, SpecialForm
from wuxing.evidence.rulings.models import Judged, SpecialItem
from wuxing.evidence.rulings.views.shown import kind_of
from wuxing.governance.nonconformity.queries import SpecialDeduction, special_deductions
from wuxing.schemes.packs.structure import Indicator, Pack, metrics_of


def rule(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """Rule on the manual part of an indicator, or override what the records say."""
    by = acting(request, Permission.EVIDENCE_RULE)
    report = report_for(by)
    leaf = _leaf(report.pack, indicator_id)
    result = report.readiness.indicators[leaf.id]
    override = request.GET.get("instead") == "1" or not rules.has_manual_part(leaf)
    automatic: dict[str, str | None] = {
        "low": str(result.points.low),
        "high": str(result.points.high),
        "of": str(result.of),
    }
    form = RulingForm(request.POST or None, initial={"valid_from": clock.today(by.zone)})
    reads_metrics = bool(leaf.mode and metrics_of(leaf.mode))

    def act(data: dict[str, Any]) -> Judged:
        return actions.propose_ruling(
            pack=report.pack,
            leaf=leaf.id,
            kind="override" if override else "manual",
            ratio=(data["share"] / 100).quantize(Decimal("0.0001")),
            reason=data["reason"],
            valid_from=data["valid_from"],
            valid_until=data["valid_until"],
            automatic=automatic if reads_metrics else None,
            by=by,
        )

    more = {
        "override": override,
        "may_switch": reads_metrics and rules.has_manual_part(leaf),
        "automatic": automatic if reads_metrics else None,
        "heading": _("Override what the records say") if override else _("Rule on the indicator"),
    }
    return _answer(request, form, act, leaf, more)


def exclude(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """Propose that an indicator does not apply."""
    by = acting(request, Permission.EVIDENCE_RULE)
    pack = adopted_pack(by, clock.today(by.zone))
    leaf = _leaf(pack, indicator_id)
    form = ExclusionForm(request.POST or None)

    def act(data: dict[str, Any]) -> Judged:
        return actions.propose_exclusion(pack=pack, leaf=leaf.id, reason=data["reason"], by=by)

    reason = rules.why_not_exclude(pack, leaf.id)
    more = {"heading": _("Leave the indicator out"), "locked": wording.text(reason) if reason else ""}
    return _answer(request, form, act, leaf, more)


def hand_in(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """Hand in evidence for an indicator."""
    by = acting(request, Permission.EVIDENCE_RULE)
    pack = adopted_pack(by, clock.today(by.zone))
    leaf = _leaf(pack, indicator_id)
    form = EvidenceForm(
        request.POST or None,
        request.FILES or None,
        kinds=[(kind, words.evidence_kind(kind)) for kind in EVIDENCE_KINDS],
        people=queries.people(),
        initial={"valid_on": clock.today(by.zone), "owner": by.user_id, "kind": next(iter(leaf.evidence_kinds), "")},
    )

    def act(data: dict[str, Any]) -> Judged:
        file = data.pop("file", None)
        handed = actions.Handed(owner_id=data.pop("owner"), **data)
        name = file.name if file else ""
        return actions.hand_in_evidence(pack=pack, leaf=leaf.id, handed=handed, content=file, name=name, by=by)

    return _answer(request, form, act, leaf, {"heading": _("Hand in evidence"), "multipart": True})


def special_new(request: HttpRequest) -> HttpResponse:
    """Record a special deduction or bonus."""
    by = acting(request, Permission.EVIDENCE_RULE)
    pack = adopted_pack(by, clock.today(by.zone))
    grounds = [(ground.id, words.text(ground.title)) for ground in pack.rules.deduction_reasons]
    waiting = _not_recorded(by)
    asked = request.GET.get("nonconformity", "")
    chosen = next((one for one in waiting if str(one.id) == asked), None)
    initial: dict[str, Any] = {"occurred_on": clock.today(by.zone)}
    if chosen:
        initial |= {"kind": "deduction", "ground": chosen.ground, "description": chosen.number}
    form = SpecialForm(request.POST or None, grounds=grounds, initial=initial)

    def act(data: dict[str, Any]) -> Judged:
        return actions.record_special_item(pack=pack, nonconformity_id=chosen.id if chosen else None, by=by, **data)

    more = {
        "heading": _("Record a special item"),
        "fails_at": pack.rules.deduction_fails_at,
        "candidates": [(one, one.id == (chosen.id if chosen else None)) for one in waiting],
    }
    return _answer(request, form, act, None, more)


def _not_recorded(by: Actor) -> list[SpecialDeduction]:
    """Return the nonconformities that stand as special deductions and of which no special item is recorded yet."""
    standing = special_deductions(by, clock.today(by.zone))
    known = SpecialItem.objects.filter(nonconformity_id__in=[one.id for one in standing])
    recorded = set(known.values_list("nonconformity_id", flat=True))
    return [one for one in standing if one.id not in recorded]


def _leaf(pack: Pack, indicator_id: str) -> Indicator:
    leaf = pack.by_id.get(indicator_id)
    if leaf is None or leaf.mode is None:
        raise NotFound(_("this edition has no indicator %s") % indicator_id)
    return leaf


def _answer(
    request: HttpRequest,
    form: Form,
    act: Callable[[dict[str, Any]], Judged],
    leaf: Indicator | None,
    more: dict[str, Any],
) -> HttpResponse:
    """Show the form; sent, do what it says, or show what is wrong with it."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = act(dict(form.cleaned_data))
            except BadInput as error:
                form.blame(error.fields)
            except RuleBroken as error:
                form.add_error(None, wording.text(error.reason))
            else:
                messages.success(request, _("Kept. It counts as soon as a second person confirms it."))
                return redirect("evidence:said", kind_of(made), made.pk)
    context = {
        "form": form,
        "leaf": leaf,
        "title": words.text(leaf.title) if leaf else "",
        "checks": [words.text(check) for check in leaf.checks] if leaf else [],
        **more,
    }
    return render(request, "evidence/rulings/propose.html", context, status=status)
