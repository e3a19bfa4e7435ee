"""Pages of promises and calendars."""

from django.urls import path

from wuxing.governance.commitments import views

urlpatterns = [
    path("promises/", views.promises, name="promises"),
    path("promises/new/", views.promise_form, name="promise_new"),
    path("promises/<int:promise_id>/", views.promise, name="promise"),
    path("promises/<int:promise_id>/change/", views.promise_form, name="promise_change"),
    path("promises/<int:promise_id>/end", views.promise_end, name="promise_end"),
    path("promises/targets/", views.goals, name="goals"),
    path("promises/targets/set/", views.goal_form, name="goal_new"),
    path("promises/targets/<int:goal_id>/", views.goal, name="goal"),
    path("promises/targets/<int:goal_id>/end", views.goal_end, name="goal_end"),
    path("promises/proposals/<int:proposal_id>/", views.proposal, name="proposal"),
    path("promises/proposals/<int:proposal_id>/change/", views.proposal_form, name="proposal_change"),
    path("promises/proposals/<int:proposal_id>/<slug:name>", views.proposal_act, name="proposal_act"),
    path("calendars/new/", views.calendar_form, name="calendar_new"),
    path("calendars/<int:calendar_id>/", views.calendar, name="calendar"),
    path("calendars/<int:calendar_id>/change/", views.calendar_form, name="calendar_change"),
    path("calendars/<int:calendar_id>/holidays/", views.calendar_holidays, name="calendar_holidays"),
]
