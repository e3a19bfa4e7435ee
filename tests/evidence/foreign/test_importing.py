"""Import: every event one entry, the same file never twice, all or nothing, and never among a company's own records."""

from collections import Counter
from pathlib import Path

import pytest

from tests.evidence.foreign.conftest import Write, event, log, small_log
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.errors import NotAllowed
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.foreign import assessing, importing, scoring
from wuxing.evidence.foreign.importing import dataset_for
from wuxing.evidence.foreign.mapping import loading
from wuxing.evidence.foreign.reporting import Report
from wuxing.evidence.metrics import actions as judging
from wuxing.evidence.metrics import queries as sums
from wuxing.evidence.readiness.queries import adopted_pack
from wuxing.governance.commitments.queries import promises_in_force
from wuxing.governance.models import Promise, Target
from wuxing.resources.models import Person
from wuxing.schemes.editions.queries import pack_of
from wuxing.service.models import ServiceRequest, WorkOrder

pytestmark = pytest.mark.usefixtures("editions_loaded")
HELPDESK = loading.shipped("helpdesk")


def assessed(path: Path) -> Report:
    return assessing.assess(assessing.read_file(path, HELPDESK), lambda: dataset_for(HELPDESK)).report


def test_each_event_is_one_entry_with_its_own_time(log_file: Path) -> None:
    report = assessed(log_file)

    assert (report["cases"], report["events"], report["imported"]["new"]) == (3, 9, 3)
    with in_tenant(dataset_for(HELPDESK).pk):
        told = [entry for entry in Entry.objects.order_by("occurred_at", "id") if "activity" in (entry.payload or {})]
        assert len(told) == 9
        first = told[0]
        assert (first.event, first.source, first.occurred_at.isoformat()) == (
            "repair.log",
            "helpdesk",
            "2013-05-01T08:00:00+00:00",
        )
        orders = list(WorkOrder.objects.order_by("id").values_list("request__external_id", "state", "hold_reason"))
        assert orders == [("A", "closed", ""), ("B", "work_done", "")]  # resolving ended the waiting
        assert set(ServiceRequest.objects.values_list("source", "external_id")) == {
            ("helpdesk", "A"),
            ("helpdesk", "B"),
            ("helpdesk", "C"),
        }
        assert list(Person.objects.order_by("name").values_list("name", flat=True)) == ["Ann", "Bob"]
        declared = Promise.objects.get()
        assert (declared.kind, declared.minutes, declared.is_declared) == ("resolve", 10080, True)
        assert (
            promises_in_force(clock.now()) == []
        )  # nobody approved it: it judges these records, and binds no other case
        assert list(Target.objects.values_list("promise_id", flat=True).distinct()) == [declared.pk]


def test_the_same_file_twice_adds_nothing_under_another_name_too(log_file: Path, write: Write) -> None:
    assessed(log_file)
    with in_tenant(dataset_for(HELPDESK).pk):
        before = Entry.objects.count()

    report = assessed(write("other name.xes", small_log()))

    assert report["imported"] == {"new": 0, "known": 3, "ledger_entries": 0}
    assert (report["cases"], report["events"], report["rejected"]) == (3, 9, [])
    with in_tenant(dataset_for(HELPDESK).pk):
        assert (Entry.objects.count(), ServiceRequest.objects.count()) == (before, 3)


def test_another_content_under_the_same_number_is_listed_and_left_out(log_file: Path, write: Write) -> None:
    assessed(log_file)

    report = assessed(
        write(
            "b.xes",
            log(("A", [event("Closed", "2013-05-01T08:00:00Z")]), ("D", [event("Closed", "2013-05-02T08:00:00Z")])),
        )
    )

    assert report["imported"]["new"] == 1
    with in_tenant(dataset_for(HELPDESK).pk):  # the promise that was declared judges what comes later too
        assert Target.objects.filter(promise=Promise.objects.get()).count() == ServiceRequest.objects.count()
    assert report["rejected"] == [
        {"line": 4, "case": "A", "reason": "the case was imported before with another content; it is left as it is"}
    ]


