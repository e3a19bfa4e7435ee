"""处理: one handler looks into it and proposes, another decides; what is upheld changes the score by two persons."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from wuxing.certification.appeals import queries, rules
from wuxing.certification.appeals.actions import trace
from wuxing.certification.appeals.actions.receiving import write_outcome
from wuxing.certification.appeals.models import Appeal
from wuxing.certification.appeals.rules import Change, Replay
from wuxing.certification.appeals.states import Outcome, State
from wuxing.certification.cases import actions as moving
from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.report import queries as scores
from wuxing.certification.report.actions.changing import write_override
from wuxing.certification.report.actions.scoring import APPEAL, keep_score
from wuxing.certification.report.models import SetAside
from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say

_SIX = Decimal("0.000001")


@transaction.atomic
def handle(*, appeal_id: int, outcome: Outcome, text: str, upheld: Iterable[int] = (), by: Actor) -> Appeal:
    """调查处理: a handler looks into it and proposes an outcome; `upheld`: which disputed rulings should change.

    The replay of the score is kept with the step. Raises NotAllowed, NotFound, BadInput (no reasons), RuleBroken.
    """
    by.require(Permission.APPEAL_HANDLE)
    found = queries.lock(appeal_id)
    trace.refuse(rules.why_not_handle(is_handler=queries.is_handler(found, by)))
    reasons = _reasons(text)
    chosen = set(upheld)
    several = {row.pk for row in queries.disputes(found)}
    agreed = sorted(several & chosen)
    trace.refuse(rules.why_not_conclude(outcome, disputes=len(several), upheld=len(agreed)))

    shown = facts_of(queries.replayed(found, queries.together(found, agreed)))
    facts = {"upheld": agreed, "replay": shown}
    trace.step(
        found, "handle", State.HANDLED, by=by, text=reasons, outcome=outcome.value, facts=facts, replay=shown
    )  # fmt: skip
    return found


@transaction.atomic
def decide(*, appeal_id: int, accept: bool, text: str, by: Actor) -> Appeal:
    """决定: another handler decides as proposed, or asks the first to look again.

    What is upheld is written as overrides by both, and a case that was refused or not granted is taken up again.
    Raises NotAllowed, NotFound, BadInput (no reasons), RuleBroken (who looked into it; something blocks the case).
    """
    by.require(Permission.APPEAL_HANDLE)
    found = queries.lock(appeal_id)
    proposed = queries.last_handled(found)
    handled_by = proposed.by_user_id if proposed else None
    trace.refuse(
        rules.why_not_decide(is_handler=queries.is_handler(found, by), handled_by=handled_by, decider=by.user_id)
    )  # fmt: skip
    reasons = _reasons(text)
    if not accept:
        trace.step(found, "return", State.ADMITTED, by=by, text=reasons)
        return found
    assert proposed is not None
    found.outcome, found.reasons = proposed.outcome, reasons
    trace.step(found, "decide", State.DECIDED, by=by, text=reasons, outcome=proposed.outcome)
    if found.outcome == Outcome.UPHELD and found.case_id:
        assert handled_by is not None
        _carry_out(found, cases.lock(found.case_id), set(proposed.facts["upheld"]), handled_by, by)
    return found


def _carry_out(found: Appeal, case: Case, upheld: set[int], handled_by: int, by: Actor) -> None:
    """Change what was upheld, keep the score, and take the case up again where it had ended."""
    changes = queries.together(found, upheld)
    for one in changes:
        _change(found, case, one, handled_by, by)
    if changes:
        keep_score(case, APPEAL, by)
    to = rules.REOPENS.get(Stage(case.stage))
    if to:
        moving.advance(case, to, by=by, appeal=found.number)


def _change(found: Appeal, case: Case, change: Change, handled_by: int, by: Actor) -> None:
    assert by.user_id is not None
    reason = f"{found.number}: {found.reasons}"[:1000]
    if change.ratio is None:
        finding = queries.dispute(change.dispute).finding
        if finding is not None and not SetAside.objects.filter(finding=finding).exists():
            SetAside.objects.create(
                tenant_id=by.tenant_id, case=case, finding=finding, reason=reason, proposed_by_id=handled_by,
                confirmed_by_id=by.user_id, at=clock.now(),
            )  # fmt: skip
            trace.record(found, "set_aside", by, finding=finding.number)
        return
    before = scores.basis(case).ratio(change.leaf) or Decimal(0)
    after = change.ratio.quantize(_SIX)
    if before != after:
        write_override(
            case, leaf=change.leaf, before=before, after=after, reason=reason, source="appeal",
            proposed_by_id=handled_by, by=by,
        )  # fmt: skip


@transaction.atomic
def tell(*, appeal_id: int, by: Actor) -> Appeal:
    """告知: tell the outcome with its reasons (7.13.7, 7.13.8). Raises NotAllowed, NotFound, RuleBroken."""
    if not by.may(Permission.CASE_MANAGE):
        by.require(Permission.APPEAL_HANDLE)
    found = queries.lock(appeal_id)
    trace.step(found, "tell", State.TOLD, by=by)
    write_outcome(found, found.reasons, by)
    return found


def facts_of(replay: Replay | None) -> Mapping[str, Any]:
    """Return a replay as plain data."""
    if replay is None:
        return {}
    return {
        "before": str(replay.before.score.low),
        "after": str(replay.after.score.low),
        "level_before": replay.before.level_likely or "",
        "level_after": replay.after.level_likely or "",
    }


def _reasons(text: str) -> str:
    if not text.strip() or len(text) > 4000:
        raise BadInput({"text": say("write the reasons, in at most 4000 signs")})
    return text.strip()
