"""A decided period: a new version, traced; refused ones leave nothing."""

from typing import Any

import pytest

from tests.conftest import ActorFactory
from tests.shop import Shop
from wuxing.core.access import Role
from wuxing.core.errors import BadInput, NotAllowed, NotFound
from wuxing.core.ledger.models import Entry
from wuxing.governance.records import registry
from wuxing.governance.records.actions.retention import change_retention
from wuxing.governance.records.models import RetentionPolicy
from wuxing.governance.records.queries import policies

ASKED: dict[str, Any] = {
    "record_class": "work_order",
    "months": 60,
    "basis": "contract",
    "basis_text": "与厂家的服务合同第 8 条",
    "disposal": "erase",
    "reason": "厂家要求保存五年",
    "location": "总部机房，每日备份",
}


def test_a_decision_is_a_new_version_and_the_old_stays(shop: Shop) -> None:
    found = registry.classes()["work_order"]
    default = policies.policy_of(found)
    assert (default.version, default.months, default.is_default) == (0, 36, True)

    change_retention(**ASKED, by=shop.manager)
    change_retention(**ASKED | {"months": 48}, by=shop.manager)

    now = policies.policy_of(found)
    assert (now.version, now.months, now.basis_text, now.disposal) == (2, 48, "与厂家的服务合同第 8 条", "erase")
    assert now.access_roles == (
        "administrator", "general_manager", "service_manager", "quality_manager", "agent", "dispatcher", "technician", "workshop",
        "storekeeper", "auditor",
    )  # fmt: skip
    assert [(row.version, row.months) for row in policies.history_of("work_order")] == [(2, 48), (1, 60)]
    assert policies.policies()["work_order"] == now
    trace = Entry.objects.filter(event="retention.change").latest("pk").payload
    assert (trace["months"], trace["version"], trace["reason"]) == ({"before": 60, "after": 48}, 2, "厂家要求保存五年")


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"months": None}, {"months"}),
        ({"reason": " "}, {"reason"}),
        ({"basis_text": ""}, {"basis_text"}),
        ({"basis": "habit", "medium": "clay"}, {"basis", "medium"}),
        ({"record_class": "promise"}, {"disposal"}),
        ({"record_class": "recall", "access_roles": ["king"], "disposal": "outside"}, {"access_roles"}),
    ],
)
def test_a_decision_must_be_whole(shop: Shop, changes: dict[str, Any], wrong: set[str]) -> None:
    with pytest.raises(BadInput) as refused:
        change_retention(**ASKED | changes, by=shop.manager)
    assert set(refused.value.fields) == wrong
    assert RetentionPolicy.objects.count() == 0


def test_who_may_decide(shop: Shop, actor: ActorFactory) -> None:
    with pytest.raises(NotAllowed):
        change_retention(**ASKED, by=shop.agent)
    with pytest.raises(NotFound):
        change_retention(**ASKED | {"record_class": "nothing"}, by=shop.manager)
    change_retention(**ASKED, by=actor(Role.QUALITY_MANAGER))
    assert RetentionPolicy.objects.count() == 1
