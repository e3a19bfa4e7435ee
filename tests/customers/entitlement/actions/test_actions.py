"""Terms, contracts, days and exchanges of units, and telling: changed, traced, refused without a trace, by whom, whose."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.service.repair.checking import leaves_nothing
from tests.shop import Shop
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.customers.entitlement import actions
from wuxing.customers.models import Asset, EntitlementDecision, WarrantyContract, WarrantyTerm

TERM: dict[str, Any] = {
    "code": "compressor", "kind": "coverage", "title": "压缩机十年", "part": "compressor", "months": 120,
    "valid_from": date(2024, 1, 1),
}  # fmt: skip
CONTRACT: dict[str, Any] = {
    "kind": "extended", "number": "YB-1", "starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31),
}  # fmt: skip


@contextmanager
def leaves(*events: str) -> Iterator[list[Entry]]:
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    made: list[Entry] = []
    yield made
    made.extend(Entry.objects.filter(pk__gt=last).order_by("pk"))
    assert [entry.event for entry in made] == list(events)


@pytest.fixture
def asset(shop: Shop) -> Asset:
    found = shop.order().asset
    assert found is not None
    return found


def decision_of(asset: Asset) -> EntitlementDecision:
    return EntitlementDecision.objects.filter(asset=asset).latest("pk")


def test_a_term_is_kept_and_its_change_is_the_next_version(shop: Shop) -> None:
    with leaves("entitlement.save_term") as made:
        first = actions.save_term(by=shop.manager, **TERM)
    assert made[0].payload is not None
    assert (made[0].payload["code"], made[0].payload["version"], made[0].payload["months"]) == ("compressor", 1, 120)
    with leaves_nothing(BadInput):
        actions.save_term(by=shop.manager, **TERM)  # why does it change?
    with leaves_nothing(BadInput):
        actions.save_term(by=shop.manager, **(TERM | {"valid_from": date(2023, 1, 1), "reason": "x"}))
    second = actions.save_term(by=shop.manager, **(TERM | {"months": 60, "reason": "新政策"}))
    assert (first.version, second.version, WarrantyTerm.objects.count()) == (1, 2, 2)


def test_a_term_is_never_rewritten(shop: Shop) -> None:
    made = actions.save_term(by=shop.manager, **TERM)
    with pytest.raises(DatabaseError), transaction.atomic():
        WarrantyTerm.objects.filter(pk=made.pk).update(months=1)


def test_a_term_is_withdrawn_with_its_reason_once(shop: Shop) -> None:
    made = actions.save_term(by=shop.manager, **TERM)
    with leaves_nothing(BadInput):
        actions.withdraw_term(term_id=made.pk, valid_from=date(2026, 1, 1), reason=" ", by=shop.manager)
    with leaves("entitlement.withdraw_term"):
        gone = actions.withdraw_term(term_id=made.pk, valid_from=date(2026, 1, 1), reason="停产", by=shop.manager)
    assert (gone.version, gone.withdrawn, gone.months) == (2, True, 120)
    with leaves_nothing(RuleBroken):
        actions.withdraw_term(term_id=gone.pk, valid_from=date(2026, 2, 1), reason="停产", by=shop.manager)


def test_a_contract_belongs_to_one_unit_and_ends_early_with_a_reason(shop: Shop, asset: Asset) -> None:
    with leaves("entitlement.add_contract") as made:
        contract = actions.add_contract(asset_id=asset.pk, by=shop.agent, **CONTRACT)
    assert (made[0].case_type, made[0].case_id) == ("asset", asset.pk)
    with leaves_nothing(BadInput):
        actions.add_contract(asset_id=asset.pk, by=shop.agent, **CONTRACT)
    with leaves_nothing(BadInput):
        actions.end_contract(contract_id=contract.pk, ended_on=date(2026, 6, 1), reason="", by=shop.agent)
    with leaves("entitlement.end_contract"):
        actions.end_contract(contract_id=contract.pk, ended_on=date(2026, 6, 1), reason="退订", by=shop.agent)
    with leaves_nothing(RuleBroken):
        actions.end_contract(contract_id=contract.pk, ended_on=date(2026, 6, 1), reason="退订", by=shop.agent)


def test_the_days_of_a_unit_are_kept_and_corrected_with_what_shows_it(shop: Shop, asset: Asset) -> None:
    days: dict[str, Any] = {
        "purchased_on": asset.purchased_on, "delivered_on": date(2024, 5, 6), "installed_on": date(2024, 5, 8),
        "produced_on": date(2024, 3, 1),
    }  # fmt: skip
    with leaves("asset.date") as made:
        actions.date_unit(asset_id=asset.pk, by=shop.agent, **days)
    assert made[0].payload is not None
    assert sorted(made[0].payload["changed"]) == ["delivered_on", "installed_on", "produced_on"]
    draft = actions.drafted(
        subject=("", 0), asset=Asset.objects.get(pk=asset.pk), product=shop.product, on=clock.today(shop.agent.zone),
        tenant_id=shop.tenant.pk,
    )  # fmt: skip
    assert (draft.start_basis, draft.started_on) == ("installation", date(2024, 5, 8))
    for wrong in (
        {"installed_on": date(2024, 5, 9)},  # a correction says what shows it
        {"produced_on": date(2025, 1, 1), "reason": "铭牌"},
        {"delivered_on": clock.today(shop.agent.zone) + timedelta(days=1), "reason": "x"},
    ):
        with leaves_nothing(BadInput):
            actions.date_unit(asset_id=asset.pk, by=shop.agent, **(days | wrong))


def test_an_exchange_keeps_both_serials_and_starts_the_warranty_anew(shop: Shop, asset: Asset) -> None:
    day = clock.today(shop.agent.zone)
    with leaves("asset.exchange") as made:
        new = actions.exchange_unit(asset_id=asset.pk, serial="n-1", exchanged_on=day, reason="两次修理", by=shop.agent)
    assert made[0].payload is not None
    assert (made[0].payload["old_serial"], made[0].payload["new_serial"]) == (asset.serial, "N-1")
    asset.refresh_from_db()
    assert (asset.replaced_by_id, new.exchanged_on, new.customer_id) == (new.pk, day, asset.customer_id)
    with leaves_nothing(RuleBroken, "this unit was exchanged already"):
        actions.exchange_unit(asset_id=asset.pk, serial="N-2", exchanged_on=day, reason="x", by=shop.agent)
    with leaves_nothing(BadInput):
        actions.exchange_unit(asset_id=new.pk, serial=new.serial, exchanged_on=day, reason="x", by=shop.agent)
    Asset.objects.filter(pk=new.pk).update(purchased_on=day)
    with leaves_nothing(BadInput):  # an exchange before the sale would let the warranty begin before it
        before = day - timedelta(days=1)
        actions.exchange_unit(asset_id=new.pk, serial="N-3", exchanged_on=before, reason="x", by=shop.agent)


def test_a_decision_is_kept_whole_and_told_once(shop: Shop, asset: Asset) -> None:
    day = clock.today(shop.agent.zone)
    with leaves("entitlement.decide"):
        made = actions.decide(
            subject=("return", 7), asset=asset, product=shop.product, cause="fan", on=day, by=shop.agent
        )
    assert (made.rule_set, made.inputs["cause"], made.inputs["warranty_months"]) == ("entitlement-2", "fan", 36)
    with leaves("entitlement.explain"):
        told = actions.explain(decision_id=made.pk, how="paper", fee_told="免费", by=shop.visitor)
    first = told.explained_at
    again = actions.explain(decision_id=made.pk, how="phone", by=shop.visitor)
    assert (again.explained_at, again.explained_how) == (first, "paper")


def test_an_override_is_a_new_row_and_the_old_one_stays(shop: Shop, asset: Asset) -> None:
    old = decision_of(asset)
    with leaves("entitlement.override") as made:
        new = actions.override(decision_id=old.pk, outcome="out_of_warranty", reason="进水", by=shop.manager)
    assert (new.proposed, new.outcome, new.replaces_id, new.covered_parts) == (
        "in_warranty",
        "out_of_warranty",
        old.pk,
        0,
    )
    old.refresh_from_db()
    assert (old.outcome, old.overridden_by_id) == ("in_warranty", None)
    assert made[0].payload == {
        "before": "in_warranty", "after": "out_of_warranty", "proposed": "in_warranty", "reason": "进水",
    }  # fmt: skip
    with leaves_nothing(BadInput):
        actions.override(decision_id=old.pk, outcome="goodwill", reason="x", evidence_ids=[10**9], by=shop.manager)


def calls(asset: Asset, decision: int, term: int, contract: int) -> dict[str, Callable[[Actor], object]]:
    day = date(2026, 1, 1)
    return {
        "save_term": lambda by: actions.save_term(by=by, **TERM),
        "withdraw_term": lambda by: actions.withdraw_term(term_id=term, valid_from=day, reason="x", by=by),
        "add_contract": lambda by: actions.add_contract(asset_id=asset.pk, by=by, **CONTRACT),
        "end_contract": lambda by: actions.end_contract(contract_id=contract, ended_on=day, reason="x", by=by),
        "date_unit": lambda by: actions.date_unit(
            asset_id=asset.pk, purchased_on=None, delivered_on=None, installed_on=None, produced_on=None, by=by
        ),
        "exchange_unit": lambda by: actions.exchange_unit(
            asset_id=asset.pk, serial="x", exchanged_on=day, reason="x", by=by
        ),
        "override": lambda by: actions.override(decision_id=decision, outcome="goodwill", reason="x", by=by),
        "explain": lambda by: actions.explain(decision_id=decision, how="phone", by=by),
        "except_telling": lambda by: actions.except_telling(
            decision_id=decision, exception="danger", reason="x", by=by
        ),
    }


def test_a_role_without_the_permission_does_nothing(shop: Shop, asset: Asset, actor: Callable[..., Actor]) -> None:
    nobody = actor(Role.CONSULTANT, name="顾")
    for call in calls(asset, decision_of(asset).pk, 0, 0).values():
        with leaves_nothing(NotAllowed):
            call(nobody)


def test_another_company_finds_nothing(
    shop: Shop, asset: Asset, other_company: Tenant, actor: Callable[..., Actor]
) -> None:
    term = actions.save_term(by=shop.manager, **TERM).pk
    contract = actions.add_contract(asset_id=asset.pk, by=shop.agent, **CONTRACT).pk
    decision = decision_of(asset).pk
    stranger = actor(Role.SERVICE_MANAGER, Role.DISPATCHER, name="外人", tenant=other_company)
    with in_tenant(other_company.pk):
        for name, call in calls(asset, decision, term, contract).items():
            if name != "save_term":
                with pytest.raises(NotFound):
                    call(stranger)
    assert (WarrantyTerm.objects.count(), WarrantyContract.objects.get().ended_on) == (1, None)
