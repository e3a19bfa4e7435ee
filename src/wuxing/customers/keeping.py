"""Records of the procedures of this context: where they stand, when their clock starts, how they are destroyed (procedure 21)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from wuxing.core.access import Permission
from wuxing.customers.customer_care import actions
from wuxing.governance.records import defaults
from wuxing.governance.records.registry import CUSTOMER, CUSTOMER_ORGANISATION, RecordClass, Table

TRADE_MONTHS = 36
_FILES: dict[str, tuple[str, Any]] = {
    CUSTOMER: ("person", _("customer files with contacts and places")),
    CUSTOMER_ORGANISATION: ("organisation", _("files of organisations with contacts and places")),
}

CLASSES = tuple(
    RecordClass(
        code=code,
        procedure=14,
        title=title,
        clock=_("the last service for the customer, and the end of the warranty on it"),
        default=defaults.PERSONAL,
        access=Permission.CUSTOMER_READ,
        table=Table(
            model="customers.Customer",
            earliest="t.created_at",
            where=f"t.erased_at IS NULL AND t.merged_into_id IS NULL AND t.kind = '{kind}'",
            starts="t.created_at",
            number="t.id::text",
            customer="t.id",
            case_type="customer",
            case_id="t.id",
        ),
        disposal=_("names, phone numbers and addresses go; that there was a customer stays"),
        destroy=actions.forget_after_its_time,
        least_months=TRADE_MONTHS,
    )
    for code, (kind, title) in _FILES.items()
)
CLASSES += (
    RecordClass(
        code="rights_request",
        procedure=14,
        title=_("requests about personal data with their answers"),
        clock=_("the answer"),
        default=defaults.PERSONAL,
        access=Permission.CUSTOMER_RIGHTS,
        table=Table(
            model="customers.RightsRequest",
            earliest="t.asked_at",
            starts="t.ended_at",
            number="t.number",
            customer="t.customer_id",
            case_type="rights_request",
            case_id="t.id",
        ),
        disposal=_("words go with the customer's file; kind, days and result stay"),
    ),
)
