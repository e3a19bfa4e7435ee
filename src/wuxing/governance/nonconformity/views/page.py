"""What the page of one nonconformity shows, worked out once a request."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.governance.nonconformity import queries
from wuxing.governance.nonconformity.forms.base import Form
from wuxing.governance.nonconformity.queries import pages
from wuxing.governance.nonconformity.rules import steps
from wuxing.governance.nonconformity.rules.words import KINDS, SEVERITIES, VERDICTS
from wuxing.governance.nonconformity.states import ENDED
from wuxing.governance.nonconformity.views import cards
from wuxing.governance.nonconformity.views.acts import Facts, facts_of, why_not_verify
from wuxing.governance.nonconformity.views.more_acts import ACTS
from wuxing.governance.nonconformity.views.said import by_days
from wuxing.governance.nonconformity.views.words import due, state, word

PER_ACTION = ("complete_action", "strike_action")  # opened from the row of the action


def next_of(facts: Facts) -> str:
    """Return the step that comes next."""
    effective = bool(facts.check and facts.check.verdict == "effective")
    return steps.next_step(facts.found.state, facts.found.kind, effective=effective)


def buttons(facts: Facts, following: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the buttons of the head, and those of the menu; locked ones keep their place and say why."""
    page = reverse("governance:nonconformity", args=[facts.found.pk])
    head: list[dict[str, Any]] = []
    menu: list[dict[str, Any]] = []
    for name, act in ACTS.items():
        if name in PER_ACTION or not act.open_to(facts):
            continue
        why = act.why_not(facts)
        button = {
            "label": str(act.label),
            "icon": act.icon,
            "reason": wording.text(why) if why else "",
            "url": f"{page}?do={name}#do"
            if act.asks
            else reverse("governance:nonconformity_act", args=[facts.found.pk, name]),
            "method": "" if act.asks else "post",
            "primary": name == following and why is None,
        }
        (head if name == following or (name == "close" and facts.found.state not in ENDED) else menu).append(button)
    return head, sorted(menu, key=lambda button: bool(button["reason"]))


def opened_form(name: str, facts: Facts, bound: Form | None, asked: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the form that the address asks for, ready to be filled in; None when that step is not open."""
    act = ACTS.get(name)
    if act is None or not act.asks or not act.open_to(facts):
        return None
    if bound is None and act.why_not(facts):
        return None
    form = bound or act.form(initial=_initial(name, facts, asked), zone=facts.by.zone)
    chosen = (
        next((row for row in facts.actions if str(row.pk) == str(form["action"].value())), None)
        if ("action" in form.fields)
        else None
    )
    if bound is None and "action" in form.fields and chosen is None:
        return None
    return {
        "name": name,
        "title": act.label,
        "text": chosen.what if chosen else "",
        "do": act.do,
        "form": form,
        "danger": act.danger,
        "url": reverse("governance:nonconformity_act", args=[facts.found.pk, name]),
    }


def _initial(name: str, facts: Facts, asked: Mapping[str, str]) -> dict[str, Any]:
    if name in PER_ACTION:
        return {"action": asked.get("action", "")}
    if name == "assign":
        return {"owner_id": facts.found.owner_id}
    if name == "correct_severity":
        return {"severity": facts.found.severity}
    return {}


def _what_next(facts: Facts, following: str) -> dict[str, Any]:
    """Return what happens next, for whom, and what is in the way."""
    found, act = facts.found, ACTS.get(following)
    why = why_not_verify(facts) if following == "check_effectiveness" else act.why_not(facts) if act else None
    who = ""
    if following in ("contain", "analyse", "plan", "start"):
        who = found.owner.name if found.owner else _("nobody owns it yet")
    if following in ("check_effectiveness", "close"):
        who = _("somebody who neither owns it nor did the actions")
    look, left = due(found.state, found.next_due_at, clock.now(), found.late_stages)
    return {
        "text": wording.text(steps.GUIDANCE[following]),
        "who": who,
        "why": wording.text(why) if why and act and act.open_to(facts) else "",
        "look": look,
        "left": left,
        "ended": found.state in ENDED,
    }


def context(
    nonconformity_id: int, by: Actor, asked: Mapping[str, str], *, do: str = "", bound: Form | None = None
) -> dict[str, Any]:
    """Return everything that the page of a nonconformity shows."""
    found = queries.one(nonconformity_id)
    now = clock.now()
    facts = facts_of(found, by, clock.today(by.zone))
    following = next_of(facts)
    opened = opened_form(do or following, facts, bound, asked)
    head, menu = buttons(facts, following)
    if opened:
        for button in head:
            button["primary"] = False
    analyses = pages.analyses_of(found)
    return {
        "found": found,
        "badge": state(found.state),
        "sub": " · ".join((word(KINDS, found.kind), word(SEVERITIES, found.severity))),
        "head": head,
        "menu": menu,
        "do": opened,
        "next": _what_next(facts, following),
        "rail": cards.rail(found),
        "facts": cards.head_facts(found),
        "containments": pages.containments_of(found),
        "analysis": cards.analysis(found, analyses),
        "plan": facts.plan,
        "actions": cards.actions(pages.actions_of(found), facts, now),
        "checks": [
            {**row, "look": "done" if row["verdict"] == "effective" else "late", "word": word(VERDICTS, row["verdict"])}
            for row in pages.checks_of(found)
        ],
        "clocks": cards.clocks(pages.clocks_of(found), now),
        "files": cards.files(pages.files_of(found), found.pk),
        "days": by_days(pages.entries_of(found.pk), by.zone, provable=by.may(Permission.LEDGER_READ)),
        "page_url": reverse("governance:nonconformity", args=[found.pk]),
    }
