"""Records of doors, quotes, receipts and the technician's outbox: where they stand and when their clock starts (procedure 21)."""

from django.utils.translation import gettext_lazy as _

from wuxing.core.access import Permission
from wuxing.governance.records import defaults
from wuxing.governance.records.registry import RecordClass, Table
from wuxing.service.doors.forgetting import destroy_registration

_OWNER = "(SELECT a.customer_id FROM customers_asset a WHERE a.id = t.asset_id)"
_CLIENT = "(SELECT o.customer_id FROM service_workorder o WHERE o.id = t.order_id)"
_REQUEST = "(SELECT o.request_id FROM service_workorder o WHERE o.id = t.order_id)"

CLASSES = (
    RecordClass(
        code="door_view",
        procedure=4,
        title=_("views of the customers' pages"),
        clock=_("the view"),
        default=defaults.WORK,
        access=Permission.REPAIR_READ,
        table=Table(
            model="service.DoorView",
            earliest="t.at",
            starts="t.at",
            number="t.page || '-' || t.id",
            case_type="service_request",
            case_id="(SELECT l.request_id FROM service_trackinglink l WHERE l.id = t.link_id)",
        ),
        disposal=_("not destroyed here: they name nobody"),
    ),
    RecordClass(
        code="warranty_registration",
        procedure=4,
        title=_("owners' registrations for warranty"),
        clock=_("the decision on the registration"),
        default=defaults.PERSONAL,
        access=Permission.CUSTOMER_READ,
        table=Table(
            model="service.WarrantyRegistration",
            earliest="t.at",
            starts="t.decided_at",
            number="t.id::text",
            customer=_OWNER,
        ),
        disposal=_("name, number and pictures go; unit, dates and decision stay"),
        destroy=destroy_registration,
    ),
    RecordClass(
        code="label",
        procedure=4,
        title=_("labels of units with what they stood for"),
        clock=_("the label is retired"),
        default=defaults.REFERRED_TO,
        access=Permission.CUSTOMER_READ,
        table=Table(model="service.Label", earliest="t.made_at", starts="t.retired_at", number="t.code"),
        disposal=_("not destroyed here: a code is never given twice"),
    ),
    RecordClass(
        code="captured_act",
        procedure=4,
        title=_("acts that waited on a technician's phone"),
        clock=_("the act arrives here"),
        default=defaults.WORK,
        access=Permission.REPAIR_READ,
        table=Table(
            model="service.CapturedAct",
            earliest="t.received_at",
            starts="t.received_at",
            number="t.step || '-' || t.id",
            customer=_CLIENT,
            case_type="service_request",
            case_id=_REQUEST,
        ),
        disposal=_("not destroyed here: step, times and a digest only"),
    ),
    RecordClass(
        code="quote",
        procedure=4,
        title=_("quotes with the customer's answer"),
        clock=_("the answer, or the day the quote ended"),
        default=defaults.TRADE,
        access=Permission.REPAIR_READ,
        table=Table(
            model="service.Quote",
            earliest="t.written_at",
            starts="coalesce(t.answered_at, t.expired_at)",
            number="t.number || ' v' || t.version",
            customer=_CLIENT,
            case_type="service_request",
            case_id=_REQUEST,
        ),
        disposal=_("names go with the work order's records or the customer's file; amounts stay"),
    ),
    RecordClass(
        code="take_back",
        procedure=5,
        title=_("take-back receipts"),
        clock=_("the last item of the receipt is returned, replaced or scrapped"),
        default=defaults.SERVICE,
        access=Permission.REPAIR_READ,
        table=Table(
            model="service.TakeBack",
            earliest="t.taken_at",
            starts="""(SELECT CASE WHEN bool_and(i.ended_at IS NOT NULL) THEN max(i.ended_at) END
                FROM service_benchitem i WHERE i.take_back_id = t.id)""",
            number="t.number",
            customer=_CLIENT,
            case_type="service_request",
            case_id=_REQUEST,
        ),
        disposal=_("names go with the customer's file; items and times stay"),
    ),
)
