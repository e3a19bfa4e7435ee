"""Nothing that a person says counts before a second person agrees; everything said stays with who said it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest

from tests.schemes.scoring.builders import pack_of
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.evidence.rulings import actions, queries
from wuxing.evidence.rulings.actions import Handed
from wuxing.evidence.rulings.models import Ruling, SpecialItem
from wuxing.schemes.packs.modes import Manual, Proportional
from wuxing.schemes.packs.structure import Pack

pytestmark = pytest.mark.django_db
Actors = Callable[..., Actor]
D = Decimal
MANUAL = "5.1.1.1"


@pytest.fixture
def two(company: Tenant, actor: Actors) -> Any:
    by, other = actor(Role.QUALITY_MANAGER), actor(Role.SERVICE_MANAGER)
    with in_tenant(company.pk):
        yield by, other


def rule(pack: Pack, by: Actor, leaf: str = MANUAL, **more: Any) -> Ruling:
    given = {
        "kind": "manual",
        "ratio": D("0.5"),
        "reason": "任命文件齐全，一岗无说明书",
        "valid_from": clock.today(by.zone),
    }
    return actions.propose_ruling(pack=pack, leaf=leaf, by=by, **(given | more))


def test_a_ruling_counts_when_a_second_person_confirms(pack: Pack, two: tuple[Actor, Actor]) -> None:
    by, other = two
    today = clock.today(by.zone)
    made = rule(pack, by)
    assert queries.sayings(pack).on(today).rulings == {}

    actions.confirm(what="ruling", row_id=made.pk, by=other)
    said = queries.sayings(pack).on(today)
    assert {leaf: (r.ratio, r.ruled_by) for leaf, r in said.rulings.items()} == {
        MANUAL: (D("0.5"), (f"{by.name} #{by.user_id}", f"{other.name} #{other.user_id}"))
    }
    assert queries.sayings(pack).on(today - timedelta(days=1)).rulings == {}
    assert list(Entry.objects.order_by("pk").values_list("event", flat=True)) == ["ruling.propose", "ruling.confirm"]


def test_nobody_confirms_what_he_proposed(pack: Pack, two: tuple[Actor, Actor]) -> None:
    by, _other = two
    made = rule(pack, by)
    with pytest.raises(RuleBroken, match="a second person decides: you proposed this yourself"):
        actions.confirm(what="ruling", row_id=made.pk, by=by)
    made.refresh_from_db()
    assert made.confirmed_at is None


def test_what_was_decided_is_not_decided_again(pack: Pack, two: tuple[Actor, Actor]) -> None:
    by, other = two
    made = rule(pack, by)
    actions.decline(what="ruling", row_id=made.pk, reason="缺照片", by=other)
    with pytest.raises(RuleBroken, match="this is decided already"):
        actions.confirm(what="ruling", row_id=made.pk, by=other)
    with pytest.raises(RuleBroken, match="this is out of use already"):
        actions.withdraw(what="ruling", row_id=made.pk, reason="x", by=by)


def test_the_newest_ruling_counts_and_withdrawing_it_brings_the_earlier_back(
    pack: Pack, two: tuple[Actor, Actor]
) -> None:
    by, other = two
    today = clock.today(by.zone)
    first, second = rule(pack, by), rule(pack, by, ratio=D(1))
    for made in (first, second):
        actions.confirm(what="ruling", row_id=made.pk, by=other)
    assert queries.sayings(pack).on(today).rulings[MANUAL].ratio == D(1)

    before = clock.now()
    actions.withdraw(what="ruling", row_id=second.pk, reason="看错文件", by=by)
    assert queries.sayings(pack).on(today).rulings[MANUAL].ratio == D("0.5")
    assert queries.sayings(pack).on(today, known_at=before).rulings[MANUAL].ratio == D(1)


@pytest.mark.parametrize(
    ("leaf", "kind", "reason"),
    [
        ("1.1", "manual", "records alone decide 1.1; to say otherwise, override it with a reason"),
        ("1.2", "override", "no record speaks for 1.2; rule on it instead of overriding it"),
        ("1", "manual", "1 is no indicator with points of its own; rule on its single indicators"),
    ],
)
def test_a_ruling_needs_a_leaf_that_is_open_to_it(leaf: str, kind: str, reason: str, two: tuple[Actor, Actor]) -> None:
    pack = pack_of({"1": {"1.1": ("60", Proportional("a")), "1.2": ("40", Manual())}})
    with pytest.raises(RuleBroken) as refused:
        rule(pack, two[0], leaf, kind=kind)
    assert str(refused.value) == reason
    assert not Ruling.objects.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"ratio": D("1.01")}, "ratio"),
        ({"ratio": D("0.33333")}, "ratio"),
        ({"reason": " "}, "reason"),
        ({"reason": "长" * 2001}, "reason"),
        ({"valid_until": date(2020, 1, 1)}, "valid_until"),
        ({"kind": "other"}, "kind"),
    ],
)
def test_bad_input_is_named(more: dict[str, Any], field: str, pack: Pack, two: tuple[Actor, Actor]) -> None:
    with pytest.raises(BadInput) as refused:
        rule(pack, two[0], **more)
    assert list(refused.value.fields) == [field]


def test_an_exclusion_is_guarded(pack: Pack, two: tuple[Actor, Actor]) -> None:
    by, _other = two
    leaf = next(leaf.id for leaf in pack.leaves if leaf.excludable)
    actions.propose_exclusion(pack=pack, leaf=leaf, reason="商品免安装", by=by)
    with pytest.raises(RuleBroken, match=f"{leaf} is excluded, or proposed to be, already"):
        actions.propose_exclusion(pack=pack, leaf=leaf, reason="再来", by=by)
    fixed = next(leaf.id for leaf in pack.leaves if not leaf.excludable)
    with pytest.raises(RuleBroken, match="applies to everybody"):
        actions.propose_exclusion(pack=pack, leaf=fixed, reason="x", by=by)


def test_a_deduction_counts_twelve_months_and_its_correction_needs_another_person(
    pack: Pack, two: tuple[Actor, Actor]
) -> None:
    by, other = two
    today = clock.today(by.zone)
    made = actions.record_special_item(
        pack=pack,
        kind="deduction",
        ground="own_rules",
        description="私自收费",
        occurred_on=today - timedelta(days=30),
        by=by,
    )
    actions.confirm(what="special_item", row_id=made.pk, by=other)
    said = queries.sayings(pack)
    assert (said.on(today).special_deductions, said.on(today).uncorrected) == (1, 1)
    assert said.on(today - timedelta(days=31)).special_deductions == 0
    assert said.on(today + timedelta(days=400)).special_deductions == 0

    correct = {"item_id": made.pk, "correction": "退费并培训", "corrected_on": today}
    with pytest.raises(RuleBroken, match="somebody else has to check the correction"):
        actions.check_correction(**correct, by=by)
    actions.check_correction(**correct, by=other)
    said = queries.sayings(pack)
    assert (said.on(today).special_deductions, said.on(today).uncorrected) == (1, 0)


def test_one_bonus_at_most_counts(pack: Pack, two: tuple[Actor, Actor]) -> None:
    by, other = two
    today = clock.today(by.zone)
    for text in ("24 小时响应", "终身保修"):
        made = actions.record_special_item(
            pack=pack, kind="bonus", ground="", description=text, occurred_on=today, by=by
        )
        actions.confirm(what="special_item", row_id=made.pk, by=other)
    assert queries.sayings(pack).on(today).special_bonus == 1


def test_evidence_keeps_two_dates_owner_and_file(pack: Pack, two: tuple[Actor, Actor]) -> None:
    by, _other = two
    today = clock.today(by.zone)
    handed = Handed("document", "售后预算执行表", today - timedelta(days=90), expires_on=today + timedelta(days=10))
    picture = BytesIO(b"%PDF-1.7\n%%EOF\n")
    made = actions.hand_in_evidence(pack=pack, leaf="5.1.3.1", handed=handed, content=picture, name="预算.pdf", by=by)
    assert (made.owner_id, made.proposed_at.date() >= today - timedelta(days=1), len(made.sha256)) == (
        by.user_id,
        True,
        64,
    )
    assert [item.pk for item in queries.expiring(today)] == [made.pk]
    assert [row.pk for row in queries.open_proposals()] == [made.pk]


def test_roles(pack: Pack, company: Tenant, actor: Actors) -> None:
    agent = actor(Role.AGENT)
    with in_tenant(company.pk):
        with pytest.raises(NotAllowed):
            rule(pack, agent)
        with pytest.raises(NotAllowed):
            actions.confirm(what="ruling", row_id=1, by=agent)
        assert not SpecialItem.objects.exists()
