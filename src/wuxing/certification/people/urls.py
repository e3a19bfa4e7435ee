"""Addresses of this package."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.people.impartiality.views import pages
from wuxing.certification.people.views import case_people, certifier, certifiers, mine, relations

urlpatterns: list[URLPattern | URLResolver] = [
    path("certification/people/", certifiers.certifiers, name="certifiers"),
    path("certification/people/new/", certifiers.certifier_new, name="certifier_new"),
    path("certification/people/mine/", mine.my_declarations, name="my_declarations"),
    path("certification/people/relations/", relations.relations, name="relations"),
    path("certification/people/<int:certifier_id>/", certifier.certifier, name="certifier"),
    path("certification/cases/<int:case_id>/people/", case_people.case_people, name="case_people"),
    path("certification/people/impartiality/", pages.impartiality, name="impartiality"),
    path("certification/people/impartiality/risks.csv", pages.impartiality_csv, name="impartiality_csv"),
    path("certification/people/impartiality/risks/<int:risk_id>/", pages.risk, name="impartiality_risk"),
    path("certification/people/impartiality/minutes/new/", pages.minutes_new, name="minutes_new"),
    path("certification/people/impartiality/minutes/<int:minutes_id>/", pages.minutes, name="minutes"),
]
