"""Addresses of follow-up calls, surveys and problems, under repair."""

from django.urls import path

from wuxing.service.follow_up.views import calls, figures, plans, problems, survey

urlpatterns = [
    path("calls/", calls.calls, name="calls"),
    path("calls/plan/", plans.plan, name="call_plan"),
    path("calls/script/", plans.script, name="call_script"),
    path("calls/<int:call_id>/", calls.call, name="call"),
    path("calls/<int:call_id>/<slug:name>/", calls.call_act, name="call_act"),
    path("problems/", problems.problems, name="problems"),
    path("problems/<int:problem_id>/", problems.problem, name="problem"),
    path("problems/<int:problem_id>/<slug:name>/", problems.problem_act, name="problem_act"),
    path("satisfaction/", figures.satisfaction, name="satisfaction"),
    path("satisfaction/answers/", figures.answers, name="survey_answers"),
    path("satisfaction/figures.csv", figures.figures_csv, name="satisfaction_csv"),
    path("satisfaction/answers.csv", figures.answers_csv, name="survey_answers_csv"),
    path("survey-code/<int:order_id>/", survey.survey_code, name="survey_code"),
    path("survey/<slug:word>/", survey.survey, name="survey"),
]
