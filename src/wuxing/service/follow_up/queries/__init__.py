"""Questions about follow-up calls, surveys and problems."""

from wuxing.service.follow_up.queries.figures import (
    Period,
    answers_of_period,
    by_group,
    response_rate,
)
from wuxing.service.follow_up.queries.lists import calls, counts, problems
from wuxing.service.follow_up.queries.orders import closed_facts, of_order, work_done
from wuxing.service.follow_up.queries.plans import (
    earlier_plans,
    plan_in_force,
    questions_of,
    script_in_force,
    terms_of,
)
from wuxing.service.follow_up.queries.rows import (
    expire_of,
    find_invitation,
    invitation_of,
    invitations,
    is_member,
    is_shown_to_worker,
    lock_call,
    lock_invitation,
    lock_order,
    lock_problem,
    may_survey,
    members,
    refuse_own_work,
    require_own_technician,
    steps_of,
    tries_of,
)
from wuxing.service.repair.queries import has_own_work

__all__ = [
    "Period",
    "answers_of_period",
    "by_group",
    "calls",
    "closed_facts",
    "counts",
    "earlier_plans",
    "expire_of",
    "find_invitation",
    "has_own_work",
    "invitation_of",
    "invitations",
    "is_member",
    "is_shown_to_worker",
    "lock_call",
    "lock_invitation",
    "lock_order",
    "lock_problem",
    "may_survey",
    "members",
    "of_order",
    "plan_in_force",
    "problems",
    "questions_of",
    "refuse_own_work",
    "require_own_technician",
    "response_rate",
    "script_in_force",
    "steps_of",
    "terms_of",
    "tries_of",
    "work_done",
]
