"""Read findings, their steps, and what they cost."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from wuxing.certification.cases.models import Case, CaseRole
from wuxing.certification.cases.states import Part
from wuxing.certification.findings import rules
from wuxing.certification.findings.models import Finding, FindingStep
from wuxing.certification.findings.states import DONE, MUST_CORRECT, Kind, Source, State, Step
from wuxing.certification.onsite_audit.models import Sheet
from wuxing.certification.report.models import CaseExclusion
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.ledger import kind_of
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Attachment
from wuxing.core.reasons import say
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.licensing.queries import licensed_points
from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring import points as scoring

_OVER = [state.value for state in DONE]


def finding(finding_id: int) -> Finding:
    """Return a finding with its case, site and who raised it. Raises NotFound."""
    found = Finding.objects.select_related("case__client", "site", "raised_by").filter(pk=finding_id).first()
    if found is None:
        raise NotFound(say("there is no such finding here"))
    return found


def lock(finding_id: int) -> Finding:
    """Return a finding, locked until the transaction ends. Raises NotFound."""
    found = Finding.objects.select_for_update().filter(pk=finding_id).first()
    if found is None:
        raise NotFound(say("there is no such finding here"))
    return found


def pack(case: Case) -> Pack:
    """Return the edition that a case is judged by."""
    return pack_of(case.pack.rpartition("#")[2])


def of_case(case_id: int) -> list[Finding]:
    """Return the findings of a case by number."""
    rows = Finding.objects.filter(case_id=case_id).select_related("site", "raised_by")
    return list(rows.order_by("number"))


def next_number(case_id: int) -> int:
    """Return the number of the next finding of a case, which the caller has locked."""
    last = Finding.objects.filter(case_id=case_id).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def leaves_of(case_id: int, by: Actor) -> frozenset[str] | None:
    """Return on which indicators of a case the actor evaluates; None stands for all."""
    if by.user_id is None:
        return frozenset()
    rows = CaseRole.objects.filter(
        case_id=case_id, certifier__user_id=by.user_id, ended_at__isnull=True, part__in=(Part.LEAD, Part.EVALUATOR)
    )
    several = list(rows.values_list("leaves", flat=True))
    return None if any(not leaves for leaves in several) else frozenset(leaf for leaves in several for leaf in leaves)


def deductions(case_id: int) -> dict[str, list[Finding]]:
    """Return the deduction findings that count, by indicator and in order: not taken back, from before the closing."""
    rows = Finding.objects.filter(case_id=case_id, kind=Kind.DEDUCTION).exclude(state=State.TAKEN_BACK)
    found: dict[str, list[Finding]] = defaultdict(list)
    for one in rows.order_by("number"):
        found[one.leaf].append(one)
    return dict(found)


def sample_of(case_id: int, leaf: str, *, but: int = 0) -> int | None:
    """Return how many were looked at for an indicator: by its checklist, else by its earlier findings; None: not known."""
    sheet = Sheet.objects.filter(case_id=case_id, leaf=leaf).values_list("sample_size", flat=True).first()
    if sheet:
        return sheet
    rows = Finding.objects.filter(case_id=case_id, kind=Kind.DEDUCTION, leaf=leaf).exclude(state=State.TAKEN_BACK)
    return rows.exclude(pk=but).exclude(sample_size=None).values_list("sample_size", flat=True).first()


def ratio(case: Case, leaf: str) -> Decimal:
    """Return to which share an indicator of a case is met, by its findings."""
    found = deductions(case.pk).get(leaf, [])
    size = sample_of(case.pk, leaf) if found else None
    return rules.ratio_of(pack(case).by_id[leaf].deduction, size, [one.failures or 0 for one in found])


@dataclass(frozen=True, slots=True)
class Points:
    """The points in use for a case. `draft`: they are not official, so nothing may be decided on them."""

    of: Mapping[str, Decimal]
    draft: bool


def points_in_use(case: Case) -> Points:
    """Return each indicator's points for a case: official when all are, else placeholders; excluded ones count nothing."""
    scheme = pack(case)
    out = set(CaseExclusion.objects.filter(case=case, accepted=True).values_list("leaf", flat=True))
    licensed = licensed_points(case.tenant_id, scheme.sha256)
    used = scoring.points_in_use(scheme, licensed, out)
    points = {leaf: Decimal(0) if leaf in out else value for leaf, value in used.items()}
    return Points(points, draft=bool(scoring.points_official(scheme, licensed, out)))


