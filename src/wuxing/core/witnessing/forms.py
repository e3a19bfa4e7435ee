"""What the page of the log asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core.forms import Form


class WitnessForm(Form):
    """A witness elsewhere."""

    key = forms.CharField(label=_("Key of the witness"), max_length=500, help_text=_("name+id+key, one line"))
    url = forms.CharField(label=_("Address of the witness"), max_length=300)


class WatchForm(Form):
    """A log elsewhere."""

    log_key = forms.CharField(label=_("Key of the log"), max_length=500, help_text=_("name+id+key, one line"))
