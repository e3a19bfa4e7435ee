"""Forms of the public doors, and of the pages where they are kept."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from wuxing.core import clock, wording
from wuxing.core.forms import Form
from wuxing.service.doors import rules
from wuxing.service.doors.models import DoorReport
from wuxing.service.repair.forms.base import choice_list
from wuxing.service.repair.rules.words import SYMPTOMS, SYMPTOMS_OF

OPENED, ASKED = "doors.opened", "doors.asked"
QUICKEST, LONGEST = 2, 24 * 3600  # seconds from the opening of a form to its sending, by a person
PICTURES = "image/jpeg,image/png,image/webp,image/heic"


class Pictures(forms.FileInput):
    """Takes several pictures, from the camera or the album, as the phone offers."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return all files sent under the name."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class PicturesField(forms.FileField):
    """A field of several pictures; what they are is told by their content when they are kept."""

    widget = Pictures({"accept": PICTURES})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files, one after the other looked at for emptiness and length of name."""
        found = [one for one in (data or []) if one]
        if not found and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(PicturesField, self).clean(one, initial) for one in found]


class PublicForm(Form):
    """A form for everybody: a trap for programs, one answer for one form, a sum where many came."""

    website = forms.CharField(required=False, max_length=200)
    once = forms.CharField(max_length=40, widget=forms.HiddenInput)
    opened = forms.CharField(max_length=80, widget=forms.HiddenInput)
    asked = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
    sum = forms.CharField(required=False, max_length=4)

    hidden_names = ("once", "opened", "asked")
    trap_names = ("website", "sum", "once", "opened", "asked")

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields that a person fills in."""
        return [self[name] for name in self.fields if name not in self.trap_names]

    def is_hurried(self) -> bool:
        """Say whether the form came back quicker, or later, than a person sends it."""
        try:
            since = int(signing.loads(self.cleaned_data.get("opened") or "", salt=OPENED))
        except (signing.BadSignature, ValueError):
            return True
        return not QUICKEST <= clock.now().timestamp() - since <= LONGEST

    def is_summed(self) -> bool:
        """Say whether the sum that was asked is right."""
        try:
            wanted = signing.loads(self.cleaned_data.get("asked") or "", salt=ASKED, max_age=LONGEST)
        except signing.BadSignature:
            return False
        return bool(str(wanted) == (self.cleaned_data.get("sum") or "").strip())


class ReportForm(PublicForm):
    """报修: two fields are needed, the number and what is wrong."""

    symptom = forms.ChoiceField(label=_("What is wrong?"), required=False)
    fault = forms.CharField(
        label=_("In your words"),
        max_length=900,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=30,
        help_text=_("only for this service"),
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )
    photos = PicturesField(label=_("Photos"), required=False, help_text=_("four at most"))
    name = forms.CharField(
        label=_("Your name"), max_length=60, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )

    def __init__(self, *args: Any, trade: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = (*SYMPTOMS_OF.get(trade, tuple(code for code in SYMPTOMS if code != "other")), "other")
        offered = {code: SYMPTOMS[code] for code in codes}
        self.fields["fault"].required = not (self.is_bound and self.data.get("symptom"))  # choosing it says it, too
        self.offer(symptom=choice_list(offered, empty=_("please choose"))())


class WebReportForm(ReportForm):
    """报修 without a label: the product and the place are asked too, but need not be known."""

    product_id = forms.ChoiceField(label=_("Product"), required=False)
    serial = forms.CharField(label=_("Serial number"), max_length=80, required=False)
    city = forms.CharField(label=_("City"), max_length=40, required=False)
    district = forms.CharField(label=_("District"), max_length=40, required=False)
    address = forms.CharField(
        label=_("Address"), max_length=300, required=False, widget=forms.TextInput({"autocomplete": "street-address"})
    )

    field_order = ("product_id", "symptom", "fault", "phone", "photos", "name", "city", "district", "address", "serial")

    def __init__(self, *args: Any, products: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(product_id=[("", _("I do not know")), *products])


class PartForm(PublicForm):
    """配件申请."""

    kind = DoorReport.Kind.PART
    fault = forms.CharField(label=_("Which part, how many?"), max_length=900, widget=forms.Textarea({"rows": 3}))
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=30,
        help_text=_("only for this service"),
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )
    photos = PicturesField(label=_("Photos"), required=False, help_text=_("four at most"))
    name = forms.CharField(label=_("Your name"), max_length=60, required=False)


class RegisterForm(PublicForm):
    """保修登记."""

    purchased_on = forms.DateField(label=_("Day of the purchase"), help_text=_("as on the invoice"))
    photos = PicturesField(label=_("Photo of the invoice"))
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=30,
        help_text=_("only for this service"),
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )
    name = forms.CharField(label=_("Your name"), max_length=60, required=False)
    serial = forms.CharField(label=_("Serial number"), max_length=80, required=False)


class AgainForm(PublicForm):
    """A new link, for who knows the number and the phone's last four digits."""

    number = forms.CharField(
        label=_("Number of the request or order"),
        max_length=30,
        widget=forms.TextInput({"placeholder": "WO-2026-000001"}),
    )
    digits = forms.CharField(
        label=_("Last four digits of the phone number"),
        max_length=4,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_digits(self) -> str:
        """Refuse what is the end of no number; whether it is that of this one is not said."""
        digits = rules.digits_of(self.cleaned_data["digits"])
        if reason := rules.why_not_digits(digits):
            raise forms.ValidationError(wording.text(reason))
        return digits
