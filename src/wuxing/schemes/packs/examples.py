"""Compute the worked examples of a pack again and say where the result differs."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from wuxing.core.reasons import Reason, say
from wuxing.schemes.packs.structure import Example, Pack
from wuxing.schemes.scoring import results, rules
from wuxing.schemes.scoring.results import Exclusion, Inputs, Interval, MetricValue, Readiness, Ruling


def differences(pack: Pack) -> list[str]:
    """Return one line for each expectation of an example that scoring does not meet."""
    return [f"{name}: {reason}" for name, reason in disagreements(pack)]


def disagreements(pack: Pack) -> list[tuple[str, Reason]]:
    """Return the same with the example's id apart, to be told in the reader's language."""
    return [(example.id, line) for example in pack.examples for line in _differences(pack, example)]


def inputs_of(pack: Pack, example: Example) -> Inputs:
    """Return the inputs an example gives: `all_metrics` and `all_rulings` first, the named ones over them."""
    given: Any = example.inputs
    metrics = dict.fromkeys(pack.metrics, _value(given["all_metrics"])) if "all_metrics" in given else {}
    rulings = {leaf.id: _ruling(given["all_rulings"]) for leaf in pack.leaves} if "all_rulings" in given else {}
    rulings |= {name: _ruling(ratio) for name, ratio in given.get("rulings", {}).items()}
    rulings |= {
        name: replace(rulings[name], ruled_by=("one",)) for name in given.get("ruled_by_one", ()) if name in rulings
    }
    exclusions = given.get("exclusions", {})
    return Inputs(
        metrics=metrics | {name: _value(value) for name, value in given.get("metrics", {}).items()},
        rulings=rulings,
        exclusions={name: Exclusion(reason, "example") for name, reason in exclusions.items()},
        special_deductions=given.get("special_deductions", 0),
        special_bonus=given.get("special_bonus", 0),
    )


def _differences(pack: Pack, example: Example) -> Iterator[Reason]:
    expected: Any = example.expected
    result = rules.score(pack, inputs_of(pack, example))
    yield from _compare(say("score"), expected["score"], result.score)
    for name, interval in expected.get("indicators", {}).items():
        yield from _compare(name, interval, result.indicators[name].points)
    for end, level in expected["levels"].items():
        reached = _level(result, end)
        if reached != level:
            yield say("level %(end)s is %(found)s, expected %(expected)s", end=end, found=reached, expected=level)


def _compare(what: str, expected: dict[str, str | None], found: Interval) -> Iterator[Reason]:
    for end, text in expected.items():
        value = getattr(found, end)
        if value != (None if text is None else Decimal(text)):
            yield say(
                "%(what)s %(end)s is %(found)s, expected %(expected)s", what=what, end=end, found=value, expected=text
            )


def _level(result: Readiness, end: str) -> str | None:
    level: str | None = getattr(result, f"level_{end}")
    return level


def _value(data: dict[str, Any]) -> MetricValue:
    reason = results.Reason(data["reason"]) if "reason" in data else None
    last = Decimal(data["last_known"]) if "last_known" in data else None
    return MetricValue(data["n"], data["ok"], reason, last)


def _ruling(ratio: str) -> Ruling:
    """Return a ruling of two persons."""
    return Ruling(Decimal(ratio), "example", ("one", "other"))
