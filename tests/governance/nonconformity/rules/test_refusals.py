"""Every rule that refuses, over every state, and each reason."""

from collections.abc import Callable
from datetime import date

import pytest

from wuxing.governance.nonconformity import rules
from wuxing.governance.nonconformity.states import State

S = State
ME, OWNER, DOER = 1, 2, 3
NOT_NOW = "this one is %s; the step does not come now"
WORDS = {
    S.OPEN: "reported",
    S.CONTAINED: "put right for now",
    S.ANALYSED: "cause found",
    S.PLANNED: "actions planned",
    S.IMPLEMENTING: "actions under way",
    S.EFFECTIVENESS_CHECK: "effect to be checked",
    S.CLOSED: "closed as effective",
    S.REOPENED: "opened again",
    S.CANCELLED: "found to be none",
}
DAY = date(2026, 11, 21)


def not_now(state: State) -> str:
    return NOT_NOW % WORDS[state]


def start(state: str) -> object:
    return rules.why_not_start(state, severity="minor", planner=ME, person=ME)


def complete(state: str) -> object:
    return rules.why_not_complete_action(state, done=False, struck=False, responsible=True, may_manage=False)


def strike(state: str) -> object:
    return rules.why_not_strike_action(state, done=False, struck=False, others=1)


def verify(state: str) -> object:
    return rules.why_not_verify(
        state, open_actions=0, check_on=DAY, today=DAY, person=ME, owner=OWNER, doers=frozenset({DOER})
    )


def close(state: str) -> object:
    return rules.why_not_close(state, open_actions=0, verdict="effective")


def cancel(state: str) -> object:
    return rules.why_not_cancel(state, person=ME, reporter=DOER, owner=OWNER)


def regrade(state: str) -> object:
    return rules.why_not_regrade(state, "minor", "major")


def move(state: str) -> object:
    return rules.why_not_move_due(state, person=ME, owner=OWNER)


