"""All populations there are. A new one is one module and one line here."""

from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.repair_order import REPAIR_ORDER
from wuxing.schemes.conditions import catalogue

POPULATIONS: dict[str, Population] = {population.id: population for population in (REPAIR_ORDER,)}


def declare_all() -> None:
    """Make every population known to packs."""
    for population in POPULATIONS.values():
        catalogue.declare(population.id, population.types)
