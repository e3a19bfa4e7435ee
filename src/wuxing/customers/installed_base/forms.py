"""Forms of a unit's ties."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core.forms import Form
from wuxing.customers.customer_care.forms import Offering, number, reason_field


class TieForm(Offering):
    """Change one tie of a unit from a day on."""

    whole = number(_("Part of the unit"))
    site = number(_("Place"))
    owner = forms.IntegerField(label=_("Number of the owner's file"), min_value=1, required=False)
    manager = forms.IntegerField(label=_("Number of the file of who looks after it"), min_value=1, required=False)
    kind = forms.ChoiceField(
        label=_("What changes"),
        choices=[
            ("located_at", _("it moves to the place")),
            ("parent", _("it becomes a part of the unit, or stands alone")),
            ("owned_by", _("it has a new owner")),
            ("managed_by", _("somebody looks after it, or nobody any more")),
        ],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=_("From the day"))
    reason = reason_field(_("Why it changes"))

    field_order = ("kind", "site", "whole", "owner", "manager", "on", "reason")

    def to(self) -> int | None:
        """Return the number of what the chosen kind of tie leads to."""
        name = {"located_at": "site", "parent": "whole", "owned_by": "owner", "managed_by": "manager"}
        found: int | None = self.cleaned_data.get(name[self.cleaned_data["kind"]])
        return found


class RetireForm(Form):
    """Take a unit out of use."""

    on = forms.DateField(label=_("Last day of use"))
    reason = reason_field(_("Why it is out of use"))
