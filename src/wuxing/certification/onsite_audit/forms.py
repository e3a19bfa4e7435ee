"""Forms of the evaluation on site, for the team and for the client."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.certification.onsite_audit import words
from wuxing.certification.onsite_audit.states import Answer, Method, NoteKind, Remote, Side
from wuxing.core.forms import Form
from wuxing.evidence.sampling.rules import Rule
from wuxing.schemes.packs.structure import Pack


def _long(label: Any, most: int, rows: int = 4, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class HeadForm(Form):
    """How much happens at a distance, and why at short notice."""

    remote = forms.ChoiceField(label=_("Where the evaluation happens"))
    remote_reason = _long(_("Why at a distance, and how it is seen"), 500, 2, required=False)
    short_notice_reason = _long(_("Why at short notice"), 500, 2, required=False)

    def __init__(self, *args: Any, short_notice: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(remote=[(one.value, words.remote(one)) for one in Remote])
        if not short_notice:
            self.fields["short_notice_reason"].widget = forms.HiddenInput()


class ProposeForm(Form):
    """From which day a plan is proposed."""

    first_day = forms.DateField(label=_("First day on site"))


class LineForm(Form):
    """Who looks at what, where and when."""

    day = forms.DateField(label=_("Day"))
    starts = forms.TimeField(label=_("From"))
    ends = forms.TimeField(label=_("To"))
    site_id = forms.TypedChoiceField(label=_("Site"), coerce=int)
    certifier_id = forms.TypedChoiceField(label=_("Who"), coerce=int)
    method = forms.ChoiceField(label=_("Method"))
    leaves = forms.CharField(
        label=_("Indicators"),
        max_length=1000,
        required=False,
        help_text=_("numbers with commas; a group stands for all under it: 5.1.1, 5.2.4-b"),
    )
    met = forms.CharField(label=_("Whom they meet"), max_length=200, required=False, help_text=_("posts or units"))
    text = forms.CharField(label=_("What it is about"), max_length=500, required=False)

    def __init__(
        self, *args: Any, sites: Sequence[tuple[int, str]], team: Sequence[tuple[int, str]], pack: Pack, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pack = pack
        self.offer(site_id=list(sites))
        self.offer(certifier_id=list(team))
        self.offer(method=[(one.value, words.method(one)) for one in Method])

    def clean_leaves(self) -> tuple[str, ...]:
        """Return the indicators, groups opened; an unknown number is left for the action to name."""
        given = [one.strip() for one in self.cleaned_data["leaves"].replace("，", ",").split(",") if one.strip()]
        found = [leaf for one in given for leaf in (self.pack.leaves_under(one) if one in self.pack.by_id else (one,))]
        return tuple(dict.fromkeys(found))


class WordForm(Form):
    """A word of the client's; the team writes down who told it."""

    word = forms.CharField(label=_("A word of the client's own"), max_length=200, min_length=4)
    told_by = forms.CharField(label=_("Told by (of the client)"), max_length=100)

    def __init__(self, *args: Any, by_client: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_client:
            del self.fields["told_by"]
            self.fields["word"].label = _("A word of your own")


class ListForm(WordForm):
    """A list of records with the client's word."""

    listing = _long(
        _("The list: one record number a line"), 2_000_000, 8, help_text=_("numbers only, no names of persons")
    )
    field_order = ("listing", "word", "told_by")


class SiteForm(Form):
    """A site that is visited beside those drawn."""

    site_id = forms.TypedChoiceField(label=_("Site"), coerce=int)
    why = forms.CharField(label=_("Why it is visited too"), max_length=300)

    def __init__(self, *args: Any, sites: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(site_id=list(sites))


class AskForm(Form):
    """A sample of records that is asked for."""

    leaf = forms.ChoiceField(label=_("Indicator"))
    title = forms.CharField(label=_("Which records, of which period"), max_length=200)
    site_id = forms.TypedChoiceField(label=_("Site"), required=False, coerce=int, empty_value=None)
    rule = forms.ChoiceField(label=_("How many are drawn"))
    amount = forms.DecimalField(label=_("Per cent, or how many"), required=False, min_value=0, max_digits=8)
    at_least = forms.IntegerField(label=_("At least"), min_value=1, initial=5)
    at_most = forms.IntegerField(label=_("At most"), min_value=1, initial=30)

    def __init__(
        self, *args: Any, leaves: Sequence[tuple[str, str]], sites: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer(leaf=list(leaves))
        self.offer(site_id=[("", "—"), *sites])
        self.offer(rule=[(one.value, words.how_many(one)) for one in Rule])

    def clean_amount(self) -> Any:
        """Return nothing as zero."""
        return self.cleaned_data["amount"] or 0


class ReferForm(Form):
    """A sample of the company's own system."""

    leaf = forms.ChoiceField(label=_("Indicator"))
    title = forms.CharField(label=_("Which records, of which period"), max_length=200)
    sample_number = forms.CharField(label=_("Number of the sample"), max_length=30)
    digest = forms.CharField(label=_("SHA-256 of its population"), max_length=64)
    size = forms.IntegerField(label=_("Records drawn"), min_value=1, max_value=1000)

    def __init__(self, *args: Any, leaves: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(leaf=list(leaves))


class ResultForm(Form):
    """What was seen in a drawn record."""

    place = forms.TypedChoiceField(label=_("Record"), coerce=int)
    conforms = forms.ChoiceField(
        label=_("Seen"),
        choices=[("yes", _("conforms")), ("no", _("does not conform")), ("unseen", _("could not be seen"))],
    )
    note = forms.CharField(label=_("What is wrong with it"), max_length=1000, required=False)

    def __init__(self, *args: Any, records: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(place=list(records))

    def clean_conforms(self) -> bool | None:
        """Return what was seen; None for what could not be."""
        return {"yes": True, "no": False}.get(self.cleaned_data["conforms"])


class MeetingForm(Form):
    """A meeting with its minutes."""

    day = forms.DateField(label=_("Day"))
    time = forms.TimeField(label=_("Time"))
    place = forms.CharField(label=_("Place or link"), max_length=300)
    minutes = _long(_("Minutes"), 4000, 8, required=False)


class SignForm(Form):
    """A signature by typed name."""

    name = forms.CharField(label=_("Name, as signature"), max_length=100)
    post = forms.CharField(label=_("Post"), max_length=100, required=False)
    side = forms.ChoiceField(label=_("For"))

    def __init__(self, *args: Any, by_client: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(side=[(one.value, words.side(one)) for one in Side])
        if by_client:
            del self.fields["side"]


class SheetForm(Form):
    """What was looked at of an indicator."""

    sample_size = forms.IntegerField(label=_("Looked at"), min_value=1, max_value=100_000)
    text = _long(_("What was looked at, and what was seen"), 4000, 6)
    override_reason = _long(_("Why you judge otherwise than the records"), 1000, 2, required=False)
    since = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, proportional: bool, automatic: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not proportional:
            del self.fields["sample_size"]
        if not automatic:
            del self.fields["override_reason"]


class NoteForm(Form):
    """A note, an interview, a photo."""

    kind = forms.ChoiceField(label=_("What it is of"))
    text = _long(_("What was seen or heard"), 4000, 3)
    site_id = forms.TypedChoiceField(label=_("Site"), required=False, coerce=int, empty_value=None)
    post = forms.CharField(label=_("Post of the person interviewed"), max_length=100, required=False)
    person = forms.CharField(
        label=_("Their name"), max_length=100, required=False, help_text=_("only if it must be; it can be masked later")
    )
    photo = forms.FileField(label=_("Photo or PDF"), required=False)
    key = forms.CharField(widget=forms.HiddenInput)
    corrects_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sites: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(kind=[(one.value, words.note(one)) for one in NoteKind])
        self.offer(site_id=[("", "—"), *sites])


class TabletNoteForm(NoteForm):
    """A note taken on the tablet, which gives it its own key; the indicator is chosen there."""

    leaf = forms.ChoiceField(label=_("Indicator"), required=False)
    field_order = ("leaf", "kind", "text", "site_id", "post", "person", "photo")

    def __init__(self, *args: Any, leaves: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["key"], self.fields["corrects_id"]
        self.offer(leaf=[("", "—"), *leaves])


class OverruleForm(Form):
    """Why the plan stays in spite of an objection."""

    reason = _long(_("Why the plan stays as it is"), 1000, 3)


class AnswerForm(Form):
    """The client's word on a plan."""

    answer = forms.ChoiceField(
        label=_("The plan"),
        choices=[(Answer.CONFIRMED.value, _("we confirm it")), (Answer.OBJECTED.value, _("we object"))],
    )
    certifier_id = forms.TypedChoiceField(label=_("To a person"), required=False, coerce=int, empty_value=None)
    text = _long(_("To what, and why"), 1000, 3, required=False)

    def __init__(self, *args: Any, team: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(certifier_id=[("", "—"), *team])
