"""What a snapshot says of each indicator. Pure."""

from decimal import Decimal

from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring.results import Readiness


def ratios_of(pack: Pack, readiness: Readiness) -> dict[str, str | None]:
    """Return to which share each leaf is met by the records, four places; None where they leave it open.

    Leaves that are excluded are left out.
    """
    found: dict[str, str | None] = {}
    for leaf in pack.leaves:
        result = readiness.indicators[leaf.id]
        if not result.of:
            continue
        decided = result.points.low == result.points.high
        share = (result.points.low / result.of).quantize(Decimal("0.0001")) if decided else None
        found[leaf.id] = None if share is None else str(share)
    return found
