"""Entries of the register: drawn with each change, in its transaction, by nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, ProgrammingError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob as Procrastinate

from tests.certification.body import Body
from tests.certification.certificate.conftest import Certify, Grant
from wuxing.certification.certificate import actions as certificates
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.certificate.rules import Step
from wuxing.certification.directory.actions import save_profile
from wuxing.certification.register import actions
from wuxing.certification.register.models import RegisterEntry
from wuxing.certification.register.tasks import fill_register, rebuild_register
from wuxing.core import clock
from wuxing.core.actors import system_actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant


def states() -> list[tuple[str, str]]:
    return list(RegisterEntry.objects.order_by("pk").values_list("number", "state"))


def test_an_issue_enters_the_register_and_every_change_follows(body: Body, grant: Grant) -> None:
    case = grant().case
    made = certificates.issue(case_id=case.pk, by=body.officer)
    entry = RegisterEntry.objects.get()
    shown = entry.shown
    assert (entry.number, entry.holder, entry.credit_code, entry.state) == (
        made.number, case.client.name, case.client.credit_code, "valid",
    )  # fmt: skip
    assert (shown["level_names"]["zh-Hans"], shown["stars"], shown["basis"]) == (
        "四星级",
        4,
        "GB/T 27922-2011, SB/T 10401-2006",
    )
    assert [(one["event"], one["state"]) for one in shown["history"]] == [("issue", "valid")]
    assert "叶青" not in str(shown)
    term = clock.today() + timedelta(days=60)
    measure = certificates.propose(
        certificate_id=made.pk,
        step=Step.SUSPEND,
        reason_code="misuse",
        reason="叶青误用标志",
        until=term,
        by=body.officer,
    )
    certificates.confirm(measure_id=measure.pk, by=body.decider)
    entry.refresh_from_db()
    assert (entry.state, entry.shown["history"][-1]) == (
        "suspended",
        {"event": "suspend", "on": clock.today().isoformat(), "state": "suspended", "ground": "misuse", "until": term.isoformat()},
    )  # fmt: skip
    assert "叶青" not in str(entry.shown)


def test_a_change_that_is_undone_leaves_no_trace_in_the_register(body: Body, certify: Certify) -> None:
    held = certify(clock.today() - timedelta(days=380))
    before = RegisterEntry.objects.get()
    with pytest.raises(RuntimeError), transaction.atomic():
        certificates.suspend_overdue(certificate=held, by=system_actor(body.tenant.pk))
        assert RegisterEntry.objects.get().etag != before.etag
        raise RuntimeError
    assert RegisterEntry.objects.get().etag == before.etag


def test_nothing_changed_writes_nothing(body: Body, certify: Certify) -> None:
    held = certify()
    before = RegisterEntry.objects.get().changed_at
    assert (actions.follow(held), RegisterEntry.objects.get().changed_at) == (False, before)


def test_certificates_from_before_are_entered_and_turned_ones_followed(body: Body, certify: Certify) -> None:
    late = certify(clock.today() - timedelta(days=380))
    tomorrow = certify(clock.today() - timedelta(days=365))
    assert states() == [(late.number, "suspended"), (tomorrow.number, "valid")]
    RegisterEntry.objects.filter(certificate_id=tomorrow.pk).update(state="valid", turns_on=clock.today())
    with clock.telling(clock.now() + timedelta(days=3)):
        fill_register()
    assert states() == [(late.number, "suspended"), (tomorrow.number, "suspended")]
    assert actions.fill() == 0


def test_the_pulse_fills_an_empty_register(body: Body, certify: Certify, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [certify().number for _each in range(3)]
    monkeypatch.setattr(actions, "BATCH", 2)
    _emptied()
    fill_register()
    assert [number for number, _state in states()][3:] == numbers


def test_the_command_draws_every_entry_anew(body: Body, certify: Certify, capsys: pytest.CaptureFixture[str]) -> None:
    held = certify()
    RegisterEntry.objects.update(etag="old", holder="错")
    call_command("rebuild_register")
    assert capsys.readouterr().out == "huaping: 1 certificates, 1 entries changed\n"
    assert RegisterEntry.objects.get().holder == held.holder
    call_command("rebuild_register", "huaping")
    assert capsys.readouterr().out == "huaping: 1 certificates, 0 entries changed\n"


def test_a_body_that_says_something_else_of_itself_has_its_entries_drawn_anew(
    body: Body, certify: Certify, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _each in range(3):
        certify()
    monkeypatch.setattr(actions, "BATCH", 2)
    by = system_actor(body.tenant.pk)
    save_profile(facts={"approval": "CNCA-R-2026-001"}, by=by)
    jobs = Procrastinate.objects.filter(task_name="register.rebuild")
    assert [one.args["ids"] for one in jobs] == [{"after": 0}]
    rebuild_register(by, after=0)
    rebuild_register(by, **jobs.latest("pk").args["ids"])
    assert {one.shown["approval"] for one in RegisterEntry.objects.all()} == {"CNCA-R-2026-001"}
    assert jobs.all().count() == 2


def test_only_the_own_tenant_writes_an_entry(body: Body, certify: Certify) -> None:
    certify()
    other = Tenant.objects.create(
        slug="qita", name="其他认证", kind=Tenant.Kind.CERTIFICATION_BODY, created_at=clock.now()
    )
    with in_tenant(other.pk):
        assert RegisterEntry.objects.update(holder="别人") == 0
        forged: dict[str, Any] = RegisterEntry.objects.values().get()
        forged |= {"id": None, "certificate_id": 10**9, "number": "X"}
        with pytest.raises((DatabaseError, ProgrammingError)), transaction.atomic():
            RegisterEntry.objects.create(**forged)
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.objects.all().delete()  # the application may not delete at all
    assert Certificate.objects.get().holder == RegisterEntry.objects.get().holder


def _emptied() -> None:
    """Move entries away, as before the register was there: the application cannot remove them."""
    for place, one in enumerate(RegisterEntry.objects.order_by("pk")):
        RegisterEntry.objects.filter(pk=one.pk).update(
            certificate_id=-place - 1, number=f"gone-{place}", rehearsal=True
        )
