"""Plans, sites, draws and progress as the pages show them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.certification.cases import words as case_words
from wuxing.certification.cases.models import Case, Site
from wuxing.certification.onsite_audit import queries, words
from wuxing.certification.onsite_audit.models import PlanLine, RecordDraw, Sheet, SiteDraw
from wuxing.certification.onsite_audit.rules import drawing
from wuxing.certification.onsite_audit.rules import sheets as rules
from wuxing.evidence.readiness import words as pack_words
from wuxing.schemes.packs.structure import Pack


def days(lines: Sequence[PlanLine], pack: Pack) -> list[dict[str, Any]]:
    """Return the lines of a plan by day."""
    return [
        {"day": day, "rows": [line(one, pack) for one in several]}
        for day, several in groupby(lines, key=lambda one: one.day)
    ]


def line(one: PlanLine, pack: Pack) -> dict[str, Any]:
    """Return a line of a plan."""
    return {
        "id": one.pk,
        "time": f"{one.starts:%H:%M}–{one.ends:%H:%M}",
        "who": one.certifier.name,
        "where": one.site.name,
        "how": words.method(one.method),
        "what": words.several(pack, one.leaves),
        "met": one.met,
        "text": one.text,
    }


def sites(several: Sequence[Site]) -> list[dict[str, Any]]:
    """Return the sites of a case."""
    kinds = {
        Site.Kind.HEADQUARTERS: _("Headquarters"),
        Site.Kind.OUTLET: _("Outlet"),
        Site.Kind.SERVICE_CENTRE: _("Service centre"),
        Site.Kind.WAREHOUSE: _("Warehouse"),
    }
    return [
        {
            "name": one.name,
            "kind": kinds[Site.Kind(one.kind)],
            "chosen": one.chosen,
            "why": _(one.chosen_why) if one.chosen_why in {"drawn", "every outlet is visited"} else one.chosen_why,
        }
        for one in several
    ]


def draw(found: SiteDraw | RecordDraw | None) -> dict[str, Any] | None:
    """Return a draw: its promise, then its seed and what came out, drawn again here."""
    if found is None:
        return None
    if found.drawn_at is None:
        state, word = "waiting", _("waits for the client's word")
    elif not found.seed:
        state, word = "done", _("drawn in the company's own system")
    else:
        state, word = "done", _("drawn")
    again = drawing.checked(as_file(found)) if found.seed else []
    return {
        "row": found,
        "state": state,
        "word": word,
        "facts": [
            (_("Promise of the body"), found.promise),
            (_("Digest of the list"), found.digest),
            (_("How many"), f"{found.size or '—'} / {len(found.population) or '—'} · {found.size_rule}"),
            (_("Word of the client"), found.word),
            (_("Told by"), found.told_by),
            (_("Seed"), found.seed),
        ],
        "names": [found.population[place - 1] for place in found.drawn] if found.population else [],
        "again": bool(again) and all(holds for _name, holds in again),
        "checked": bool(again),
    }


def as_file(found: SiteDraw | RecordDraw) -> dict[str, Any]:
    """Return everything that is needed to draw again, as plain data."""
    return {
        "format": drawing.FORMAT,
        "promise": found.promise,
        "digest": found.digest,
        "population": found.population,
        "size": found.size,
        "rule": found.size_rule,
        "word": found.word,
        "secret": found.secret,
        "seed": found.seed,
        "drawn": found.drawn,
    }


def progress(
    case: Case, pack: Pack, sheets: Mapping[str, Sheet], lines: Sequence[PlanLine], findings: Mapping[str, list[int]]
) -> list[dict[str, Any]]:
    """Return the indicators of a case by group: who looks at each, and where its checklist stands."""
    stand = queries.seen_in([case]).get(case.pk, {})
    wanted = set(queries.applicable_of(case))
    who: dict[str, list[str]] = {}
    for one in lines:
        for leaf in one.leaves:
            who.setdefault(leaf, []).append(one.certifier.name)
    groups = []
    for group in (one for one in pack.indicators if one.level == 2):
        leaves = [leaf for leaf in pack.leaves_under(group.id) if leaf in wanted]
        if leaves:
            rows = [
                {
                    "leaf": leaf,
                    "title": pack_words.text(pack.by_id[leaf].title),
                    "url": reverse("certification:audit_sheet", args=[case.pk, leaf]),
                    "who": ", ".join(dict.fromkeys(who.get(leaf, []))),
                    "findings": len(findings.get(leaf, [])),
                    **sheet(sheets.get(leaf), stand.get(leaf)),
                }
                for leaf in leaves
            ]
            groups.append({"title": f"{group.id} {pack_words.text(group.title)}", "rows": rows})
    return groups


def sheet(row: Sheet | None, stand: rules.Seen | None) -> dict[str, Any]:
    """Return where a checklist stands: badge, word, share and what the records say."""
    if row is None or stand is None or not stand.seen:
        state, word = "waiting", _("not seen yet")
    elif stand.differs and not stand.reasoned:
        state, word = "risk", _("differs from the records, no reason yet")
    elif stand.manual and not stand.confirmed:
        state, word = "ontime", _("waits for the second person")
    else:
        state, word = "done", _("seen")
    return {
        "state": state,
        "word": word,
        "share": share(row.ratio) if row else "",
        "automatic": share(row.automatic) if row else "",
        "differs": bool(stand and stand.differs),
    }


def share(value: Decimal | None) -> str:
    """Return a share in per cent; nothing for none."""
    return pack_words.percent(value) if value is not None else ""


def programme(years: Sequence[Any], pack: Pack) -> list[dict[str, Any]]:
    """Return the evaluations of a cycle."""
    return [
        {
            "kind": case_words.kind(one.kind),
            "month": one.month,
            "leaves": words.several(pack, list(one.leaves)),
            "sites": ", ".join(one.sites),
        }
        for one in years
    ]
