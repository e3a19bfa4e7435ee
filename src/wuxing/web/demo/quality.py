"""How well each outlet works, and how that changed: what the charts of the demo company tell. Pure."""

from dataclasses import dataclass
from datetime import datetime

# How often a thing goes wrong at an outlet of ordinary quality.
BASE = {
    "incomplete": 0.022,
    "dispatch": 0.05,
    "contact": 0.07,
    "arrive": 0.05,
    "late_on_site": 0.05,
    "explain": 0.09,
    "checklist": 0.045,
    "sign": 0.025,
    "second_visit": 0.12,
    "repeat": 0.045,
    "follow_up": 0.08,
    "unhappy": 0.05,
    "late_entry": 0.02,
    "reopen": 0.006,
}


@dataclass(frozen=True, slots=True)
class Quality:
    """The company's course over the time that is told, which ends `now`."""

    start: datetime
    now: datetime

    def chance(self, kind: str, outlet: str, at: datetime) -> float:
        """Return how likely `kind` goes wrong at an outlet then."""
        return min(0.6, BASE[kind] * self._factor(outlet, at))

    def _factor(self, outlet: str, at: datetime) -> float:
        ago = (self.now - at).days
        if outlet == "GL":  # good, and slowly better
            return 0.6 + 0.5 * min(1.0, ago / 540)
        if outlet == "MW":  # two people left before the summer, two were trained in autumn
            return 0.9 + 1.5 * max(0.0, 1 - abs(ago - 120) / 60)
        if ago > 300:  # the entrusted outlet, before its improvement plan
            return 2.6
        return 1.1 + 1.5 * max(0.0, (ago - 210) / 90)
