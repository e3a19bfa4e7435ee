"""What refuses, and why: one function a step, feeding the locked button, the API's answer and the exception."""

from collections.abc import Collection, Sequence
from datetime import date

from wuxing.core.reasons import Reason, say
from wuxing.governance.nonconformity.rules.words import STATES
from wuxing.governance.nonconformity.states import ENDED, TRANSITIONS, ActionKind, Kind, Severity, State, Verdict

S = State


def why_not_change(state: str, to: State) -> Reason | None:
    """Return why a nonconformity may not become `to` (states.md section 2)."""
    if to in TRANSITIONS[State(state)]:
        return None
    return say("this one is %(state)s; the step does not come now", state=STATES[state])


def why_not_treat(*, may_manage: bool, is_owner: bool) -> Reason | None:
    """Return why somebody may not treat a nonconformity: its owner may, and those who manage all of them."""
    if may_manage or is_owner:
        return None
    return say("only its owner, or the quality manager, does this")


def why_not_contain(state: str) -> Reason | None:
    """Return why nothing is put right for now (应急处置): it comes first, and again after reopening."""
    return why_not_change(state, S.CONTAINED)


def why_not_analyse(state: str, kind: str) -> Reason | None:
    """Return why the cause is not analysed (原因分析): a nonconformity is put right for now first."""
    if state == S.OPEN and kind == Kind.NONCONFORMITY:
        return say("first write down what was done at once")
    return why_not_change(state, S.ANALYSED)


def why_not_choose_cause(*, severity: str, whys: int, causes: int) -> Reason | None:
    """Return why an analysis does not carry its root cause: how deep it went, by severity."""
    if severity == Severity.MINOR:
        return (
            None if whys >= 2 or causes >= 2 else say("ask why at least twice, or weigh at least two possible causes")
        )
    if whys < 3:
        return say("ask why at least three times: this one is not minor")
    return None if causes >= 2 else say("weigh at least two possible causes in the fishbone: this one is not minor")


def why_not_plan(state: str) -> Reason | None:
    """Return why no actions are planned (纠正措施计划)."""
    if state == S.ANALYSED:
        return None
    if state in (S.OPEN, S.CONTAINED, S.REOPENED):
        return say("first find the cause")
    return why_not_change(state, S.PLANNED)


def why_not_accept_plan(kind: str, planned: Sequence[str]) -> Reason | None:
    """Return why a list of planned actions, given by their kinds, is not enough."""
    if not planned:
        return say("plan at least one action")
    if kind == Kind.NONCONFORMITY and ActionKind.CORRECTIVE not in planned:
        return say("plan at least one corrective action: a correction alone leaves the cause")
    if kind == Kind.PREVENTIVE and ActionKind.PREVENTIVE not in planned:
        return say("plan at least one preventive action")
    return None


def why_not_check_on(check_on: date, last_due: date) -> Reason | None:
    """Return why the effect cannot be judged from `check_on` on: not before the last action is due."""
    if check_on >= last_due:
        return None
    return say("the effect shows after the actions: choose %(day)s or later", day=last_due.isoformat())


def why_not_start(state: str, *, severity: str, planner: int | None, person: int | None) -> Reason | None:
    """Return why the plan is not approved (批准计划): that of a major or critical one needs a second person."""
    if state != S.PLANNED:
        return why_not_change(state, S.IMPLEMENTING)
    if severity != Severity.MINOR and planner is not None and planner == person:
        return say("somebody else approves the plan: you wrote it, and this one is not minor")
    return None


def why_not_add_action(state: str) -> Reason | None:
    """Return why no further action is planned."""
    if state in (S.PLANNED, S.IMPLEMENTING):
        return None
    return say("actions are added while they are planned or under way")


def why_not_complete_action(
    state: str, *, done: bool, struck: bool, responsible: bool, may_manage: bool
) -> Reason | None:
    """Return why an action is not reported as done (措施完成)."""
    if state != S.IMPLEMENTING:
        return say("actions are done while they are under way")
    if done or struck:
        return say("this action is done, or struck, already")
    if not (responsible or may_manage):
        return say("only the person responsible, or the quality manager, does this")
    return None


