"""Forms of those who work for the body."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.certification.cases import words as case_words
from wuxing.certification.cases.models import Client
from wuxing.certification.cases.states import Part
from wuxing.certification.people import words
from wuxing.certification.people.actions import Facts
from wuxing.certification.people.models import Certifier, Relation, TieKind
from wuxing.core.forms import Form

CLIENTS_LISTED = 500
_LONG = forms.Textarea(attrs={"rows": 4})


def _number(value: Any) -> int | None:
    return int(value) if value else None


def _clients() -> list[tuple[str | int, str]]:
    rows = Client.objects.order_by("name", "pk").values_list("pk", "name")[:CLIENTS_LISTED]
    return [("", "—"), *rows]


class FactsForm(Form):
    """Contract, registration and days of somebody."""

    employment = forms.ChoiceField(label=_("Employment"))
    contract_from = forms.DateField(label=_("Contract from"))
    contract_until = forms.DateField(label=_("Contract until"), required=False)
    registration = forms.CharField(label=_("Registration number"), max_length=60, required=False)
    level = forms.ChoiceField(label=_("Level of registration"), required=False)
    registered_until = forms.DateField(label=_("Registered until"), required=False)
    days_a_month = forms.DecimalField(
        label=_("Days on site a month at most"), min_value=Decimal("0.5"), max_value=Decimal(31), max_digits=4,
        decimal_places=1, initial=Decimal(15),
    )  # fmt: skip
    units = {"days_a_month": _("days")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kinds, word in (
            ("employment", Certifier.Employment.values, words.employment),
            ("level", Certifier.Level.values, words.level),
        ):
            self.offer(**{name: [(kind, word(kind)) for kind in kinds]})

    def facts(self) -> Facts:
        """Return what was written."""
        return Facts(**{name: self.cleaned_data[name] for name in FactsForm.base_fields})


class NewForm(FactsForm):
    """Somebody who begins to work for the body."""

    user_id = forms.TypedChoiceField(label=_("Member of the organisation"), coerce=_number, required=False)
    name = forms.CharField(
        label=_("Name"), max_length=100, required=False,
        help_text=_("Of somebody under contract who does not sign in here; a member's name is taken over."),
    )  # fmt: skip
    field_order = ("user_id", "name")

    def __init__(self, *args: Any, members: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(user_id=[("", "—"), *members])

    def who(self) -> dict[str, Any]:
        """Return whom it is about."""
        return {"user_id": self.cleaned_data["user_id"] or None, "name": self.cleaned_data["name"]}


class GrantForm(Form):
    """Competence that is granted."""

    scheme = forms.ChoiceField(label=_("Scheme"))
    trade_code = forms.CharField(
        label=_("Trade code"), max_length=20, required=False, help_text=_("As SC03; empty: every trade.")
    )
    parts = forms.MultipleChoiceField(label=_("Parts"), widget=forms.CheckboxSelectMultiple)
    basis = forms.CharField(
        label=_("What it rests on"), max_length=1000, widget=_LONG,
        help_text=_("Education, registration, witnessed evaluations."),
    )  # fmt: skip
    until = forms.DateField(label=_("Valid until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(scheme=words.schemes())
        self.offer(parts=[(p.value, case_words.part(p.value)) for p in Part])


class WithdrawForm(Form):
    """Competence that is withdrawn."""

    competence_id = forms.TypedChoiceField(label=_("Competence"), coerce=int)
    reason = forms.CharField(label=_("Why"), max_length=500)

    def __init__(self, *args: Any, granted: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(competence_id=granted)


class RetireForm(Form):
    """Why somebody leaves."""

    reason = forms.CharField(label=_("Why"), max_length=300)


class TieForm(Form):
    """A tie to an organisation."""

    kind = forms.ChoiceField(label=_("Kind of tie"))
    client_id = forms.TypedChoiceField(label=_("Client of the body"), coerce=_number, required=False)
    party = forms.CharField(label=_("Or another organisation"), max_length=200, required=False)
    since = forms.DateField(label=_("Begun on"))
    until = forms.DateField(
        label=_("Lasts until"),
        required=False,
        help_text=_("Empty while it lasts. It counts for two years after its end."),
    )
    note = forms.CharField(label=_("Note on the tie"), max_length=1000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(kind=[(k, words.tie(k)) for k in TieKind.values])
        self.offer(client_id=_clients())

    def clean_client_id(self) -> int | None:
        """Return a number, or nothing."""
        return self.cleaned_data["client_id"] or None


class EndTieForm(Form):
    """The end of a tie."""

    tie_id = forms.TypedChoiceField(label=_("Tie"), coerce=int)
    until = forms.DateField(label=_("Ended on"))

    def __init__(self, *args: Any, open_ties: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(tie_id=open_ties)


class RelationForm(Form):
    """How another organisation hangs together with a client."""

    client_id = forms.TypedChoiceField(label=_("Client of the body"), coerce=int)
    other_id = forms.TypedChoiceField(label=_("Another client"), coerce=_number, required=False)
    party = forms.CharField(label=_("Or another organisation"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("What it is to the client"))
    since = forms.DateField(label=_("Begun on"))
    until = forms.DateField(label=_("Lasts until"), required=False)
    note = forms.CharField(label=_("Where this is known from"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clients = _clients()
        self.offer(client_id=clients[1:])
        self.offer(other_id=clients)
        kinds = Relation.Kind.values
        self.offer(kind=[(k, words.relation(k)) for k in kinds])

    def clean_other_id(self) -> int | None:
        """Return a number, or nothing."""
        return self.cleaned_data["other_id"] or None


class EndRelationForm(Form):
    """The end of a relation."""

    relation_id = forms.TypedChoiceField(label=_("Relation"), coerce=int)
    until = forms.DateField(label=_("Ended on"))

    def __init__(self, *args: Any, lasting: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(relation_id=lasting)


class AbsenceForm(Form):
    """Days on which somebody takes no work."""

    starts_on = forms.DateField(label=_("First day"))
    ends_on = forms.DateField(label=_("Last day"))
    why = forms.CharField(label=_("Why"), max_length=200, required=False)


class RemoveForm(Form):
    """An absence that is taken back."""

    absence_id = forms.IntegerField(widget=forms.HiddenInput)


class DeclareForm(Form):
    """A declaration of impartiality."""

    text = forms.CharField(label=_("Declaration"), max_length=2000, widget=_LONG)


class AssignForm(Form):
    """Who takes a part in a case."""

    part = forms.ChoiceField(choices=[(p.value, p.value) for p in Part], widget=forms.HiddenInput)
    certifier_id = forms.TypedChoiceField(label=_("Who"), coerce=int)
    leaves = forms.CharField(
        label=_("Indicators"), max_length=2000, required=False, help_text=_("As 5.1.1.1 5.2.4-b; empty: all.")
    )
    override = forms.CharField(
        label=_("Why in spite of a full calendar"), max_length=500, required=False,
        help_text=_("Only days, absences and double bookings can be gone past; never segregation or a tie."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(certifier_id=people)

    def clean_part(self) -> Part:
        """Return the part as itself."""
        return Part(self.cleaned_data["part"])

    def clean_leaves(self) -> list[str]:
        """Return the ids apart."""
        text: str = self.cleaned_data["leaves"]
        return text.replace(",", " ").replace("，", " ").replace("、", " ").split()


class ReleaseForm(Form):
    """Why a part ends."""

    role_id = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why"), max_length=300)
