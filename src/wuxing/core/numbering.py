"""Numbers without gaps, by tenant, series and year: WO-2026-000001."""

from wuxing.core import prepared
from wuxing.core.actors import Actor

_TAKE = """
INSERT INTO core_counter (tenant_id, series, year, last) VALUES (%s, %s, %s, %s)
ON CONFLICT (tenant_id, series, year) DO UPDATE SET last = core_counter.last + excluded.last
RETURNING last
"""


def take(series: str, *, by: Actor, year: int, count: int = 1) -> list[str]:
    """Take the next `count` numbers of a series; the counter stays locked until the transaction ends, so none is lost."""
    last: int = prepared.fetch(_TAKE, [by.tenant_id, series, year, count])[0][0]
    return [f"{series}-{year}-{number:06d}" for number in range(last - count + 1, last + 1)]


def next_number(series: str, *, by: Actor, year: int) -> str:
    """Take one number; take it as late in the action as possible, for others wait meanwhile."""
    return take(series, by=by, year=year)[0]
