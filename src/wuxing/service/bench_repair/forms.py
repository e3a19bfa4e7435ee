"""The forms of procedure 5."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wuxing.core import clock
from wuxing.service.bench_repair import states
from wuxing.service.bench_repair.actions import Given, Signed
from wuxing.service.bench_repair.models import BenchItem, Loan
from wuxing.service.bench_repair.queries import lists, pages
from wuxing.service.bench_repair.rules.words import CHECKS, CONDITIONS, DECISIONS, HOWS
from wuxing.service.repair.forms import signing
from wuxing.service.repair.forms.base import Form, choice_list, day_field, words_field
from wuxing.service.repair.rules.words import CAUSES

SIGNING = ("signature", "signed_by", "by_name", "not_drawn")
LINES = 4  # items on one form; more go on another receipt
PICTURES = "image/jpeg,image/png,image/webp,image/heic"


class Photos(forms.FileInput):
    """A field for several pictures."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class PhotosField(forms.FileField):
    """Several pictures; what each is, its content tells when it is kept."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        return data or []


def _text(label: Any, most: int, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text)


class SignedForm(signing.Signed, Form):
    """What the customer signs: on the pad; or by typed name, with the reason."""

    signed_by = _text(_("Name of the person who signs"), 100, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sign_last()

    def _sign_last(self) -> None:  # what is signed stands before the signature, in the list of errors too
        self.order_fields([name for name in self.fields if name not in SIGNING])

    def signed(self) -> Signed:
        """Return who signed, and how."""
        data = self.cleaned_data
        return Signed(name=data["signed_by"], drawing=data["signature"], not_drawn=data.get("not_drawn", ""))


class TakeBackForm(SignedForm):
    """取回收据: up to four items, each with serial, accessories, look and pictures."""

    shelf = _text(_("Storage place"), 40)
    note = words_field(_("Remark"), required=False)

    def __init__(self, *args: Any, at_visit: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if at_visit:
            del self.fields["shelf"]
        else:
            self.fields["shelf"].required = True
        for place in range(1, LINES + 1):
            self.fields |= _line(place)
        self._sign_last()

    def lines(self) -> list[list[Any]]:
        """Return the fields of each item, for the page."""
        names = ("name", "serial", "accessories", "look", "photos")
        return [[self[f"{name}_{place}"] for name in names] for place in range(1, LINES + 1)]

    def given(self) -> list[Given]:
        """Return the items that were filled in."""
        data, found = self.cleaned_data, []
        for place in range(1, LINES + 1):
            parts = [data.get(f"{name}_{place}", "").strip() for name in ("name", "serial", "accessories", "look")]
            photos = [(str(one.name), one) for one in data.get(f"photos_{place}") or ()]
            if any(parts) or photos or place == 1:
                name, serial, accessories, look = parts
                listed = tuple(line.strip() for line in accessories.splitlines() if line.strip())
                found.append(Given(name=name, serial=serial, accessories=listed, look=look, photos=photos))
        return found


def _line(place: int) -> dict[str, forms.Field]:
    return {
        f"name_{place}": _text(_("Item"), 120, required=place == 1),
        f"serial_{place}": _text(_("Serial number"), 80),
        f"accessories_{place}": words_field(
            _("Accessories"), required=False, help_text=_("one a line; they go back with the item")
        ),
        f"look_{place}": words_field(
            _("Look"), required=place == 1, help_text=_("scratches, dents, dirt, or without damage")
        ),
        f"photos_{place}": PhotosField(
            label=_("Photos"), required=False, widget=Photos(attrs={"accept": PICTURES, "capture": "environment"})
        ),
    }


class HandOverForm(Form):
    """交接: where it goes."""

    to = forms.ChoiceField(
        label=_("Where it goes"),
        widget=forms.RadioSelect,
        choices=[
            ("bench", _("onto a bench")),
            ("shelf", _("onto a shelf")),
            ("technician", pgettext_lazy("hand over", "with a technician")),
            ("courier", _("with a courier")),
            ("disposal", _("to disposal")),
        ],
    )
    person_id = forms.TypedChoiceField(label=_("Person"), required=False, coerce=int, empty_value=None)
    place = _text(_("Storage place or courier"), 40)
    waybill = _text(_("Consignment number"), 60)
    note = _text(_("Remark"), 200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(person_id=[("", "—"), *pages.people()])


class FindingForm(Form):
    """检修判断."""

    cause = forms.ChoiceField(label=_("Cause"), choices=choice_list(CAUSES, empty="—"))
    finding = words_field(_("What you found"), most=1000)


class RemarkForm(Form):
    """A remark."""

    note = words_field(_("Remark"), required=False, most=300)


class WhyForm(Form):
    """A reason."""

    reason = words_field(_("Reason"), most=300)


class PartsForm(Form):
    """等件."""

    part = _text(_("Which part is lacking"), 200, required=True)


class TestForm(Form):
    """检验."""

    __test__ = False
    checks = forms.MultipleChoiceField(
        label=_("Tick what is met"), required=False, widget=forms.CheckboxSelectMultiple, choices=choice_list(CHECKS)
    )
    note = words_field(_("Remark"), required=False, most=300, help_text=_("what is not met, and measured values"))

    def checklist(self) -> dict[str, bool]:
        """Return each point as met or not."""
        return {name: name in self.cleaned_data["checks"] for name in states.TESTS}


class ReadyForm(Form):
    """待返还."""

    shelf = _text(_("Storage place"), 40, required=True)


class ReturnForm(SignedForm):
    """返还签收."""

    accessories = forms.MultipleChoiceField(
        label=_("Accessories that go back"), required=False, widget=forms.CheckboxSelectMultiple
    )
    accessories_missing = _text(_("Why an accessory does not go back"), 300)
    warranty_days = forms.IntegerField(
        label=_("Warranty of the repair"), min_value=0, max_value=3650, initial=states.WARRANTY_DAYS
    )
    units = {"warranty_days": _("days")}

    def __init__(self, *args: Any, item: BenchItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(accessories=[(name, name) for name in item.accessories])
        if not item.accessories:
            del self.fields["accessories"], self.fields["accessories_missing"]


class ReplaceForm(SignedForm):
    """换机."""

    new_serial = _text(_("Serial number of the new unit"), 80)
    reason = words_field(_("Reason"), required=False)


class ScrapForm(SignedForm):
    """报废: a wish in writing, signed on the screen or handed in; the name alone is none."""

    letter = forms.FileField(label=_("The customer's letter (picture or PDF)"), required=False)
    reason = words_field(_("Reason"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, asks=False, **kwargs)
        del self.fields["by_name"], self.fields["not_drawn"]


class AdviceForm(Form):
    """建议更换."""

    quote = forms.DecimalField(label=_("The repair costs"), required=False, max_digits=9, decimal_places=2)
    new_price = forms.DecimalField(
        label=_("Such a unit costs new"), max_digits=9, decimal_places=2, min_value=Decimal("0.01")
    )
    age_months = forms.IntegerField(label=_("Age"), required=False, min_value=0, max_value=1200)
    units = {"quote": _("yuan"), "new_price": _("yuan"), "age_months": _("months")}


class DecideForm(Form):
    """客户决定."""

    advice_id = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=_("What the customer decided"), widget=forms.RadioSelect, choices=choice_list(DECISIONS)
    )
    how = forms.ChoiceField(label=_("How the customer said it"), choices=choice_list(HOWS))
    note = words_field(_("Remark"), required=False, most=300)


class PhotoForm(Form):
    """照片."""

    photo = forms.FileField(label=_("Photo"), widget=forms.ClearableFileInput(attrs={"accept": PICTURES}))


class LoanerForm(Form):
    """登记备用机."""

    code = _text(pgettext_lazy("loaner", "Code"), 40, required=True)
    name = _text(_("Device"), 120, required=True)
    serial = _text(_("Serial number"), 80)
    shelf = _text(_("Storage place"), 40)


class LendForm(SignedForm):
    """借出."""

    loaner_id = forms.TypedChoiceField(label=_("Device"), coerce=int)
    due_on = day_field(_("To be back on"))
    accessories = _text(_("Accessories"), 300)
    look = _text(_("Look"), 300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(loaner_id=lists.free_loaners())
        self.fields["due_on"].initial = clock.today(self.zone) + timedelta(days=14)


class LoanBackForm(Form):
    """归还备用机."""

    condition = forms.ChoiceField(
        label=_("How it came back"),
        widget=forms.RadioSelect,
        choices=choice_list(CONDITIONS),
        initial=Loan.Condition.GOOD,
    )
    note = words_field(_("What is damaged or missing"), required=False)
    shelf = _text(_("Storage place"), 40)


class LostForm(Form):
    """备用机丢失."""

    note = words_field(_("How it was lost"))


class WorthRuleForm(Form):
    """更换建议规则."""

    category = _text(_("Category"), 60, help_text=_("left open: all categories without a rule of their own"))
    share_percent = forms.IntegerField(label=_("Share of the residual value"), min_value=1, max_value=100)
    life_months = forms.IntegerField(label=_("Life of such a unit"), min_value=12, max_value=600)
    units = {"share_percent": "%", "life_months": _("months")}
