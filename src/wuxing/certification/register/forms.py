"""Forms of the public register."""

from django import forms
from django.utils.translation import gettext_lazy

from wuxing.core.forms import Form


class SearchForm(Form):
    """A question to the public register."""

    q = forms.CharField(label=gettext_lazy("Number of the certificate, holder, or credit code"), max_length=100)