OPEN_TO: dict[str, tuple[Callable[[str], object], set[State]]] = {
    "contain": (rules.why_not_contain, {S.OPEN, S.REOPENED}),
    "analyse": (lambda state: rules.why_not_analyse(state, "nonconformity"), {S.CONTAINED, S.ANALYSED, S.REOPENED}),
    "analyse_preventive": (
        lambda state: rules.why_not_analyse(state, "preventive"),
        {S.OPEN, S.CONTAINED, S.ANALYSED, S.REOPENED},
    ),
    "plan": (rules.why_not_plan, {S.ANALYSED}),
    "start": (start, {S.PLANNED}),
    "add": (rules.why_not_add_action, {S.PLANNED, S.IMPLEMENTING}),
    "complete": (complete, {S.IMPLEMENTING}),
    "strike": (strike, {S.PLANNED, S.IMPLEMENTING}),
    "verify": (verify, {S.EFFECTIVENESS_CHECK}),
    "close": (close, {S.EFFECTIVENESS_CHECK}),
    "reopen": (rules.why_not_reopen, {S.CLOSED}),
    "cancel": (cancel, {S.OPEN, S.CONTAINED, S.ANALYSED}),
    "regrade": (regrade, set(State) - {S.CLOSED, S.CANCELLED}),
    "move": (move, set(State) - {S.CLOSED, S.CANCELLED}),
    "assign": (rules.why_not_assign, set(State) - {S.CLOSED, S.CANCELLED, S.EFFECTIVENESS_CHECK}),
    "mark": (lambda state: rules.why_not_mark_deduction(state, ""), set(State) - {S.CANCELLED}),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", OPEN_TO)
def test_each_step_is_open_in_its_states_only(step: str, state: State) -> None:
    why_not, open_to = OPEN_TO[step]
    assert (why_not(state) is None) is (state in open_to)


@pytest.mark.parametrize(
    ("may_manage", "is_owner", "reason"),
    [
        (True, True, None),
        (True, False, None),
        (False, True, None),
        (False, False, "only its owner, or the quality manager, does this"),
    ],
)
def test_the_owner_and_the_manager_treat_it(may_manage: bool, is_owner: bool, reason: str | None) -> None:
    assert rules.why_not_treat(may_manage=may_manage, is_owner=is_owner) == reason


def test_a_nonconformity_is_put_right_before_its_cause_is_sought() -> None:
    assert rules.why_not_analyse("open", "nonconformity") == "first write down what was done at once"
    assert rules.why_not_analyse("planned", "nonconformity") == not_now(S.PLANNED)


SHALLOW = "ask why at least twice, or weigh at least two possible causes"
DEEPER = "ask why at least three times: this one is not minor"
WIDER = "weigh at least two possible causes in the fishbone: this one is not minor"


@pytest.mark.parametrize(
    ("severity", "whys", "causes", "reason"),
    [
        ("minor", 0, 0, SHALLOW),
        ("minor", 1, 1, SHALLOW),
        ("minor", 2, 0, None),
        ("minor", 0, 2, None),
        ("major", 2, 9, DEEPER),
        ("major", 3, 1, WIDER),
        ("major", 3, 2, None),
        ("critical", 2, 2, DEEPER),
        ("critical", 3, 0, WIDER),
        ("critical", 3, 2, None),
    ],
)
def test_an_analysis_goes_as_deep_as_the_severity_asks(
    severity: str, whys: int, causes: int, reason: str | None
) -> None:
    assert rules.why_not_choose_cause(severity=severity, whys=whys, causes=causes) == reason


def test_the_plan_comes_after_the_cause() -> None:
    for state in (S.OPEN, S.CONTAINED, S.REOPENED):
        assert rules.why_not_plan(state) == "first find the cause"
    assert rules.why_not_plan(S.CLOSED) == not_now(S.CLOSED)


@pytest.mark.parametrize(
    ("kind", "planned", "reason"),
    [
        ("nonconformity", [], "plan at least one action"),
        (
            "nonconformity",
            ["correction", "preventive"],
            "plan at least one corrective action: a correction alone leaves the cause",
        ),
        ("nonconformity", ["corrective"], None),
        ("preventive", ["corrective"], "plan at least one preventive action"),
        ("preventive", ["preventive"], None),
        ("observation", ["correction"], None),
        ("observation", [], "plan at least one action"),
    ],
)
def test_a_plan_takes_the_cause_away(kind: str, planned: list[str], reason: str | None) -> None:
    assert rules.why_not_accept_plan(kind, planned) == reason


def test_the_effect_is_not_judged_before_the_last_action_is_due() -> None:
    assert rules.why_not_check_on(DAY, DAY) is None
    assert rules.why_not_check_on(DAY, date(2026, 11, 22)) == (
        "the effect shows after the actions: choose 2026-11-22 or later"
    )


@pytest.mark.parametrize(
    ("severity", "planner", "person", "refused"),
    [
        ("minor", ME, ME, False),
        ("major", ME, ME, True),
        ("critical", ME, ME, True),
        ("major", OWNER, ME, False),
        ("critical", None, None, False),  # written by the system
    ],
)
def test_the_plan_of_a_major_one_is_approved_by_a_second_person(
    severity: str, planner: int | None, person: int | None, refused: bool
) -> None:
    reason = "somebody else approves the plan: you wrote it, and this one is not minor"
    found = rules.why_not_start(S.PLANNED, severity=severity, planner=planner, person=person)
    assert found == (reason if refused else None)


def test_an_action_is_done_once_by_whom_it_concerns() -> None:
    def why(*, done: bool = False, struck: bool = False, responsible: bool = True, may_manage: bool = False) -> object:
        return rules.why_not_complete_action(
            S.IMPLEMENTING, done=done, struck=struck, responsible=responsible, may_manage=may_manage
        )

    over = "this action is done, or struck, already"
    assert (why(), why(done=True), why(struck=True)) == (None, over, over)
    assert why(responsible=False) == "only the person responsible, or the quality manager, does this"
    assert why(responsible=False, may_manage=True) is None


def test_the_last_action_is_not_struck() -> None:
    def why(*, done: bool = False, struck: bool = False, others: int = 1) -> object:
        return rules.why_not_strike_action(S.PLANNED, done=done, struck=struck, others=others)

    over = "this action is done, or struck, already"
    assert (why(), why(done=True), why(struck=True)) == (None, over, over)
    assert why(others=0) == "the last action is not struck; add another one first"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"person": None}, None),  # the system owns and did nothing
        ({"person": OWNER}, "somebody else judges the effect: you own this one"),
        ({"person": DOER}, "somebody else judges the effect: you carried out one of the actions"),
        ({"owner": None}, None),
        ({"check_on": None}, None),
        ({"today": date(2026, 11, 20)}, "the plan lets the effect show until 2026-11-21; judge it then"),
        ({"state": S.IMPLEMENTING, "open_actions": 2}, "2 actions are not done yet"),
        ({"state": S.PLANNED, "open_actions": 1}, "1 actions are not done yet"),
        ({"state": S.CLOSED}, not_now(S.CLOSED)),
    ],
)
def test_the_effect_is_judged_in_time_by_somebody_else(changes: dict[str, object], reason: str | None) -> None:
    given: dict[str, object] = {
        "open_actions": 0, "check_on": DAY, "today": DAY, "person": ME, "owner": OWNER, "doers": frozenset({DOER}),
    } | changes  # fmt: skip
    state = str(given.pop("state", S.EFFECTIVENESS_CHECK))
    assert rules.why_not_verify(state, **given) == reason  # type: ignore[arg-type]


