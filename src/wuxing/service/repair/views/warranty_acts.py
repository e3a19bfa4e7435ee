"""What can be done about the warranty from the page of an order: tell, decide otherwise, name an exception."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.reasons import Reason
from wuxing.customers.entitlement.rules import why_not_ask
from wuxing.service.repair import actions
from wuxing.service.repair.forms.call import OverrideForm
from wuxing.service.repair.forms.visit import ExceptForm, ExplainForm, LawFactsForm
from wuxing.service.repair.queries import pages
from wuxing.service.repair.rules import steps
from wuxing.service.repair.views.acts import Act, Facts


def _open(f: Facts) -> Reason | None:
    return steps.why_not_work_on(f.state)


def _untold(f: Facts) -> Reason | None:
    return _open(f) or steps.why_not_except(told=f.told)


def _explain(order_id: int, form: Any, by: Actor) -> Any:
    return actions.explain_warranty(order_id=order_id, by=by, **form.cleaned_data)


def _except(order_id: int, form: Any, by: Actor) -> Any:
    return actions.except_telling(order_id=order_id, by=by, **form.cleaned_data)


def _law_facts(order_id: int, form: Any, by: Actor) -> Any:
    return actions.note_law_facts(order_id=order_id, by=by, **form.cleaned_data)


def _override(order_id: int, form: Any, by: Actor) -> Any:
    request_id = pages.order_facts(order_id)["request_id"]
    return actions.override_warranty(request_id=request_id, by=by, **form.cleaned_data)


WARRANTY_ACTS: Mapping[str, Act] = {
    "explain": Act(
        _("Tell warranty and fee"),
        _("The customer has been told"),
        Permission.REPAIR_VISIT,
        ExplainForm,
        _open,
        _explain,
        _("On record: told before the work."),
        "shield-check",
    ),
    "override": Act(
        _("Decide the warranty otherwise"),
        _("Decide otherwise"),
        Permission.ENTITLEMENT_OVERRIDE,
        OverrideForm,
        _open,
        _override,
        _("Both decisions stay on record."),
        "scale",
    ),
    "law_facts": Act(
        _("What the law asks about these goods"),
        _("Decide by it"),
        Permission.REPAIR_VISIT,
        LawFactsForm,
        lambda f: _open(f) or why_not_ask(f.law_asks),
        _law_facts,
        _("Decided again; what the law lets the customer choose stands with the decision."),
        "scale",
    ),
    "except": Act(
        _("Begin before the customer was told"),
        _("Name the exception"),
        Permission.REPAIR_VISIT,
        ExceptForm,
        _untold,
        _except,
        _("The exception is on record; telling stays due."),
        "alert-triangle",
    ),
}
