"""Readiness in the reader's language: levels, states, reasons, periods."""

import re
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from wuxing.evidence.metrics.rules import seconds_in
from wuxing.evidence.readiness.rules import MetricState, Step, StepKind
from wuxing.schemes.packs.structure import Indicator, Metric, Pack, PointsStatus, Text
from wuxing.schemes.scoring.results import IndicatorResult, MetricValue, Readiness, Reason, Status


def text(words: Text) -> str:
    """Return the words of a pack in the active language."""
    return words.in_language(get_language() or "zh-hans")


_SAID = re.compile(r"^(常缺[：:]|Often missing:)\s*")


def often_missing(words: Text) -> str:
    """Return what is often missing of a leaf without the label that packs begin it with: the page has one."""
    return _SAID.sub("", text(words))


def level(pack: Pack, level_id: str | None) -> str:
    """Return the name of a level; without one: below all levels."""
    found = next((level for level in pack.levels if level.id == level_id), None)
    return text(found.title) if found else _("below pass level")


def placeholder(readiness: Readiness, pack: Pack) -> str:
    """Return the stamp that stands on every page and paper while points are placeholders, or nothing."""
    if not readiness.rehearsal:
        return ""
    return _("%(lacking)s of %(all)s indicators without official points") % {
        "lacking": len(readiness.lacking_official),
        "all": len(pack.leaves),
    }


def is_placeholder(readiness: Readiness, indicator: Indicator) -> bool:
    """Say whether the points of an indicator are placeholders: none are once official ones are scored with."""
    return readiness.rehearsal and indicator.points is None


def number(value: Decimal | None, places: int = 1) -> str:
    """Return points as they are shown; a lost hundredth is never rounded away to nothing."""
    if value is None:
        return "—"
    shown = f"{value:.{places}f}"
    if Decimal(shown) == 0 and value != 0:
        shown = f"{value:.2f}"
    return shown.replace("-", "−")


def percent(ratio: Decimal | None) -> str:
    """Return a share in per cent, cut, so that 99.996 does not read as all."""
    if ratio is None:
        return "—"
    cut = int(ratio * 10000)
    return f"{cut // 100}.{cut % 100:02d}%"


def share(count: int, n: int) -> str:
    """Return a share of records in per cent, "—" of none."""
    return percent(Decimal(count) / n) if n else "—"


def points_status(readiness: Readiness, indicator: Indicator) -> str:
    """Return how sure the points of an indicator are."""
    if not readiness.rehearsal:
        return _("official, loaded and signed off")
    return {
        PointsStatus.OFFICIAL: _("official, loaded and signed off"),
        PointsStatus.VERIFIED_SECONDARY: _("from public secondary pages, not official"),
        PointsStatus.UNKNOWN: _("unknown; a placeholder stands in"),
    }[indicator.points_status]


def status(result: IndicatorResult) -> tuple[str, str]:
    """Return the state (its colour and shape) and the word of an indicator."""
    return {
        Status.MET: ("done", _("met")),
        Status.PART: ("risk", _("partly met")),
        Status.UNMET: ("late", _("not met")),
        Status.UNKNOWN: ("unknown", _("unknown")),
        Status.EXCLUDED: ("excluded", _("not applicable")),
        Status.MIXED: ("unknown", _("partly known")),
    }[result.status]


def late_limit(metric: Metric) -> str:
    """Return how many late entries a metric bears, "—" when it does not ask."""
    return percent(metric.late_entries.max_share) if metric.late_entries else "—"


