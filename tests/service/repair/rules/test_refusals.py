"""What refuses, and with which words: whole truth tables."""

from datetime import date
from itertools import product

import pytest

from wuxing.service.repair import rules, states
from wuxing.service.repair.states import OrderState, RequestState, VisitState

HANDED = {"qualified", "scheduled", "dispatched", "in_progress", "reopened"}


@pytest.mark.parametrize(
    ("change", "table", "enum"),
    [
        (rules.why_not_change_request, states.REQUEST, RequestState),
        (rules.why_not_change_order, states.ORDER, OrderState),
        (rules.why_not_change_visit, states.VISIT, VisitState),
    ],
)
def test_a_change_is_refused_unless_the_table_has_it(change, table, enum) -> None:  # type: ignore[no-untyped-def]
    for state, to in product(enum, enum):
        words = f"this is {rules.STATE_WORDS[state]} and cannot become {rules.STATE_WORDS[to]}"
        assert change(state, to) == (None if to in table[state] else words)


@pytest.mark.parametrize("state", OrderState)
def test_only_some_orders_are_dispatched(state: OrderState) -> None:
    words = None if state in HANDED else f"an order that is {rules.STATE_WORDS[state]} is not dispatched"
    assert rules.why_not_dispatch(state=state, missing=()) == words
    incomplete = rules.why_not_dispatch(state=state, missing=("phone", "fault"))
    assert incomplete is not None
    assert (incomplete.message, incomplete.values["fields"]) == (
        "first complete the record: %(fields)s",
        ("phone", "fault"),
    )
    assert rules.why_not_dispatch(state=state, missing=(), on_site=True) == "end the visit that is under way"


@pytest.mark.parametrize(
    ("active", "trade", "level", "until", "reason"),
    [
        (True, "gas", 2, None, None),
        (True, "gas", 3, date(2026, 11, 16), None),
        (True, "", None, None, None),
        (False, "", None, None, "陈伟 is not active any more"),
        (False, "gas", 5, None, "陈伟 is not active any more"),
        (True, "gas", None, None, "cannot assign 陈伟: no skill in gas appliances"),
        (True, "gas", 1, None, "cannot assign 陈伟: gas appliances level 1, this order needs 2"),
        (True, "gas", 2, date(2026, 11, 15), "cannot assign 陈伟: the certificate ended on 2026-11-15"),
        (True, "own trade", None, None, "cannot assign 陈伟: no skill in own trade"),
    ],
)
def test_who_may_be_sent(active: bool, trade: str, level: int | None, until: date | None, reason: str | None) -> None:
    refusal = rules.why_not_send(
        name="陈伟", active=active, trade=trade, level_needed=2, level=level, valid_until=until, on=date(2026, 11, 16)
    )
    assert refusal == reason


@pytest.mark.parametrize(("arrived", "confirmed", "explained"), list(product([True, False], repeat=3)))
def test_when_work_may_begin(arrived: bool, confirmed: bool, explained: bool) -> None:
    refusal = rules.why_not_start_work(arrived=arrived, explained=explained, problem_confirmed=confirmed)
    if not arrived:
        assert refusal == "first check in on site"
    elif not confirmed:
        assert refusal == "first ask again about the fault and go through the conduct checklist"
    elif not explained:
        assert refusal == "first tell the customer whether it is in warranty and what it costs"
    else:
        assert refusal is None


GAPS = {
    "visited": "no visit has been made",
    "open_visit": "end the visit that is under way",
    "diagnosed": "write down the diagnosis",
    "explained": "tell the customer about warranty and fee",
    "checklist_complete": "finish the conduct checklist",
    "signed": "have the customer sign",
}


@pytest.mark.parametrize("onsite", [True, False])
@pytest.mark.parametrize("facts", list(product([True, False], repeat=6)))
def test_what_is_missing_at_the_end(facts: tuple[bool, ...], onsite: bool) -> None:
    said = dict(zip(GAPS, facts, strict=True))
    expected = [
        words
        for name, words in GAPS.items()
        if said[name] == (name == "open_visit") and (onsite or name != "checklist_complete")
    ]
    assert list(rules.missing_for_finish(onsite=onsite, **said)) == expected


@pytest.mark.parametrize("state", OrderState)
def test_when_work_is_reported(state: OrderState) -> None:
    may = OrderState.WORK_DONE in states.ORDER[state]
    assert (rules.why_not_finish_work(state, ()) is None) is may
    gap = rules.missing_for_finish(
        onsite=True,
        visited=True,
        diagnosed=True,
        explained=True,
        checklist_complete=True,
        signed=False,
        open_visit=False,
    )
    refusal = rules.why_not_finish_work(state, gap)
    assert refusal is not None
    assert refusal.message.startswith("still missing" if may else "this is")
