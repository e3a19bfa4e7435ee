"""A pack that contradicts itself, or names what does not exist, is refused with the place and what to do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from tests.schemes.conftest import CATALOGUE, PROPORTIONAL, Change, Data, Write, leaf, metric
from wuxing.core import wording
from wuxing.schemes.packs import loading
from wuxing.schemes.packs.problems import PackError


def leaf_of(data: Data, first: int = 0, second: int = 0) -> Data:
    found: Data = data["indicators"]["indicators"][first]["children"][second]
    return found


def putting(target: Callable[[Data], Data], **values: Any) -> Change:
    return lambda data: target(data).update(values)


def first_leaf(scoring: Data) -> Change:
    return lambda data: data["indicators"]["indicators"][0]["children"].__setitem__(0, leaf("1.1", "30", scoring))


def weighted(*weights: str) -> Data:
    return {"mode": "weighted_of", "parts": [{"weight": weight, **PROPORTIONAL} for weight in weights]}


def scheme(data: Data) -> Data:
    found: Data = data["scheme"]
    return found


def only_metric(data: Data) -> Data:
    found: Data = data["metrics"]["metrics"][0]
    return found


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        # shape
        (putting(scheme, total=100), ['scheme.yaml:26: total needs text in quotes ("…")']),
        (putting(scheme, total="1,0"), [r"scheme.yaml:26: total is '1,0'; it must match ^(0|[1-9][0-9]{0,5})(\.[0-9]{1,6})?$"]),
        (putting(scheme, weight="1"), [
            "scheme.yaml:93: has weight, which means nothing here; known: basis, cycle, edition, format, gates, id, "
            "levels, notice, rules, standing, supersedes, title, total, vetoes"
        ]),
        (lambda data: data["metrics"]["metrics"][0].pop("window"), ["metrics.yaml:3: metrics lacks window"]),
        (putting(leaf_of, evidence=["hearsay"]), [
            "indicators.yaml:33: evidence is 'hearsay'; choose one of document, record, site_observation, interview, "
            "system_data, public_info, mystery_shopping, customer_contact"
        ]),
        (putting(leaf_of, scoring={"mode": "linear", "metric": "kept"}), [
            "indicators.yaml:47: scoring lacks floor, target"
        ]),
        # sense
        (putting(leaf_of, placeholder_points="31"), [
            "indicators.yaml:13: 1 has placeholder_points 60, its children add up to 61; correct one"
        ]),
        (putting(scheme, total="101"), ["indicators.yaml:2: placeholder points of level 1 add up to 100, not 101"]),
        (putting(leaf_of, id="1.2"), ["indicators.yaml:53: 1.2 is used twice; each indicator needs its own id"]),
        (putting(leaf_of, id="2.7"), ["indicators.yaml:16: 2.7 stands under 1; begin its id with 1"]),
        (putting(leaf_of, points_status="official"), [
            "indicators.yaml:24: 1.1: points are null exactly when status is unknown"
        ]),
        (first_leaf(weighted("0.5", "0.4")), ["indicators.yaml:47: 1.1: weights add up to 0.9, not 1"]),
        (first_leaf({"mode": "min_of", "parts": [PROPORTIONAL, {"mode": "binary", "metric": "lost"}]}), [
            "indicators.yaml:54: 1.1: names metric lost, which metrics.yaml does not have"
        ]),
        (first_leaf({"mode": "linear", "metric": "kept", "floor": "0.9", "target": "0.9"}), [
            "indicators.yaml:47: 1.1: floor must be below target"
        ]),
        (first_leaf({"mode": "ladder", "metric": "kept", "steps": [{"at": "0.1", "earns": "1"}, {"at": "0.2", "earns": "0"}]}), [
            "indicators.yaml:47: 1.1: a higher step must not earn less, and no two steps may start at the same ratio"
        ]),
        (putting(leaf_of, coverage="none"), [
            "indicators.yaml:46: 1.1: coverage is none, but its scoring makes it full; "
            "what records cannot show needs a manual part"
        ]),
        (lambda data: data["metrics"]["metrics"].append(metric("idle")), [
            "metrics.yaml:26: idle is bound to no indicator; bind it or take it out"
        ]),
        (lambda data: data["scheme"]["levels"].reverse(), [
            "scheme.yaml:63: levels must rise from the lowest to the highest, none above the total"
        ]),
        (lambda data: data["scheme"]["levels"][0].update(gates=["open"]), [
            "scheme.yaml:74: pass names gate open, which gates lacks"
        ]),
        (lambda data: data["examples"]["examples"][0]["given"].update(rulings={"9": "1"}), [
            "examples.yaml:3: nothing names unknown indicator 9"
        ]),
        # names and conditions
        (putting(only_metric, population="visit"), [
            "metrics.yaml:15: names population visit, which does not exist; known: order"
        ]),
        (putting(only_metric, conforming="r.kept && r.late"), [
            "metrics.yaml:16: condition names r.late, an unknown field; known: at, due, kept, kind, visits (at character 13)"
        ]),
        (putting(scheme, vetoes=[{"id": "false", "title": {"zh-Hans": "a", "zh-Hant": "a", "en": "a"},
                                  "condition": "findings.falsified > 0"}]), [
            "scheme.yaml:101: condition writes the whole number 0; write 0.0 (at character 22)"
        ]),
    ],
)  # fmt: skip
def test_fault_is_refused_with_its_place(write: Write, change: Change, faults: list[str]) -> None:
    with pytest.raises(PackError) as refused:
        loading.load(write(change), CATALOGUE)
    assert [str(problem) for problem in refused.value.problems] == faults


def test_all_faults_are_told_at_once(write: Write) -> None:
    def change(data: Data) -> None:
        leaf_of(data).update(placeholder_points="31")
        only_metric(data).update(conforming="r.late")

    with pytest.raises(PackError) as refused:
        loading.load(write(change), CATALOGUE)
    assert [problem.file for problem in refused.value.problems] == ["indicators.yaml", "metrics.yaml"]


def many(data: Data) -> None:
    data["metrics"]["metrics"] += [metric(f"kept{i}") for i in range(63)]
    data["indicators"]["indicators"][0]["children"][0]["scoring"] = {
        "mode": "min_of",
        "parts": [{"mode": "proportional", "metric": m["id"]} for m in data["metrics"]["metrics"]],
    }


def test_more_metrics_than_a_judgment_has_bits_are_refused(write: Write) -> None:
    with pytest.raises(PackError) as refused:
        loading.load(write(many), CATALOGUE)
    assert [problem.message for problem in refused.value.problems] == [
        "order has 64 metrics; at most 63 may count one population; take some out"
    ]


def test_what_stands_needs_no_freshness_and_a_period_does(write: Write) -> None:
    def change(data: Data) -> None:
        for name in ("freshness", "late_entries"):
            del only_metric(data)[name]
        only_metric(data)["window"] = "now"

    found = loading.load(write(change), CATALOGUE).metrics["kept"]
    assert (found.is_standing, found.freshness, found.late_entries) == (True, None, None)
    with pytest.raises(PackError) as refused:
        loading.load(write(lambda data: [change(data), putting(only_metric, window="P1M")(data)]), CATALOGUE)
    assert [problem.message for problem in refused.value.problems] == ["metrics lacks freshness, late_entries"]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("en", "condition names r.lost, an unknown field; known: at, due, kept, kind, visits (at character 3)"),
        ("zh-hans", "条件用到未知字段 r.lost；可用的是：at, due, kept, kind, visits（第 3 个字符）"),
        ("zh-hant", "條件用到未知欄位 r.lost；可用的是：at, due, kept, kind, visits（第 3 個字元）"),
    ],
)
def test_fault_is_told_in_the_readers_language(write: Write, code: str, message: str) -> None:
    with pytest.raises(PackError) as refused:
        loading.load(write(putting(only_metric, conforming="r.lost")), CATALOGUE)
    with translation.override(code):
        assert [wording.text(problem.message) for problem in refused.value.problems] == [message]
