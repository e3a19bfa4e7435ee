"""What stands on the day of assessment: records count whatever their own date, as long as they exist then."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.evidence.factory import orders
from tests.evidence.packs import pack_of, standing, words
from wuxing.core.models import Tenant
from wuxing.evidence.metrics import actions, queries
from wuxing.evidence.metrics.models import Waiting
from wuxing.evidence.metrics.queries import Cut, Tab, page_of_records, record_of, tab_counts
from wuxing.evidence.metrics.rules import Tally, leaves_on, reason_for, window_start
from wuxing.evidence.populations.declarations import Field, Population
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.resources.competence.models import Person, Skill
from wuxing.resources.outlets.models import Outlet
from wuxing.schemes.conditions.tree import Type
from wuxing.schemes.packs.structure import NOW
from wuxing.schemes.scoring.results import Reason
from wuxing.service.repair.models import ServiceRequest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
MOMENT = datetime(2026, 11, 21, 8, tzinfo=UTC)
TODAY = date(2026, 11, 21)

STAFF = Population(
    id="staff",
    title=words("staff"),
    says=words("people"),
    source="resources_person p",
    key="p.id",
    tenant="p.tenant_id",
    fields=(
        Field("active", Type.BOOL, words("active"), "p.active"),
        Field(
            "certified",
            Type.BOOL,
            words("certified"),
            "EXISTS (SELECT FROM resources_skill s WHERE s.person_id = p.id)",
        ),
    ),
    changed_by=("resources_person", "resources_skill"),
)
FILES = Population(
    id="file",
    title=words("files"),
    says=words("files"),
    source="service_servicerequest r",
    key="r.id",
    tenant="r.tenant_id",
    fields=(Field("complete", Type.BOOL, words("complete"), "r.complete"),),
    changed_by=("service_servicerequest",),
    counts_at="r.received_at",
    changed_at="r.recorded_at",
)
PACK = pack_of(
    {"logged": ("!r.cancelled", "r.logged_complete")},
    also=(
        standing("certified", STAFF, "r.active", "r.certified"),
        standing("files", FILES, "", "r.complete", freshness="P30D"),
    ),
)


@pytest.fixture(autouse=True)
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    for population in (STAFF, FILES):
        monkeypatch.setitem(POPULATIONS, population.id, population)


def people(tenant: Tenant) -> list[Person]:
    outlet = Outlet.objects.create(tenant=tenant, code="W9", name="鼓楼网点")
    return [
        Person.objects.create(tenant=tenant, number=f"P{i}", name="陈伟", outlet=outlet, active=i != 3)
        for i in range(4)
    ]


def judged(tenant: Tenant, day: date = TODAY) -> dict[str, Tally]:
    actions.rebuild(tenant_id=tenant.pk, pack=PACK)
    return queries.tallies(PACK, queries.rulebooks(PACK), [day])[0]


def test_records_without_a_date_or_a_case_are_counted_and_opened(company: Tenant) -> None:
    staff = people(company)
    Skill.objects.create(tenant=company, person=staff[0], trade="cooling", level=1)
    tally = judged(company)["certified"]
    assert (tally.n, tally.ok) == (3, 1)
    assert reason_for(PACK.metrics["certified"], tally, TODAY) is None

    book = queries.rulebooks(PACK)["staff"]
    cut = Cut(book, 0, window_start(TODAY, NOW), TODAY)
    counts = tab_counts(cut)
    assert (counts[Tab.MISSED], counts[Tab.LEFT_OUT], counts[Tab.ALL]) == (2, 1, 4)
    page = page_of_records(STAFF, cut, Tab.MISSED, ["certified"], "Asia/Shanghai", MOMENT)
    assert [record.number for record in page.records] == [str(staff[2].pk), str(staff[1].pk)]
    found = record_of(STAFF, company.pk, staff[0].pk, "Asia/Shanghai", MOMENT)
    assert found is not None
    assert (found.case_id, found.outlet_id, found.facts) == (0, 0, {"active": True, "certified": True})


def test_judged_step_by_step_equals_rebuilt_without_dates(company: Tenant) -> None:
    staff = people(company)
    before = judged(company)["certified"]
    Skill.objects.create(tenant=company, person=staff[1], trade="cooling", level=1)
    Waiting.objects.create(tenant=company, population="staff", record_id=staff[1].pk)
    actions.judge_waiting(tenant_id=company.pk, pack=PACK)
    after = queries.tallies(PACK, queries.rulebooks(PACK), [TODAY])[0]["certified"]
    assert (before.ok, after.ok) == (0, 1)
    assert judged(company)["certified"] == after


def test_old_records_stand_and_later_ones_do_not_yet(company: Tenant) -> None:
    orders(company, 30, until=MOMENT - timedelta(days=900), days=100)
    orders(company, 5, until=MOMENT, days=3, prefix="n")
    ServiceRequest.objects.update(complete=True)
    today, earlier = judged(company), judged(company, TODAY - timedelta(days=20))
    assert (today["files"].n, earlier["files"].n, today["logged"].n) == (35, 30, 5 - cancelled())
    assert today["file"].n == 35


def cancelled() -> int:
    return ServiceRequest.objects.filter(number__startswith="n", orders__cancelled_at__isnull=False).count()


def test_freshness_of_what_stands_is_that_of_the_last_change(company: Tenant) -> None:
    orders(company, 30, until=MOMENT - timedelta(days=900), days=100)
    metric = PACK.metrics["files"]
    assert reason_for(metric, judged(company)["files"], TODAY) is Reason.STALE
    one = ServiceRequest.objects.first()
    assert one is not None
    ServiceRequest.objects.filter(pk=one.pk).update(recorded_at=MOMENT - timedelta(days=2))
    Waiting.objects.create(tenant=company, population="file", record_id=one.pk)
    actions.judge_waiting(tenant_id=company.pk, pack=PACK)
    tally = queries.tallies(PACK, queries.rulebooks(PACK), [TODAY])[0]["files"]
    assert (tally.newest, reason_for(metric, tally, TODAY)) == (TODAY - timedelta(days=2), None)
    assert judged(company)["files"] == tally


def test_what_stands_leaves_by_no_date() -> None:
    assert leaves_on(TODAY, NOW) is None