def why_not_strike_action(state: str, *, done: bool, struck: bool, others: int) -> Reason | None:
    """Return why an action is not struck: `others` still stand beside it, done or to be done."""
    if state not in (S.PLANNED, S.IMPLEMENTING):
        return say("actions are struck while they are planned or under way")
    if done or struck:
        return say("this action is done, or struck, already")
    if not others:
        return say("the last action is not struck; add another one first")
    return None


def why_not_verify(
    state: str,
    *,
    open_actions: int,
    check_on: date | None,
    today: date,
    person: int | None,
    owner: int | None,
    doers: Collection[int],
) -> Reason | None:
    """Return why somebody may not judge the effect (有效性验证): too early, or the judge took part."""
    if open_actions and state in (S.PLANNED, S.IMPLEMENTING):
        return say("%(count)s actions are not done yet", count=open_actions)
    if state != S.EFFECTIVENESS_CHECK:
        return say("this one is %(state)s; the step does not come now", state=STATES[state])
    if person is not None and person == owner:
        return say("somebody else judges the effect: you own this one")
    if person in doers:
        return say("somebody else judges the effect: you carried out one of the actions")
    if check_on is not None and today < check_on:
        return say("the plan lets the effect show until %(day)s; judge it then", day=check_on.isoformat())
    return None


def why_not_close(state: str, *, open_actions: int, verdict: str | None) -> Reason | None:
    """Return why it is not closed (关闭): every action done, and the effect shown by evidence."""
    if state == S.CLOSED:
        return say("this one is closed already")
    if state != S.EFFECTIVENESS_CHECK or open_actions:
        return say("first carry out every action")
    if verdict != Verdict.EFFECTIVE:
        return say("first have the effect checked by somebody who neither owns it nor did the actions")
    return None


def why_not_reopen(state: str) -> Reason | None:
    """Return why it is not opened again (重新打开)."""
    return None if state == S.CLOSED else say("only a closed one is opened again")


def why_not_cancel(state: str, *, person: int | None, reporter: int | None, owner: int | None) -> Reason | None:
    """Return why it is not found to be none (判定不构成不符合): another person says so, before actions are planned."""
    if S.CANCELLED not in TRANSITIONS[State(state)]:
        return say("this one is %(state)s; the step does not come now", state=STATES[state])
    if person is not None and person in (reporter, owner):
        return say("somebody else says that it is none: you reported or own it")
    return None


def why_not_regrade(state: str, before: str, after: str) -> Reason | None:
    """Return why its severity is not corrected."""
    if State(state) in ENDED:
        return say("this one has ended; open it again first")
    return say("it has this severity already") if before == after else None


def why_not_move_due(state: str, *, person: int | None, owner: int | None) -> Reason | None:
    """Return why the day by which a stage is due is not moved: nobody moves their own."""
    if State(state) in ENDED:
        return say("nothing of this one is due any more")
    if person is not None and person == owner:
        return say("somebody else moves the day: you own this one")
    return None


def why_not_assign(state: str) -> Reason | None:
    """Return why it gets no other owner: whoever judged the effect has judged this owner's work."""
    if State(state) in ENDED or state == S.EFFECTIVENESS_CHECK:
        return say("the owner stays from the check of the effect on")
    return None


def why_not_mark_deduction(state: str, ground: str) -> Reason | None:
    """Return why it is not named a special deduction (特殊扣分项)."""
    if state == S.CANCELLED:
        return say("this one was found to be none")
    return say("it is named a special deduction already") if ground else None


def why_not_unmark_deduction(ground: str, *, person: int | None, owner: int | None) -> Reason | None:
    """Return why it does not cease to be a special deduction: that lifts the score, so another person says it."""
    if not ground:
        return say("it is no special deduction")
    if person is not None and person == owner:
        return say("somebody else takes it back: you own this one")
    return None
