"""The acts beside the steps: due days, special deductions, and that it was none at all."""

from django.utils.translation import gettext_lazy as _

from wuxing.core.access import Permission
from wuxing.governance.nonconformity import actions, rules
from wuxing.governance.nonconformity.forms import steps
from wuxing.governance.nonconformity.views import acts
from wuxing.governance.nonconformity.views.acts import Act, may, plain

P = Permission

ACTS: dict[str, Act] = {
    **acts.ACTS,
    "assign": Act(
        _("Name an owner"),
        _("Save the owner"),
        may(P.NONCONFORMITY_MANAGE),
        lambda facts: rules.why_not_assign(facts.found.state),
        steps.AssignForm,
        plain(actions.assign, "owner_id"),
        _("The owner is named."),
        "user",
    ),
    "correct_severity": Act(
        _("Correct the severity"),
        _("Save the severity"),
        may(P.NONCONFORMITY_VERIFY),
        lambda facts: rules.why_not_regrade(facts.found.state, facts.found.severity, ""),
        steps.RegradeForm,
        plain(actions.correct_severity, "severity", "reason"),
        _("Corrected; the old value stays on the timeline."),
        "scale",
    ),
    "move_due": Act(
        _("Move a due day"),
        _("Move the day"),
        may(P.NONCONFORMITY_VERIFY),
        lambda facts: rules.why_not_move_due(facts.found.state, person=facts.by.user_id, owner=facts.found.owner_id),
        steps.MoveDueForm,
        plain(actions.move_due, "stage", "due_on", "reason"),
        _("The day is moved; the first one stays beside it."),
        "calendar",
    ),
    "mark_deduction": Act(
        _("Name it a special deduction"),
        _("Name it one"),
        may(P.NONCONFORMITY_MANAGE),
        lambda facts: rules.why_not_mark_deduction(facts.found.state, facts.found.deduction_ground),
        steps.DeductionForm,
        plain(actions.mark_deduction, "ground"),
        _("It counts as a special deduction until its correction is proven."),
        "alert-octagon",
    ),
    "unmark_deduction": Act(
        _("Take the special deduction back"),
        _("Take it back"),
        may(P.NONCONFORMITY_VERIFY),
        lambda facts: rules.why_not_unmark_deduction(
            facts.found.deduction_ground, person=facts.by.user_id, owner=facts.found.owner_id
        ),
        steps.UnmarkForm,
        plain(actions.unmark_deduction, "reason"),
        _("It is no special deduction any more; the reason stays."),
        "arrow-back-up",
        danger=True,
    ),
    "cancel": Act(
        _("Find it to be none"),
        _("End it as none"),
        may(P.NONCONFORMITY_VERIFY),
        acts.why_not_cancel,
        steps.CancelForm,
        plain(actions.cancel, "reason"),
        _("Ended: it is no nonconformity. The reason stays."),
        "ban",
        danger=True,
    ),
}