def test_a_failure_leaves_nothing_not_even_the_data_set(log_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = assessing.read_file(log_file, HELPDESK)
    read.drafted.cases[-1].channel = "x" * 21  # the database refuses the last row

    with pytest.raises(Exception, match="too long"):
        assessing.assess(read, lambda: dataset_for(HELPDESK))

    assert not Tenant.objects.filter(slug="assess-helpdesk").exists()


def test_a_changed_mapping_gets_a_data_set_of_its_own() -> None:
    text = loading.shipped_text("helpdesk")
    changed = loading.parse(text.replace("minutes: 10080", "minutes: 60"))

    assert importing.dataset_slug(HELPDESK) == "assess-helpdesk"
    assert importing.dataset_slug(loading.parse("# comment\n" + text)) == "assess-helpdesk"
    assert importing.dataset_slug(changed) == f"assess-helpdesk-{changed.sha256[:8]}"
    assert importing.dataset_slug(HELPDESK, "hailan") == "assess-hailan-helpdesk"


def test_who_may_not_import_is_refused(log_file: Path, company: Tenant, actor) -> None:  # type: ignore[no-untyped-def]
    read = assessing.read_file(log_file, HELPDESK)
    by = actor(Role.AGENT)

    with in_tenant(company.pk), pytest.raises(NotAllowed):
        importing.import_cases(read.drafted, HELPDESK, sha256="x", by=by)
    with in_tenant(company.pk):
        assert ServiceRequest.objects.count() == 0


def test_what_the_source_does_not_tell_is_unknown_and_not_failed(log_file: Path) -> None:
    report = assessed(log_file)

    metrics = {metric["id"]: metric for metric in report["metrics"]}
    of_orders = {
        name
        for name, metric in pack_of(report["scheme"]["sha256"]).metrics.items()
        if metric.population == "repair_order"
    }
    missing = {name: metric["missing_facts"] for name, metric in metrics.items() if metric["missing_facts"]}
    assert set(metrics) - of_orders < set(missing)  # a log of repairs tells nothing of other records
    assert {name: facts for name, facts in missing.items() if name in of_orders} == {
        "requests_logged_completely": ["logged_complete"],
        "first_time_fix_30d": ["first_visit_fixed", "repeated_later"],
        "repeat_repair": ["repeat_of_earlier"],
        "warranty_explained_before_work": ["warranty_explained_at", "work_started_at"],
        "sheet_signed": ["signed_at"],
        "checklist_complete": ["checklist_complete"],
        "requests_answered": ["contacted_at"],
        "follow_up_problems_passed_on": ["problem_taken_up"],
    }
    resolved = metrics["resolved_in_time"]
    assert (resolved["population"], resolved["conforming"], resolved["state"]) == (2, 1, "unknown")  # too few
    assert resolved["whole_log"] == {"population": 2, "conforming": 1, "value": "0.500000"}
    assert (report["as_of"], report["log"]["last"]) == ("2013-06-30", "2013-06-30T08:00:00+00:00")
    assert report["readiness"]["low"] == "0.00"
    assert report["placeholder"] == "Placeholder points: rehearsal only, not for decisions or certificates."


def test_a_companys_own_records_are_not_counted_with_an_import(log_file: Path, company: Tenant) -> None:
    """`--tenant`: the company adopts the records; the assessment is of that source alone."""
    read = assessing.read_file(log_file, HELPDESK)
    assessing.assess(read, lambda: company)
    with in_tenant(company.pk):
        own = WorkOrder.objects.get(request__external_id="A")
        ServiceRequest.objects.filter(pk=own.request_id).update(source="", external_id="")

    by = importing.importer(company, HELPDESK)
    with in_tenant(company.pk):
        scored = scoring.score(read.drafted, HELPDESK, day=read.drafted.newest.date(), by=by)  # type: ignore[union-attr]
    assert scored.whole["resolved_in_time"].n == 1


def test_scoring_agrees_with_the_engine_and_leaves_its_judgments_alone(real_log: Path) -> None:
    read = assessing.read_file(real_log, HELPDESK)
    home = dataset_for(HELPDESK)
    report = assessing.assess(read, lambda: home).report
    by = importing.importer(home, HELPDESK)
    with in_tenant(home.pk):
        assert sums.waiting(home.pk) > 0
        pack = adopted_pack(by, read.drafted.last.date())  # type: ignore[union-attr]
        assert not sums.is_built(sums.rulebooks(pack), pack)
        judging.rebuild(tenant_id=home.pk, pack=pack, now=read.drafted.last)
        day = scoring.day_for(read.drafted, None, by.zone)
        engine = sums.tallies(pack, sums.rulebooks(pack), [day])[0]
        own = scoring.score(read.drafted, HELPDESK, day=day, by=by).report.tallies
    for metric in report["metrics"]:
        if not metric["missing_facts"]:
            name = metric["id"]
            found = engine.get(name)
            assert (own[name].n, own[name].ok) == ((found.n, found.ok) if found else (0, 0))
            assert (metric["population"], metric["conforming"]) == (own[name].n, own[name].ok)


def test_the_real_log_arrives_whole(real_log: Path) -> None:
    report = assessed(real_log)

    assert (report["cases"], report["events"], report["rejected"], report["unmapped_activities"]) == (
        4580,
        21348,
        [],
        {},
    )
    with in_tenant(dataset_for(HELPDESK).pk):
        assert ServiceRequest.objects.count() == 4580
        told = Entry.objects.filter(source="helpdesk", payload__has_key="activity")
        assert told.count() == 21348
        counted = Counter(told.values_list("payload__activity", flat=True))
        assert (counted["Take in charge ticket"], counted["Wait"], counted["DUPLICATE"]) == (5060, 1463, 1)
    assert report["metrics"][4]["whole_log"]["population"] == 4580
    again = assessed(real_log)
    assert again["imported"] == {"new": 0, "known": 4580, "ledger_entries": 0}
    with in_tenant(dataset_for(HELPDESK).pk):
        assert ServiceRequest.objects.count() == 4580