def reason(state: MetricState) -> str:
    """Return why the value of a metric is unknown, in words; nothing when it is known."""
    metric, tally = state.metric, state.tally
    if state.value.reason is None:
        return ""
    words = {
        Reason.NO_VALUE: _("no record falls in this period"),
        Reason.TOO_FEW: _("%(n)s records; the rule asks for at least %(least)s"),
        Reason.STALE: _("the newest record is of %(day)s; the rule asks for one within %(days)s days"),
        Reason.LATE: _("%(share)s were entered late; the rule allows %(limit)s"),
        Reason.ERROR: _("the condition could not be decided; tell your administrator"),
        Reason.NOT_RULED: _("no record speaks for it yet; a person has to rule"),
        Reason.ONE_PERSON: _("one person has ruled; a second one has to agree"),
    }[state.value.reason]
    return words % {
        "n": tally.n,
        "least": metric.min_population,
        "day": tally.newest.isoformat() if tally.newest else "—",
        "days": timedelta(seconds=seconds_in(metric.freshness)).days if metric.freshness else 0,
        "share": share(tally.late, tally.n),
        "limit": late_limit(metric),
    }


def unknown(value: MetricValue | None) -> str:
    """Return the short word for a value that is not known, or nothing."""
    if value is None:
        return _("not ruled on")
    return {
        None: "",
        Reason.NO_VALUE: _("no records"),
        Reason.TOO_FEW: _("too few records"),
        Reason.STALE: _("too old"),
        Reason.LATE: _("entered late"),
        Reason.ERROR: _("not decidable"),
        Reason.NOT_RULED: _("not ruled on"),
        Reason.ONE_PERSON: _("ruled by one person"),
    }[value.reason]


def mode(name: str) -> str:
    """Return how a value becomes points, in words."""
    return {
        "manual": _("a person rules: all, part or nothing"),
        "binary": _("all or nothing"),
        "proportional": _("in proportion to the conforming records"),
        "ladder": _("by steps of the share"),
        "linear": _("on a line between a floor and a target"),
        "min_of": _("the worst of several"),
        "weighted_of": _("several, each with its weight"),
    }[name]


def evidence_kind(name: str) -> str:
    """Return the word for a kind of evidence."""
    kinds = {
        "document": _("document"),
        "record": _("record"),
        "site_observation": _("observation on site"),
        "interview": _("interview"),
        "system_data": _("system data"),
        "public_info": _("public information"),
        "mystery_shopping": _("mystery shopping"),
        "customer_contact": _("customer contact"),
    }
    return kinds.get(name, name)


def step(pack: Pack, step: Step) -> tuple[str, str, str]:
    """Return state, title and small print of a step of the gap plan."""
    clauses = ", ".join(step.leaves[:4]) + ("…" if len(step.leaves) > 4 else "")
    title = text(pack.metrics[step.metric].title) if step.metric else ""
    if step.kind is StepKind.KEEP:
        todo = ngettext("%(title)s: keep %(n)s open record", "%(title)s: keep %(n)s open records", step.records)
        small = _("%(points)s at stake · %(clauses)s") % {"points": number(step.at_risk, 2), "clauses": clauses}
        return "risk", todo % {"title": title, "n": f"{step.records:,}"}, small
    if step.kind is StepKind.MEND:
        todo = ngettext("%(title)s: put %(n)s record right", "%(title)s: put %(n)s records right", step.records)
        return "risk", todo % {"title": title, "n": f"{step.records:,}"}, clauses
    if step.kind is StepKind.WAIT:
        words = _("%(title)s: %(n)s records past saving") % {"title": title, "n": f"{step.records:,}"}
        small = _("they weigh until they leave the period, the first on %(day)s · %(clauses)s")
        return "late", words, small % {"day": step.first_leaves or "—", "clauses": clauses}
    if step.kind is StepKind.MORE:
        return "unknown", title, f"{reason_short(step.reason)} · {clauses}"
    leaf = pack.by_id[step.leaves[0]]
    missing = text(leaf.guidance.missing) if leaf.guidance else _("documents, interviews or site visits")
    return "unknown", _("have %(id)s %(title)s ruled on") % {"id": leaf.id, "title": text(leaf.title)}, missing


def reason_short(found: Reason | None) -> str:
    """Return the short word for a reason."""
    return unknown(MetricValue(0, 0, found)) if found else ""
