"""Addresses of the office."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.office import views
from wuxing.certification.office.letters import views as letters

urlpatterns: list[URLPattern | URLResolver] = [
    path("certification/office/", views.office, name="office"),
    path("certification/office/figures.csv", views.office_csv, name="office_csv"),
    path("certification/cases/<int:case_id>/letters/", letters.case_letters, name="case_letters"),
    path("certification/letters/<int:letter_id>.docx", letters.letter_docx, name="letter_docx"),
    path("certification/letterhead/", letters.letterhead, name="letterhead"),
    path("certification/letterhead.docx", letters.letterhead_docx, name="letterhead_docx"),
]
