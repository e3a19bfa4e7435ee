"""What a report says, as plain data: the same case gives the same facts, and both papers are drawn from them. Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Any

import rfc8785

from wuxing.certification.report import rules
from wuxing.certification.report.rules import Cause
from wuxing.schemes.packs.structure import Indicator, Pack
from wuxing.schemes.scoring.results import LossKind, Readiness, Status

FORMAT = "wuxing.case-report/1"
Facts = dict[str, Any]


def digest_of(facts: Mapping[str, Any]) -> str:
    """Return the SHA-256 of facts as canonical JSON (RFC 8785)."""
    return sha256(rfc8785.dumps(dict(facts))).hexdigest()


def number(value: Decimal | None, places: int = 2) -> str | None:
    """Return an amount as text; None for what is not known."""
    return None if value is None else f"{value:.{places}f}"


def percent(ratio: Decimal | None) -> str | None:
    """Return a share in per cent with two places, cut."""
    if ratio is None:
        return None
    cut = int(ratio * 10000)
    return f"{cut // 100}.{cut % 100:02d}"


def indicators(
    pack: Pack,
    readiness: Readiness,
    language: str,
    *,
    ratios: Mapping[str, Decimal | None],
    automatic: Mapping[str, Decimal | None],
    causes: Sequence[Cause],
    overridden: Mapping[str, int],
    carried: Mapping[str, str],
) -> list[Facts]:
    """Return every indicator with its points; leaves with the share that counts beside that of the client's records.

    `carried`: those not looked at this time, with the number of the case from which their share stands.
    """
    named = _by_leaf(causes)
    return [
        {
            "id": one.id,
            "level": one.level,
            "leaf": one.is_leaf,
            "title": one.title.in_language(language),
            "of": number(_of(pack, readiness, one)),
            "points": number(readiness.indicators[one.id].points.low),
            "status": readiness.indicators[one.id].status.value,
            "ratio": percent(ratios.get(one.id)),
            "automatic": percent(automatic.get(one.id)),
            "findings": [cause.number for cause in named.get(one.id, [])],
            "override": overridden.get(one.id),
            "carried": carried.get(one.id),
        }
        for one in pack.indicators
    ]


def _of(pack: Pack, readiness: Readiness, one: Indicator) -> Decimal:
    return readiness.indicators[one.id].of


def losses(
    pack: Pack,
    readiness: Readiness,
    causes: Sequence[Cause],
    specials: Sequence[int],
    overridden: Mapping[str, int],
    carried: Mapping[str, str],
) -> list[Facts]:
    """Return every lost point with the findings that cost it; together they are the total less the score.

    What an override decides names its number: 1 is the first of the case.
    """
    named = _by_leaf(causes)
    return [
        {
            "kind": loss.kind.value,
            "leaf": loss.indicator,
            "points": number(loss.points),
            "findings": _named(loss.kind, loss.points, named.get(loss.indicator or "", []), specials),
            "override": overridden.get(loss.indicator or ""),
            "carried": carried.get(loss.indicator or ""),
        }
        for loss in _merged(readiness)
        if loss.points
    ]


class _Line:
    """A loss of one indicator, or one outside the indicators."""

    def __init__(self, kind: LossKind, indicator: str | None, points: Decimal) -> None:
        self.kind, self.indicator, self.points = kind, indicator, points


def _merged(readiness: Readiness) -> list[_Line]:
    found: dict[tuple[LossKind, str | None], _Line] = {}
    for loss in readiness.losses_low:
        line = found.setdefault((loss.kind, loss.indicator), _Line(loss.kind, loss.indicator, Decimal(0)))
        line.points += loss.points
    return list(found.values())


def _named(kind: LossKind, points: Decimal, causes: Sequence[Cause], specials: Sequence[int]) -> list[Facts]:
    if kind is LossKind.SPECIAL_DEDUCTION:
        each = points / len(specials) if specials else points
        return [{"number": one, "points": number(each)} for one in specials]
    if kind is not LossKind.RECORDS or not causes:
        return []
    shares = rules.shares_of(points, causes)
    return [
        {"number": one.number, "points": number(share)} for one, share in zip(causes, shares, strict=True)
    ]  # fmt: skip


def _by_leaf(causes: Sequence[Cause]) -> dict[str, list[Cause]]:
    found: dict[str, list[Cause]] = {}
    for cause in causes:
        found.setdefault(cause.leaf, []).append(cause)
    return found


def unseen(pack: Pack, readiness: Readiness) -> list[str]:
    """Return the indicators that nobody has settled."""
    return [leaf.id for leaf in pack.leaves if readiness.indicators[leaf.id].status is Status.UNKNOWN]


def score(readiness: Readiness, *, official: bool, level: str, inputs_digest: str, stamp: str) -> Facts:
    """Return the score; `level` is the name of the one reached, `stamp` what stands on every page while it is a draft."""
    return {
        "low": number(readiness.score.low),
        "likely": number(readiness.score.likely),
        "high": number(readiness.score.high),
        "level": level,
        "level_id": readiness.level_likely,
        "applicable": number(readiness.applicable),
        "known": number(readiness.known),
        "special_deductions": readiness.special_deductions,
        "special_bonus": readiness.special_bonus,
        "official": official,
        "stamp": stamp,
        "inputs": inputs_digest,
    }
