"""Addresses of review and decision."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.decision.views import case_decision, lists

urlpatterns: list[URLPattern | URLResolver] = [
    path("certification/decisions/", lists.decisions, name="decisions"),
    path("certification/cases/<int:case_id>/decision/", case_decision.case_decision, name="case_decision"),
    path("certification/cases/<int:case_id>/decision/review", case_decision.review, name="decision_review_act"),
    path("certification/cases/<int:case_id>/decision/propose", case_decision.propose, name="decision_propose_act"),
    path("certification/proposals/<int:asked_id>/vote", case_decision.vote, name="decision_vote_act"),
    path("certification/proposals/<int:asked_id>/decide", case_decision.decide, name="decision_decide_act"),
]
