"""Issue a certificate on a decision that granted it; one that it follows is replaced (ISO/IEC 17065 7.7)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.actions import advance, refuse
from wuxing.certification.cases.models import Case, Site
from wuxing.certification.cases.states import Kind, Stage
from wuxing.certification.certificate import queries, rules, words
from wuxing.certification.certificate.actions.happening import happen, tell
from wuxing.certification.certificate.models import Certificate, CertificateNumberRule
from wuxing.certification.certificate.states import State
from wuxing.certification.decision.models import Decision
from wuxing.certification.office.letters.kinds import Kind as Letters
from wuxing.certification.programme.queries import for_case
from wuxing.core import clock, ledger, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.models import Tenant
from wuxing.core.reasons import Reason, say

WITHIN_CYCLE = frozenset({Kind.CHANGE, Kind.SURVEILLANCE, Kind.SPECIAL})
"""What ends when the certificate that is held ends."""
SERIES = "CERT"


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of a certificate."""

    issued_on: date
    valid_until: date
    last_evaluated_on: date
    surveillance_due_on: date
    extended_until: date | None = None


@transaction.atomic
def issue(*, case_id: int, by: Actor, until: date | None = None) -> Certificate:
    """颁发证书: issue the certificate of a granted case, which is certified by that; the one it follows is replaced.

    `until`: no longer than that day (a transfer keeps the days of the other body). Raises NotAllowed, NotFound,
    RuleBroken (not granted; something before it is missing; what it changes has ended).
    """
    by.require(Permission.CASE_MANAGE)
    case = cases.lock(case_id)
    decision = granted(case)
    old = queries.lock(case.certificate_id) if case.certificate_id else None
    dates = _dates(case, old, clock.today(by.zone), until)
    refuse(why_not_issue(case, old, dates))

    made = _make(case, decision, old, dates, by)
    happen(made, "issue", by=by, reason=decision.reasons or case.number, case=case)
    case.certificate_id = made.pk
    case.save(update_fields=["certificate_id"])
    if old and old.state in rules.LIVING:
        replace(old, made, by=by)
    advance(case, Stage.CERTIFIED, by=by, certificate=made.pk)
    return made


def granted(case: Case) -> Decision:
    """Return the decision that granted a case last. Raises NotFound."""
    found = Decision.objects.filter(case=case).order_by("-pk").select_related("score", "proposal").first()
    if found is None or found.outcome != Decision.Outcome.GRANTED:
        raise NotFound(say("this case is not granted by a decision"))
    return found


def why_not_issue(case: Case, old: Certificate | None, dates: Dates) -> Reason | None:
    """Return why no certificate is issued on a case, or None."""
    if Kind(case.kind) in WITHIN_CYCLE and (old is None or old.state not in rules.LIVING):
        return say("the certificate that this case is about has ended; only a new certification leads to a new one")
    if dates.valid_until <= dates.issued_on:
        return say("what would be issued is over already on %(day)s", day=dates.valid_until)
    if dates.last_evaluated_on > dates.issued_on:
        return say("the evaluation lies in the future")
    if queries.result_of(case.pk):
        return say("the certificate of this case is issued already")
    return None


def _dates(case: Case, old: Certificate | None, today: date, until: date | None) -> Dates:
    programme = for_case(case)
    evaluated = case.evaluated_until or (case.closing_at.date() if case.closing_at else today)
    ends, extended = rules.valid_until(today, programme.cycle_months), None
    if old and Kind(case.kind) in WITHIN_CYCLE:
        ends = old.valid_until
        if case.kind == Kind.CHANGE:  # a change is no surveillance: the clock runs on
            evaluated, extended = old.last_evaluated_on, old.extended_until
    due = rules.due_after(evaluated, programme.surveillance_months)
    return Dates(today, min(ends, until) if until else ends, evaluated, due, extended)


def _make(case: Case, decision: Decision, old: Certificate | None, dates: Dates, by: Actor) -> Certificate:
    same = old if Kind(case.kind) in WITHIN_CYCLE - {Kind.CHANGE} else None  # another level, for the same things
    sites = [{"name": one.name, "address": one.address} for one in Site.objects.filter(case=case).order_by("pk")]
    return Certificate.objects.create(
        tenant_id=by.tenant_id,
        number=_next_number(by, dates.issued_on.year),
        client_id=case.client_id,
        case=case,
        decision=decision,
        scheme=case.scheme,
        pack=case.pack,
        level=decision.level,
        score=decision.score.likely,
        holder=case.client.name,
        holder_en=case.client.name_en,
        address=case.client.address,
        scope=same.scope if same else case.scope or case.products or case.client.name,
        sites=same.sites if same else sites,
        issued_on=dates.issued_on,
        valid_until=dates.valid_until,
        last_evaluated_on=dates.last_evaluated_on,
        surveillance_due_on=dates.surveillance_due_on,
        extended_until=dates.extended_until,
        replaces=old,
        rehearsal=case.rehearsal,
    )


def replace(old: Certificate, new: Certificate, *, by: Actor) -> None:
    """换发: let a new certificate stand in the place of a locked old one; the holder is told."""
    reason = words.in_language_of(new.case, lambda: words.replaced_by(new.number))
    happen(old, "replace", by=by, after=State.REPLACED, reason=reason, case=new.case)
    tell(old, Letters.CHANGE, by=by, reasons=reason)


def _next_number(by: Actor, year: int) -> str:
    body = Tenant.objects.get(pk=by.tenant_id)
    template = queries.number_template()
    while True:
        seq = int(numbering.next_number(SERIES, by=by, year=year).rpartition("-")[2])
        number = rules.number_by(template, year=year, body=body.slug, seq=seq)
        if not Certificate.objects.filter(number=number).exists():  # another template may have given it before
            return number


@transaction.atomic
def number_by(*, template: str, by: Actor) -> CertificateNumberRule:
    """证书编号规则: number the body's certificates by a template from now on. Raises NotAllowed, BadInput."""
    by.require(Permission.IMPARTIALITY_MANAGE)
    if reason := rules.why_not_template(template):
        raise BadInput({"template": reason})
    before = queries.number_template()
    made, _created = CertificateNumberRule.objects.update_or_create(
        tenant_id=by.tenant_id, defaults={"template": template}
    )
    ledger.record("certificate.number_by", by=by, target=made, before=before, template=template)
    return made
