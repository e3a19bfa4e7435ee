"""查看: what is hidden is shown on demand, for a reason, and that leaves a trace (个人信息保护法 art. 51)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.customers.customer_care import above
from wuxing.customers.customer_care.models import CareRule, Contact, LookUp, ServiceSite
from wuxing.customers.customer_care.queries import family_of, look_ups
from wuxing.customers.customer_care.rules import looking as rules
from wuxing.governance.commitments.models import WorkCalendar

Case = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Revealed:
    """A contact's full number and the full address of a place."""

    name: str
    phone: str
    address: str


@transaction.atomic
def reveal_contact(
    *, contact_id: int, site_id: int | None = None, case: Case | None = None, reason: str = "", by: Actor
) -> Revealed:
    """查看联系方式: show a number and an address in full; who looked, when and why stays on the case's timeline.

    The case that is looked from is the reason, else an open case of the customer, else what is said. More look-ups in an hour
    than usual are marked and told in the ledger; more in a day than allowed are refused.

    Raises:
        NotAllowed: the actor may not see personal data in full.
        NotFound: no such contact or place in the tenant.
        BadInput: no case is open and no reason is given.
        RuleBroken: the most look-ups of a day are reached.
    """
    by.require(Permission.CUSTOMER_REVEAL)
    contact = Contact.objects.filter(pk=contact_id).first()
    if contact is None:
        raise NotFound(say("there is no contact %(id)s here", id=contact_id))
    site = ServiceSite.objects.filter(pk=site_id, customer_id=contact.customer_id).first() if site_id else None
    if site_id and site is None:
        raise NotFound(say("there is no such place of this customer"))
    limits, now = look_ups.limits(), clock.now()
    if refusal := rules.why_not_look(look_ups.count_since(by.user_id, look_ups.midnight(by.zone)), limits):
        raise RuleBroken(refusal)
    because = _because(contact.customer_id, case)
    if why := rules.why_not_look_here(has_case=because is not None, reason=reason):
        raise BadInput({"reason": why})
    unusual = rules.is_unusual(last := look_ups.count_since(by.user_id, now - timedelta(hours=1)), limits)

    kind, number, name = because or ("", None, "")
    made = LookUp.objects.create(
        tenant_id=by.tenant_id,
        customer_id=contact.customer_id,
        contact=contact,
        person_id=by.user_id,
        case_type=kind,
        case_id=number,
        case_number=name,
        reason=reason.strip()[:300],
        unusual=unusual,
        at=now,
    )
    ledger.record("customer.reveal", by=by, target=contact, case=case, site_id=site_id, why=name or reason.strip())
    if unusual:
        ledger.record("customer.look_up_alert", by=by, target=made, last_hour=last + 1, usual=limits.alert_an_hour)
    address = f"{site.city}{site.district}{site.address}" if site else ""
    return Revealed(contact.name, contact.phone, address)


def _because(customer_id: int, case: Case | None) -> tuple[str, int, str] | None:
    if case is not None:
        return (*case, above.number_of(case))
    return above.open_case(family_of(customer_id))


@transaction.atomic
def change_care_rule(
    *, alert_an_hour: int, most_a_day: int, answer_days: int, calendar_id: int | None = None, reason: str, by: Actor
) -> CareRule:
    """查看与答复规则: write the next version of how many look-ups are usual and in how many days requests are answered.

    Raises NotAllowed, BadInput.
    """
    by.require(Permission.GOVERNANCE_WRITE)
    wrong = rules.wrong_limits(rules.Limits(alert_an_hour, most_a_day, answer_days), reason)
    if calendar_id and not WorkCalendar.objects.filter(pk=calendar_id).exists():
        wrong["calendar_id"] = say("choose one of your calendars")
    if wrong:
        raise BadInput(dict(wrong))
    before = CareRule.objects.order_by("-version").first()

    made = CareRule.objects.create(
        tenant_id=by.tenant_id,
        version=before.version + 1 if before else 1,
        alert_an_hour=alert_an_hour,
        most_a_day=most_a_day,
        answer_days=answer_days,
        calendar_id=calendar_id,
        reason=reason.strip()[:300],
        set_by_id=by.user_id,
        set_at=clock.now(),
    )
    ledger.record(
        "customer.rule",
        by=by,
        target=made,
        version=made.version,
        alert_an_hour=alert_an_hour,
        most_a_day=most_a_day,
        answer_days=answer_days,
        reason=made.reason,
    )
    return made
