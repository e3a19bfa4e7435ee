"""Forms of documents: the list's entry, a draft and its files, opinions, issuing, distribution, reviews."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core import clock, wording
from wuxing.core.access import ROLE_TITLES, Permission, Role, permissions_of
from wuxing.core.forms import Form
from wuxing.core.models import Membership
from wuxing.core.reasons import Reason
from wuxing.core.tenants import current_tenant
from wuxing.governance.documents.audiences import reach_of
from wuxing.governance.documents.rules.words import FITNESS, FOUND, KINDS, LANGUAGES, VERDICTS
from wuxing.governance.documents.states import Audience

MOST_PEOPLE = 300
ACCEPT = ".docx,.xlsx,.pdf,.jpg,.jpeg,.png,.webp"


def offered(words: Mapping[str, Reason]) -> list[tuple[str, str]]:
    """Return choices in the reader's language."""
    return [(code, wording.text(text)) for code, text in words.items()]


def people() -> list[tuple[int, str]]:
    """Return the members of the organisation."""
    members = Membership.objects.filter(tenant_id=current_tenant(), active=True).order_by("user__name", "pk")
    return list(members.values_list("user_id", "user__name")[:MOST_PEOPLE])


def words_field(label: object, *, required: bool = True, most: int = 500, rows: int = 2, help_text: object = "") -> Any:
    """Return a field for a sentence or two."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=most, widget=area, help_text=help_text)  # type: ignore[arg-type]


class DocumentForm(Form):
    """What the list of controlled documents says about a document."""

    title = forms.CharField(label=_("Title of the document"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=[])
    number = forms.CharField(
        label=_("Document number"), max_length=40, required=False, help_text=_("empty: the next number of its kind")
    )
    owner_id = forms.TypedChoiceField(
        label=_("Document owner"), coerce=int, empty_value=None, required=False, choices=[]
    )
    review_months = forms.IntegerField(label=_("Reviewed every"), min_value=1, max_value=120, initial=12)
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=600,
        help_text=_("with commas between; procedure:4 ties it to procedure 4, service_manual marks the manual"),
    )
    indicators = forms.CharField(
        label=_("Evidence for the indicators"), required=False, max_length=600, help_text=_("such as 5.1.4.1, 5.1.4.2")
    )
    confidential = forms.BooleanField(
        label=_("Confidential"), required=False, help_text=_("only keepers, the owner and those asked to read open it")
    )
    units = {"review_months": _("months")}

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(kind=offered(KINDS))
        self.offer(owner_id=[("", "—"), *people()])
        if not is_new:
            del self.fields["kind"], self.fields["number"]

    def details(self) -> dict[str, Any]:
        """Return the arguments of the action."""
        found = dict(self.cleaned_data)
        for name in ("tags", "indicators"):
            found[name] = [part.strip() for part in str(found[name]).replace("，", ",").split(",") if part.strip()]
        return found


class DraftForm(Form):
    """A draft: its file, what changed, and what readers are asked."""

    file = forms.FileField(
        label=_("File of the draft"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("Word, Excel, PDF or a picture, at most 15 MB; without macros"),
    )
    language = forms.ChoiceField(label=_("Language of the file"), required=False, choices=list(LANGUAGES.items()))
    note = words_field(_("What changed, and why"), required=False)
    question = forms.CharField(
        label=_("Question to readers"), required=False, max_length=300, help_text=_("they answer it when they confirm")
    )


class SubmitForm(Form):
    """Who is asked about a draft, and how many approvals are enough."""

    reviewers = forms.TypedMultipleChoiceField(
        label=_("Reviewers"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    approvers = forms.TypedMultipleChoiceField(
        label=_("Approvers"), coerce=int, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    quorum = forms.IntegerField(label=_("Approvals needed"), min_value=1, max_value=20, initial=1)

    def __init__(self, *args: Any, able: list[tuple[int, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reviewers", "approvers"):
            self.offer(**{name: able or []})


class OpinionForm(Form):
    """A reviewer's or approver's word."""

    verdict = forms.ChoiceField(label=_("Your verdict"), widget=forms.RadioSelect, choices=[], initial="passed")
    note = words_field(_("Comments"), required=False, most=1000, help_text=_("needed when you return it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(verdict=offered(VERDICTS))


class DayForm(Form):
    """From which day a version counts."""

    effective_on = forms.DateField(label=_("Takes effect on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].initial = clock.today


class TakeOverForm(DayForm):
    """A version that was in force before this system kept it."""

    reason = words_field(_("Where its approval is on record"))


class WhyForm(Form):
    """An action that asks only for its reason."""

    reason = words_field(_("Reason"))


class EmptyForm(Form):
    """An action that asks nothing."""


class DistributeForm(Form):
    """To whom a document goes."""

    to = forms.ChoiceField(label=_("Goes to"), choices=[])
    must_read = forms.BooleanField(label=_("Must confirm having read it"), required=False, initial=True)
    days = forms.IntegerField(label=_("Read within"), min_value=1, max_value=60, initial=5)
    units = {"days": _("working days")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reading = [r for r in Role if Permission.GOVERNANCE_READ in permissions_of(frozenset({r}))]
        outlets = reach_of(Audience.OUTLET)
        self.offer(
            to=[
                ("everybody:", _("everybody here")),
                (_("a role"), [(f"role:{role}", ROLE_TITLES[role]) for role in reading]),
                (
                    _("the people of an outlet"),
                    [(f"outlet:{pk}", name) for pk, name in (outlets.choices() if outlets else [])],
                ),
                (_("one person"), [(f"person:{pk}", name) for pk, name in people()]),
            ]
        )

    def details(self) -> dict[str, Any]:
        """Return the arguments of the action."""
        audience, _colon, reference = str(self.cleaned_data["to"]).partition(":")
        return {
            "audience": audience,
            "reference": reference,
            "must_read": self.cleaned_data["must_read"],
            "days": self.cleaned_data["days"],
        }


class ReviewForm(Form):
    """What the yearly review found."""

    fitness = forms.ChoiceField(label=_("Result of the review"), widget=forms.RadioSelect, choices=[], initial="fit")
    note = words_field(_("Comments"), required=False, most=1000, help_text=_("needed when it is to be revised"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(fitness=offered(FITNESS))


class CheckForm(Form):
    """What was found at the source of an external document."""

    found = forms.ChoiceField(label=_("What you found"), widget=forms.RadioSelect, choices=[], initial="unchanged")
    note = words_field(
        _("Comments"), required=False, most=1000, help_text=_("name the newer edition, or what replaced it")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(found=offered(FOUND))


class SourceForm(Form):
    """Where an external document comes from, and how its demands are met."""

    reference = forms.CharField(label=_("Number at its publisher"), max_length=100, required=False)
    edition = forms.CharField(label=_("Edition we hold"), max_length=100, required=False)
    publisher = forms.CharField(label=_("Publisher"), max_length=200, required=False)
    clause = forms.CharField(label=_("Clauses that concern us"), max_length=200, required=False)
    met_by = words_field(_("How we meet it"), required=False)
    check_at = forms.CharField(label=_("Where its state is seen"), max_length=300, required=False)
    check_months = forms.IntegerField(label=_("Checked every"), min_value=1, max_value=60, initial=6)
    units = {"check_months": _("months")}


class ConfirmForm(Form):
    """Read and understood; with the answer to a question where there is one."""

    answer = words_field(_("Your answer"), required=False, most=1000)
