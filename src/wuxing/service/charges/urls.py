"""Addresses of quotes and settlement sheets."""

from django.urls import path

from wuxing.service.charges.views import quotes, sheets

app_name = "charges"
urlpatterns = [
    path("quotes/new/<int:order_id>/", quotes.quote_new, name="quote_new"),
    path("quotes/record/<int:order_id>/", quotes.record, name="record"),
    path("quotes/<int:quote_id>/", quotes.quote, name="quote"),
    path("quotes/<int:quote_id>/edit/", quotes.quote_edit, name="quote_edit"),
    path("quotes/<int:quote_id>/<slug:name>/", quotes.quote_act, name="quote_act"),
    path("settlements/", sheets.settlements, name="settlements"),
    path("settlements/export/", sheets.export, name="settlement_export"),
    path("settlements/of/<int:order_id>/", sheets.settle, name="settle"),
    path("settlements/<int:settlement_id>/", sheets.settlement, name="settlement"),
    path("settlements/<int:settlement_id>/sheet.pdf", sheets.pdf, name="settlement_pdf"),
    path("settlements/<int:settlement_id>/<slug:name>/", sheets.sheet_act, name="settlement_act"),
]
