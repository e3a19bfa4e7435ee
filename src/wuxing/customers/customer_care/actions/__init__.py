"""Actions on customers' files and data: corrected, shown, consented to, erased, asked about, merged."""

from wuxing.customers.customer_care.actions.consents import record_consent, save_notice
from wuxing.customers.customer_care.actions.erasing import erase_customer, forget_after_its_time
from wuxing.customers.customer_care.actions.files import (
    add_contact,
    add_site,
    change_contact,
    change_customer,
    change_site,
    restrict_customer,
)
from wuxing.customers.customer_care.actions.looking import Revealed, change_care_rule, reveal_contact
from wuxing.customers.customer_care.actions.merging import merge_customers, say_different, undo_merge
from wuxing.customers.customer_care.actions.rights import (
    answer_request,
    draw_copy,
    extend_request,
    identify_person,
    receive_request,
    refuse_request,
    withdraw_request,
)

__all__ = [
    "Revealed",
    "add_contact",
    "add_site",
    "answer_request",
    "change_care_rule",
    "change_contact",
    "change_customer",
    "change_site",
    "draw_copy",
    "erase_customer",
    "extend_request",
    "forget_after_its_time",
    "identify_person",
    "merge_customers",
    "receive_request",
    "record_consent",
    "refuse_request",
    "restrict_customer",
    "reveal_contact",
    "save_notice",
    "say_different",
    "undo_merge",
    "withdraw_request",
]
