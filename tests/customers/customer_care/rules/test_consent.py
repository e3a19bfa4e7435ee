"""Whether data may be used: the whole truth, and that the last word counts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuxing.customers.customer_care.purposes import SHIPPED, Purpose
from wuxing.customers.customer_care.rules import consent as rules
from wuxing.customers.customer_care.rules.consent import Said

AT = datetime(2026, 11, 1, 4, tzinfo=UTC)
ASKED = next(one for one in SHIPPED if one.code == "marketing")
SERVICE = next(one for one in SHIPPED if one.code == "service")
SURVEY = next(one for one in SHIPPED if one.code == "survey")
YES, NO = Said(True, 0, AT), Said(False, 0, AT + timedelta(days=1))


@pytest.mark.parametrize(
    ("purpose", "said", "state", "reason"),
    [
        (None, [YES], {}, "no such purpose is declared; what is not declared is not allowed"),
        (SERVICE, [], {}, None),
        (SERVICE, [], {"restricted": True}, None),
        (SERVICE, [], {"erased": True}, "this customer's personal data were erased"),
        (SURVEY, [], {}, None),
        (SURVEY, [YES], {"renewed": 2}, None),
        (SURVEY, [YES, NO], {}, "the customer objected on 2026-11-02"),
        (
            SURVEY,
            [],
            {"restricted": True},
            "the customer has restricted the use of their data to what the service needs",
        ),
        (ASKED, [], {}, "the customer has not consented to this use"),
        (ASKED, [YES], {}, None),
        (ASKED, [YES, NO], {}, "the customer withdrew consent on 2026-11-02"),
        (ASKED, [NO, YES], {}, "the customer withdrew consent on 2026-11-02"),
        (
            ASKED,
            [YES],
            {"restricted": True},
            "the customer has restricted the use of their data to what the service needs",
        ),
        (
            ASKED,
            [YES],
            {"renewed": 2},
            "consent was given to version 0 of the notice; version 2 must be asked for anew",
        ),
        (ASKED, [Said(True, 2, AT)], {"renewed": 2}, None),
    ],
)
def test_data_may_be_used_for_what_was_agreed(
    purpose: Purpose | None, said: list[Said], state: dict[str, bool], reason: str | None
) -> None:
    flags = {"erased": False, "restricted": False} | state
    assert rules.why_not_use(purpose, said, **flags) == reason  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 50)), max_size=12))
def test_the_last_word_counts_in_whatever_order_it_was_recorded(words: list[tuple[bool, int]]) -> None:
    said = [Said(given_, 0, AT + timedelta(minutes=minute)) for given_, minute in words]
    last = rules.last_word(said)
    assert rules.last_word(said[::-1]) == last
    if said:
        latest = max(one.at for one in said)
        assert last == Said(all(one.given for one in said if one.at == latest), 0, latest)


@pytest.mark.parametrize(
    ("codes", "given_", "proof", "wrong"),
    [
        (["marketing"], True, "录音", {}),
        (["marketing", "survey"], True, "录音", {}),
        (["marketing"], True, " ", {"proof"}),
        (["marketing"], False, "", {}),
        (["marketing", "sensitive"], True, "录音", {"purpose"}),
        (["marketing", "sensitive"], False, "", {}),
        (["sensitive"], True, "录音", {}),
        (["service"], True, "录音", {"purpose"}),
        ([], True, "录音", {"purpose"}),
        (["nothing"], True, "录音", {"purpose"}),
    ],
)
def test_consent_is_recorded_with_proof_and_separately_where_it_must(
    codes: list[str], given_: bool, proof: str, wrong: set[str]
) -> None:
    known = {one.code: one for one in SHIPPED}
    found = rules.why_not_record(
        [known.get(code) for code in codes], given=given_, channel="phone", channels=["phone"], proof=proof
    )
    assert set(found) == set(wrong)


def test_every_shipped_purpose_is_told_in_three_languages() -> None:
    assert [(one.code, set(one.texts), set(one.titles)) for one in SHIPPED] == [
        (code, set(rules.LANGUAGES), set(rules.LANGUAGES))
        for code in ("service", "survey", "marketing", "manufacturer", "outsourced", "sensitive")
    ]
    assert {one.code for one in SHIPPED if one.separate} == {"manufacturer", "outsourced", "sensitive"}


TEXTS = dict.fromkeys(rules.LANGUAGES, "文本")


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, set()),
        ({"title": " "}, {"title"}),
        ({"code": "会员"}, {"purpose"}),
        ({"texts": {"en": "x"}}, {"texts"}),
        ({"reason": ""}, {"reason"}),
        ({"basis": "contract"}, {"basis"}),
        ({"known": None, "basis": "contract"}, set()),
    ],
)
def test_a_notice_is_whole_and_takes_no_consent_away(changes: dict[str, object], wrong: set[str]) -> None:
    said = {"code": "marketing", "title": "营销", "texts": TEXTS, "reason": "新法", "basis": "consent", "known": ASKED}
    now = said | changes
    found = rules.why_not_notice(
        str(now["code"]),
        str(now["title"]),
        now["texts"],  # type: ignore[arg-type]
        str(now["reason"]),
        known=now["known"],  # type: ignore[arg-type]
        basis=str(now["basis"]),
        separate=False,
    )
    assert set(found) == wrong


def test_separate_consent_stays_separate() -> None:
    known = next(one for one in SHIPPED if one.code == "sensitive")
    found = rules.why_not_notice("sensitive", "敏感", TEXTS, "x", known=known, basis="consent", separate=False)
    assert set(found) == {"separate"}
