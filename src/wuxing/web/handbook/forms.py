"""The form of generation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core.forms import Form
from wuxing.web.context import LANGUAGES as NAMES
from wuxing.web.handbook.content import LANGUAGES


class GenerateForm(Form):
    """Which documents, in which language."""

    subjects = forms.MultipleChoiceField(label=_("Documents"), widget=forms.CheckboxSelectMultiple)
    languages = forms.MultipleChoiceField(
        label=_("Language of the files"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(code, NAMES[code][1]) for code in LANGUAGES],
        help_text=_("for download; document control gets both"),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(subjects=choices)
