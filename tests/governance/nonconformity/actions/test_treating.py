"""应急处置, 原因分析: what was done at once, and the cause."""

from typing import Any

import pytest

from tests.governance.nonconformity.treating import WHYS, House, leaves_nothing, leaves_one
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.governance.nonconformity import actions


def test_what_was_done_at_once_is_kept(house: House) -> None:
    made = house.report()
    actions.contain(nonconformity_id=made.pk, what=" 换了风机 ", by=house.owner)
    made = house.again(made)

    said = made.containments.get()
    assert (said.what, said.by_id, said.round, made.state) == ("换了风机", house.owner.user_id, 1, "contained")
    assert made.clocks.get(stage="contain").kept is True
    assert made.next_due_at == made.clocks.get(stage="analyse").counts_until


def test_containing_leaves_one_trace(house: House) -> None:
    made = house.report()
    with leaves_one("contain", case=made.pk, what="换了风机", round=1, done_at=house.again(made).found_at):
        actions.contain(nonconformity_id=made.pk, what="换了风机", done_at=made.found_at, by=house.owner)


def test_a_stage_that_ends_late_stays_late(house: House) -> None:
    made = house.late(house.report())
    actions.contain(nonconformity_id=made.pk, what="换了风机", by=house.owner)
    assert made.clocks.get(stage="contain").kept is False
    assert house.again(made).late_stages == 1


def test_only_the_owner_or_the_quality_manager_treats_it(house: House) -> None:
    made = house.report(owner_id=house.reporter.user_id)
    with leaves_nothing(NotAllowed, "only its owner, or the quality manager, does this"):
        actions.contain(nonconformity_id=made.pk, what="x", by=house.doer)
    actions.contain(nonconformity_id=made.pk, what="x", by=house.reporter)
    assert house.again(made).state == "contained"


def test_nothing_is_treated_that_is_not_there(house: House) -> None:
    with leaves_nothing(NotFound, "there is no nonconformity 999 here"):
        actions.contain(nonconformity_id=999, what="x", by=house.owner)


def test_an_empty_sentence_is_refused(house: House) -> None:
    made = house.report()
    with leaves_nothing(BadInput, "write a sentence that others understand"):
        actions.contain(nonconformity_id=made.pk, what="  ", by=house.owner)


def test_the_cause_is_kept_with_chain_and_fishbone(house: House) -> None:
    made = house.analysed()
    found = made.analyses.get()

    assert (made.state, made.root_cause, made.cause_category) == ("analysed", "保养单没有加油一项", "method")
    assert list(found.whys.order_by("place").values_list("place", "question", "answer")) == [
        (1, "冰箱返修后又停机", "风机卡滞"), (2, "风机卡滞", "轴承缺油"), (3, "轴承缺油", "保养单没有加油一项"),
    ]  # fmt: skip
    assert sorted(found.causes.values_list("category", "place", "text", "chosen")) == [
        ("method", 1, "保养单没有加油一项", True), ("people", 1, "新人不会听异响", False),
    ]  # fmt: skip
    assert made.clocks.get(stage="analyse").kept is True


def test_analysing_leaves_one_trace(house: House) -> None:
    made = house.contained()
    causes = [
        {"category": "people", "text": "新人不会听异响", "chosen": False},
        {"category": "method", "text": "保养单没有加油一项", "chosen": True},
    ]
    with leaves_one(
        "analyse", case=made.pk, root_cause="保养单没有加油一项", category="method",
        evidence="抽查 12 张保养单，都没有这一项", round=1, whys=list(WHYS), causes=causes, again=False,
    ):  # fmt: skip
        house.analyse(made)


def test_a_better_analysis_is_a_new_row_and_the_first_time_counts(house: House) -> None:
    made = house.analysed()
    house.analyse(made, root_cause="没有人负责保养单")
    again = house.again(made)

    assert again.analyses.count() == 2
    assert (again.root_cause, again.analysed_at) == ("没有人负责保养单", made.analysed_at)


def test_the_cause_waits_for_the_first_aid(house: House) -> None:
    made = house.report()
    with leaves_nothing(RuleBroken, "first write down what was done at once"):
        house.analyse(made)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"category": "moon"}, "choose one of the six bones"),
        ({"causes": {"moon": ["x"]}}, "there is no bone moon"),
        ({"whys": ["x"] * 8}, "at most 7 answers of 300 characters"),
        ({"whys": ["长" * 301, "y"]}, "at most 7 answers of 300 characters"),
        ({"causes": {"people": ["长" * 201]}}, "at most 12 causes a bone, of 200 characters"),
        ({"causes": {"people": [str(n) for n in range(13)]}}, "at most 12 causes a bone, of 200 characters"),
        ({"whys": ["x"], "causes": {}}, "ask why at least twice, or weigh at least two possible causes"),
        ({"root_cause": " "}, "write a sentence that others understand"),
        ({"evidence": "长" * 1001}, "at most 1000 characters"),
    ],
)
def test_a_shallow_analysis_is_refused(house: House, changes: dict[str, Any], reason: str) -> None:
    made = house.contained()
    with leaves_nothing(BadInput, reason):
        house.analyse(made, **changes)


def test_a_major_one_is_analysed_deeper(house: House) -> None:
    made = house.contained(severity="major")
    reason = "weigh at least two possible causes in the fishbone: this one is not minor"
    with leaves_nothing(BadInput, reason):
        house.analyse(made, causes={})
    house.analyse(made)
    assert house.again(made).state == "analysed"
