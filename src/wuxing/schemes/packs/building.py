"""Make a Pack of checked data. How a condition's text becomes a tree is handed in: parsed, or read back from store."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from wuxing.schemes.conditions.tree import Node
from wuxing.schemes.packs.modes import Binary, Ladder, Linear, Manual, MinOf, Mode, Part, Proportional, Step, WeightedOf
from wuxing.schemes.packs.structure import (
    Condition,
    Coverage,
    Example,
    Guidance,
    Indicator,
    LateEntries,
    Level,
    Metric,
    Pack,
    PointsStatus,
    Reason,
    Rules,
    Source,
    Standing,
    Structure,
    Succession,
    Text,
    Veto,
)

Trees = Callable[[str, str], Node]
"""Population (or "" for facts) and text to tree."""

FACTS = ""

NO_RULES = Rules(
    exclusions_max_points=Decimal(0),
    deduction_points=Decimal(0),
    deduction_fails_at=1,
    deduction_reasons=(),
    bonus_points=Decimal(0),
    bonus_max=0,
    places=2,
    likely=("scheme_average",),
)
"""Of a scheme whose rules are not public: points are summed, and nothing is added, taken off or left out."""


def build(data: dict[str, Any], sha256: str, trees: Trees) -> Pack:
    """Return the pack that checked `data` (the content of its canonical form) describes."""
    scheme = data["scheme"]
    return Pack(
        id=scheme["id"],
        edition=scheme["edition"],
        sha256=sha256,
        title=_text(scheme["title"]),
        notice=_text(scheme["notice"]),
        basis=tuple(Source(item["ref"], item["role"], _text(item["title"])) for item in scheme["basis"]),
        total=Decimal(scheme.get("total", "0")),
        rules=_rules(scheme["rules"]) if "rules" in scheme else NO_RULES,
        levels=tuple(map(_level, scheme["levels"])),
        gates={name: Condition(text, trees(FACTS, text)) for name, text in scheme.get("gates", {}).items()},
        vetoes=tuple(
            Veto(item["id"], _text(item["title"]), Condition(item["condition"], trees(FACTS, item["condition"])))
            for item in scheme.get("vetoes", [])
        ),
        cycle=scheme.get("cycle", {}),
        indicators=tuple(_indicators(data["indicators"]["indicators"], None, 1)),
        metrics={item["id"]: _metric(item, trees) for item in data["metrics"]["metrics"]},
        examples=tuple(
            Example(item["id"], _text(item["title"]), item["given"], item["expected"])
            for item in data["examples"]["examples"]
        ),
        standing=_standing(scheme["standing"]) if "standing" in scheme else Standing(),
        supersedes=_succession(scheme["supersedes"]) if "supersedes" in scheme else None,
    )


def _text(data: dict[str, str]) -> Text:
    return Text(data["zh-Hans"], data["zh-Hant"], data["en"])


def _rules(data: dict[str, Any]) -> Rules:
    deductions, bonus = data["special_deductions"], data["special_bonus"]
    return Rules(
        exclusions_max_points=Decimal(data["exclusions"]["max_points"]),
        deduction_points=Decimal(deductions["points"]),
        deduction_fails_at=deductions["fails_at"],
        deduction_reasons=tuple(Reason(item["id"], _text(item["title"])) for item in deductions["reasons"]),
        bonus_points=Decimal(bonus["points"]),
        bonus_max=bonus["max"],
        places=data["rounding"]["places"],
        likely=tuple(data["unknown"]["likely"]),
    )


def _standing(data: dict[str, Any]) -> Standing:
    return Standing(
        Structure(data["structure"]), data["levels"] == "public", offered=data["offered"], note=_text(data["note"])
    )


def _succession(data: dict[str, Any]) -> Succession:
    return Succession(
        edition=data["edition"],
        map={old: (new,) if isinstance(new, str) else tuple(new) for old, new in data["map"].items()},
        dropped=tuple(data.get("dropped", ())),
        transition_until=date.fromisoformat(data["transition_until"]),
    )


def _level(data: dict[str, Any]) -> Level:
    return Level(
        id=data["id"],
        title=_text(data["title"]),
        stars=data["stars"],
        min=Decimal(data["min"]),
        max_special_deductions=data["max_special_deductions"],
        gates=tuple(data.get("gates", ())),
    )


def _indicators(items: list[dict[str, Any]], parent: str | None, level: int) -> list[Indicator]:
    result = []
    for item in items:
        result.append(_indicator(item, parent, level))
        result += _indicators(item.get("children", []), item["id"], level + 1)
    return result


def _indicator(item: dict[str, Any], parent: str | None, level: int) -> Indicator:
    leaf = "scoring" in item
    note = item.get("coverage_note")
    return Indicator(
        id=item["id"],
        parent=parent,
        level=level,
        title=_text(item["title"]),
        id_status=item["id_status"],
        likely_clause=item.get("likely_clause"),
        points=None if item["points"] is None else Decimal(item["points"]),
        points_status=PointsStatus(item["points_status"]),
        placeholder_points=Decimal(item["placeholder_points"]),
        summary=_text(item["summary"]) if leaf else None,
        deduction=item.get("deduction", ""),
        evidence_kinds=tuple(item.get("evidence", ())),
        checks=tuple(map(_text, item.get("checks", ()))),
        excludable=item.get("excludable", False),
        procedures=tuple(item.get("procedures", ())),
        coverage=Coverage(item.get("coverage", "none")),
        coverage_note=None if note is None else _text(note),
        guidance=_guidance(item.get("guidance")),
        mode=_mode(item["scoring"]) if leaf else None,
    )


def _guidance(data: dict[str, Any] | None) -> Guidance | None:
    return None if data is None else Guidance(*(_text(data[name]) for name in ("look", "missing", "owner")))


def _mode(data: dict[str, Any]) -> Mode:
    return _MODES[data["mode"]](data)


_MODES: dict[str, Callable[[dict[str, Any]], Mode]] = {
    "manual": lambda data: Manual(data.get("two_person", False)),
    "binary": lambda data: Binary(data["metric"], Decimal(data.get("at", "1"))),
    "proportional": lambda data: Proportional(data["metric"]),
    "ladder": lambda data: Ladder(
        data["metric"], tuple(Step(Decimal(step["at"]), Decimal(step["earns"])) for step in data["steps"])
    ),
    "linear": lambda data: Linear(data["metric"], Decimal(data["floor"]), Decimal(data["target"])),
    "min_of": lambda data: MinOf(tuple(map(_mode, data["parts"]))),
    "weighted_of": lambda data: WeightedOf(tuple(Part(Decimal(part["weight"]), _mode(part)) for part in data["parts"])),
}


def _metric(data: dict[str, Any], trees: Trees) -> Metric:
    population, late = data["population"], data.get("late_entries")
    where = data.get("where")
    return Metric(
        id=data["id"],
        title=_text(data["title"]),
        says=_text(data["says"]),
        population=population,
        where=None if where is None else Condition(where, trees(population, where)),
        conforming=Condition(data["conforming"], trees(population, data["conforming"])),
        window=data["window"],
        min_population=data["min_population"],
        freshness=data.get("freshness"),
        late_entries=None if late is None else LateEntries(late["after"], Decimal(late["max_share"])),
    )
