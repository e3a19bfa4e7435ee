"""A case whose every indicator was seen, with findings, before and after the closing meeting."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tests.certification.body import Body
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.findings.models import Finding
from wuxing.certification.onsite_audit.models import Sheet
from wuxing.certification.report.models import CaseExclusion
from wuxing.core import clock

WHOLE, SAMPLED = "5.1.3.1", "5.2.1-b"  # one lost by any finding, one in proportion to its sample


def deduction(body: Body, case: Case, leaf: str, **more: Any) -> Finding:
    return finding(body, case, kind="deduction", leaf=leaf, **more)


def finding(body: Body, case: Case, **more: Any) -> Finding:
    facts = {
        "number": case.findings.count() + 1, "grade": "minor", "text": "没有做到", "evidence": "记录 17",
        "source": "on_site", "raised_at": clock.now(), "raised_by_id": body.evaluator.user_id, "state": "closed",
        "closed_at": clock.now(),
    } | more  # fmt: skip
    return Finding.objects.create(tenant=body.tenant, case=case, **facts)


def exclude(body: Body, case: Case, leaf: str) -> CaseExclusion:
    return CaseExclusion.objects.create(
        tenant=body.tenant, case=case, leaf=leaf, reason="不做安装", proposed_by_id=body.evaluator.user_id,
        proposed_at=clock.now(), decided_by_id=body.lead.user_id, decided_at=clock.now(), accepted=True,
    )  # fmt: skip


def see(body: Body, case: Case, ratios: Mapping[str, str | None] | None = None, samples: Any = None) -> None:
    """Fill every sheet: seen by the evaluator, met in full unless `ratios` says otherwise (None: not seen)."""
    out = set(case.exclusions.filter(accepted=True).values_list("leaf", flat=True))
    given: Mapping[str, str | None] = ratios or {}
    Sheet.objects.bulk_create(
        Sheet(
            tenant=body.tenant, case=case, leaf=leaf.id, evaluator=body.certifier(body.evaluator),
            ratio=None if given.get(leaf.id, "1") is None else Decimal(given.get(leaf.id, "1") or 0),
            sample_size=(samples or {}).get(leaf.id), text="看过", seen_at=clock.now(),
        )
        for leaf in body.pack.leaves
        if leaf.id not in out
    )  # fmt: skip


def close(case: Case, stage: Stage = Stage.REPORT) -> Case:
    """Hold the closing meeting and put the case at a stage after it."""
    case.closing_at, case.stage = clock.now(), stage.value
    case.save(update_fields=["closing_at", "stage"])
    return case


def evaluated(body: Body, stage: Stage = Stage.REPORT, **changes: Any) -> Case:
    """A case with one indicator lost whole (finding 1) and one to 2 of 3 (finding 2), closed."""
    case = body.case(Stage.ON_SITE, **changes)
    deduction(body, case, WHOLE)
    deduction(body, case, SAMPLED, sample_size=3, failures=1)
    see(body, case, {WHOLE: "0", SAMPLED: "0.666666"}, {SAMPLED: 3})
    return close(case, stage)
