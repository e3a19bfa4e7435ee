"""Records of the procedures of this context: where they stand, when their clock starts, how they are destroyed (procedure 21)."""

from django.utils.translation import gettext_lazy as _

from wuxing.core.access import Permission
from wuxing.customers.customer_care import actions
from wuxing.governance.records import defaults
from wuxing.governance.records.registry import CUSTOMER, RecordClass, Table

CLASSES = (
    RecordClass(
        code=CUSTOMER,
        procedure=14,
        title=_("customer files with contacts and places"),
        clock=_("the last service for the customer, and the end of the warranty on it"),
        default=defaults.PERSONAL,
        access=Permission.CUSTOMER_READ,
        table=Table(
            model="customers.Customer",
            earliest="t.created_at",
            where="t.erased_at IS NULL",
            starts="t.created_at",
            number="t.id::text",
            customer="t.id",
            case_type="customer",
            case_id="t.id",
        ),
        disposal=_("names, phone numbers and addresses go; that there was a customer stays"),
        destroy=actions.forget_after_its_time,
    ),
)
