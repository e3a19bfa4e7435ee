"""Forms of procedure 2."""

from wuxing.governance.commitments.forms.goals import GoalForm
from wuxing.governance.commitments.forms.promises import (
    DAYS,
    SPARE_ROWS,
    CalendarForm,
    DecisionForm,
    EndForm,
    PromiseForm,
    as_fields,
    as_typed,
    spans,
    steps_as_fields,
)

__all__ = [
    "DAYS",
    "SPARE_ROWS",
    "CalendarForm",
    "DecisionForm",
    "EndForm",
    "GoalForm",
    "PromiseForm",
    "as_fields",
    "as_typed",
    "spans",
    "steps_as_fields",
]
