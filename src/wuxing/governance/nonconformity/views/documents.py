"""The report on paper (不符合报告, in the order of an 8D report): made from what is on record, in the active language."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.config import fonts
from wuxing.core import clock, wording
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.nouns import noun
from wuxing.governance.nonconformity import queries
from wuxing.governance.nonconformity.models import Nonconformity, PlannedAction
from wuxing.governance.nonconformity.queries import pages
from wuxing.governance.nonconformity.rules.words import (
    ACTION_KINDS,
    CATEGORIES,
    GROUNDS,
    KINDS,
    SEVERITIES,
    SOURCES,
    STATES,
    TERMS,
    VERDICTS,
)
from wuxing.governance.nonconformity.states import ActionKind, Category
from wuxing.governance.nonconformity.views import pictures
from wuxing.governance.nonconformity.views.words import day, facts, minute, word

_TEMPLATE = Path(__file__).resolve().parent.parent / "report.typ"


def pdf_of(found: Nonconformity, by: Actor) -> bytes:
    """Return the report of a nonconformity as PDF; signs that the fonts lack become a visible box and are named."""
    text, lacking = fonts.drawable(json.dumps(sheet_of(found, by), ensure_ascii=False))
    data = json.loads(text)
    if lacking:
        data["lacking"] = _("These signs cannot be printed and are shown as a box: %s") % ", ".join(
            f"U+{ord(sign):04X}" for sign in lacking
        )
    return bytes(_compiler().compile(format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)}))


@cache
def _compiler() -> Any:
    import typst

    return typst.Compiler(str(_TEMPLATE), font_paths=[str(fonts.folder())], ignore_system_fonts=True)


def sheet_of(found: Nonconformity, by: Actor) -> dict[str, Any]:
    """Return the words of the printed report, in the active language."""
    actions = [row for row in pages.actions_of(found) if row.struck_at is None]
    return {
        "lang": get_language() or "zh-hans",
        "family": fonts.FAMILY,
        "title": _("Nonconformity report"),
        "organisation": Tenant.objects.get(pk=by.tenant_id).name,
        "number": found.number,
        "name": found.title,
        "state": word(STATES, found.state),
        "printed": _("printed %(time)s") % {"time": minute(clock.now())},
        "page": _("page"),
        "facts": [[str(label), str(value)] for label, value in _facts(found)],
        "sections": _sections(found, actions),
        "lacking": "",
    }


def _facts(found: Nonconformity) -> list[tuple[Any, ...]]:
    severity = word(SEVERITIES, found.severity)
    return facts(
        (_("Raised from"), f"{noun(found.origin_type)} {found.origin_number}" if found.origin_type else ""),
        (_("Class"), f"{word(KINDS, found.kind)} · {severity}"),
        (_("Where it was found"), word(SOURCES, found.source)),
        (_("Found on"), f"{day(found.found_at)} · {found.found_by}"),
        (_("Outlet"), found.outlet_name),
        (_("Product"), found.product_name),
        (_("Indicators it touches"), ", ".join(found.leaves)),
        (_("Special deduction"), word(GROUNDS, found.deduction_ground)),
    )


def _sections(found: Nonconformity, actions: Sequence[PlannedAction]) -> list[dict[str, Any]]:
    """Return the eight disciplines: each a title, paragraphs, and perhaps a table."""
    return [
        _section("D1", _("Team"), [_team(found, actions)]),
        _section("D2", _("Problem"), [found.description]),
        _section(
            "D3",
            word(TERMS, "contain"),
            [f"{day(row['done_at'])} {row['what']}" for row in pages.containments_of(found)],
        ),
        _cause(found),
        _table(
            "D5–D6",
            _("Corrections and corrective actions"),
            [row for row in actions if row.kind != ActionKind.PREVENTIVE],
        ),
        _table("D7", _("Preventive actions"), [row for row in actions if row.kind == ActionKind.PREVENTIVE]),
        _section("D8", _("Effect and end"), _effect(found)),
    ]


def _labelled(label: str, value: str) -> str:
    return _("%(label)s: %(value)s") % {"label": label, "value": value}


def _section(code: str, title: str, paragraphs: Sequence[str]) -> dict[str, Any]:
    return {"code": code, "title": title, "paragraphs": [text for text in paragraphs if text] or ["—"]}


def _team(found: Nonconformity, actions: Sequence[PlannedAction]) -> str:
    people = dict.fromkeys(row.responsible.name for row in actions)
    named = [
        (_("Reported by"), found.reported_by.name if found.reported_by else ""),
        (_("Owner"), found.owner.name if found.owner else ""),
        (_("Responsible"), ", ".join(people)),
        (_("Effect judged by"), found.verified_by.name if found.verified_by else ""),
    ]
    return "    ".join(_labelled(label, name) for label, name in named if name)


def _cause(found: Nonconformity) -> dict[str, Any]:
    analyses = pages.analyses_of(found)
    if not analyses:
        return _section("D4", word(TERMS, "analyse"), [])
    newest = analyses[0]
    paragraphs = [f"{why.place}. {why.question} → {why.answer}" for why in newest.whys]
    for code in CATEGORIES:
        causes = [f"[{one.text}]" if one.chosen else one.text for one in newest.causes if one.category == code]
        if causes:
            paragraphs.append(_labelled(word(CATEGORIES, code), wording.listed(causes)))
    root = _("Root cause (%(category)s): %(cause)s")
    paragraphs.append(root % {"category": word(CATEGORIES, newest.row.category), "cause": newest.row.root_cause})
    paragraphs.append(_("What shows it: %(evidence)s") % {"evidence": newest.row.evidence})
    names = {bone.value: word(CATEGORIES, bone) for bone in Category}
    fish = pictures.fishbone(found.title, newest.causes, names) if newest.causes else None
    return _section("D4", word(TERMS, "analyse"), paragraphs) | ({"fish": _drawn(fish)} if fish else {})


def _drawn(fish: dict[str, Any]) -> dict[str, Any]:
    """Return a fishbone as plain numbers and texts."""
    twigs = [
        {"text": one.text, "x": one.x, "y": one.y, "chosen": one.chosen}
        for bone in fish["bones"]
        for one in bone["twigs"]
    ]
    return fish | {"twigs": twigs, "bones": [{k: v for k, v in bone.items() if k != "twigs"} for bone in fish["bones"]]}


def _table(code: str, title: str, rows: Sequence[PlannedAction]) -> dict[str, Any]:
    if not rows:
        return _section(code, title, [])
    heads = [_("Kind of action"), _("What is to be done"), _("Responsible"), _("Due on"), _("What came of it")]
    cells = [
        [
            word(ACTION_KINDS, row.kind),
            row.what,
            row.responsible.name,
            row.due_on.isoformat(),
            f"{day(row.done_at)} {row.result} {row.record}".strip() if row.done_at else "—",
        ]
        for row in rows
    ]
    return {"code": code, "title": title, "paragraphs": [], "table": {"heads": heads, "rows": cells}}


def _effect(found: Nonconformity) -> list[str]:
    plan = queries.plan_of(found)
    told = []
    if plan is not None:
        seen = _("The effect is seen by: %(criterion)s (from %(day)s)")
        told.append(seen % {"criterion": plan.criterion, "day": plan.check_on.isoformat()})
    told += [
        f"{day(row['at'])} {row['by_name'] or ''} · {word(VERDICTS, row['verdict'])} · {row['evidence']} {row['record']}"
        for row in reversed(pages.checks_of(found))
    ]
    if found.closed_at:
        told.append(f"{day(found.closed_at)} {word(STATES, 'closed')}")
    if found.cancelled_at:
        told.append(f"{day(found.cancelled_at)} {word(STATES, 'cancelled')} · {found.cancel_reason}")
    return told
