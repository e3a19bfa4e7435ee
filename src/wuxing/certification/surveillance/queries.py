"""Read where certificates stand in their calendar, and what further cases were opened for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import ENDS, Kind, Stage
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.certificate.states import State
from wuxing.certification.findings.models import Finding
from wuxing.certification.onsite_audit.models import Sheet
from wuxing.certification.programme import queries as programmes
from wuxing.certification.programme.structure import Programme
from wuxing.certification.report.models import CaseExclusion, Override
from wuxing.certification.surveillance.models import Alternative, EarlySurveillance, ForeignCertificate, Occasion
from wuxing.certification.surveillance.rules.calendar import EVALUATING, OpenCase, Standing, Terms
from wuxing.certification.surveillance.states import Answer, Method, What
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.schemes.packs.structure import Pack

_FULL = (Kind.INITIAL.value, Kind.RENEWAL.value, Kind.TRANSFER.value)


def standing_of(found: Certificate) -> Standing:
    """Return what the calendar asks of a certificate."""
    return Standing(
        state=State(found.state),
        last_evaluated_on=found.last_evaluated_on,
        surveillance_due_on=found.surveillance_due_on,
        valid_until=found.valid_until,
        extended_until=found.extended_until,
        suspended_until=found.suspended_until,
    )


def terms_of(programme: Programme) -> Terms:
    """Return what a body's rule says of time."""
    return Terms(programme.surveillance_months, programme.extension_months, programme.windows.surveillance_lead)


def terms_by_scheme(schemes: Iterable[str]) -> dict[str, Terms]:
    """Return the time by scheme, as the body's rules in force say."""
    found = {}
    for scheme in sorted(set(schemes)):  # schemes are few
        try:
            found[scheme] = terms_of(programmes.current(scheme)[1])
        except NotFound:
            found[scheme] = Terms()
    return found


def open_cases(certificate_ids: Sequence[int]) -> dict[int, list[OpenCase]]:
    """Return the cases of certificates that have not ended, by certificate; those that evaluate come first."""
    rows = Case.objects.filter(certificate_id__in=certificate_ids).exclude(stage__in=[one.value for one in ENDS])
    found: dict[int, list[OpenCase]] = defaultdict(list)
    for pk, number, kind, certificate_id in rows.order_by("pk").values_list("pk", "number", "kind", "certificate_id"):
        if certificate_id and kind not in (Kind.INITIAL, Kind.TRANSFER):
            found[certificate_id].append(OpenCase(pk, number, Kind(kind)))
    for cases in found.values():
        cases.sort(key=lambda one: one.kind not in EVALUATING)
    return dict(found)


def proposals(certificate_ids: Sequence[int]) -> dict[int, EarlySurveillance]:
    """Return the early surveillances that wait for an answer, by certificate."""
    rows = EarlySurveillance.objects.filter(certificate_id__in=certificate_ids, state=Answer.OPEN.value)
    return {row.certificate_id: row for row in rows}


def proposal(proposal_id: int) -> EarlySurveillance:
    """Return a proposal of an early surveillance with its certificate. Raises NotFound."""
    found = EarlySurveillance.objects.select_related("certificate__client", "decided_by").filter(pk=proposal_id).first()
    if found is None:
        raise NotFound(say("there is no such proposal here"))
    return found


def occasion_of(case_id: int) -> Occasion | None:
    """Return for what a further case was opened; None for others."""
    return Occasion.objects.select_related("certificate").filter(case_id=case_id).first()


def leaves_in(case: Case) -> tuple[str, ...] | None:
    """Return the indicators that a case looks at; None: all of them."""
    found = Occasion.objects.filter(case_id=case.pk).values_list("leaves", flat=True).first()
    return tuple(found) if found else None


def alternative_of(case_id: int) -> Alternative | None:
    """Return the other kind of evaluation that was settled for a case last, or None: a visit."""
    return Alternative.objects.filter(case_id=case_id).order_by("-pk").first()


def is_waived(case_id: int) -> bool:
    """Say whether a case goes without an evaluation: a change of name."""
    found = alternative_of(case_id)
    return found is not None and found.method == Method.WAIVED


def foreign_of(case_id: int) -> ForeignCertificate | None:
    """Return the certificate of another body that a transfer began with."""
    return ForeignCertificate.objects.filter(case_id=case_id).first()


def transferred_until(case_id: int) -> date | None:
    """Return until when the certificate of another body runs that a case takes over: no longer runs the new one."""
    found = foreign_of(case_id)
    return found.valid_until if found else None


def last_evaluated(found: Certificate) -> Case | None:
    """Return the last case of a certificate that was evaluated and granted."""
    granted = (Stage.GRANTED.value, Stage.CERTIFIED.value)
    rows = Case.objects.filter(
        client_id=found.client_id, scheme=found.scheme, closing_at__isnull=False, stage__in=granted
    )
    return rows.order_by("-closing_at").first()


def nth_surveillance(found: Certificate, without: int = 0) -> int:
    """Return which surveillance of the cycle is next: those since the last full evaluation, and one."""
    rows = Case.objects.filter(client_id=found.client_id, scheme=found.scheme).exclude(pk=without)
    full = rows.filter(kind__in=_FULL, stage=Stage.CERTIFIED.value).order_by("-pk").values_list("pk", flat=True).first()
    gone = rows.filter(kind=Kind.SURVEILLANCE.value, pk__gt=full or 0).exclude(stage=Stage.WITHDRAWN.value)
    return gone.count() + 1


def met_in_full(case: Case | None, pack: Pack) -> frozenset[str]:
    """Return the indicators that lost nothing in a case of this edition, and were never overridden."""
    if case is None or case.pack != pack.identity:
        return frozenset()
    rows = Finding.objects.filter(case=case, kind="deduction").exclude(state="taken_back")
    touched = {*rows.values_list("leaf", flat=True)}
    touched |= {*Override.objects.filter(case=case).values_list("leaf", flat=True)}
    whole = Sheet.objects.filter(case=case, ratio=1).values_list("leaf", flat=True)
    return frozenset(whole) - touched


def excluded_in(case: Case | None, pack: Pack) -> frozenset[str]:
    """Return the indicators that were excluded in a case of this edition."""
    if case is None or case.pack != pack.identity:
        return frozenset()
    return frozenset(CaseExclusion.objects.filter(case=case, accepted=True).values_list("leaf", flat=True))


def groups_of(pack: Pack) -> list[tuple[str, ...]]:
    """Return the indicators of an edition, group by group."""
    groups: dict[str, list[str]] = defaultdict(list)
    for leaf in pack.leaves:
        groups[leaf.parent or ""].append(leaf.id)
    return [tuple(group) for group in groups.values()]


def what_of(case_id: int) -> What | None:
    """Return what a further case is for."""
    found = occasion_of(case_id)
    return What(found.what) if found else None
