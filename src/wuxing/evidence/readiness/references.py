"""Figures that others published, for comparison only, each with source and year: never a pass mark. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """Three figures of one publication: the best, the usual and the weakest of those it looked at."""

    best: int  # per cent
    usual: int
    weakest: int
    source: str
    year: int
    scope: str  # whom it looked at, as published


REFERENCES: dict[str, tuple[Reference, ...]] = {
    "first_time_fix_30d": (
        Reference(
            88,
            77,
            60,
            "customerthink.com, first-time fix",
            2026,
            "161 organizations, about 30 million events",
        ),
        Reference(
            88,
            80,
            63,
            "fsd.servicemax.com (Aberdeen)",
            2015,
            "industrial field service",
        ),
    ),
}
