"""Read appeals and complaints, and replay the score that they dispute."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from wuxing.certification.appeals import rules
from wuxing.certification.appeals.models import Appeal, AppealHandler, AppealStep, Dispute
from wuxing.certification.appeals.rules import Change, Replay
from wuxing.certification.appeals.states import ENDS
from wuxing.certification.cases.models import Case
from wuxing.certification.decision.models import Decision
from wuxing.certification.findings.models import Finding
from wuxing.certification.findings.rules import ratio_of
from wuxing.certification.findings.states import Kind, State
from wuxing.certification.report import queries as scores
from wuxing.certification.report.models import CaseScore
from wuxing.certification.report.queries import Basis
from wuxing.certification.report.rules import refined
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.schemes.scoring import storing

PAGE = 50


def appeal(appeal_id: int) -> Appeal:
    """Return an appeal or complaint with its case and client. Raises NotFound."""
    found = Appeal.objects.select_related("case__client", "client").filter(pk=appeal_id).first()
    if found is None:
        raise NotFound(say("there is no such appeal or complaint here"))
    return found


def lock(appeal_id: int) -> Appeal:
    """Return an appeal or complaint, locked. Raises NotFound."""
    rows = Appeal.objects.select_for_update(of=("self",)).select_related("case__client", "client")
    found = rows.filter(pk=appeal_id).first()
    if found is None:
        raise NotFound(say("there is no such appeal or complaint here"))
    return found


def listed(*, ended: bool = False, before: int | None = None) -> list[Appeal]:
    """Return appeals and complaints: open ones by due day, or those that ended, newest first."""
    rows = Appeal.objects.select_related("case", "client")
    if not ended:
        return list(rows.exclude(state__in=ENDS).order_by(F("due_on").asc(nulls_last=True), "pk")[:PAGE])
    rows = rows.filter(state__in=ENDS)
    return list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[: PAGE + 1])


def of_case(case: Case) -> list[Appeal]:
    """Return what was sent about a case, newest first."""
    return list(Appeal.objects.filter(case=case).order_by("-pk"))


def handlers(found: Appeal) -> list[AppealHandler]:
    """Return who handles an appeal now."""
    rows = AppealHandler.objects.filter(appeal=found, ended_at=None).select_related("certifier")
    return list(rows.order_by("pk"))


def is_handler(found: Appeal, by: Actor) -> bool:
    """Say whether the actor handles an appeal."""
    if by.user_id is None:
        return False
    return AppealHandler.objects.filter(appeal=found, ended_at=None, certifier__user_id=by.user_id).exists()


def steps(found: Appeal) -> list[AppealStep]:
    """Return what happened with an appeal, oldest first."""
    return list(AppealStep.objects.filter(appeal=found).order_by("pk"))


def last_handled(found: Appeal) -> AppealStep | None:
    """Return the last step in which somebody looked into an appeal."""
    return AppealStep.objects.filter(appeal=found, step="handle").order_by("-pk").first()


def disputes(found: Appeal) -> list[Dispute]:
    """Return what an appeal disputes."""
    return list(Dispute.objects.filter(appeal=found).select_related("finding").order_by("pk"))


def dispute(dispute_id: int) -> Dispute:
    """Return one disputed ruling."""
    return Dispute.objects.select_related("finding").get(pk=dispute_id)


def disputed_score(case: Case) -> CaseScore | None:
    """Return the score that an appeal is about: the one decided on, else the last that was kept."""
    decision = Decision.objects.filter(case=case).select_related("score").order_by("-pk").first()
    return decision.score if decision else scores.last_score(case)


@dataclass(frozen=True, slots=True)
class Disputed:
    """A disputed ruling with the share that would stand in its place."""

    row: Dispute
    change: Change
    before: Decimal | None


def disputed(found: Appeal) -> list[Disputed]:
    """Return what each disputed ruling would change, each by itself."""
    rows = disputes(found)
    if found.case is None or not rows:
        return []
    basis = scores.basis(found.case)
    return [
        Disputed(row, changes_of(basis, [row])[0], basis.ratio(leaf_of(row)) if leaf_of(row) else None) for row in rows
    ]


def leaf_of(row: Dispute) -> str:
    """Return the indicator whose share is disputed; nothing for a special deduction."""
    if row.leaf:
        return row.leaf
    return row.finding.leaf if row.finding and row.finding.kind == Kind.DEDUCTION else ""


def changes_of(basis: Basis, rows: Iterable[Dispute]) -> list[Change]:
    """Return what follows from disputed rulings together: of an indicator the share that is asked for, else without findings.

    Several findings of one indicator that are set aside give one change.
    """
    found: list[Change] = []
    by_leaf: dict[str, list[Dispute]] = {}
    for row in rows:
        leaf = leaf_of(row)
        if leaf:
            by_leaf.setdefault(leaf, []).append(row)
        else:
            found.append(Change(row.pk))
    return [*found, *(_change(basis, leaf, several) for leaf, several in by_leaf.items())]


def _change(basis: Basis, leaf: str, rows: list[Dispute]) -> Change:
    size = basis.sample(leaf)
    asked = next((row.ratio for row in rows if row.ratio is not None), None)
    if asked is not None:
        return Change(rows[0].pk, leaf, refined(asked, size))
    aside = {row.finding_id for row in rows}
    left = [one.failures or 0 for one in basis.deductions.get(leaf, ()) if one.pk not in aside and aside != {None}]
    return Change(rows[0].pk, leaf, refined(ratio_of(basis.pack.by_id[leaf].deduction, size, left), size))


def together(found: Appeal, chosen: Collection[int]) -> list[Change]:
    """Return what the chosen disputes change together."""
    rows = [row for row in disputes(found) if row.pk in chosen]
    return changes_of(scores.basis(found.case), rows) if found.case and rows else []


def replayed(found: Appeal, changes: Iterable[Change]) -> Replay | None:
    """Return the disputed score beside what it would be; None where no score was kept."""
    if found.case is None:
        return None
    kept = disputed_score(found.case)
    if kept is None:
        return None
    return rules.replay(scores.pack(found.case), storing.inputs_of(kept.inputs), changes)


def disputable(case: Case) -> list[Finding]:
    """Return the findings of a case that cost points."""
    rows = Finding.objects.filter(case=case, kind__in=[Kind.DEDUCTION, Kind.SPECIAL])
    return list(rows.exclude(state=State.TAKEN_BACK).order_by("number"))
