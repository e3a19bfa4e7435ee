"""How forms look: our field template for every form, ours and those of packages."""

from pathlib import Path
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property

from wuxing.core.forms import Errors, Form, speak_plainly

__all__ = ["Errors", "Form", "Renderer", "speak_plainly"]


class Renderer(DjangoTemplates):
    """Draws every form, ours and those of packages, with our field template."""

    form_template_name = "wx/form.html"
    field_template_name = "wx/field.html"
    formset_template_name = "django/forms/formsets/div.html"

    @cached_property
    def engine(self) -> Any:
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [Path(forms.__file__).parent / "templates"],
                "NAME": "wuxing-forms",
                "OPTIONS": {
                    "builtins": [
                        "django.templatetags.i18n",
                        "django.templatetags.static",
                        "wuxing.web.templatetags.wx",
                    ]
                },
            }
        )