def costs(case: Case) -> dict[int, Decimal]:
    """Return what each finding of a case costs: a deduction its part of what its indicator loses, a special one point."""
    scheme, used = pack(case), points_in_use(case).of
    found: dict[int, Decimal] = {}
    for leaf, several in deductions(case.pk).items():
        size = next((one.sample_size for one in several if one.sample_size), None)
        failures = [one.failures or 0 for one in several]
        shares = rules.points_of(used[leaf], scheme.by_id[leaf].deduction, size, failures)
        found |= {one.pk: cost for one, cost in zip(several, shares, strict=True)}
    specials = Finding.objects.filter(case=case, kind=Kind.SPECIAL, set_aside__isnull=True).exclude(
        state=State.TAKEN_BACK
    )
    return found | dict.fromkeys(specials.values_list("pk", flat=True), scheme.rules.deduction_points)


def asked() -> Q:
    """Return the condition of findings that the client has to correct."""
    return Q(kind__in=[kind.value for kind in MUST_CORRECT]) | Q(
        kind=Kind.OBSERVATION.value, source=Source.DOCUMENT_REVIEW.value
    )


def open_of(case_id: int) -> QuerySet[Finding]:
    """Return the findings of a case whose correction is not verified yet."""
    return Finding.objects.filter(asked(), case_id=case_id).exclude(state__in=_OVER)


def overdue(today: date) -> QuerySet[Finding]:
    """Return the findings whose correction is late."""
    return Finding.objects.filter(asked(), due_on__lt=today).exclude(state__in=_OVER)


def to_remind(today: date) -> QuerySet[Finding]:
    """Return the late findings of whose present day their client was not reminded yet."""
    reminded = FindingStep.objects.filter(finding=OuterRef("pk"), step=Step.OVERDUE, due_on=OuterRef("due_on"))
    return overdue(today).filter(~Exists(reminded))


def steps(finding_id: int) -> list[FindingStep]:
    """Return the steps of a finding in order."""
    return list(FindingStep.objects.filter(finding_id=finding_id).order_by("pk"))


def evidence_of(finding_ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """Return the files that show corrections, by finding."""
    rows = FindingStep.objects.filter(finding_id__in=finding_ids, step__in=(Step.ANSWER, Step.ON_THE_SPOT))
    owners = dict(rows.values_list("pk", "finding_id"))
    found: dict[int, list[Attachment]] = defaultdict(list)
    kept = Attachment.objects.filter(target_type=kind_of(FindingStep), target_id__in=owners)
    for one in kept.order_by("pk"):
        found[owners[one.target_id]].append(one)
    return dict(found)


def files_of(finding: Finding) -> dict[int | None, list[Attachment]]:
    """Return the files of a finding by the step they came with; those of the finding itself under None."""
    steps_ = list(FindingStep.objects.filter(finding=finding).values_list("pk", flat=True))
    found: dict[int | None, list[Attachment]] = defaultdict(list)
    for one in Attachment.objects.filter(
        Q(target_type=kind_of(Finding), target_id=finding.pk)
        | Q(target_type=kind_of(FindingStep), target_id__in=steps_)
    ).order_by("pk"):
        found[one.target_id if one.target_type == kind_of(FindingStep) else None].append(one)
    return dict(found)


def shown_to_client(case: Case) -> QuerySet[Finding]:
    """Return the findings that a client sees: of its documents at once, of the visit after the closing meeting."""
    rows = Finding.objects.filter(case=case).exclude(state=State.TAKEN_BACK).select_related("site")
    return (rows if case.closing_at else rows.filter(source=Source.DOCUMENT_REVIEW)).order_by("number")


def entries_of(finding: Finding) -> list[Entry]:
    """Return the ledger's entries of a finding in order."""
    rows = Entry.objects.filter(tenant_id=finding.tenant_id, target_type=kind_of(Finding), target_id=finding.pk)
    return list(rows.select_related("actor").order_by("pk"))
