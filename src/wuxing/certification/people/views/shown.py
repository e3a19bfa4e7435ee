"""Somebody's competence, ties and load as the pages show them."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.certification.cases import words as case_words
from wuxing.certification.cases.models import CaseRole
from wuxing.certification.cases.states import Part
from wuxing.certification.people import queries, words
from wuxing.certification.people.load import Load
from wuxing.certification.people.models import Certifier, Competence, Tie
from wuxing.certification.people.rules import assigning, graph
from wuxing.certification.people.rules.graph import Window
from wuxing.core import wording

SOON = timedelta(days=90)
MONTHS_BACK, MONTHS_AHEAD = 2, 6


def expiry(until: date | None, today: date) -> str:
    """Return the badge of something that ends: late, soon, or well."""
    if until is None:
        return "ontime"
    return "late" if until < today else "risk" if until - today < SOON else "ontime"


def registration(row: Certifier, today: date) -> dict[str, str]:
    """Return badge and words of a registration."""
    if not row.level:
        return {"state": "unknown", "word": words.level(row.level)}
    state = expiry(row.registered_until, today)
    word = words.level(row.level)
    if state != "ontime" and row.registered_until:
        word = _("%(level)s until %(day)s") % {"level": word, "day": row.registered_until}
    return {"state": state, "word": word}


def matrix(granted: Sequence[Competence], today: date) -> dict[str, Any]:
    """Return the competence matrix: a row for each scheme and trade, a column for each part."""
    cells = {(one.scheme, one.trade_code, one.part): one for one in granted}
    rows = sorted({(scheme, trade) for scheme, trade, _part in cells})
    titles = dict(words.schemes()) if rows else {}
    return {
        "parts": [case_words.part(part) for part in Part],
        "rows": [
            {
                "scheme": titles.get(scheme, scheme),
                "trade": words.trade(trade),
                "cells": [_cell(cells.get((scheme, trade, part)), part, today) for part in Part],
            }
            for scheme, trade in rows
        ],
    }


def _cell(one: Competence | None, part: Part, today: date) -> dict[str, Any]:
    label = case_words.part(part)
    if one is None:
        return {"label": label}
    return {"label": label, "until": one.until, "state": expiry(one.until, today), "basis": one.basis}


def granted_choices(granted: Sequence[Competence]) -> list[tuple[int, str]]:
    """Return what may be withdrawn."""
    return [
        (one.pk, f"{case_words.part(one.part)} · {one.scheme} · {words.trade(one.trade_code)} · {one.until}")
        for one in granted
    ]


def name_of(tie: Tie) -> str:
    """Return the organisation of a tie."""
    return tie.client.name if tie.client else tie.party


def ties(rows: Sequence[Tie], today: date) -> list[dict[str, Any]]:
    """Return ties with how they stand: lasting, cooling off, cooled off."""
    return [_tie(row, today) for row in rows]


def _tie(row: Tie, today: date) -> dict[str, Any]:
    if row.until is None or row.until >= today:
        state, word = "late", _("counts now")
    elif (free := graph.cooled_on(row.until)) > today:
        state, word = "risk", _("cools off until %(day)s") % {"day": free - timedelta(days=1)}
    else:
        state, word = "excluded", _("cooled off")
    return {"row": row, "kind": words.tie(row.kind), "name": name_of(row), "state": state, "word": word}


def open_ties(rows: Sequence[Tie]) -> list[tuple[int, str]]:
    """Return the ties that may be ended."""
    return [(row.pk, f"{words.tie(row.kind)} · {name_of(row)}") for row in rows if row.until is None]


def ways(row: Certifier, today: date) -> list[dict[str, Any]]:
    """Return every client that somebody's ties lead to today, with the way in words; the shortest first."""
    found = queries.ties_of([row.pk]).get(row.pk, ())
    if not found:
        return []
    reached = graph.reached(found, queries.relations(), Window(today, today))
    further = {key: steps for key, steps in reached.items() if key.startswith("client:") or len(steps) > 1}
    named = sorted(further.items(), key=lambda item: (len(item[1]), item[1][-1].name))
    return [
        {
            "name": steps[-1].name,
            "path": wording.text(graph.in_words(row.name, steps)),
            "client": key.removeprefix("client:") if key.startswith("client:") else "",
            "state": "late" if key.startswith("client:") else "waiting",
        }
        for key, steps in named
    ]


def _months(today: date) -> list[str]:
    first = today.year * 12 + today.month - 1 - MONTHS_BACK
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(first, first + MONTHS_BACK + MONTHS_AHEAD + 1)]


def span(today: date) -> tuple[date, date]:
    """Return the first and the last day whose load is shown: from two months ago to six ahead."""
    first, last = _months(today)[0], _months(today)[-1]
    year, month = int(last[:4]), int(last[5:])
    return date.fromisoformat(f"{first}-01"), date(year, month, monthrange(year, month)[1])


def load(found: Load, row: Certifier, today: date) -> list[dict[str, Any]]:
    """Return the person-days on site month by month, with the cases."""
    rows = []
    for month in _months(today):
        days = found.days.get(month, Decimal(0))
        rows.append(
            {
                "month": month,
                "days": assigning.plain(days) if days else "",
                "most": assigning.plain(row.days_a_month),
                "state": load_state(days, row),
                "here": month == f"{today:%Y-%m}",
                "share": min(100, int(days * 100 / row.days_a_month)),
                "cases": sorted(found.cases.get(month, ())),
            }
        )
    return rows


def load_state(days: Decimal, row: Certifier) -> str:
    """Return the badge of a month."""
    return "late" if days > row.days_a_month else "risk" if days * 5 > row.days_a_month * 4 else "ontime"


def roles(rows: Sequence[CaseRole]) -> list[dict[str, Any]]:
    """Return somebody's parts in cases."""
    return [
        {
            "part": case_words.part(role.part),
            "number": role.case.number,
            "client": role.case.client.name,
            "url": reverse("certification:case_people", args=[role.case_id]),
            "ended": role.ended_at,
            "word": case_words.stage(role.case.stage),
            "state": case_words.badge(role.case.stage),
        }
        for role in rows
    ]
