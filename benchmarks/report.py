"""Goals, verdicts, the table and the file."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results.json"

# CPU ms for one case, of other systems, on another machine (shared/peer-performance.md). Recorded, not measured here.
PEERS = {
    "create": {"Odoo 15 + OCA": 19, "Django + DRF": 12, "Request Tracker 5": 136},
    "list": {"Odoo 15 + OCA (data half only)": 20, "Django + DRF": 24, "Request Tracker 5": 445},
    "order page": {"Odoo 15 + OCA": 28, "Django + DRF": 9, "Request Tracker 5": 490},
    "search": {"Odoo 15 + OCA": 190, "Django + DRF": 16, "Request Tracker 5": 450},
    "repair": {"Odoo 15 + OCA": 69, "Django + DRF": 33, "Request Tracker 5": 308},
}


@dataclass(slots=True)
class Figure:
    """One goal with what was measured; `value` is None when it was skipped, and `note` says why."""

    goal: str
    what: str
    value: float | None
    limit: float
    unit: str
    at_least: bool = False
    reference: str = ""
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.value is None:
            return "skipped"
        met = self.value >= self.limit if self.at_least else self.value <= self.limit
        return "met" if met else "MISSED"


@dataclass(slots=True)
class Results:
    """All figures of a run, and the conditions under which they were taken."""

    conditions: dict[str, Any] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    measured: dict[str, Any] = field(default_factory=dict)

    def add(self, *values: Any, **named: Any) -> None:
        """Keep a figure, and show it at once."""
        figure = Figure(*values, **named)
        self.figures.append(figure)
        print(line(figure), flush=True)
        self.write()

    def write(self) -> None:
        figures = [{**asdict(figure), "verdict": figure.verdict} for figure in self.figures]
        peers = {"note": "CPU ms a case, recorded elsewhere, not measured here", **PEERS}
        content = {"conditions": self.conditions, "figures": figures, "measured": self.measured, "peers": peers}
        RESULTS.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def line(figure: Figure) -> str:
    """Return a row of the table."""
    value = "—" if figure.value is None else f"{figure.value:.2f}"
    sign = ">=" if figure.at_least else "<="
    rest = "; ".join(part for part in (figure.reference, figure.note) if part)
    return f"{figure.goal:3} {figure.what:48} {value:>9} {sign} {figure.limit:<8g} {figure.unit:8} {figure.verdict:8} {rest}"
