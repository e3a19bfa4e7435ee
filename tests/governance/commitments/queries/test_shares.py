"""How a promise is kept: live shares, and the targets behind them by key."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.governance.commitments.conftest import House
from wuxing.governance.commitments import actions, queries
from wuxing.governance.commitments.models import Promise, Target
from wuxing.governance.commitments.queries import Share, shares

HOUR = timedelta(hours=1)


def lived(house: House) -> Promise:
    """A promise kept twice, broken once, late once, running once, dropped once."""
    promise = house.promise(minutes=60)
    begun = house.hands.at
    targets = [house.open(start=begun + timedelta(minutes=n)) for n in range(5)]
    for n, minutes in enumerate((30, 40, 90)):
        actions.stop([targets[n]], "resolve", at=begun + timedelta(minutes=minutes))
    actions.drop([targets[3]], at=begun + timedelta(minutes=30))
    house.forward(hours=3)
    house.open()
    return promise


def test_a_share_is_what_was_kept_of_what_can_be_judged(house: House) -> None:
    promise = lived(house)
    found = queries.kept_share(promise.pk, house.hands.at - 24 * HOUR)
    assert found == Share(kept=2, broken=1, running=1, late=1, dropped=1)
    assert (found.judged, found.percent) == (4, Decimal("50.0"))
    assert queries.kept_share(promise.pk, house.hands.at - HOUR) == Share(running=1)
    assert Share().percent is None


def test_what_stands_is_not_late(house: House) -> None:
    promise = house.promise(minutes=60)
    target = house.open()
    actions.pause([target], reason="waiting_customer", at=house.hands.at)
    house.forward(hours=9)
    assert queries.kept_share(promise.pk, target.starts_at) == Share(running=1)


def test_what_was_late_before_it_waited_stays_late_and_broken(house: House) -> None:
    """Nobody hides what is overdue by putting the order on hold."""
    promise = house.promise(minutes=60)
    target = house.open()
    actions.pause([target], reason="waiting_customer", at=house.forward(hours=2))
    assert queries.kept_share(promise.pk, target.starts_at) == Share(late=1)
    due = target.due_at
    page = partial(queries.targets_behind, promise.pk, target.starts_at, kind="late")
    assert [(row["effective_due_at"], row["paused_at"]) for row in page().rows] == [(due, house.hands.at)]
    actions.resume(actions.open_of(house.subject), at=house.forward(hours=5))
    [running] = actions.open_of(house.subject)
    assert running.effective_due_at == due
    actions.stop([running], "resolve", at=house.hands.at)
    assert queries.kept_share(promise.pk, target.starts_at) == Share(broken=1)


def test_the_targets_behind_a_share_are_as_many_as_it_says(house: House) -> None:
    promise = lived(house)
    since = house.hands.at - 24 * HOUR
    counts = {kind: len(queries.targets_behind(promise.pk, since, kind=kind).rows) for kind in shares.KINDS}
    assert counts == {"kept": 2, "broken": 1, "running": 1, "late": 1, "dropped": 1}
    assert len(queries.targets_behind(promise.pk, since).rows) == 6


def test_pages_follow_each_other_without_gap(house: House) -> None:
    promise = house.promise(minutes=60)
    begun = house.hands.at
    rows = [
        Target(
            tenant=house.tenant, subject_type="case", subject_id=n, kind="resolve", promise=promise, minutes=60,
            starts_at=begun + timedelta(seconds=n // 3), due_at=begun + HOUR, effective_due_at=begun + HOUR,
        )
        for n in range(120)
    ]  # fmt: skip
    Target.objects.bulk_create(rows)
    seen: list[int] = []
    after, pages = "", 0
    while True:
        page = queries.targets_behind(promise.pk, begun, after=after)
        seen += [row["subject_id"] for row in page.rows]
        pages, after = pages + 1, page.after
        if not after:
            break
    assert (pages, seen) == (3, list(range(119, -1, -1)))
    assert len(queries.targets_behind(promise.pk, begun, after="nonsense~x").rows) == 50


def test_all_promises_are_counted_at_once(house: House) -> None:
    promises = [house.promise(kind=kind).pk for kind in ("resolve", "arrive", "contact")]
    with CaptureQueriesContext(connection) as asked:
        found = queries.shares_since(promises, house.hands.at)
    assert (len(asked), found) == (1, dict.fromkeys(promises, Share()))
