"""The cards of the page of one nonconformity, from rows at hand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.models import Attachment
from wuxing.core.nouns import noun
from wuxing.governance.nonconformity.models import Nonconformity, PlannedAction, StageClock
from wuxing.governance.nonconformity.queries import origins
from wuxing.governance.nonconformity.queries.pages import Analysis
from wuxing.governance.nonconformity.rules.words import (
    ACTION_KINDS,
    CATEGORIES,
    GROUNDS,
    KINDS,
    SEVERITIES,
    SOURCES,
    STATES,
    TERMS,
)
from wuxing.governance.nonconformity.states import Category, State
from wuxing.governance.nonconformity.views import pictures
from wuxing.governance.nonconformity.views.acts import Facts, why_not_complete, why_not_strike
from wuxing.governance.nonconformity.views.words import day, facts, length, minute, word

S = State
RAIL: tuple[tuple[State, str], ...] = (
    (S.OPEN, "recorded_at"),
    (S.CONTAINED, "contained_at"),
    (S.ANALYSED, "analysed_at"),
    (S.PLANNED, "planned_at"),
    (S.IMPLEMENTING, "started_at"),
    (S.EFFECTIVENESS_CHECK, "done_at"),
    (S.CLOSED, "closed_at"),
)


def rail(found: Nonconformity) -> list[dict[str, str]]:
    """Return the stages: passed ones with their day, the present one, those to come."""
    stages = []
    names = [state for state, _name in RAIL]
    present = S.CONTAINED if found.state == S.REOPENED else S(found.state)
    place = names.index(present) if present in names else -1
    for at, (state, name) in enumerate(RAIL):
        moment = getattr(found, name)
        here = at == place and found.state not in (S.CLOSED, S.CANCELLED)
        passed = bool(moment) and not here
        by = day(moment) if moment else ""
        stages.append({"title": word(STATES, state), "by": by, "at": "now" if here else "passed" if passed else ""})
    return stages


def head_facts(found: Nonconformity) -> list[tuple[Any, ...]]:
    """Return what is known of a nonconformity, with the link to the record it was raised from."""
    origin = f"{noun(found.origin_type)} {found.origin_number}" if found.origin_type else ""
    severity = word(SEVERITIES, found.severity)
    if found.severity != found.reported_severity:
        severity = _("%(now)s (reported as %(before)s)") % {
            "now": severity,
            "before": word(SEVERITIES, found.reported_severity),
        }
    return facts(
        (_("Raised from"), origin, origins.page_of(found.origin_type, found.origin_id)),
        (_("Class"), word(KINDS, found.kind)),
        (_("Severity"), severity),
        (_("Where it was found"), word(SOURCES, found.source)),
        (_("Owner"), found.owner.name if found.owner else _("nobody yet")),
        (_("Found by"), found.found_by),
        (_("Found on"), day(found.found_at)),
        (_("Reported on"), minute(found.recorded_at)),
        (_("Outlet"), found.outlet_name),
        (_("Product"), found.product_name),
        (_("Special deduction"), word(GROUNDS, found.deduction_ground)),
        (_("Round"), str(found.round) if found.round > 1 else ""),
    )


def clocks(rows: Sequence[StageClock], now: datetime) -> list[dict[str, Any]]:
    """Return the stages against their clocks."""
    shown = []
    for row in rows:
        late = row.kept is False or (row.ended_at is None and row.counts_until < now)
        if row.ended_at is None:
            look, text = ("late", _("overdue")) if late else ("ontime", _("running"))
        elif row.kept is None:
            look, text = "excluded", _("does not count")
        else:
            look, text = ("done", _("in time")) if row.kept else ("late", _("late"))
        notes = [length(row.count, row.unit)]
        if row.moved_at:
            notes.append(_("moved from %(day)s: %(reason)s") % {"day": day(row.due_at), "reason": row.move_reason})
        if row.escalated_at:
            notes.append(_("put before the manager on %(day)s") % {"day": day(row.escalated_at)})
        version = row.calendar_version
        if version is not None and row.unit == "working_days":
            notes.append(f"{version.calendar.name} v{version.version}")
        title = word(TERMS, row.stage)
        if row.round > 1:
            title = _("%(stage)s, round %(round)s") % {"stage": title, "round": row.round}
        shown.append(
            {"title": title, "look": look, "word": text, "due": minute(row.counts_until), "note": " · ".join(notes)}
        )
    return shown


def analysis(found: Nonconformity, analyses: Sequence[Analysis]) -> dict[str, Any] | None:
    """Return the analysis that counts: chain, fishbone as a picture and as a list; and those before it."""
    if not analyses:
        return None
    newest = analyses[0]
    names = {bone.value: word(CATEGORIES, bone) for bone in Category}
    bones = [
        {"name": names[bone], "causes": [cause for cause in newest.causes if cause.category == bone]}
        for bone in Category
        if any(cause.category == bone for cause in newest.causes)
    ]
    return {
        "root_cause": newest.row.root_cause,
        "category": names[newest.row.category],
        "evidence": newest.row.evidence,
        "by": newest.row.by.name if newest.row.by else "",
        "at": newest.row.at,
        "whys": newest.whys,
        "bones": bones,
        "picture": pictures.fishbone(found.title, newest.causes, names) if bones else None,
        "earlier": [one.row for one in analyses[1:]],
    }


def actions(rows: Sequence[PlannedAction], facts_now: Facts, now: datetime) -> list[dict[str, Any]]:
    """Return the actions of all rounds, each with what can be done to it."""
    page = reverse("governance:nonconformity", args=[facts_now.found.pk])
    shown = []
    for row in rows:
        present = row.round == facts_now.found.round and row.struck_at is None
        why = why_not_complete(facts_now, row) if present else None
        look, text = _standing(row, facts_now)
        shown.append(
            {
                "row": row,
                "kind": word(ACTION_KINDS, row.kind),
                "look": look,
                "word": text,
                "complete": f"{page}?do=complete_action&action={row.pk}#do" if present and why is None else "",
                "strike": f"{page}?do=strike_action&action={row.pk}#do"
                if present and facts_now.may_treat and why_not_strike(facts_now, row) is None
                else "",
                "why": wording.text(why) if present and why and row.done_at is None else "",
            }
        )
    return shown


def _standing(row: PlannedAction, facts_now: Facts) -> tuple[str, str]:
    if row.struck_at:
        return "excluded", _("struck")
    if row.done_at:
        return "done", _("done")
    if row.due_on < facts_now.today:
        return "late", _("overdue")
    return ("ontime", _("under way")) if facts_now.found.state == S.IMPLEMENTING else ("waiting", _("not begun"))


def files(rows: Sequence[Attachment], nonconformity_id: int) -> list[dict[str, Any]]:
    """Return the files handed in, with where they are read."""
    steps = {
        "containment": word(TERMS, "contain"),
        "cause_analysis": word(TERMS, "analyse"),
        "planned_action": word(TERMS, "implement"),
        "effectiveness": word(TERMS, "verify"),
    }
    return [
        {
            "name": row.name,
            "step": steps.get(row.target_type, ""),
            "by": row.created_by.name if row.created_by else "",
            "at": row.created_at,
            "size": max(1, row.size // 1024),
            "url": reverse("governance:nonconformity_file", args=[nonconformity_id, row.pk]),
        }
        for row in rows
    ]
