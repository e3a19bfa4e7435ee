"""The tab of a case: the review, the proposals with their votes, the decisions."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.certification.cases import queries as case_queries
from wuxing.certification.cases.views import shell
from wuxing.certification.decision import actions, queries
from wuxing.certification.decision.views import shown
from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import RuleBroken
from wuxing.core.forms import Form

P = Permission
TEMPLATE = "certification/decision/case_decision.html"


def case_decision(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show where review and decision stand, and what this person may say."""
    return _page(request, acting(request, P.CASE_READ), case_id)


def _page(request: HttpRequest, by: Actor, case_id: int, forms: dict[str, Form] | None = None) -> HttpResponse:
    case = case_queries.case(case_id)
    context = shown.context(case, by, forms or {})
    return shell.page(request, TEMPLATE, case, by, "case_decision", 422 if forms else 200, **context)


def _done(
    request: HttpRequest, by: Actor, case_id: int, name: str, form: Form, act: Callable[[], object], text: str
) -> HttpResponse:
    """Do what a form asks; show the page again with what is wrong."""
    if form.lets(act):
        messages.success(request, text)
        return redirect("certification:case_decision", case_id)
    return _page(request, by, case_id, {name: form})


@require_POST
def review(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take what the reviewer says."""
    by = acting(request, P.CASE_REVIEW)
    form = shown.review_form(case_queries.case(case_id), request.POST)

    def act() -> object:
        return actions.review(case_id=case_id, said=form.said, by=by)

    return _done(request, by, case_id, "review", form, act, _("The review is kept."))


@require_POST
def propose(request: HttpRequest, case_id: int) -> HttpResponse:
    """Put a decision to the committee."""
    by = acting(request, P.CASE_DECIDE)
    form = shown.propose_form(case_queries.case(case_id), request.POST)

    def act() -> object:
        return actions.propose(case_id=case_id, asked=form.asked, by=by)

    return _done(request, by, case_id, "propose", form, act, _("The committee can vote now."))


@require_POST
def vote(request: HttpRequest, asked_id: int) -> HttpResponse:
    """Take a vote."""
    by = acting(request, P.CASE_DECIDE)
    form, asked = shown.VoteForm(request.POST), queries.proposal(asked_id)

    def act() -> object:
        return actions.vote(proposal_id=asked_id, by=by, **form.cleaned_data)

    return _done(request, by, asked.case_id, "vote", form, act, _("Your vote is kept."))


@require_POST
def decide(request: HttpRequest, asked_id: int) -> HttpResponse:
    """Count the votes."""
    by = acting(request, P.CASE_DECIDE)
    asked = queries.proposal(asked_id)
    try:
        actions.decide(proposal_id=asked_id, by=by)
    except RuleBroken as error:
        messages.error(request, wording.text(error.reason))
    else:
        messages.success(request, _("The case is decided; the client has a letter."))
    return redirect("certification:case_decision", asked.case_id)
