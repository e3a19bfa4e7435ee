"""What every page here does with a form that was sent, and who may send it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import TEAM, Part
from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.forms import Form


def sent(request: HttpRequest, name: str) -> Any:
    """Return the data of the form `name` when it is the one that was sent."""
    return request.POST if request.method == "POST" and request.POST.get("do") == name else None


def taken(form: Form, run: Callable[..., object]) -> bool:
    """Run an action with what was filled in; hang on the form why it was refused."""
    if not form.is_valid():
        return False
    try:
        run(**form.cleaned_data)
    except BadInput as error:
        form.blame(error.fields)
    except (RuleBroken, NotFound) as error:
        form.add_error(None, wording.text(error.reason))
    return not form.errors


def why_not_lead(case: Case, by: Actor) -> str:
    """Return why this person does not plan and lead the evaluation of a case, in words; nothing when they do."""
    if not by.may(Permission.CASE_EVALUATE) or Part.LEAD not in cases.parts_of(case.pk, by):
        return _("only the team leader of this case does this")
    return ""


def why_not_team(case: Case, by: Actor, *parts: Part) -> str:
    """Return why this person does not evaluate a case, in words; nothing when they do."""
    if not by.may(Permission.CASE_EVALUATE) or not cases.parts_of(case.pk, by) & set(parts or TEAM):
        return _("only the team of this case does this")
    return ""
