"""回访计划与话术: versions, and a seed that is committed before anything is drawn and shown when it is over."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from tests.service.repair.checking import leaves_nothing, snapshot
from tests.shop import Shop
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed
from wuxing.core.ledger.models import Entry
from wuxing.service.follow_up import actions, queries
from wuxing.service.follow_up.rules import Rule
from wuxing.service.follow_up.rules.script import SHIPPED, Question


def test_a_plan_commits_to_its_seed_and_shows_the_one_before(shop: Shop) -> None:
    first = actions.save_plan(rules_of_plan=[Rule(30)], reason="三成", by=shop.manager)
    told = Entry.objects.get(event="follow_up.plan").payload
    assert told is not None
    assert (told["commitment"], told["seed_before"], first.version) == (sha256(bytes(first.seed)).hexdigest(), "", 1)
    assert bytes(first.seed).hex() not in str(told)

    second = actions.save_plan(rules_of_plan=[Rule(40)], reason="四成", max_tries=5, by=shop.manager)
    told = Entry.objects.filter(event="follow_up.plan").latest("pk").payload
    assert told is not None
    assert (told["seed_before"], second.version, bytes(second.seed) != bytes(first.seed)) == (
        bytes(first.seed).hex(),
        2,
        True,
    )
    assert (queries.plan_in_force(), [one.pk for one in queries.earlier_plans()]) == (second, [first.pk])
    assert (queries.terms_of(second).max_tries, queries.terms_of(None).max_tries) == (5, 3)


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"rules_of_plan": []}, ["rules"]),
        ({"max_tries": 0}, ["max_tries"]),
        ({"spacing_minutes": 14}, ["spacing_minutes"]),
        ({"survey_days": 91}, ["survey_days"]),
        ({"low_score": 5}, ["low_score"]),
        ({"low_recommend": -1}, ["low_recommend"]),
        ({"reason": " "}, ["reason"]),
    ],
)
def test_a_plan_that_cannot_be(shop: Shop, said: dict[str, Any], fields: list[str]) -> None:
    before = snapshot()
    with pytest.raises(BadInput) as refusal:
        actions.save_plan(**({"rules_of_plan": [Rule(30)], "reason": "试", "by": shop.manager} | said))
    assert ([*refusal.value.fields], snapshot() == before) == (fields, True)


def test_a_script_in_versions(shop: Shop) -> None:
    assert queries.script_in_force() is None
    first = actions.save_script(questions=SHIPPED, by=shop.manager)
    second = actions.save_script(questions=[Question("a", "text", {"en": "A?"})], by=shop.manager)
    assert (first.version, second.version, queries.script_in_force()) == (1, 2, second)
    with leaves_nothing(BadInput):
        actions.save_script(questions=[], by=shop.manager)


def test_who_may_change_them(shop: Shop) -> None:
    changes: list[Callable[[Actor], Any]] = [
        lambda by: actions.save_plan(rules_of_plan=[Rule(30)], reason="x", by=by),
        lambda by: actions.save_script(questions=SHIPPED, by=by),
    ]
    for by in (shop.agent, shop.dispatcher, shop.visitor):
        for change in changes:
            with leaves_nothing(NotAllowed):
                change(by)
