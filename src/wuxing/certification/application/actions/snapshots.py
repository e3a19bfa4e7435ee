"""What a company's own records say of it, taken into the case as it was handed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from wuxing.certification.application import rules
from wuxing.certification.application.models import ReadinessSnapshot
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases import queries as found_cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import RuleBroken
from wuxing.core.reasons import Reason, say


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A readiness snapshot as the company made it; `text` is all of it as canonical JSON, `sha256` its digest."""

    pack: str
    assessment: str
    as_of: date
    low: Decimal
    likely: Decimal | None
    high: Decimal
    level: str
    ratios: Mapping[str, str | None]
    log_size: int
    log_root: str
    rehearsal: bool
    text: str
    sha256: str


def why_not_take(case: Case, scheme: str) -> Reason | None:
    """Return why a snapshot for a scheme cannot be taken into a case, or None."""
    if reason := rules.why_not_hand_over(Stage(case.stage)):
        return reason
    if case.scheme != scheme:
        return say("the company is assessed by %(ours)s, the case is about %(theirs)s", ours=scheme, theirs=case.scheme)
    return None


@transaction.atomic
def take_snapshot(*, case_id: int, snapshot: Snapshot, by: Actor) -> ReadinessSnapshot:
    """接收就绪快照: keep what the client handed over, beside earlier ones. Raises NotAllowed, NotFound, RuleBroken."""
    by.require(Permission.CASE_CLIENT)
    case = found_cases.lock(case_id)
    cases.refuse(why_not_take(case, snapshot.pack.partition("@")[0]))
    if ReadinessSnapshot.objects.filter(case=case, sha256=snapshot.sha256).exists():
        raise RuleBroken(say("this snapshot was handed over already"))

    made = ReadinessSnapshot.objects.create(
        tenant_id=by.tenant_id,
        case=case,
        handed_by=by.name[:100],
        handed_at=clock.now(),
        ratios=dict(snapshot.ratios),
        **{name: getattr(snapshot, name) for name in Snapshot.__slots__ if name != "ratios"},
    )
    ledger.record(
        "application.snapshot", by=by, target=made, case=("case", case.pk), pack=made.pack, as_of=made.as_of,
        assessment=made.assessment, sha256=made.sha256, log_size=made.log_size, log_root=made.log_root,
    )  # fmt: skip
    return made
