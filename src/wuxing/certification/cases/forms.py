"""Forms of cases and clients."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core.forms import Form


class WithdrawForm(Form):
    """The client withdraws."""

    reason = forms.CharField(label=_("Why the client withdraws"), max_length=1000, widget=forms.Textarea({"rows": 3}))


class DoorForm(Form):
    """A link for somebody at the client."""

    name = forms.CharField(label=_("For whom"), max_length=100)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=200)
