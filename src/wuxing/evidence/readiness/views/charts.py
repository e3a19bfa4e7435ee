"""The numbers and geometry of a metric's pictures."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from wuxing.evidence.metrics.queries import Month, Tab
from wuxing.evidence.readiness import words


def months(found: list[Month]) -> list[dict[str, Any]]:
    """Return the rows of the table by month."""
    return [
        {"month": f"{m.starts:%Y-%m}", "n": m.n, "ok": m.ok, "missed": m.n - m.ok,
         "share": words.share(m.ok, m.n)}
        for m in found
    ]  # fmt: skip


def bars(months: list[Month]) -> dict[str, Any]:
    """Return the geometry of the chart: one column a month, its height the number of records, its foot what conforms."""
    most = max((m.n for m in months), default=0) or 1
    width = 380 / max(len(months), 1)
    columns = []
    for i, m in enumerate(months):
        tall, good = 96 * m.n / most, 96 * m.ok / most
        columns.append(
            {
                "x": f"{i * width + width * 0.15:.1f}",
                "w": f"{width * 0.7:.1f}",
                "ok_y": f"{116 - good:.1f}",
                "ok_h": f"{good:.1f}",
                "no_y": f"{116 - tall:.1f}",
                "no_h": f"{max(tall - good, 1.5) if m.n > m.ok else 0:.1f}",
                "mid": f"{i * width + width / 2:.1f}",
                "label": f"{m.starts.month}",
                "share": f"{Decimal(m.ok) / m.n * 100:.0f}" if m.n else "",
                "top": f"{112 - tall:.1f}",
            }
        )
    return {"columns": columns}


def split(counts: Mapping[Tab, int]) -> dict[str, Any]:
    """Return how the records of the population fall into those that conform, cost points and are not counted."""
    population = counts[Tab.OK] + counts[Tab.MISSED]
    return {
        "all": [("all", counts[Tab.ALL])],
        "counted": [("all", population), ("ex", counts[Tab.ALL] - population)],
        "parts": [("ok", counts[Tab.OK]), ("no", counts[Tab.MISSED]), ("ex", counts[Tab.ALL] - population)],
        "n": population,
        "total": counts[Tab.ALL],
        "left_out": counts[Tab.ALL] - population,
        "ok": counts[Tab.OK],
        "missed": counts[Tab.MISSED],
    }
