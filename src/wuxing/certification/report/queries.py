"""Read what a case's score depends on, the scores kept, and what waits to be settled."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from wuxing.certification.cases.models import Case, CaseRole
from wuxing.certification.cases.states import Part
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.states import Kind, State
from wuxing.certification.onsite_audit.models import Sheet
from wuxing.certification.people.models import Certifier
from wuxing.certification.report import rules
from wuxing.certification.report.models import (
    CaseExclusion,
    CaseReport,
    CaseScore,
    Override,
    OverrideProposal,
    SetAside,
)
from wuxing.certification.report.rules import Line
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.evidence.readiness.queries import scored
from wuxing.evidence.rulings.queries import who
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.licensing.queries import licensed_points
from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring import points, storing
from wuxing.schemes.scoring.results import Exclusion, Inputs, Readiness


def pack(case: Case) -> Pack:
    """Return the edition that a case is judged by."""
    return pack_of(case.pack.rpartition("#")[2])


@dataclass(frozen=True)
class Basis:
    """Everything that a case's score rests on, read once."""

    case: Case
    sheets: Mapping[str, Sheet]
    findings: Sequence[Finding]  # all that were not taken back, by number
    set_aside: frozenset[int]  # special deductions that an appeal set aside
    overrides: Sequence[Override]  # oldest first
    exclusions: Sequence[CaseExclusion]
    lead: Certifier | None

    @cached_property
    def pack(self) -> Pack:
        """Return the edition."""
        return pack(self.case)

    @cached_property
    def latest(self) -> Mapping[str, Override]:
        """Return the override that counts, by indicator: the latest."""
        return {row.leaf: row for row in self.overrides}

    @cached_property
    def excluded(self) -> Mapping[str, Exclusion]:
        """Return the exclusions that were accepted."""
        return {row.leaf: Exclusion(row.reason, who(row.decided_by)) for row in self.exclusions if row.accepted}

    @cached_property
    def deductions(self) -> Mapping[str, Sequence[Finding]]:
        """Return the deduction findings by indicator."""
        found: dict[str, list[Finding]] = defaultdict(list)
        for row in self.findings:
            if row.kind == Kind.DEDUCTION:
                found[row.leaf].append(row)
        return found

    def count(self, kind: Kind) -> int:
        """Return how many findings of a kind count."""
        return sum(row.kind == kind and row.pk not in self.set_aside for row in self.findings)

    def sample(self, leaf: str) -> int | None:
        """Return the sample of an indicator: by its sheet, else by its findings."""
        sheet = self.sheets.get(leaf)
        if sheet and sheet.sample_size:
            return sheet.sample_size
        return next((row.sample_size for row in self.deductions.get(leaf, ()) if row.sample_size), None)

    def ratio(self, leaf: str) -> Decimal | None:
        """Return the share of an indicator that counts: the latest override, else the sheet's; None: not seen."""
        if leaf in self.latest:
            return self.latest[leaf].after
        return self.sheets[leaf].ratio if leaf in self.sheets else None

    def line(self, leaf: str) -> Line:
        """Return what is said of an indicator, and by whom. After the closing meeting the team leader stands behind it too."""
        override = self.latest.get(leaf)
        if override is not None:
            by = (who(override.proposed_by), who(override.confirmed_by))
            return Line(leaf, override.after, self.sample(leaf), override.reason, by)
        sheet = self.sheets.get(leaf)
        if sheet is None:
            return Line(leaf, None)
        agreed = self.lead if self.case.closing_at else None
        named = dict.fromkeys(certifier_name(one) for one in (sheet.evaluator, sheet.second, agreed) if one)
        return Line(leaf, sheet.ratio, self.sample(leaf), sheet.text, tuple(named))

    @cached_property
    def licensed(self) -> Mapping[str, Decimal]:
        """Return the official points of the body."""
        return licensed_points(self.case.tenant_id, self.pack.sha256)

    @cached_property
    def in_use(self) -> points.Points:
        """Return the points in use."""
        return points.points_in_use(self.pack, self.licensed, self.excluded)

    @cached_property
    def inputs(self) -> Inputs:
        """Return the inputs of the score."""
        return rules.inputs_with(
            self.pack,
            [self.line(leaf.id) for leaf in self.pack.leaves],
            self.excluded,
            special_deductions=self.count(Kind.SPECIAL),
            special_bonus=self.count(Kind.BONUS),
            licensed=self.licensed,
        )


