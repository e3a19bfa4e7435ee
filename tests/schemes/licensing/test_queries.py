"""What a signed table opens: certification decisions of the body that loaded it, and nobody else's."""

import pytest

from tests.schemes.licensing.conftest import SOURCE, Make, as_csv, points_like
from tests.schemes.licensing.test_actions import load
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import RuleBroken
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.licensing import actions, queries
from wuxing.schemes.packs import loading, shipped
from wuxing.schemes.packs.structure import Pack

LACKING = (
    "43 of 43 indicators have no official points; load the licensed scoring table and have a second person sign it off"
)


def test_a_body_decides_only_on_its_own_signed_table(edition: Edition, gbt: Pack, loader: Actor, signer: Actor) -> None:
    tenant = loader.tenant_id
    assert queries.why_not_certify(tenant, gbt) == LACKING
    table = load(edition, gbt, loader)
    assert queries.why_not_certify(tenant, gbt) == LACKING
    with pytest.raises(RuleBroken, match="43 of 43 indicators have no official points"):
        queries.require_official(tenant, gbt)

    actions.sign_off(table_id=table.pk, by=signer)

    assert queries.why_not_certify(tenant, gbt) is None
    assert {leaf: str(points) for leaf, points in queries.require_official(tenant, gbt).items()} == points_like(gbt)
    actions.withdraw(table_id=table.pk, reason="录错了版本", by=loader)
    with pytest.raises(RuleBroken):
        queries.require_official(tenant, gbt)


def test_a_company_may_load_a_table_and_still_decides_nothing(
    edition: Edition, gbt: Pack, company: Tenant, actor: Make
) -> None:
    with in_tenant(company.pk):
        first, second = actor(Role.ADMINISTRATOR, name="郑敏"), actor(Role.ADMINISTRATOR, name="林可")
        table = load(edition, gbt, first)
        actions.sign_off(table_id=table.pk, by=second)
        assert len(queries.licensed_points(company.pk, gbt.sha256)) == 43
        assert queries.why_not_certify(company.pk, gbt) == (
            "a certification body decides, on the points that it has loaded and signed off itself"
        )


def test_nothing_is_decided_by_a_scheme_of_which_little_is_public(body: Tenant) -> None:
    path = next(path for path in shipped.directories() if path.name == "gbt31863-2015")
    kept, _new = editions.keep_edition(loading.draft(path), catalogue.declared())
    assert queries.why_not_certify(body.pk, pack_of(kept.sha256)) == (
        "the structure of this scheme is not public in full; nothing can be decided by it"
    )


def test_points_of_one_edition_are_not_those_of_another(
    edition: Edition, gbt: Pack, loader: Actor, signer: Actor
) -> None:
    table = load(edition, gbt, loader)
    actions.sign_off(table_id=table.pk, by=signer)
    assert queries.licensed_points(loader.tenant_id, "0" * 64) == {}


def test_the_second_person_sees_what_differs(edition: Edition, gbt: Pack, loader: Actor, signer: Actor) -> None:
    first = load(edition, gbt, loader, **{"5.1.2.2": "4.5", "5.1.2.1": "3.5"})
    lines = {line.indicator.id: line for line in queries.comparison(gbt, queries.points_of(first), {})}
    assert [name for name, line in lines.items() if line.differs] == ["5.1.2.2"]  # public pages say 5
    assert [str(lines["5.1"].points), str(lines["5.1.1.1"].points), str(lines["5.1.1.1"].placeholder)] == [
        "40.0",
        "3.1",
        "3",
    ]
    actions.sign_off(table_id=first.pk, by=signer)

    second = actions.load_points(
        edition_id=edition.pk, content=as_csv(points_like(gbt)), name="b.csv", source=SOURCE, by=loader
    )
    before = queries.licensed_points(loader.tenant_id, gbt.sha256)
    lines = {line.indicator.id: line for line in queries.comparison(gbt, queries.points_of(second), before)}
    assert [name for name, line in lines.items() if line.differs] == ["5.1.2.1", "5.1.2.2"]
