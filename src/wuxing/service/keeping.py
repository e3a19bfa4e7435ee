"""Records of the procedures of this context: where they stand, when their clock starts, how they are destroyed (procedure 21)."""
# ruff: noqa: S608  # expressions of our own, no input

from django.utils.translation import gettext_lazy as _

from wuxing.core.access import Permission
from wuxing.governance.records import defaults
from wuxing.governance.records.registry import CUSTOMERS, Default, Prolonging, RecordClass, Table
from wuxing.governance.records.states import Basis
from wuxing.service import keeping_doors
from wuxing.service.repair.actions import destroying


def _open(order: str) -> str:
    return f"{order}.state NOT IN ('closed', 'cancelled', 'cannot_complete')"


def _ended(order: str) -> str:
    return f"coalesce({order}.closed_at, {order}.cancelled_at, {order}.resolved_at, {order}.written_at)"


def _warranty(request: str) -> str:
    return f"(SELECT e.until::timestamptz FROM customers_entitlementdecision e WHERE e.id = {request}.entitlement_id)"


def _order_ends(order: str, request: str) -> str:
    return f"CASE WHEN {_open(order)} THEN NULL ELSE greatest({_ended(order)}, {_warranty(request)}) END"


_NUMBER_OF_ORDER = "(SELECT o.number FROM service_workorder o WHERE o.id = t.order_id)"


def _of_order(model: str, starts: str, *, number: str = "t.number", earliest: str = "", where: str = "true") -> Table:
    """Return where records that belong to a work order stand."""
    return Table(
        model=model,
        starts=starts,
        number=number,
        earliest=earliest,
        where=where,
        customer="(SELECT o.customer_id FROM service_workorder o WHERE o.id = t.order_id)",
        case_type="service_request",
        case_id="(SELECT o.request_id FROM service_workorder o WHERE o.id = t.order_id)",
    )


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
        table=_of_order(
            "service.Signature",
            f"""(SELECT {_order_ends("o", "r")} FROM service_workorder o
                JOIN service_servicerequest r ON r.id = o.request_id WHERE o.id = t.order_id)""",
            number=_NUMBER_OF_ORDER,
        ),
        disposal=_("name, comment and drawing go; that and when it was signed stays"),
        destroy=destroying.destroy_signature,
    ),
    RecordClass(
        code="settlement",
        procedure=4,
        title=_("settlement sheets with the quotes they follow"),
        clock=_("the sheet's issue"),
        default=defaults.TRADE,
        access=Permission.REPAIR_READ,
        table=_of_order("service.Settlement", "t.issued_at"),
        disposal=_("names go with the work order's records or the customer's file; amounts stay"),
    ),
    RecordClass(
        code="bench_repair",
        procedure=5,
        title=_("repair cards of items brought back"),
        clock=_("the return of the item"),
        default=defaults.SERVICE,
        access=Permission.REPAIR_READ,
        table=_of_order("service.BenchItem", "t.ended_at", earliest="t.received_at"),
        disposal=_("names go with the customer's file; custody, steps and tests stay"),
    ),
    RecordClass(
        code="loan",
        procedure=5,
        title=_("receipts for loaner devices"),
        clock=_("the return of the device"),
        default=defaults.SERVICE,
        access=Permission.REPAIR_READ,
        table=_of_order("service.Loan", "t.ended_at", earliest="t.lent_at"),
        disposal=_("names go with the customer's file; device, days and state stay"),
    ),
    RecordClass(
        code="follow_up_call",
        procedure=14,
        title=_("follow-up calls with their tries and answers"),
        clock=_("the end of the call"),
        default=defaults.SERVICE,
        access=Permission.FOLLOW_UP,
        table=_of_order(
            "service.FollowUpCall",
            earliest="t.planned_at",
            starts="t.ended_at",
            number=_NUMBER_OF_ORDER,
        ),
        disposal=_("words go with the customer's file; result and times stay"),
    ),
    RecordClass(
        code="survey",
        procedure=14,
        title=_("surveys: invitations and answers"),
        clock=_("the answer, or the day the invitation ended"),
        default=defaults.SERVICE,
        access=Permission.FOLLOW_UP,
        table=_of_order(
            "service.SurveyInvitation",
            earliest="t.invited_at",
            starts="coalesce(t.answered_at, CASE WHEN t.expires_at <= now() THEN t.expires_at END)",
            number=_NUMBER_OF_ORDER,
        ),
        disposal=_("words go with the customer's file; marks and times stay"),
    ),
    RecordClass(
        code="customer_problem",
        procedure=14,
        title=_("problems heard in calls and surveys"),
        clock=_("the customer's word that it is well"),
        default=defaults.SERVICE,
        access=Permission.FOLLOW_UP,
        table=_of_order(
            "service.Problem",
            where="t.kind <> 'complaint'",
            earliest="t.raised_at",
            starts="t.verified_at",
        ),
        disposal=_("words go with the customer's file; steps and times stay"),
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
        access=Permission.FOLLOW_UP,
        table=_of_order(
            "service.Problem",
            where="t.kind = 'complaint'",
            earliest="t.raised_at",
            starts="t.verified_at",
        ),
        disposal=_("words go with the customer's file; steps and times stay"),
    ),
    *keeping_doors.CLASSES,
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
