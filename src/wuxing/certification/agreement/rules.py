"""What an agreement must hold, who may sign it, what is charged, and what is still owed. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wuxing.certification.agreement.states import BEFORE_DECISION, Event, Fee, Side
from wuxing.certification.cases.states import Kind, Stage
from wuxing.certification.programme.structure import Fees
from wuxing.core.reasons import Reason, say

LONGEST_ACCESS_DAYS = 366
DUE_DAYS = 30
"""Within how many days an invoice is to be paid: a default of ours."""
CONTINUING = frozenset({Kind.SURVEILLANCE, Kind.SPECIAL, Kind.CHANGE})
"""Cases that the agreement of their cycle covers; a first case, a renewal and a transfer make their own."""

_CHARGED: Mapping[Kind, tuple[Fee, ...]] = {
    Kind.INITIAL: (Fee.APPLICATION, Fee.EVALUATION, Fee.CERTIFICATE),
    Kind.RENEWAL: (Fee.APPLICATION, Fee.EVALUATION, Fee.CERTIFICATE),
    Kind.TRANSFER: (Fee.APPLICATION, Fee.EVALUATION, Fee.CERTIFICATE),
    Kind.SURVEILLANCE: (Fee.EVALUATION, Fee.YEARLY),
    Kind.CHANGE: (Fee.EVALUATION, Fee.CERTIFICATE),
    Kind.SPECIAL: (Fee.EVALUATION,),
}


def fees_for(kind: Kind, fees: Fees, days: Decimal) -> dict[Fee, Decimal]:
    """费用计算: return what a case of this kind is charged by the body's list, in yuan."""
    amounts = {
        Fee.APPLICATION: fees.application,
        Fee.EVALUATION: (fees.day * days).quantize(Decimal("0.01")),
        Fee.CERTIFICATE: fees.certificate,
        Fee.YEARLY: fees.yearly,
    }
    return {fee: amounts[fee] for fee in _CHARGED[kind]}


def why_not_issue(stage: Stage, concluded: bool) -> Reason | None:
    """Return why no quote may be issued now, or None."""
    if concluded:
        return say("both sides have signed; the agreement stands")
    if stage != Stage.ACCEPTED:
        return say("a quote follows the acceptance of the application")
    return None


def why_not_sign(
    side: Side, events: Collection[Event], *, newest: bool, continues: bool, same_text: bool
) -> Reason | None:
    """Return why a side may not sign a version, or None."""
    if not newest:
        return say("there is a newer version; read and sign that one")
    if continues:
        return say("the agreement of the cycle covers this case; nothing is signed again")
    if side.event in events:
        return say("this side has signed already")
    if not same_text:
        return say("the text has changed since you opened it; read it again")
    if Event.CHANGE_ASKED in events and side is Side.BODY and Event.SIGNED_CLIENT not in events:
        return say("the client has asked for a change; issue another version")
    return None


def why_not_ask(events: Collection[Event], *, newest: bool) -> Reason | None:
    """Return why the client may not ask for a change of a version, or None."""
    if not newest:
        return say("there is a newer version; read and sign that one")
    if Event.SIGNED_CLIENT in events:
        return say("you have signed this version; ask the certification body")
    return None


def faults_of_access(
    areas: Collection[str], known: Collection[str], starts_on: date, ends_on: date, today: date
) -> dict[str, Reason]:
    """Return what is wrong with the access to records that an agreement lays down, by field."""
    faults: dict[str, Reason] = {}
    if set(areas) - set(known):
        faults["areas"] = say("choose from the list")
    if ends_on < max(starts_on, today):
        faults["access_until"] = say("the last day lies before the first, or in the past")
    elif (ends_on - starts_on).days > LONGEST_ACCESS_DAYS:
        faults["access_until"] = say("records are opened for a year at most; agree on it again then")
    return faults


def missing_clauses(held: Iterable[str], demanded: Iterable[str]) -> list[str]:
    """Return the codes of the clauses that an agreement lacks."""
    here = set(held)
    return [code for code in demanded if code not in here]


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice as the rules see it."""

    fee: Fee
    amount: Decimal
    paid: bool
    cancelled: bool


def owed(agreed: Collection[Fee], bills: Sequence[Bill], *, before_decision: bool) -> Reason | None:
    """Return what is still owed before a decision, or before the certificate; None when everything is settled.

    An agreed fee without any invoice is owed; one whose invoices were all cancelled, each with its reason, is waived.
    """
    counted = [fee for fee in agreed if not before_decision or fee in BEFORE_DECISION]
    charged = {bill.fee for bill in bills}
    if any(fee not in charged for fee in counted):
        return say("fees are missing: an agreed fee has no invoice yet")
    unpaid = [
        bill
        for bill in bills
        if not bill.paid and not bill.cancelled and (not before_decision or bill.fee in BEFORE_DECISION)
    ]
    if unpaid:
        total = sum((bill.amount for bill in unpaid), Decimal(0))
        return say("fees are missing: %(amount)s yuan are not paid yet", amount=f"{total:,.2f}")
    return None
