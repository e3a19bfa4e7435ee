"""Forms of applications."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wuxing.certification.application import outlets, rules
from wuxing.certification.application.outlets import Outlet
from wuxing.certification.application.states import Outcome, Point
from wuxing.certification.application.words import point_title
from wuxing.core import wording
from wuxing.core.forms import Form
from wuxing.core.tables import uploads
from wuxing.core.tables.rows import Unreadable

MOST_TABLE = 2 * 1024 * 1024
MOST_FAULTS = 8


class OrganisationForm(Form):
    """Who applies, for what, and where it works. A table of outlets that is handed in becomes lines, so that nothing is lost."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=200)
    credit_code = forms.CharField(label=_("Unified social credit code"), max_length=40)
    city = forms.CharField(label=_("City of the headquarters"), max_length=60)
    address = forms.CharField(label=_("Address of the headquarters"), max_length=300)
    contact_name = forms.CharField(label=_("Person to talk to"), max_length=100)
    phone = forms.CharField(label=_("Phone number"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=200, required=False)
    target_level = forms.ChoiceField(label=_("Level aimed at"))
    products = forms.CharField(label=_("Products that are sold and serviced"), max_length=500)
    regions = forms.CharField(label=_("Regions of sale and service"), max_length=500)
    headcount = forms.IntegerField(
        label=_("People in all"), min_value=1, max_value=1_000_000, help_text=_("headquarters and own outlets together")
    )
    running_since = forms.DateField(label=_("The service system runs since"))
    outlets = forms.CharField(
        label=_("Outlets, one a line"),
        required=False,
        max_length=outlets.MOST * 200,
        widget=forms.Textarea({"rows": 6, "placeholder": "福州一店, 福州, 8, 自建\n厦门服务站, 厦门, 5, 委托"}),
        help_text=_("name, city, people, 自建 (own) or 委托 (entrusted)"),
    )
    outlets_file = forms.FileField(
        label=_("Or a table of the outlets"),
        required=False,
        help_text=_("CSV or XLSX with the columns 网点名称, 城市, 人数, 性质; it replaces the lines above"),
    )
    no_outlets = forms.BooleanField(label=_("There are no outlets besides the headquarters"), required=False)
    lawful = forms.BooleanField(
        label=_("The organisation does lawful business and holds the licences that it takes"), required=False
    )
    no_incident = forms.BooleanField(
        label=_("There was no serious incident and no serious penalty in the last year"), required=False
    )
    remarks = forms.CharField(
        label=_("Remarks and questions"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )

    reachable = True  # by phone or e-mail

    def __init__(self, *args: Any, levels: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(target_level=levels)
        self.listed: tuple[Outlet, ...] = ()

    def clean_credit_code(self) -> str:
        code = rules.credit_code(self.cleaned_data["credit_code"])
        if code and (reason := rules.why_not_credit_code(code)):
            raise forms.ValidationError(wording.text(reason))
        return code

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.reachable and not data.get("phone") and not data.get("email"):
            self.add_error("phone", _("write a phone number or an e-mail address"))
        self._list_outlets(data)
        return data

    def _list_outlets(self, data: dict[str, Any]) -> None:
        sent = data.get("outlets_file")
        try:
            read = _table(sent) if sent else outlets.of_text(data.get("outlets") or "")
        except Unreadable as error:
            self.add_error("outlets_file", wording.text(error.reason))
            return
        if sent and read.outlets:  # a file is not sent again by itself: its rows stand in the lines from now on
            sent_again: Any = self.data
            self.data = sent_again.copy()
            self.data[self.add_prefix("outlets")] = "\n".join(one.line for one in read.outlets)  # type: ignore[index]
        for fault in read.faults[:MOST_FAULTS]:
            self.add_error("outlets_file" if sent else "outlets", wording.text(fault))
        self.listed = read.outlets

    @property
    def said(self) -> dict[str, Any]:
        """Return what was filled in, as the actions take it."""
        left_out = {"outlets", "outlets_file", "website", "client_id", "once"}
        data = {name: value for name, value in self.cleaned_data.items() if name not in left_out}
        return data | {"outlets": self.listed}


def _table(sent: Any) -> outlets.Read:
    if sent.size > MOST_TABLE:
        raise Unreadable(str(_("the table is too large; leave out what is no list of outlets")))
    table = uploads.table_of(sent.read())
    return outlets.of_rows((row.line, row.values) for row in table.rows)


class ApplyForm(OrganisationForm):
    """The public form. `website` stays empty: people do not see it."""

    scheme = forms.ChoiceField(label=_("Scheme"))
    consent = forms.BooleanField(
        label=_("The body may use these data for the certification, and keep them as long as the law demands")
    )
    website = forms.CharField(required=False, widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}))
    once = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    field_order = ("scheme", "target_level")

    def __init__(self, *args: Any, schemes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(scheme=schemes)


class CaseForm(OrganisationForm):
    """A case that the office opens: a client that is known, or a new one. What is not known yet may stay empty."""

    reachable = False
    client_id = forms.TypedChoiceField(label=_("Client"), coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(label=_("Kind"))
    scheme = forms.ChoiceField(label=_("Scheme"))
    scope = forms.CharField(label=_("Scope, as it will stand on the certificate"), max_length=1000, required=False)
    reason = forms.CharField(label=_("Reason of a transfer"), max_length=1000, required=False)
    field_order = ("client_id", "kind", "scheme", "target_level")

    def __init__(self, *args: Any, clients: list[tuple[Any, str]], kinds: list[tuple[str, str]],
                 schemes: list[tuple[str, str]], **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        for name, choices in (("client_id", clients), ("kind", kinds), ("scheme", schemes)):
            self.offer(**{name: choices})
        for name in _LATER:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["headcount"] = data.get("headcount") or 0
        return data


_LATER = (
    "name", "credit_code", "city", "address", "contact_name", "products", "regions", "headcount", "running_since",
)  # fmt: skip


class DataForm(OrganisationForm):
    """What is corrected or completed in an application."""

    scope = forms.CharField(label=_("Scope, as it will stand on the certificate"), max_length=1000)
    consent = forms.BooleanField(
        label=_("The body may use these data for the certification, and keep them as long as the law demands"),
        required=False,
    )


class PaperForm(Form):
    """A paper, or its next version."""

    code = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    file = forms.FileField(label=_("File"), help_text=_("PDF, Word, Excel or a picture, up to 15 MB"))
    valid_until = forms.DateField(label=_("Valid until"), required=False)


class OtherPaperForm(PaperForm):
    """A paper that the body's rule does not name."""

    title = forms.CharField(label=pgettext_lazy("paper", "What it is"), max_length=200)
    field_order = ("title",)


class AnswerForm(Form):
    """The answer to the questions of a review."""

    text = forms.CharField(
        label=pgettext_lazy("client", "Your answer"), max_length=4000, widget=forms.Textarea({"rows": 5})
    )


class ReviewForm(Form):
    """The review of an application: every point with yes or no, and how it ends."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[
            (Outcome.ACCEPTED.value, _("accept")),
            (Outcome.RETURNED.value, _("return with questions")),
            (Outcome.REFUSED.value, _("refuse with reasons")),
        ],
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label=_("Questions or reasons, as the client will read them"), max_length=8000, required=False,
        widget=forms.Textarea({"rows": 5}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for point in Point:
            self.fields[point.value] = forms.ChoiceField(
                label=point_title(point), choices=[("yes", _("yes")), ("no", _("no"))], widget=forms.RadioSelect
            )
            self.fields[f"{point.value}_note"] = forms.CharField(
                label=_("Remarks"), max_length=500, required=False, widget=forms.TextInput
            )

    @property
    def answers(self) -> dict[Point, rules.Answer]:
        """Return what was said to every point."""
        data = self.cleaned_data
        return {p: rules.Answer(data[p.value] == "yes", data[f"{p.value}_note"]) for p in Point}

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """Return every point with its note, for the page."""
        return [(self[point.value], self[f"{point.value}_note"]) for point in Point]
