"""A body's own rule: drafted by one, put in force by another; cases stay bound to what counted."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from tests.certification.body import Body
from tests.certification.programme.test_loading import text
from wuxing.certification.programme import actions, queries
from wuxing.certification.programme.models import ProgrammeStep, ProgrammeVersion
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.schemes.packs.problems import PackError

Make = Callable[..., Actor]


@pytest.fixture
def second(body: Body, actor: Make) -> Actor:
    return actor(Role.CERTIFICATION_MANAGER, tenant=body.tenant, name="second 华")


def drafted(body: Body, old: str = "correction: 30", new: str = "correction: 20") -> ProgrammeVersion:
    content = text().replace(old, new)
    return actions.draft(scheme=body.pack.id, name="rule.yaml", content=content.encode(), by=body.manager)


def test_a_draft_counts_once_another_person_puts_it_in_force(body: Body, second: Actor) -> None:
    made = drafted(body)
    assert queries.current(body.pack.id)[0] == queries.SHIPPED
    actions.put_in_force(version_id=made.pk, by=second)
    number, rule = queries.current(body.pack.id)
    assert (number, rule.version, rule.windows.correction) == (made.pk, 1, 20)
    assert list(Entry.objects.filter(event__startswith="programme.").order_by("pk").values_list("event", flat=True)) == [
        "programme.draft", "programme.put_in_force",
    ]  # fmt: skip


def test_its_maker_does_not_put_it_in_force(body: Body) -> None:
    made = drafted(body)
    with pytest.raises(RuleBroken, match="another person than the one who made it puts a rule in force"):
        actions.put_in_force(version_id=made.pk, by=body.manager)
    with pytest.raises(IntegrityError), transaction.atomic():  # the database says so too
        ProgrammeStep.objects.create(
            tenant=body.tenant, version=made, kind="in_force", on=clock.today(), by_user_id=body.manager.user_id,
            at=clock.now(),
        )  # fmt: skip
    assert queries.in_force(body.pack.id) is None


def test_who_does_not_keep_rules_is_refused(body: Body, second: Actor) -> None:
    made = drafted(body)
    for other in (body.officer, body.admin, body.decider):
        with pytest.raises(NotAllowed):
            actions.put_in_force(version_id=made.pk, by=other)
        with pytest.raises(NotAllowed):
            actions.draft(scheme=body.pack.id, name="x", content=b"", by=other)


def test_a_version_is_never_changed(body: Body) -> None:
    made = drafted(body)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE certification_programmeversion SET form = '{}' WHERE id = %s", [made.pk])


def test_faults_and_foreign_files_are_refused(body: Body) -> None:
    with pytest.raises(PackError):
        actions.draft(scheme=body.pack.id, name="rule.yaml", content=b"format: 1", by=body.manager)
    with pytest.raises(BadInput) as refused:
        drafted(body, "scheme: cn.gbt.27922", "scheme: cn.gbt.31863")
    assert refused.value.fields == {"file": "this file is for cn.gbt.31863, not for cn.gbt.27922"}
    drafted(body)
    with pytest.raises(RuleBroken, match="this says the same as version 1"):
        drafted(body)


def test_a_case_stays_bound_to_the_rule_that_counted(body: Body, second: Actor) -> None:
    early, made = body.case(), drafted(body)
    bound = actions.pin(early, by=body.officer)
    actions.put_in_force(version_id=made.pk, by=second)
    late = body.case()
    actions.pin(late, by=body.officer)
    assert (
        queries.for_case(early).windows.correction,
        queries.for_case(late).windows.correction,
        actions.pin(early, by=body.officer) == bound,
        ProgrammeVersion.objects.get(pk=bound).number,
    ) == (30, 20, True, 0)


def test_rules_of_many_cases_take_as_many_queries_as_of_one(
    body: Body, django_assert_num_queries: Callable[[int], object]
) -> None:
    cases = [body.case(team=False) for _ in range(3)]
    actions.pin(cases[0], by=body.officer)
    for wanted in (cases[:2], cases):
        with django_assert_num_queries(2):  # type: ignore[attr-defined]
            queries.for_cases(wanted)


def test_publication_and_filing_are_noted(body: Body) -> None:
    made = drafted(body)
    actions.note(version_id=made.pk, kind="filed", on=clock.today(), number="CNCA-2026-1", by=body.manager)
    with pytest.raises(BadInput) as refused:
        actions.note(version_id=made.pk, kind="in_force", on=clock.today(), by=body.manager)
    assert (list(made.steps.values_list("kind", "number")), set(refused.value.fields)) == (
        [("filed", "CNCA-2026-1")],
        {"kind"},
    )
