"""What must be fulfilled before a case may go on: each package of the context adds its checks, many cases at a time."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import ENDS, LINE, Stage
from wuxing.core.errors import RuleBroken
from wuxing.core.reasons import Reason

Check = Callable[[Sequence[Case]], Mapping[int, Reason]]
"""Takes cases, returns why each of those that are blocked is blocked, by its id. Its queries do not grow with the cases."""

_CHECKS: dict[Stage, list[Check]] = defaultdict(list)


def before(*stages: Stage) -> Callable[[Check], Check]:
    """Register a check that stands before `stages`. To be used in a package's `gates.py`."""

    def register(check: Check) -> Check:
        for stage in stages:
            _CHECKS[stage].append(check)
        return check

    return register


def blocks(cases: Sequence[Case], to: Stage) -> dict[int, list[Reason]]:
    """Return everything that keeps each of `cases` from the stage `to`; a case that nothing blocks is left out."""
    found: dict[int, list[Reason]] = defaultdict(list)
    for check in _CHECKS[to] if cases else []:
        for case_id, reason in check(cases).items():
            found[case_id].append(reason)
    return dict(found)


def require_open(case: Case, to: Stage) -> None:
    """Raise RuleBroken with the first thing that keeps a case from the stage `to`."""
    if reasons := blocks([case], to).get(case.pk):
        raise RuleBroken(reasons[0])


def following(stage: Stage) -> Stage | None:
    """Return the stage that a case goes to when all is well; None at the end of the line."""
    if stage is Stage.DRAFT:
        return Stage.SUBMITTED
    if stage in ENDS or stage not in LINE:
        return None
    return LINE[LINE.index(stage) + 1]
