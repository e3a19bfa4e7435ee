"""Mappings: the shipped ones load; what is wrong says its line."""

import pytest

from wuxing.evidence.foreign.mapping import loading
from wuxing.evidence.foreign.refusals import BadMapping

HEAD = "mapping: 1\nname: x\nkind: events\n"
GOOD = HEAD + "columns: {case: a, activity: b, time: c}\n"


@pytest.mark.parametrize("name", loading.SHIPPED)
def test_the_shipped_mappings_load(name: str) -> None:
    assert loading.shipped(name).name == name


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: [", "Mapping, line 1: expected the node content, but found '<stream end>'"),
        ("mapping: 1\nname: x\nkind: evets\ncolumns: {}\n", "Mapping, line 3: “kind” must be one of: events, orders"),
        (HEAD, "Mapping, line 1: “mapping” lacks an entry: columns"),
        (GOOD + "foo: 1\n", "Mapping, line 5: “foo” is not known here; see docs/guides/assess-foreign-records.md"),
        (GOOD + "activities:\n  A: fly\n", "Mapping, line 6: “activities.A” is not of the right form: fly"),
        (
            GOOD + "zone: Mars/North\n",
            "Mapping, line 5: there is no time zone “Mars/North”; write for example Asia/Shanghai",
        ),
        (GOOD + "name: y\n", "Mapping, line 5: “name” is written twice; keep one"),
        (HEAD + "columns: {case: a, activity: b}\n", "Mapping, line 4: the column “time” is needed"),
        (
            HEAD + "columns: {case: &a [x], activity: *a, time: c}\n",
            "Mapping, line 4: uses an alias (*) or is nested too deep; write the value out",
        ),
        (
            GOOD + "values: {colour: {red: rot}}\n",
            "Mapping, line 5: the column “colour” is not known; known are: customer, customer_id, phone, city, district, "
            "address, product, product_name, category, serial, purchased_on, symptom, fault, technician, channel, work_type, "
            "outcome, satisfied",
        ),
    ],
)
def test_what_is_wrong_says_its_line(text: str, reason: str) -> None:
    with pytest.raises(BadMapping) as refusal:
        loading.parse(text)

    assert refusal.value.reason == reason


def test_a_mapping_that_is_not_there_is_named() -> None:
    with pytest.raises(BadMapping) as refusal:
        loading.named("nothing")

    assert refusal.value.reason == "There is no mapping nothing; name a file or one of: helpdesk, generic."


def test_comments_do_not_change_what_a_mapping_is() -> None:
    assert loading.parse(GOOD).sha256 == loading.parse("# a comment\n" + GOOD).sha256
