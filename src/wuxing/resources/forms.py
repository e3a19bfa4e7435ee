"""Forms of outlets and people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core import wording
from wuxing.core.forms import Form
from wuxing.core.models import Membership
from wuxing.core.tenants import current_tenant
from wuxing.governance.models import WorkCalendar
from wuxing.resources.competence.rules import TRADES
from wuxing.resources.models import Outlet

KINDS = {Outlet.Kind.OWN: _("own"), Outlet.Kind.ENTRUSTED: _("entrusted")}


class OutletForm(Form):
    """An outlet."""

    code = forms.CharField(label=_("Outlet code"), max_length=20)
    name = forms.CharField(label=_("Outlet name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    city = forms.CharField(label=_("City"), max_length=40, required=False)
    districts = forms.CharField(
        label=_("Districts it serves"),
        required=False,
        help_text=_("apart by spaces: dispatch proposes its people there"),
    )
    calendar_id = forms.TypedChoiceField(label=_("Calendar"), coerce=int, empty_value=None, required=False)
    active = forms.BooleanField(label=_("in service"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        calendars = WorkCalendar.objects.order_by("name").values_list("pk", "name")
        self.offer(calendar_id=[("", "—"), *calendars])

    def clean_districts(self) -> list[str]:
        """Return the districts as a list."""
        return str(self.cleaned_data["districts"]).replace("、", " ").replace(",", " ").replace("，", " ").split()


class PersonForm(Form):
    """Somebody who does the service."""

    number = forms.CharField(label=_("Staff number"), max_length=20)
    name = forms.CharField(label=_("Name"), max_length=100)
    outlet_id = forms.TypedChoiceField(label=_("Outlet"), coerce=int)
    user_id = forms.TypedChoiceField(label=_("Signs in as"), coerce=int, empty_value=None, required=False)
    active = forms.BooleanField(label=_("works here"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outlets = Outlet.objects.filter(active=True).order_by("code").values_list("pk", "name")
        members = Membership.objects.filter(tenant_id=current_tenant(), active=True).order_by("user__name")
        self.offer(outlet_id=list(outlets))
        self.offer(user_id=[("", "—"), *members.values_list("user_id", "user__name")])


class SkillForm(Form):
    """A skill with its certificate."""

    trade = forms.ChoiceField(label=_("Trade"))
    level = forms.IntegerField(label=_("Level"), min_value=1, max_value=5, help_text=_("1 to 5"))
    certificate_no = forms.CharField(label=_("Certificate number"), max_length=60, required=False)
    valid_until = forms.DateField(label=_("Certificate runs until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(trade=[(code, wording.text(name)) for code, name in TRADES.items()])
