"""What the pages here share: tabs, and one way to take what was sent."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.forms import Form


def tabs(by: Actor, here: str) -> list[dict[str, Any]]:
    """Return the pages of competence and impartiality that somebody may open."""
    named = [
        ("certifiers", _("People")),
        ("relations", _("Relations")),
        ("impartiality", _("Risks and committee")),
    ]
    if by.may(Permission.CERTIFIER_DECLARE):
        named.append(("my_declarations", _("My declarations")))
    return [{"title": title, "url": reverse(f"certification:{name}"), "here": name == here} for name, title in named]


def done(request: HttpRequest, form: Form, act: Callable[..., object], **given: Any) -> bool:
    """Do what a form asks; say so, or hang the reasons on the form. Return whether it is done."""
    if not form.is_valid():
        return False
    return told(request, form, lambda: act(**form.cleaned_data, **given))


def told(request: HttpRequest, form: Form, act: Callable[[], object]) -> bool:
    """Run an act; say that it is done, or hang the reasons on the form."""
    try:
        act()
    except BadInput as error:
        form.blame(error.fields)
    except RuleBroken as error:
        form.add_error(None, wording.text(error.reason))
    else:
        messages.success(request, _("Saved."))
        return True
    return False


def asked(request: HttpRequest) -> str:
    """Return which of a page's forms was sent."""
    return request.POST.get("do", "") if request.method == "POST" else ""
