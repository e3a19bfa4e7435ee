"""The form of a saved view."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.service.repair.forms.base import Form


class ViewForm(Form):
    """存为视图."""

    name = forms.CharField(label=_("Name of the view"), max_length=60)
