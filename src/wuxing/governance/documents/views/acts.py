"""What can be done to a document from its card: a button with its lock, a form, and what is said afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.forms import Form
from wuxing.core.reasons import Reason, say
from wuxing.governance.documents import actions, forms, queries, rules
from wuxing.governance.documents.models import Document, DocumentVersion
from wuxing.governance.documents.rules import Opinions, Round
from wuxing.governance.documents.states import Kind, Standing, VersionState

P = Permission
NOBODY = Round(frozenset(), frozenset(), 1, frozenset())
NOTHING = say("no version is in preparation")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the locks of the buttons ask: read once a page."""

    document: Document
    pending: DocumentVersion | None
    files: int
    asked: Round
    said: Opinions
    user_id: int | None
    today: date


def facts_of(document: Document, by: Actor, today: date) -> Facts:
    """Return the facts of a document's card."""
    pending = document.pending
    if pending is None:
        return Facts(document, None, 0, NOBODY, Opinions(), by.user_id, today)
    return Facts(
        document,
        pending,
        queries.files_of(pending).count(),
        queries.round_of(pending),
        queries.opinions_of(pending),
        by.user_id,
        today,
    )


@dataclass(frozen=True, slots=True)
class Act:
    """One action: label of the button and of the form's own, who may, when it is shown, why not, how, what is said after."""

    label: str | Promise
    do: str | Promise
    permission: Permission
    form: type[Form]
    shown: Callable[[Facts], bool]
    why_not: Callable[[Facts], Reason | None]
    run: Callable[[Facts, Any, Actor], Any]
    said: str | Promise
    icon: str = ""
    danger: bool = False


def _of(f: Facts) -> DocumentVersion:
    assert f.pending is not None
    return f.pending


def _state(f: Facts) -> str:
    return f.pending.state if f.pending else ""


def _draft(f: Facts, form: Any, by: Actor) -> Any:
    data = form.cleaned_data
    file = data["file"]
    return actions.draft_version(
        document_id=f.document.pk,
        file=file,
        name=file.name if file else "",
        language=data["language"],
        note=data["note"],
        question=data["question"],
        by=by,
    )


def _submit(f: Facts, form: Any, by: Actor) -> Any:
    return actions.submit_version(version_id=_of(f).pk, by=by, **form.cleaned_data)


def _opinion(action: Callable[..., Any]) -> Callable[[Facts, Any, Actor], Any]:
    return lambda f, form, by: action(version_id=_of(f).pk, by=by, **form.cleaned_data)


def _on_document(action: Callable[..., Any]) -> Callable[[Facts, Any, Actor], Any]:
    return lambda f, form, by: action(document_id=f.document.pk, by=by, **form.cleaned_data)


def _why_not_submit(f: Facts) -> Reason | None:
    return None if f.files or f.document.kind == Kind.EXTERNAL else say("hand in a file first")


def _is_in(*states: VersionState) -> Callable[[Facts], bool]:
    return lambda f: _state(f) in states


def _in_force(f: Facts) -> bool:
    return f.document.standing == Standing.IN_FORCE


def _open(f: Facts) -> Reason | None:
    return None