def certifier_name(one: Certifier) -> str:
    """Return somebody as scores name them: two people of one name are two people."""
    return f"{one.name} #{one.user_id if one.user_id else f'c{one.pk}'}"


def basis(case: Case) -> Basis:
    """Return everything that a case's score rests on."""
    sheets = Sheet.objects.filter(case=case).select_related("evaluator", "second")
    findings = Finding.objects.filter(case=case).exclude(state=State.TAKEN_BACK).select_related("site")
    leads = CaseRole.objects.filter(case=case, part=Part.LEAD).select_related("certifier").order_by("-pk")
    lead = leads.first()
    return Basis(
        case=case,
        sheets={row.leaf: row for row in sheets},
        findings=list(findings.order_by("number")),
        set_aside=frozenset(SetAside.objects.filter(case=case).values_list("finding_id", flat=True)),
        overrides=overrides(case),
        exclusions=exclusions(case),
        lead=lead.certifier if lead else None,
    )


def inputs_for(case: Case) -> Inputs:
    """Return what the score of a case depends on now."""
    return basis(case).inputs


def live(case: Case) -> Readiness:
    """Return the score of a case so far; what nobody has seen is unknown."""
    found = basis(case)
    return scored(found.pack, found.inputs)


def again(kept: CaseScore) -> Readiness:
    """Return a kept score, computed again from its inputs."""
    return scored(pack(kept.case), storing.inputs_of(kept.inputs))


def overrides(case: Case) -> list[Override]:
    """Return the overrides of a case, oldest first."""
    rows = Override.objects.filter(case=case).select_related("proposed_by", "confirmed_by")
    return list(rows.order_by("pk"))


def waiting_overrides(case: Case) -> list[OverrideProposal]:
    """Return the changes that wait to be confirmed."""
    rows = OverrideProposal.objects.filter(case=case, answered_at=None).select_related("proposed_by")
    return list(rows.order_by("pk"))


def lock_override_proposal(proposal_id: int) -> OverrideProposal:
    """Return a proposed change, locked. Raises NotFound."""
    found = OverrideProposal.objects.select_for_update().filter(pk=proposal_id).first()
    if found is None:
        raise NotFound(say("there is no such change here"))
    return found


def exclusions(case: Case) -> list[CaseExclusion]:
    """Return the exclusions of a case, refused ones too."""
    rows = CaseExclusion.objects.filter(case=case).select_related("proposed_by", "decided_by")
    return list(rows.order_by("leaf"))


def lock_exclusion(exclusion_id: int) -> CaseExclusion:
    """Return an exclusion, locked. Raises NotFound."""
    found = CaseExclusion.objects.select_for_update().filter(pk=exclusion_id).first()
    if found is None:
        raise NotFound(say("there is no such exclusion here"))
    return found


def scores(case: Case) -> list[CaseScore]:
    """Return the scores kept of a case, newest first, without their inputs."""
    return list(CaseScore.objects.filter(case=case).select_related("made_by").defer("inputs").order_by("-pk"))


def last_score(case: Case) -> CaseScore | None:
    """Return the newest score kept of a case."""
    return CaseScore.objects.filter(case=case).order_by("-pk").first()


def reports(case: Case) -> list[CaseReport]:
    """Return the versions of a case's report, newest first."""
    rows = CaseReport.objects.filter(case=case).select_related("score", "docx", "pdf", "made_by")
    return list(rows.defer("score__inputs", "facts").order_by("-version"))


def last_report(case: Case) -> CaseReport | None:
    """Return the newest version of a case's report."""
    rows = CaseReport.objects.filter(case=case).select_related("score", "docx", "pdf")
    return rows.order_by("-version").first()


def report(case: Case, version: int) -> CaseReport:
    """Return a version of a case's report. Raises NotFound."""
    found = CaseReport.objects.filter(case=case, version=version).select_related("docx", "pdf").first()
    if found is None:
        raise NotFound(say("there is no such version of the report"))
    return found
