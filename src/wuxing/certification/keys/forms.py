"""Forms of keys."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wuxing.certification.keys import words
from wuxing.certification.keys.models import SigningKey
from wuxing.core.forms import Form

P = SigningKey.Purpose
_LONG = {"rows": 3}
MOST_BYTES = 100_000


def _why() -> forms.CharField:
    return forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs=_LONG))


class RotateForm(Form):
    """A fresh key in the place of one."""

    purpose = forms.ChoiceField(label=pgettext_lazy("key", "For what"))
    reason = _why()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(purpose=[(one.value, words.purpose(one)) for one in P])


class ImportForm(Form):
    """A key and certificate of another authority."""

    file = forms.FileField(label=_("PKCS#12 file (.p12, .pfx)"))
    password = forms.CharField(
        label=_("Password of the file"), max_length=200, required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    rehearsal = forms.BooleanField(label=_("For exercises"), required=False)
    reason = _why()

    def clean(self) -> dict[str, Any]:
        """Read the file."""
        data = dict(super().clean() or {})
        file = data.pop("file", None)
        if file is not None:
            if file.size > MOST_BYTES:
                self.add_error("file", _("this file is too large for a key"))
            else:
                data["data"] = file.read()
        return data


class ModuleForm(RotateForm):
    """A key of the hardware module in the place of one."""

    label = forms.CharField(label=_("Label of the key in the module"), max_length=100)
    field_order = ("purpose", "label", "reason")


class RevokeForm(Form):
    """From when on a key is not believed."""

    revoked_on = forms.DateField(label=_("From which day on it is not believed"))
    reason = _why()


class AnswerForm(Form):
    """Why a proposal is turned down."""

    answer = forms.CharField(label=_("Why it is turned down"), max_length=1000)
