"""Inputs and readiness as plain data and back: what an assessment keeps and a bundle carries. Decimals are text."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import rfc8785

from wuxing.schemes.scoring.results import Exclusion, Inputs, MetricValue, Readiness, Reason, Ruling


def plain(value: object) -> Any:
    """Return `value` as what JSON can say: decimals and dates as text, records as objects, nothing left out."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal | date):
        return format(value, "f") if isinstance(value, Decimal) else value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise TypeError(f"{type(value).__name__} cannot be kept")


def text_of(value: Inputs | Readiness) -> str:
    """Return canonical JSON (RFC 8785): the same value gives the same text, byte for byte."""
    return rfc8785.dumps(plain(value)).decode()


def inputs_of(data: Mapping[str, Any]) -> Inputs:
    """Return the inputs that `plain` wrote.

    Raises:
        KeyError, TypeError, ValueError, decimal.InvalidOperation: `data` is something else.
    """
    return Inputs(
        metrics={name: _metric(value) for name, value in data["metrics"].items()},
        rulings={name: _ruling(value) for name, value in data["rulings"].items()},
        overrides={name: _ruling(value) for name, value in data["overrides"].items()},
        exclusions={
            name: Exclusion(str(value["reason"]), str(value["approved_by"]))
            for name, value in data["exclusions"].items()
        },
        special_deductions=_count(data["special_deductions"]),
        special_bonus=_count(data["special_bonus"]),
        facts={str(name): dict(value) for name, value in data["facts"].items()},
        licensed={str(name): Decimal(value) for name, value in data["licensed"].items()},
    )


def _metric(value: Mapping[str, Any]) -> MetricValue:
    return MetricValue(
        n=_count(value["n"]),
        ok=_count(value["ok"]),
        reason=None if value["reason"] is None else Reason(value["reason"]),
        last_known=None if value["last_known"] is None else Decimal(value["last_known"]),
    )


def _ruling(value: Mapping[str, Any]) -> Ruling:
    return Ruling(Decimal(value["ratio"]), str(value["reason"]), tuple(str(name) for name in value["ruled_by"]))


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is no count")
    return value
