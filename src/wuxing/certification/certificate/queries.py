"""Read certificates and what happened to them."""

from datetime import date, timedelta

from django.db.models import DateField, F, Func, Q
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import GreaterThanOrEqual

from wuxing.certification.cases.models import Case
from wuxing.certification.certificate import rules
from wuxing.certification.certificate.models import Certificate, CertificateEvent, CertificateNumberRule, Measure
from wuxing.certification.certificate.states import State
from wuxing.certification.programme.queries import for_case
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say

_LATEST = Func(
    F("surveillance_due_on"), template=f"(%(expressions)s + interval '{rules.EXTENSION_MONTHS} months')::date"
)
_KEPT_UNTIL = Least(
    Greatest(F("extended_until"), F("surveillance_due_on")),  # what is not extended counts as nothing
    _LATEST,
    output_field=DateField(),
)
"""The last day on which an evaluation keeps a certificate: rules.latest_evaluation, in the database."""


def certificate(certificate_id: int) -> Certificate:
    """Return a certificate with its client and case. Raises NotFound."""
    found = Certificate.objects.select_related("client", "case", "replaces").filter(pk=certificate_id).first()
    if found is None:
        raise NotFound(say("there is no such certificate here"))
    return found


def lock(certificate_id: int) -> Certificate:
    """Return a certificate with its client and case, locked until the transaction ends. Raises NotFound."""
    rows = Certificate.objects.select_for_update(of=("self",)).select_related("client", "case")
    found = rows.filter(pk=certificate_id).first()
    if found is None:
        raise NotFound(say("there is no such certificate here"))
    return found


def held(client_id: int, scheme: str) -> Certificate | None:
    """Return the newest living certificate of a client for a scheme."""
    rows = Certificate.objects.filter(client_id=client_id, scheme=scheme, state__in=sorted(rules.LIVING))
    return rows.order_by("-pk").first()


def state_on(found: Certificate, day: date) -> State:
    """Return what a certificate is worth on a day."""
    return rules.effective_state(
        State(found.state),
        found.surveillance_due_on,
        found.extended_until,
        found.valid_until,
        found.suspended_until,
        day,
    )


def in_state(state: State, day: date) -> Q:
    """Return the certificates that are worth a state on a day, as a condition: what rules.effective_state says of each."""
    written, living = Q(state=state.value), Q(state__in=sorted(rules.LIVING))
    if state is State.EXPIRED:
        return written | (living & Q(valid_until__lt=day))
    kept = Q(GreaterThanOrEqual(_KEPT_UNTIL, day))
    if state is State.VALID:
        return written & Q(valid_until__gte=day) & kept
    if state is State.SUSPENDED:
        return Q(valid_until__gte=day) & (written | (Q(state=State.VALID.value) & ~kept))
    return written


def living_on(day: date) -> Q:
    """Return the certificates that live on a day, as a condition."""
    return Q(state__in=sorted(rules.LIVING), valid_until__gte=day)


def events(certificate_id: int) -> list[CertificateEvent]:
    """Return what happened to a certificate, newest first."""
    rows = CertificateEvent.objects.filter(certificate_id=certificate_id).select_related("by_user", "case", "report")
    return list(rows.order_by("-pk"))


def suspended_for(certificate_id: int) -> str:
    """Return the reason code of the last suspension of a certificate, empty when there was none."""
    rows = CertificateEvent.objects.filter(certificate_id=certificate_id, event="suspend").order_by("-pk")
    return rows.values_list("reason_code", flat=True).first() or ""


def waiting_measure(certificate_id: int) -> Measure | None:
    """Return the proposal on a certificate that waits for its second person."""
    rows = Measure.objects.filter(certificate_id=certificate_id, decided_at=None).select_related("proposed_by")
    return rows.first()


def lock_measure(measure_id: int) -> Measure:
    """Return a waiting proposal on a certificate, locked. Raises NotFound."""
    found = Measure.objects.select_for_update().filter(pk=measure_id, decided_at=None).first()
    if found is None:
        raise NotFound(say("there is no such proposal, or it is decided already"))
    return found


def number_template() -> str:
    """Return the template by which the body numbers its certificates."""
    found = CertificateNumberRule.objects.values_list("template", flat=True).first()
    return found or rules.DEFAULT_TEMPLATE


def suspension_term(case: Case, today: date) -> date:
    """Return until when a suspension that begins today lasts by the body's rule, six months at most."""
    term = today + timedelta(days=for_case(case).windows.suspension_most)
    return min(term, rules.months_after(today, rules.SUSPENSION_MONTHS))


def result_of(case_id: int) -> Certificate | None:
    """Return the certificate that a case has led to."""
    return Certificate.objects.filter(case_id=case_id).order_by("-pk").first()


def of_case(case: Case) -> list[Certificate]:
    """Return the certificates that a case has led to or is about, newest first."""
    rows = Certificate.objects.filter(Q(case=case) | Q(pk=case.certificate_id or 0))
    return list(rows.order_by("-pk"))
