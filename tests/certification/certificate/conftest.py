"""Decisions and certificates, put there as if everybody had done their part."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.certification.body import Body
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.certificate import rules
from wuxing.certification.certificate.models import Certificate, CertificateEvent
from wuxing.certification.decision.models import CaseReview, Decision, Proposal, Vote
from wuxing.certification.register import actions as register
from wuxing.certification.report.models import CaseReport, CaseScore
from wuxing.core import clock

Grant = Callable[..., Decision]
Certify = Callable[..., Certificate]


def reported(body: Body, case: Case, score: str = "93.20", level: str = "star4", **changes: Any) -> CaseReport:
    """A report of a case with its score."""
    points = Decimal(score)
    kept = CaseScore.objects.create(
        tenant=body.tenant, case=case, purpose="report", inputs={}, low=points, likely=points, high=points,
        made_at=clock.now(), **({"level": level, "official": True} | changes),
    )  # fmt: skip
    version = CaseReport.objects.filter(case=case).count() + 1
    return CaseReport.objects.create(
        tenant=body.tenant, case=case, version=version, language=case.language, score=kept, made_at=clock.now()
    )


def reviewed(body: Body, case: Case, report: CaseReport, level: str = "star4") -> CaseReview:
    """A review that recommends."""
    return CaseReview.objects.create(
        tenant=body.tenant, case=case, reviewer=body.certifier(body.reviewer), report=report, checklist={},
        recommends=True, level=level, reasons="材料齐全", at=clock.now(),
    )  # fmt: skip


def decided(body: Body, case: Case, level: str = "star4", **asked: Any) -> Decision:
    """A decision of three votes for it, on a case at the stage of decision."""
    report = reported(body, case)
    review = reviewed(body, case, report)
    proposal = Proposal.objects.create(
        tenant=body.tenant, case=case, review=review, score=report.score, quorum=3, opened_at=clock.now(),
        **({"grant": True, "level": level} | asked),
    )  # fmt: skip
    for one in (body.decider, body.decider2, body.decider3):
        Vote.objects.create(
            tenant=body.tenant, proposal=proposal, certifier=body.certifier(one), choice="for", at=clock.now()
        )
    outcome = "granted" if proposal.grant else "returned" if proposal.returns else "not_granted"
    return Decision.objects.create(
        tenant=body.tenant, case=case, proposal=proposal, score=report.score, outcome=outcome,
        level=level if proposal.grant else "", reasons="评分 93.20 分", at=clock.now(),
    )  # fmt: skip


@pytest.fixture
def grant(body: Body) -> Grant:
    """Grant a case: `grant(level="star4", **case)`."""

    def made(level: str = "star4", **changes: Any) -> Decision:
        case = body.case(Stage.DECISION, **changes)
        found = decided(body, case, level)
        case.stage, case.decided_at = Stage.GRANTED, clock.now()
        case.save(update_fields=["stage", "decided_at"])
        return found

    return made


@pytest.fixture
def certify(body: Body, grant: Grant) -> Certify:
    """Put a certificate there as of a day: `certify(evaluated=date(2026, 1, 5))`."""

    def made(evaluated: date | None = None, level: str = "star4", **changes: Any) -> Certificate:
        on = evaluated or clock.today() - timedelta(days=30)
        decision = grant(level, **changes)
        case = decision.case
        found = Certificate.objects.create(
            tenant=body.tenant, number=f"2026HP{Certificate.objects.count() + 1:05d}", client=case.client, case=case,
            decision=decision, scheme=case.scheme, pack=case.pack, level=level, score=decision.score.likely,
            holder=case.client.name, scope=case.scope, sites=[{"name": "总部", "address": ""}], issued_on=on,
            valid_until=rules.valid_until(on, 36), last_evaluated_on=on, surveillance_due_on=rules.due_after(on),
        )  # fmt: skip
        CertificateEvent.objects.create(
            tenant=body.tenant, certificate=found, event="issue", after="valid", reason="授予", case=case,
            by_user_id=body.officer.user_id, by_name=body.officer.name, at=clock.now(),
        )  # fmt: skip
        register.follow(found)
        return found

    return made
