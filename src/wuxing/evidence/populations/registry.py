"""All populations there are. A new one is one module and one line here."""

from wuxing.evidence.populations.customer import CUSTOMER
from wuxing.evidence.populations.declarations import Population
from wuxing.evidence.populations.document import DOCUMENT, READ_RECEIPT
from wuxing.evidence.populations.evidence_item import EVIDENCE_ITEM
from wuxing.evidence.populations.follow_up import CUSTOMER_PROBLEM, SURVEY
from wuxing.evidence.populations.installed_unit import INSTALLED_UNIT
from wuxing.evidence.populations.nonconformity import NONCONFORMITY
from wuxing.evidence.populations.outlet import OUTLET
from wuxing.evidence.populations.part_request import PART_REQUEST
from wuxing.evidence.populations.promise import PROMISE, PROMISE_CLOCK
from wuxing.evidence.populations.repair_order import REPAIR_ORDER
from wuxing.evidence.populations.rights_request import RIGHTS_REQUEST
from wuxing.evidence.populations.service_person import SERVICE_PERSON
from wuxing.evidence.populations.service_request import SERVICE_REQUEST
from wuxing.evidence.populations.settlement import SETTLEMENT
from wuxing.evidence.populations.used_part import USED_PART
from wuxing.evidence.populations.visit import VISIT
from wuxing.evidence.populations.workshop_item import WORKSHOP_ITEM
from wuxing.schemes.conditions import catalogue

ALL: tuple[Population, ...] = (
    REPAIR_ORDER,
    SERVICE_REQUEST,
    VISIT,
    USED_PART,
    PART_REQUEST,
    WORKSHOP_ITEM,
    SETTLEMENT,
    SURVEY,
    CUSTOMER_PROBLEM,
    RIGHTS_REQUEST,
    CUSTOMER,
    INSTALLED_UNIT,
    PROMISE,
    PROMISE_CLOCK,
    OUTLET,
    SERVICE_PERSON,
    DOCUMENT,
    READ_RECEIPT,
    NONCONFORMITY,
    EVIDENCE_ITEM,
)
POPULATIONS: dict[str, Population] = {population.id: population for population in ALL}


def declare_all() -> None:
    """Make every population known to packs."""
    for population in ALL:
        catalogue.declare(population.id, population.types)
