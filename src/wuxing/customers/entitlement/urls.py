"""Addresses of the warranty: terms, the law, contracts, units."""

from django.urls import path

from wuxing.customers.entitlement.views import terms, units

urlpatterns = [
    path("warranty/terms/", terms.terms, name="terms"),
    path("warranty/terms/new/", terms.term_new, name="term_new"),
    path("warranty/terms/<int:term_id>/", terms.term, name="term"),
    path("warranty/law/", terms.law, name="law"),
    path("warranty/contracts/", units.contracts, name="contracts"),
    path("equipment/<int:asset_id>/", units.unit, name="unit"),
    path("equipment/<int:asset_id>/contracts/<int:contract_id>/end/", units.contract_end, name="contract_end"),
    path("equipment/<int:asset_id>/<slug:name>/", units.unit_act, name="unit_act"),
]
