"""Forms of surveillance, changes and transfers."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.certification.surveillance import words
from wuxing.certification.surveillance.actions import New, Place
from wuxing.certification.surveillance.states import Method, What
from wuxing.core.forms import Form

_TEXT = forms.Textarea(attrs={"rows": 3})


class ReasonForm(Form):
    """A reason."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=_TEXT)


class ExtendForm(Form):
    """More time for surveillance."""

    until = forms.DateField(label=_("Extended until"))
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=_TEXT, help_text=_("The holder reads it in the letter.")
    )


class SpecialForm(Form):
    """An early or short-notice evaluation."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=_TEXT)
    short_notice = forms.BooleanField(label=_("At short notice"), required=False)


class AlternativeForm(Form):
    """Another way of evaluation than a visit."""

    method = forms.ChoiceField(label=_("How it is evaluated"))
    reason = forms.CharField(label=_("Why no visit is possible"), max_length=1000, widget=_TEXT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(method=[(one.value, words.method(one)) for one in (Method.REMOTE, Method.DOCUMENTS)])


class ChangeForm(Form):
    """A change of a certificate; what it asks follows from its kind."""

    reason = forms.CharField(label=_("Why it changes"), max_length=1000, widget=_TEXT)

    def __init__(
        self,
        *args: Any,
        what: What,
        levels: Sequence[tuple[str, str]] = (),
        places: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        self.what = what
        super().__init__(*args, **kwargs)
        self.fields = {**self._asked(levels, places), **self.fields}

    def _asked(self, levels: Sequence[tuple[str, str]], places: Sequence[str]) -> dict[str, forms.Field]:
        if self.what is What.SCOPE:
            return {"scope": forms.CharField(label=_("Scope as it shall stand"), max_length=1000, widget=_TEXT)}
        if self.what is What.NAME:
            return {
                "name": forms.CharField(label=_("New name as on the business licence"), max_length=200),
                "address": forms.CharField(label=_("New address, if it changed"), max_length=300, required=False),
            }
        if self.what is What.SITES:
            return {
                "added": forms.CharField(
                    label=_("Places that are added"),
                    required=False,
                    max_length=20000,
                    widget=forms.Textarea(attrs={"rows": 4}),
                    help_text=_("One a line: name, address, number of people"),
                ),
                "dropped": forms.MultipleChoiceField(
                    label=_("Places that are closed"),
                    required=False,
                    choices=[(one, one) for one in places],
                    widget=forms.CheckboxSelectMultiple,
                ),
            }
        return {"level": forms.ChoiceField(label=_("Level"), choices=list(levels))}

    def new(self) -> New:
        """Return what it shall be."""
        data = self.cleaned_data
        return New(
            scope=data.get("scope", ""),
            name=data.get("name", ""),
            address=data.get("address", ""),
            level=data.get("level", ""),
            added=tuple(_places(data.get("added", ""))),
            dropped=tuple(data.get("dropped", ())),
        )


def _places(text: str) -> list[Place]:
    found = []
    for line in (one.strip() for one in text.splitlines()):
        if line:
            name, address, heads = (*(part.strip() for part in re.split(r"[,，\t;；]", line)), "", "")[:3]
            found.append(Place(name[:200], address[:300], int(heads) if heads.isdecimal() and len(heads) < 7 else 0))
    return found


class TransferForm(Form):
    """The certificate of another body, and what was asked before it is taken over."""

    client = forms.CharField(
        label=_("Client"), max_length=200, help_text=_("Its name or credit code as in the list of clients")
    )
    pack = forms.ChoiceField(label=_("Scheme"))
    body = forms.CharField(label=_("The other body"), max_length=200)
    number = forms.CharField(label=_("Number of its certificate"), max_length=100)
    level = forms.ChoiceField(label=_("Level"))
    valid_until = forms.DateField(label=_("Valid until"))
    last_evaluated_on = forms.DateField(label=_("Last evaluated on"))
    scope = forms.CharField(label=_("Scope as it stands there"), max_length=1000, widget=_TEXT, required=False)
    in_force = forms.BooleanField(label=_("It is in force: looked up on the national platform"), required=False)
    not_suspended = forms.BooleanField(label=_("It is not suspended"), required=False)
    complaints_asked = forms.BooleanField(label=_("Complaints and open matters were asked for"), required=False)
    complaints = forms.CharField(label=_("What came out"), max_length=1000, widget=_TEXT, required=False)
    report_read = forms.BooleanField(label=_("The last report was read"), required=False)
    reason = forms.CharField(label=_("Why the client changes the body"), max_length=1000, widget=_TEXT)
    certificate_copy = forms.FileField(label=_("Copy of the certificate"), required=False)
    report_copy = forms.FileField(label=_("Last report"), required=False)

    def __init__(
        self, *args: Any, packs: Sequence[tuple[str, str]], levels: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer(pack=list(packs))
        self.offer(level=list(levels))
