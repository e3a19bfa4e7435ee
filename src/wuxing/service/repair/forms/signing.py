"""The customer's hand under a result or an offer: drawn on the pad; where it is not, that is chosen and said why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core import forms as core_forms


class Signed(core_forms.Form):
    """The drawing, or the choice that the name alone stands for it.

    `asks` is false for what a phone kept from a page that did not ask yet: its typed name counts as it did.
    """

    signature = forms.CharField(required=False, widget=forms.HiddenInput, max_length=400_000)
    by_name = forms.BooleanField(label=_("Signed by name, not drawn"), required=False)
    not_drawn = forms.CharField(label=_("Why it is not drawn"), max_length=300, required=False)

    def __init__(self, *args: Any, asks: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = asks

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two; a drawing needs no reason."""
        data = super().clean() or {}
        if data.get("signature"):
            data["not_drawn"] = ""
        elif self.asks and not data.get("by_name"):
            self.add_error("by_name", _("have the customer draw their signature, or tick this and say why not"))
        elif self.asks and not data.get("not_drawn") and "not_drawn" not in self.errors:
            self.add_error("not_drawn", _("say why it is not drawn"))
        return data