BY_OTHERS = "first have the effect checked by somebody who neither owns it nor did the actions"


@pytest.mark.parametrize(
    ("state", "open_actions", "verdict", "reason"),
    [
        ("effectiveness_check", 0, "effective", None),
        ("effectiveness_check", 0, None, BY_OTHERS),
        ("effectiveness_check", 0, "not_effective", BY_OTHERS),
        ("effectiveness_check", 1, "effective", "first carry out every action"),
        ("implementing", 0, "effective", "first carry out every action"),
        ("closed", 0, "effective", "this one is closed already"),
    ],
)
def test_it_is_closed_when_all_is_done_and_proven(
    state: str, open_actions: int, verdict: str | None, reason: str | None
) -> None:
    assert rules.why_not_close(state, open_actions=open_actions, verdict=verdict) == reason


def test_only_a_closed_one_is_opened_again() -> None:
    assert rules.why_not_reopen(S.CANCELLED) == "only a closed one is opened again"


def test_another_person_finds_it_to_be_none() -> None:
    reason = "somebody else says that it is none: you reported or own it"
    assert rules.why_not_cancel("open", person=DOER, reporter=DOER, owner=OWNER) == reason
    assert rules.why_not_cancel("open", person=OWNER, reporter=DOER, owner=OWNER) == reason
    assert rules.why_not_cancel("open", person=None, reporter=None, owner=None) is None
    assert rules.why_not_cancel("planned", person=ME, reporter=DOER, owner=OWNER) == not_now(S.PLANNED)


def test_what_is_set_right_beside_the_steps_says_why_not() -> None:
    assert rules.why_not_regrade("open", "minor", "minor") == "it has this severity already"
    assert rules.why_not_regrade("closed", "minor", "major") == "this one has ended; open it again first"
    assert rules.why_not_move_due("open", person=OWNER, owner=OWNER) == "somebody else moves the day: you own this one"
    assert rules.why_not_move_due("closed", person=ME, owner=OWNER) == "nothing of this one is due any more"
    assert rules.why_not_assign("effectiveness_check") == "the owner stays from the check of the effect on"
    assert rules.why_not_mark_deduction("cancelled", "") == "this one was found to be none"
    assert rules.why_not_mark_deduction("open", "law") == "it is named a special deduction already"
    assert rules.why_not_unmark_deduction("", person=ME, owner=OWNER) == "it is no special deduction"
    assert rules.why_not_unmark_deduction("law", person=OWNER, owner=OWNER) == (
        "somebody else takes it back: you own this one"
    )
    assert rules.why_not_unmark_deduction("law", person=ME, owner=OWNER) is None
