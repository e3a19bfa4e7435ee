"""What conditions may name: populations and their typed fields. The contexts above declare them."""

from collections.abc import Mapping

from wuxing.schemes.conditions.tree import Type

Fields = Mapping[str, Type]
"""The fields of one population (or of one group of facts)."""

Catalogue = Mapping[str, Fields]
"""Populations and their fields."""

RECORD = "r"
"""The name of the record in a metric's conditions: `r.arrived_at`."""

FACTS: Catalogue = {
    "score": {
        "value": Type.DOUBLE,
        "special_deductions": Type.DOUBLE,
        "special_bonus": Type.DOUBLE,
    },
    "case": {"months_at_pass": Type.DOUBLE, "outstanding": Type.BOOL},
    "findings": {
        "open": Type.DOUBLE,
        "open_major": Type.DOUBLE,
        "falsified": Type.DOUBLE,
    },
}
"""The facts that gates and vetoes of a scheme may name."""

_declared: dict[str, Fields] = {}


def declare(population: str, fields: Fields) -> None:
    """Make a population known to packs; called once at start by the context that owns it.

    Raises:
        ValueError: the name is already declared with other fields.
    """
    if _declared.setdefault(population, dict(fields)) != dict(fields):
        raise ValueError(f"population {population} is declared twice, with different fields")


def declared() -> Catalogue:
    """Return every population declared so far."""
    return dict(_declared)
