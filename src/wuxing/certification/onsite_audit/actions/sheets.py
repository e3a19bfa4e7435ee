"""Checklists: see an indicator, stand beside what was seen."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from wuxing.certification.cases import queries as case_queries
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.findings import queries as finding_queries
from wuxing.certification.onsite_audit import queries
from wuxing.certification.onsite_audit.actions.trace import digest_of, leave, refuse, team
from wuxing.certification.onsite_audit.models import Sheet
from wuxing.certification.onsite_audit.rules import sheets as rules
from wuxing.certification.onsite_audit.rules.sheets import Looked
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.schemes.packs.structure import Indicator


class Changed(RuleBroken):
    """Somebody else has written the same checklist since; `sheet` is what stands now."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(say("somebody else has changed this checklist meanwhile; look at both and choose"))
        self.sheet = sheet


def prepare(case: Case, by: Actor) -> None:
    """Lay out a checklist for each applicable indicator, with what the client's records say. For the opening meeting."""
    automatic, source = queries.automatic_of(case)
    Sheet.objects.bulk_create(
        [
            Sheet(
                tenant_id=by.tenant_id, case=case, leaf=leaf, automatic=automatic.get(leaf),
                automatic_from=source if automatic.get(leaf) is not None else "",
            )
            for leaf in queries.applicable_of(case)
        ],
        ignore_conflicts=True,
    )  # fmt: skip


@transaction.atomic
def see_leaf(*, case_id: int, leaf: str, looked: Looked, since: datetime | None = None, by: Actor) -> Sheet:
    """检查: write what was looked at of an indicator and what was seen; the share follows from the findings.

    `since`: when the checklist was last written as the evaluator saw it; None writes over whatever stands.
    Raises NotAllowed (not evaluator), NotFound, BadInput, Changed (somebody else wrote it since), RuleBroken (not now).
    """
    case, certifier = team(case_id, by, Part.LEAD, Part.EVALUATOR)
    indicator = _leaf(case, leaf)
    leads = Part.LEAD in case_queries.parts_of(case.pk, by)
    mine = finding_queries.leaves_of(case.pk, by)
    refuse(
        rules.why_not_see(
            stage=Stage(case.stage),
            closed=case.closing_at is not None,
            applicable=leaf in queries.applicable_of(case),
            assigned=leads or mine is None or leaf in mine,
        )
    )
    sheet = _sheet(case, leaf, by)
    if since is not None and sheet.seen_at is not None and sheet.seen_at > since:
        if _same(sheet, looked):
            return sheet
        raise Changed(sheet)
    failures = queries.failures_of([case.pk]).get(case.pk, {}).get(leaf, [])
    if faults := rules.faults_of(looked, indicator, failures, sheet.automatic):
        raise BadInput(faults)

    sheet.sample_size = looked.sample_size if rules.is_proportional(indicator) else None
    sheet.ratio = rules.ratio_for(indicator, sheet.sample_size, failures)
    sheet.text, sheet.override_reason = looked.text.strip(), looked.override_reason.strip()
    sheet.evaluator, sheet.seen_at = certifier, clock.now()
    sheet.second, sheet.confirmed_at = None, None
    sheet.save()
    leave("see", sheet, case, by, leaf=leaf, ratio=str(sheet.ratio), sample_size=sheet.sample_size,
          automatic=_text(sheet.automatic), text=digest_of(sheet.text), reason=digest_of(sheet.override_reason))  # fmt: skip
    return sheet


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _leaf(case: Case, leaf: str) -> Indicator:
    found = queries.pack(case).by_id.get(leaf)
    if found is None or not found.is_leaf:
        raise NotFound(say("this edition has no indicator %(id)s", id=leaf))
    return found


def _sheet(case: Case, leaf: str, by: Actor) -> Sheet:
    found = Sheet.objects.select_for_update().filter(case=case, leaf=leaf).first()
    return found or Sheet.objects.create(tenant_id=by.tenant_id, case=case, leaf=leaf)


def _same(sheet: Sheet, looked: Looked) -> bool:
    return (sheet.text, sheet.override_reason) == (looked.text.strip(), looked.override_reason.strip()) and (
        looked.sample_size in (sheet.sample_size, None)
    )


@transaction.atomic
def confirm_sheet(*, case_id: int, leaf: str, by: Actor) -> Sheet:
    """双人确认: a second evaluator stands beside what was seen of an indicator that people alone decide.

    Raises NotAllowed, NotFound, RuleBroken (the evaluator; not seen; needs none; not now).
    """
    case, certifier = team(case_id, by, Part.LEAD, Part.EVALUATOR)
    indicator = _leaf(case, leaf)
    refuse(rules.why_not_see(stage=Stage(case.stage), closed=case.closing_at is not None, applicable=True,
                             assigned=True))  # fmt: skip
    sheet = _sheet(case, leaf, by)
    _recount(sheet, indicator, queries.failures_of([case.pk]).get(case.pk, {}).get(leaf, []))
    refuse(
        rules.why_not_confirm(
            manual=rules.is_manual(indicator),
            seen=sheet.ratio is not None,
            is_evaluator=sheet.evaluator_id == certifier.pk,
            confirmed=sheet.confirmed_at is not None,
        )
    )

    sheet.second, sheet.confirmed_at = certifier, clock.now()
    sheet.save(update_fields=["second", "confirmed_at"])
    leave("confirm", sheet, case, by, leaf=leaf, ratio=_text(sheet.ratio))
    return sheet


def recount(*, case: Case, leaf: str) -> None:
    """Work out the share of an indicator again after a finding of it came, changed or went. For a locked case.

    What a second person confirmed of another share is open again. After the closing meeting nothing happens.
    """
    if case.closing_at is not None:
        return
    sheet = Sheet.objects.select_for_update().filter(case=case, leaf=leaf).first()
    indicator = queries.pack(case).by_id.get(leaf)
    if sheet and indicator and leaf in queries.applicable_of(case):  # what was carried over stays as it was judged
        _recount(sheet, indicator, queries.failures_of([case.pk]).get(case.pk, {}).get(leaf, []))


def _recount(sheet: Sheet, leaf: Indicator, failures: list[int]) -> None:
    if sheet.ratio is None:
        return
    now = rules.ratio_for(leaf, sheet.sample_size, failures)
    if now != sheet.ratio:
        sheet.ratio, sheet.second, sheet.confirmed_at = now, None, None
        sheet.save(update_fields=["ratio", "second", "confirmed_at"])


def settle(case: Case) -> None:
    """Let every checklist say what its findings say; what was carried over stays. For the closing meeting."""
    failures, known = queries.failures_of([case.pk]).get(case.pk, {}), queries.pack(case).by_id
    looked = queries.applicable_of(case)
    for sheet in Sheet.objects.select_for_update().filter(case=case, leaf__in=looked, ratio__isnull=False):
        _recount(sheet, known[sheet.leaf], failures.get(sheet.leaf, []))
