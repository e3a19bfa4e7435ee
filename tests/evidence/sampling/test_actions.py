"""A sample from promise to finding: neither side chooses it, and anybody draws it again."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.evidence.factory import orders
from tests.packs import gbt
from wuxing.core import clock, ledger
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.actions import integrate, seal
from wuxing.core.ledger.models import Entry
from wuxing.core.ledger.queries import files as log_files
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.readiness.queries import report_for
from wuxing.evidence.sampling import actions, queries, rules, tasks
from wuxing.evidence.sampling.actions import Wanted
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions
from wuxing.web.verify import command

WORD = "一句没有人猜得到的话"


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def sealed(tenant: Tenant) -> None:
    integrate.integrate(tenant.pk)
    seal.checkpoint(tenant.pk)


@pytest.mark.django_db(transaction=True)
def test_a_sample(company: Tenant, actor: Callable[..., Actor], tmp_path: Path) -> None:
    editions.keep_edition(gbt(), catalogue.declared())
    by = actor(Role.AUDITOR)
    today = clock.today(by.zone)
    with in_tenant(company.pk):
        orders(company, 150, until=clock.now())
        count = report_for(by).tallies["sheet_signed"].n
        made = actions.commit(wanted=Wanted("sheet_signed", today, "sqrt"), promise=rules.promise_for(WORD), by=by)
        with pytest.raises(RuleBroken, match="signed no checkpoint since the commitment"):
            actions.freeze(sample_id=made.pk, by=by)
        with pytest.raises(RuleBroken, match="freeze the population first"):
            actions.draw(sample_id=made.pk, word=WORD, by=by)
    sealed(company)
    with in_tenant(company.pk):
        first = queries.first_head_after(company.pk, made.entry_id)
        orders(company, 3, until=clock.now(), prefix="later-")
        ledger.record("repair.note", by=by, target=made)
    sealed(company)

    tasks.freeze_populations()
    with in_tenant(company.pk):
        with pytest.raises(RuleBroken, match="not the word that was committed to"):
            actions.draw(sample_id=made.pk, word="another", by=by)
        drawn = actions.draw(sample_id=made.pk, word=WORD, by=by)
        with pytest.raises(RuleBroken, match="drawn already"):
            actions.draw(sample_id=made.pk, word=WORD, by=by)
        assert first is not None
        assert drawn.checkpoint == first.note
        assert len(drawn.population or []) >= count
        assert drawn.drawn == rules.drawn_from(
            rules.seed_for(first.root, WORD), drawn.population or [], len(drawn.drawn or [])
        )
        _findings(drawn.pk, (drawn.drawn or [])[0], by)
        assert list(Entry.objects.filter(case_type="sample").order_by("pk").values_list("event", flat=True)) == [
            "sample.commit", "sample.freeze", "sample.draw", "sample.find",
        ]  # fmt: skip
        told = queries.as_file(drawn)
    _anybody_draws_it_again(told, company.slug, tmp_path)


def _findings(sample_id: int, record_id: int, by: Actor) -> None:
    with pytest.raises(BadInput):
        actions.find(sample_id=sample_id, record_id=record_id, conforms=False, by=by)
    with pytest.raises(RuleBroken, match="this record was not drawn"):
        actions.find(sample_id=sample_id, record_id=10**9, conforms=True, by=by)
    made = actions.find(sample_id=sample_id, record_id=record_id, conforms=False, note="签字不是客户本人", by=by)
    assert queries.findings_of(made.sample)[record_id].note == "签字不是客户本人"


def _anybody_draws_it_again(told: dict[str, object], slug: str, folder: Path) -> None:
    path, key = folder / "sample.json", log_files.verifier_of(slug)
    assert key is not None
    path.write_text(json.dumps(told))
    assert command.main([str(path), "--key", key.text()]) == 0
    for name, value in {
        "word": "another",
        "drawn": [1],
        "population": [1, 2],
        "seed": "0" * 64,
        "promise": "0" * 64,
    }.items():
        path.write_text(json.dumps(told | {name: value}))
        assert command.main([str(path), "--key", key.text()]) == 1, name
    path.write_text(json.dumps({"format": "other"}))
    assert command.main([str(path)]) == 2


@pytest.mark.django_db
def test_bad_input_and_roles(company: Tenant, actor: Callable[..., Actor]) -> None:
    editions.keep_edition(gbt(), catalogue.declared())
    by, agent = actor(Role.AUDITOR), actor(Role.AGENT)
    today = clock.today(by.zone)
    good = rules.promise_for(WORD)
    with in_tenant(company.pk):
        with pytest.raises(NotAllowed):
            actions.commit(wanted=Wanted("sheet_signed", today, "sqrt"), promise=good, by=agent)
        for wanted, promise, field in (
            (Wanted("sheet_signed", today, "some"), good, "rule"),
            (Wanted("sheet_signed", today, "share"), good, "amount"),
            (Wanted("sheet_signed", today - timedelta(days=1), "sqrt", at_least=20, at_most=10), good, "at_most"),
            (Wanted("sheet_signed", today, "sqrt"), "word", "promise"),
        ):
            with pytest.raises(BadInput) as refused:
                actions.commit(wanted=wanted, promise=promise, by=by)
            assert list(refused.value.fields) == [field]
