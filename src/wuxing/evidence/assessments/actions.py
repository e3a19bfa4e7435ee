"""Keep scores: one a day on its own, and those that somebody keeps under a number."""

from datetime import timedelta

from django.db import transaction

from wuxing.core import clock, ledger, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.ledger.queries import state_of
from wuxing.core.reasons import say
from wuxing.evidence.assessments.models import Assessment, DayScore
from wuxing.evidence.readiness.queries import Report, adopted_pack, reports_afterwards
from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring import storing
from wuxing.schemes.scoring.results import Inputs, Readiness

DAYS_BACK = 180


@transaction.atomic
def keep_assessment(
    *, report: Report, purpose: str = Assessment.Purpose.KEPT, title: str = "", by: Actor
) -> Assessment:
    """留存评定: keep a score as it stands, with everything it depends on, pinned to edition and ledger.

    Raises NotAllowed, BadInput (title too long).
    """
    by.require(Permission.EVIDENCE_RULE)
    if len(title.strip()) > 200:
        raise BadInput({"title": say("shorten the text")})
    now = clock.now()

    made = Assessment.objects.create(
        tenant_id=by.tenant_id,
        number=numbering.next_number("AS", by=by, year=clock.today(by.zone).year),
        purpose=purpose,
        title=title.strip(),
        as_of=report.as_of,
        basis=report.basis,
        result=storing.text_of(report.readiness),
        made_by_id=by.user_id,
        log_size=state_of(by.tenant_id).size,
        **_columns(report.pack, report.inputs, report.readiness),
        made_at=now,
    )
    ledger.record(
        "assessment.keep",
        by=by,
        target=made,
        case=("assessment", made.pk),
        number=made.number,
        pack=made.pack,
        as_of=made.as_of,
        basis=made.basis,
        low=str(made.low),
        likely=None if made.likely is None else str(made.likely),
        high=str(made.high),
        rehearsal=made.rehearsal,
    )
    return made


@transaction.atomic
def keep_day(report: Report, by: Actor) -> DayScore:
    """Keep today's score; later in the day it is written again. What nobody decides leaves no entry in the ledger."""
    kept, _created = DayScore.objects.update_or_create(
        tenant_id=by.tenant_id,
        scheme=report.pack.id,
        day=report.as_of,
        defaults={
            **_columns(report.pack, report.inputs, report.readiness),
            "made_at": clock.now(),
            "afterwards": False,
        },
    )
    return kept


@transaction.atomic
def keep_days_before(by: Actor, days: int = DAYS_BACK) -> int:
    """Write the days before the first one kept, as today's records speak of them; return how many."""
    today = clock.today(by.zone)
    pack = adopted_pack(by, today)
    first = DayScore.objects.filter(scheme=pack.id).order_by("day").values_list("day", flat=True).first() or today
    wanted = [day for day in (today - timedelta(days=back) for back in range(days, 0, -1)) if day < first]
    now = clock.now()
    rows = [
        DayScore(
            tenant_id=by.tenant_id,
            day=day,
            afterwards=True,
            made_at=now,
            **_columns(pack, inputs, readiness),
        )
        for day, inputs, readiness in reports_afterwards(by, pack, wanted)
    ]
    DayScore.objects.bulk_create(rows, ignore_conflicts=True, batch_size=100)
    return len(rows)


def _columns(pack: Pack, inputs: Inputs, readiness: Readiness) -> dict[str, object]:
    return {
        "scheme": pack.id,
        "pack": pack.identity,
        "inputs": storing.text_of(inputs),
        "low": readiness.score.low,
        "likely": readiness.score.likely,
        "high": readiness.score.high,
        "level": readiness.level_likely or "",
        "rehearsal": readiness.rehearsal,
    }
