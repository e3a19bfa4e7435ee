"""Records of the procedures of this context: where they stand, when their clock starts, how they are destroyed (procedure 21)."""
# ruff: noqa: S608  # expressions of our own, no input

from django.utils.translation import gettext_lazy as _

from wuxing.core.access import Permission
from wuxing.governance.records import defaults
from wuxing.governance.records.registry import CUSTOMERS, Default, Prolonging, RecordClass, Table
from wuxing.governance.records.states import Basis
from wuxing.service.repair.actions import destroying


def _open(order: str) -> str:
    return f"{order}.state NOT IN ('closed', 'cancelled', 'cannot_complete')"


def _ended(order: str) -> str:
    return f"coalesce({order}.closed_at, {order}.cancelled_at, {order}.resolved_at, {order}.written_at)"


def _warranty(request: str) -> str:
    return f"(SELECT e.until::timestamptz FROM customers_entitlementdecision e WHERE e.id = {request}.entitlement_id)"


def _order_ends(order: str, request: str) -> str:
    return f"CASE WHEN {_open(order)} THEN NULL ELSE greatest({_ended(order)}, {_warranty(request)}) END"


CLASSES = (
    RecordClass(
        code="service_request",
        procedure=4,
        title=_("service requests (dispatch call records)"),
        clock=_("the end of the last work order, or the end of the unit's warranty if that is later"),
        default=defaults.SERVICE,
        access=Permission.REPAIR_READ,
        table=Table(
            model="service.ServiceRequest",
            earliest="t.recorded_at",
            starts=f"""CASE WHEN t.state IN ('new', 'triaged') THEN NULL ELSE (
                SELECT CASE WHEN bool_or({_open("o")}) THEN NULL
                    ELSE greatest(max({_ended("o")}), t.recorded_at, {_warranty("t")}) END
                FROM service_workorder o WHERE o.request_id = t.id) END""",
            number="t.number",
            customer="t.customer_id",
            case_type="service_request",
            case_id="t.id",
            is_case=True,
        ),
        disposal=_("words of the call, contact, place, unit and customer go; number, times and outcome stay"),
        destroy=destroying.destroy_request,
    ),
    RecordClass(
        code="work_order",
        procedure=4,
        title=_("work orders (service reports) with visits, diagnoses, parts and charges"),
        clock=_("the end of the work order, or the end of the unit's warranty if that is later"),
        default=defaults.SERVICE,
        access=Permission.REPAIR_READ,
        table=Table(
            model="service.WorkOrder",
            earliest="t.written_at",
            starts=f"(SELECT {_order_ends('t', 'r')} FROM service_servicerequest r WHERE r.id = t.request_id)",
            number="t.number",
            customer="t.customer_id",
            case_type="service_request",
            case_id="t.request_id",
            is_case=True,
        ),
        disposal=_("findings, notes and serial numbers go; steps, times, codes, parts and charges stay"),
        destroy=destroying.destroy_order,
    ),
    RecordClass(
        code="signature",
        procedure=4,
        title=_("signatures of customers"),
        clock=_("the end of the work order, or the end of the unit's warranty if that is later"),
        default=defaults.SERVICE,
        access=Permission.REPAIR_READ,
        table=Table(
            model="service.Signature",
            starts=f"""(SELECT {_order_ends("o", "r")} FROM service_workorder o
                JOIN service_servicerequest r ON r.id = o.request_id WHERE o.id = t.order_id)""",
            number="(SELECT o.number FROM service_workorder o WHERE o.id = t.order_id)",
            customer="(SELECT o.customer_id FROM service_workorder o WHERE o.id = t.order_id)",
            case_type="service_request",
            case_id="(SELECT o.request_id FROM service_workorder o WHERE o.id = t.order_id)",
        ),
        disposal=_("name, comment and drawing go; that and when it was signed stays"),
        destroy=destroying.destroy_signature,
    ),
    RecordClass(
        code="bench_repair",
        procedure=5,
        title=_("repair cards of items brought back"),
        clock=_("the return of the item"),
        default=defaults.SERVICE,
    ),
    RecordClass(
        code="delivery",
        procedure=8,
        title=_("delivery, installation and acceptance sheets"),
        clock=_("the customer's acceptance, or the end of the warranty if that is later"),
        default=defaults.SERVICE,
    ),
    RecordClass(
        code="return",
        procedure=9,
        title=_("returns and exchanges with their inspection"),
        clock=_("the refund or exchange"),
        default=defaults.TRADE,
    ),
    RecordClass(
        code="recall",
        procedure=10,
        title=_("recall files: defect, plan, notices, summaries"),
        clock=_("the final summary of the recall"),
        default=Default(
            60, Basis.LAW, _("five years under the recall rules of 2020; quoted from memory, please check")
        ),
    ),
    RecordClass(
        code="complaint",
        procedure=13,
        title=_("complaints with investigation and reply"),
        clock=_("the closing of the complaint"),
        default=defaults.SERVICE,
    ),
)

_OF_CUSTOMER = (
    "FROM service_workorder o JOIN service_servicerequest r ON r.id = o.request_id WHERE o.customer_id = t.id"
)
PROLONGINGS = tuple(
    Prolonging(
        one,
        until=f"""(SELECT max(greatest(r.recorded_at, {_ended("o")}, {_warranty("r")})) {_OF_CUSTOMER})""",
        open=f"""EXISTS (SELECT {_OF_CUSTOMER} AND {_open("o")}) OR EXISTS (
            SELECT FROM service_servicerequest r WHERE r.customer_id = t.id AND r.state IN ('new', 'triaged'))""",
    )
    for one in CUSTOMERS
)
