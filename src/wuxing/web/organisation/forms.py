"""Forms of members and keys."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core.access import ROLE_TITLES
from wuxing.core.forms import Form
from wuxing.core.members import INSIDE


class RolesForm(Form):
    """The roles of one member."""

    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)
    active = forms.BooleanField(label=_("may sign in here"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(roles=[(role.value, ROLE_TITLES[role]) for role in INSIDE])


class MemberForm(Form):
    """A new member."""

    name = forms.CharField(label=_("Name"), max_length=100)
    username = forms.CharField(label=_("Sign-in name"), max_length=60, help_text=_("letters, digits, dots or dashes"))
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(roles=[(role.value, ROLE_TITLES[role]) for role in INSIDE])


class TokenForm(Form):
    """A new key."""

    name = forms.CharField(
        label=_("What will use it"), max_length=100, help_text=_("for example: website, ERP, scanner")
    )
    user_id = forms.TypedChoiceField(label=_("Acts as"), coerce=int, required=False)

    def __init__(self, *args: Any, holders: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(user_id=holders)
