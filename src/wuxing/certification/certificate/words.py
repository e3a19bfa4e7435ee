"""States, steps, reasons and events of certificates in the reader's language."""

from collections.abc import Callable
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.cases.models import Case
from wuxing.certification.certificate.rules import Step
from wuxing.certification.certificate.states import State

BADGES = {
    State.VALID: "ontime",
    State.SUSPENDED: "late",
    State.WITHDRAWN: "late",
    State.CANCELLED: "excluded",
    State.EXPIRED: "waiting",
    State.REPLACED: "excluded",
}


def state(value: str) -> str:
    """Return the word of a state."""
    return {
        State.VALID: pgettext("state of a certificate", "In force"),
        State.SUSPENDED: pgettext("state of a certificate", "Suspended"),
        State.WITHDRAWN: pgettext("state of a certificate", "Withdrawn"),
        State.CANCELLED: pgettext("state of a certificate", "Cancelled"),
        State.EXPIRED: pgettext("state of a certificate", "Expired"),
        State.REPLACED: pgettext("state of a certificate", "Replaced"),
    }[State(value)]


def step(value: str) -> str:
    """Return the word of a step that two persons take."""
    return {
        Step.SUSPEND: pgettext("step on a certificate", "Suspend"),
        Step.RESUME: pgettext("step on a certificate", "Resume"),
        Step.WITHDRAW: pgettext("step on a certificate", "Withdraw"),
        Step.CANCEL: pgettext("step on a certificate", "Cancel"),
    }[Step(value)]


def event(value: str) -> str:
    """Return the word of something that happened to a certificate."""
    return {
        "issue": pgettext("event of a certificate", "Issued"),
        "evaluated": pgettext("event of a certificate", "Kept after an evaluation"),
        "extend": pgettext("event of a certificate", "Time for surveillance extended"),
        "suspend": pgettext("event of a certificate", "Suspended"),
        "resume": pgettext("event of a certificate", "Resumed"),
        "withdraw": pgettext("event of a certificate", "Withdrawn"),
        "cancel": pgettext("event of a certificate", "Cancelled"),
        "expire": pgettext("event of a certificate", "Expired"),
        "replace": pgettext("event of a certificate", "Replaced by another"),
        "rename": pgettext("event of a certificate", "Name or address of the holder changed"),
        "correct": pgettext("event of a certificate", "Name or address of the holder corrected"),
    }.get(value, value)


def reason(code: str) -> str:
    """Return the word of a reason; empty for none."""
    return {
        "surveillance_overdue": _("Surveillance is overdue"),
        "findings_overdue": _("Findings are not corrected in time"),
        "misuse": _("Certificate or mark is misused"),
        "serious_complaint": _("A serious complaint or incident is under inquiry"),
        "permit_lapsed": _("A permit that the law demands has lapsed"),
        "fees_unpaid": _("Fees are not paid"),
        "holder_asks": _("The holder asks for it"),
        "not_fulfilled": _("An evaluation showed that the requirements are not fulfilled"),
        "cause_removed": _("The cause of the suspension is removed"),
        "legal_status_ended": _("The holder's legal status has ended"),
        "dishonest_listed": _("The holder is on the list of seriously dishonest companies"),
        "refuses_supervision": _("The holder refuses or deceives supervision"),
        "refuses_inspection": _("The holder refuses an inspection by the authorities"),
        "serious_incident": _("A serious quality or safety incident is confirmed as its fault"),
        "suspension_over": _("The suspension is over and its cause is not removed"),
        "system_stopped": _("The service system no longer runs"),
        "misuse_not_cured": _("Misuse is not cured within two months after being told"),
        "below_pass": _("The score at surveillance is below the pass level"),
        "special_deductions": _("Too many special deductions"),
        "other_breach": _("Another serious breach"),
        "scope_ended": _("What is certified is no longer supplied"),
        "not_renewed": _("The validity ends without a renewal"),
        "rule_changed": _("Rule or standard changed and the holder does not follow"),
    }.get(code, code)


def overdue(last_evaluated_on: date, due_on: date) -> str:
    """Return the reason of a suspension that the system carries out."""
    return _("The last evaluation was on %(last)s; surveillance was due by %(due)s and is not carried out.") % {
        "last": last_evaluated_on.isoformat(),
        "due": due_on.isoformat(),
    }


def in_language_of(case: Case, say: Callable[[], str]) -> str:
    """Return words in the language of a case."""
    with translation.override(case.language):
        return say()


def replaced_by(number: str) -> str:
    """Return the reason why a certificate is replaced."""
    return _("Certificate %(number)s stands in its place.") % {"number": number}


def evaluated_by(case_number: str, day: date) -> str:
    """Return the reason why a certificate is kept."""
    return _("Kept by the decision on case %(number)s, evaluated on %(day)s.") % {
        "number": case_number,
        "day": day.isoformat(),
    }


def evaluated_on(day: date) -> str:
    """Return the reason why a certificate is kept, without a case."""
    return _("Evaluated on %(day)s.") % {"day": day.isoformat()}


def expired(day: date) -> str:
    """Return the reason of an expiry."""
    return _("The certificate was valid until %(day)s.") % {"day": day.isoformat()}
