"""The parts of a pack as named entries that can be compared and shown."""

from collections.abc import Mapping
from decimal import Decimal
from functools import reduce

from wuxing.core.reasons import Reason, say
from wuxing.schemes.packs.changes import Value
from wuxing.schemes.packs.modes import Binary, Ladder, Linear, Manual, MinOf, Mode, Proportional, WeightedOf
from wuxing.schemes.packs.structure import Example, Indicator, Metric, Pack
from wuxing.schemes.packs.terms import Condition, Level, Text

Entries = Mapping[str, Value]


def of_scheme(pack: Pack) -> Entries:
    """Return what a scheme says besides its lists."""
    rules, standing = pack.rules, pack.standing
    return {
        "title": pack.title,
        "notice": pack.notice,
        "total": _number(pack.total),
        "exclusions": _number(rules.exclusions_max_points),
        "deduction_points": _number(rules.deduction_points),
        "deduction_fails_at": str(rules.deduction_fails_at),
        "bonus_points": _number(rules.bonus_points),
        "bonus_max": str(rules.bonus_max),
        "places": str(rules.places),
        "likely": ", ".join(rules.likely) or None,
        **pack.cycle,
        "structure": standing.structure.value,
        "levels_public": _yes(standing.levels_public),
        "offered": _yes(standing.offered),
        "note": standing.note,
    }


def of_indicator(indicator: Indicator) -> Entries:
    """Return what an indicator says, besides its id and place."""
    entries: dict[str, Value] = {
        "title": indicator.title,
        "points": None if indicator.points is None else _number(indicator.points),
        "points_status": indicator.points_status.value,
        "placeholder_points": _number(indicator.placeholder_points),
    }
    if indicator.mode is None:
        return entries
    guidance = indicator.guidance
    return entries | {
        "summary": indicator.summary,
        "scoring": words_of(indicator.mode),
        "deduction": indicator.deduction or None,
        "excludable": _yes(indicator.excludable),
        "evidence": ", ".join(indicator.evidence_kinds) or None,
        "checks": _joined(indicator.checks),
        "guidance": None if guidance is None else _joined((guidance.look, guidance.missing, guidance.owner)),
        "procedures": ", ".join(map(str, indicator.procedures)) or None,
        "coverage": indicator.coverage.value,
        "coverage_note": indicator.coverage_note,
    }


def of_metric(metric: Metric) -> Entries:
    """Return what a metric says."""
    late = metric.late_entries
    return {
        "title": metric.title,
        "says": metric.says,
        "population": metric.population,
        "where": None if metric.where is None else metric.where.text,
        "conforming": metric.conforming.text,
        "window": metric.window,
        "min_population": str(metric.min_population),
        "freshness": metric.freshness,
        "late_entries": None if late is None else f"{late.after}, {_number(late.max_share)}",
    }


def of_level(level: Level) -> Entries:
    """Return what a level says."""
    return {
        "title": level.title,
        "stars": str(level.stars),
        "min": _number(level.min),
        "max_special_deductions": str(level.max_special_deductions),
        "gates": ", ".join(level.gates) or None,
    }


def of_condition(condition: Condition) -> Entries:
    """Return what a gate says."""
    return {"condition": condition.text}


def of_example(example: Example) -> Entries:
    """Return what a worked example says."""
    return {"title": example.title, "given": _data(example.inputs), "expected": _data(example.expected)}


def words_of(mode: Mode) -> Reason:
    """Return how a leaf is scored, in words."""
    match mode:
        case Manual(two_person=two):
            return say("a ruling of two persons") if two else say("a ruling")
        case Proportional(metric):
            return say("the share of %(metric)s", metric=metric)
        case Binary(metric, at):
            return say("all from %(at)s of %(metric)s upward, else nothing", at=_number(at), metric=metric)
        case Ladder(metric, steps):
            listed = ", ".join(f"{_number(step.at)} → {_number(step.earns)}" for step in steps)
            return say("steps of %(metric)s: %(steps)s", metric=metric, steps=listed)
        case Linear(metric, floor, target):
            return say(
                "a line of %(metric)s from %(floor)s to %(target)s",
                metric=metric,
                floor=_number(floor),
                target=_number(target),
            )
        case MinOf(parts):
            return say("the worst of: %(parts)s", parts=_list([words_of(part) for part in parts]))
        case WeightedOf(parts):
            weighed = [say("%(weight)s × %(mode)s", weight=_number(p.weight), mode=words_of(p.mode)) for p in parts]
            return say("weighed: %(parts)s", parts=_list(weighed))


def _list(parts: list[Reason]) -> Reason:
    return reduce(lambda one, other: say("%(one)s; %(other)s", one=one, other=other), parts)


def _number(value: Decimal) -> str:
    return format(value, "f")


def _yes(value: bool) -> Reason:
    return say("yes") if value else say("no")


def _joined(texts: tuple[Text, ...]) -> Text | None:
    if not texts:
        return None
    return Text(
        "；".join(t.zh_hans for t in texts), "；".join(t.zh_hant for t in texts), "; ".join(t.en for t in texts)
    )


def _data(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, sort_keys=True)