DOCUMENT_ACTS: Mapping[str, Act] = {
    "draft": Act(
        _("Draft and files"), _("Save the draft"), P.DOCUMENT_WRITE, forms.DraftForm,
        lambda f: f.document.standing != Standing.OBSOLETE and _state(f) in ("", VersionState.DRAFT),
        lambda f: rules.why_not_draft(f.document.standing, _state(f) or None),
        _draft, _("The draft is kept; its preview is being made."), "pencil",
    ),
    "submit": Act(
        _("Submit for approval"), _("Ask for approval"), P.DOCUMENT_WRITE, forms.SubmitForm, _is_in(VersionState.DRAFT),
        _why_not_submit, _submit, _("Submitted; those named see it on their page."), "navigation",
    ),
    "review": Act(
        _("Say what you found"), _("Record your review"), P.DOCUMENT_APPROVE, forms.OpinionForm,
        lambda f: _state(f) == VersionState.IN_REVIEW and f.user_id in f.asked.reviewers,
        lambda f: rules.why_not_review(_state(f), f.user_id, f.asked, f.said),
        _opinion(actions.review_version), _("Your review is on record."), "clipboard-check",
    ),
    "approve": Act(
        _("Approve or return"), _("Record your decision"), P.DOCUMENT_APPROVE, forms.OpinionForm, _is_in(VersionState.IN_REVIEW),
        lambda f: rules.why_not_approve(_state(f), f.user_id, f.asked, f.said),
        _opinion(actions.approve_version), _("Your decision is on record."), "rubber-stamp",
    ),
    "issue": Act(
        _("Issue"), _("Issue this version"), P.DOCUMENT_APPROVE, forms.DayForm,
        _is_in(VersionState.IN_REVIEW, VersionState.APPROVED),
        lambda f: say("%(count)s approval(s) are missing", count=f.said.missing(f.asked))
        if _state(f) != VersionState.APPROVED
        else None,
        lambda f, form, by: actions.issue_version(version_id=_of(f).pk, by=by, **form.cleaned_data),
        _("Issued; everybody on the distribution is asked to read it."), "circle-plus",
    ),
    "take_over": Act(
        _("Take over as in force"), _("Enter it as in force"), P.DOCUMENT_APPROVE, forms.TakeOverForm,
        lambda f: _state(f) == VersionState.DRAFT and f.document.standing == Standing.PREPARED,
        _why_not_submit,
        lambda f, form, by: actions.take_over_version(version_id=_of(f).pk, by=by, **form.cleaned_data),
        _("Entered as in force."), "file-import",
    ),
    "take_back": Act(
        _("Take back"), _("Make it a draft again"), P.DOCUMENT_WRITE, forms.WhyForm,
        _is_in(VersionState.IN_REVIEW, VersionState.APPROVED), lambda f: rules.why_not_take_back(_state(f)),
        _opinion(actions.take_back_version), _("It is a draft again."), "arrow-back-up",
    ),
    "discard": Act(
        _("Give up the draft"), _("Give it up"), P.DOCUMENT_WRITE, forms.WhyForm, lambda f: f.pending is not None,
        lambda f: rules.why_not_discard(_state(f)),
        _opinion(actions.discard_draft), _("Given up; it stays on record."), "trash", danger=True,
    ),
    "distribute": Act(
        _("Distribute"), _("Send it there"), P.DOCUMENT_WRITE, forms.DistributeForm,
        lambda f: f.document.standing != Standing.OBSOLETE, _open,
        lambda f, form, by: actions.distribute(document_id=f.document.pk, by=by, **form.details()),
        _("It goes there from now on."), "users",
    ),
    "record_review": Act(
        _("Record the yearly review"), _("Record the review"), P.DOCUMENT_WRITE, forms.ReviewForm, _in_force, _open,
        _on_document(actions.record_review), _("The review is on record."), "clipboard-check",
    ),
    "check": Act(
        _("Record a check at the source"), _("Record the check"), P.DOCUMENT_WRITE, forms.CheckForm,
        lambda f: f.document.kind == Kind.EXTERNAL and _in_force(f), _open,
        _on_document(actions.check_external), _("The check is on record."), "eye",
    ),
    "source": Act(
        _("Source of the document"), _("Save the source"), P.DOCUMENT_WRITE, forms.SourceForm,
        lambda f: f.document.kind == Kind.EXTERNAL, _open, _on_document(actions.set_source),
        _("The source is on record."), "external-link",
    ),
    "obsolete": Act(
        _("Make obsolete"), _("Withdraw it from use"), P.DOCUMENT_APPROVE, forms.WhyForm, _in_force, _open,
        _on_document(actions.obsolete_document), _("Withdrawn from use; every version stays readable."), "ban", danger=True,
    ),
}  # fmt: skip
"""The actions of a document's card, in the order of its life."""

FIRST: Mapping[str, tuple[str, ...]] = {
    "": ("draft",),
    VersionState.DRAFT: ("submit",),
    VersionState.IN_REVIEW: ("review", "approve"),
    VersionState.APPROVED: ("issue",),
}
"""What is the next thing to do, by the state of the version in preparation."""
