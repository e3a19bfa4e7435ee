"""Actions of the public doors."""

from wuxing.service.doors.actions.again import send_link, send_link_again
from wuxing.service.doors.actions.keeping import add_manual, set_doors, set_photo, take_off_manual
from wuxing.service.doors.actions.labels import bind_label, label_units, make_labels, retire_label
from wuxing.service.doors.actions.links import open_case_link, open_link, revoke_link, verify_link
from wuxing.service.doors.actions.moving import move_visit
from wuxing.service.doors.actions.offering import offer_slots, take_slot, withdraw_slots
from wuxing.service.doors.actions.passing import pass_on
from wuxing.service.doors.actions.registering import (
    Registered,
    confirm_registration,
    refuse_registration,
    register_purchase,
)
from wuxing.service.doors.actions.reporting import Photo, Received, Reported, report
from wuxing.service.doors.actions.sheets import issue_sheet

__all__ = [
    "Photo",
    "Received",
    "Registered",
    "Reported",
    "add_manual",
    "bind_label",
    "confirm_registration",
    "issue_sheet",
    "label_units",
    "make_labels",
    "move_visit",
    "offer_slots",
    "open_case_link",
    "open_link",
    "pass_on",
    "refuse_registration",
    "register_purchase",
    "report",
    "retire_label",
    "revoke_link",
    "send_link",
    "send_link_again",
    "set_doors",
    "set_photo",
    "take_off_manual",
    "take_slot",
    "verify_link",
    "withdraw_slots",
]
