"""The proof of the engine: whatever happens in whatever order, judged step by step equals judged from nothing, bit for bit.

What was known at the end of any day is told later exactly as it was said then.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from tests.evidence.metrics.proving import (
    BEGIN,
    PACK,
    catch_up,
    judge_from_nothing,
    judgments,
    judgments_known,
    tallies_on,
    written,
)
from tests.evidence.populations.rows import Rows
from tests.seeds import seeds
from wuxing.core import clock
from wuxing.core.models import Tenant
from wuxing.evidence.metrics import actions
from wuxing.evidence.metrics.models import FormerJudgment, Revision, Waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
Turn = Callable[[datetime], None]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Turn:
    def turn(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    turn(BEGIN)
    return turn


def begin(company: Tenant, seed: int) -> Rows:
    rows = Rows(company, seed)
    rows.fill(3)
    actions.rebuild(tenant_id=company.pk, pack=PACK)
    return rows


@pytest.mark.parametrize("seed", seeds(100, 103, kept=1))
def test_step_by_step_equals_from_nothing_and_every_day_is_remembered(
    seed: int, company: Tenant, set_clock: Turn
) -> None:
    rows = begin(company, seed)
    moment, known = BEGIN, {}
    for _day in range(6):
        for _batch in range(rows.random.randint(1, 3)):
            for _ in range(rows.random.randint(1, 15)):
                rows.happen()
            if rows.random.random() < 0.7:
                catch_up(company)
            if rows.random.random() < 0.2:
                actions.rebuild(tenant_id=company.pk, pack=PACK)
            moment += timedelta(minutes=rows.random.randint(0, 90))
            set_clock(moment)
        catch_up(company)
        known[clock.today()] = tallies_on(clock.today()), judgments_known(None)
        moment += timedelta(days=rows.random.choice((1, 1, 2, 35)))
        set_clock(moment)
    catch_up(company)

    step_by_step = written()
    for day, (tallies, said) in known.items():
        assert tallies_on(day, known=day) == tallies
        assert judgments_known(day) == said
    judge_from_nothing(company)
    assert written() == step_by_step
    assert Revision.objects.exists()
    assert FormerJudgment.objects.exists()


def test_a_change_that_nobody_marked_is_found(company: Tenant, set_clock: Turn) -> None:
    """The proof can fail: without the marks of one day it does."""
    rows = begin(company, 7)
    for _ in range(40):
        rows.happen()
    Waiting.objects.all().delete()
    set_clock(BEGIN + timedelta(seconds=1))
    catch_up(company)
    step_by_step = written()
    judge_from_nothing(company)
    assert written() != step_by_step


def test_a_rebuild_finds_what_was_forgotten_and_mends_the_sums(company: Tenant, set_clock: Turn) -> None:
    rows = begin(company, 8)
    for _ in range(40):
        rows.happen()
    Waiting.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE evidence_daytotal SET n = n + 1")
    actions.rebuild(tenant_id=company.pk, pack=PACK)
    mended = written()
    judge_from_nothing(company)
    assert written() == mended


def test_what_is_said_twice_on_a_day_is_kept_once(company: Tenant, set_clock: Turn) -> None:
    rows = begin(company, 9)
    before = tallies_on(clock.today())
    set_clock(BEGIN + timedelta(days=1))
    catch_up(company)
    for _ in range(3):
        for _ in range(10):
            rows.happen()
        catch_up(company)
    yesterday = BEGIN.date()
    assert FormerJudgment.objects.exclude(known_on=yesterday, until_on=yesterday + timedelta(days=1)).count() == 0
    assert tallies_on(yesterday, known=yesterday) == before


def test_a_judgment_says_since_when(company: Tenant, set_clock: Turn) -> None:
    rows = begin(company, 10)
    was = dict(enumerate(judgments("j.known_on")))
    set_clock(BEGIN + timedelta(days=3))
    catch_up(company)
    for _ in range(15):
        rows.happen()
    catch_up(company)
    days = {row[-1] for row in judgments("j.known_on")}
    assert {row[-1] for row in was.values()} == {BEGIN.date()}
    assert days == {BEGIN.date(), BEGIN.date() + timedelta(days=3)}
