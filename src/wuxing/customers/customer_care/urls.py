"""Addresses of customers' files."""

from django.urls import path

from wuxing.customers.customer_care.views import file, lists, look_ups, pages, rights

urlpatterns = [
    path("customers/", lists.customers, name="customers"),
    path("customers/duplicates/", pages.duplicates, name="duplicates"),
    path("customers/duplicates/<int:low>/<int:high>/", pages.pair, name="pair"),
    path("customers/merges/<int:merge_id>/undo", pages.undo, name="undo_act"),
    path("customers/rights/", rights.rights, name="rights"),
    path("customers/rights/<int:right_id>/", rights.right, name="right"),
    path("customers/rights/<int:right_id>/copy.<slug:file_kind>", rights.copy, name="right_copy_act"),
    path("customers/rights/<int:right_id>/<slug:name>", rights.right_act, name="right_act"),
    path("customers/purposes/", pages.purposes, name="purposes"),
    path("customers/look-ups/", look_ups.look_ups, name="look_ups"),
    path("customers/due/", pages.due_files, name="due_files"),
    path("customers/<int:customer_id>/", file.customer, name="customer"),
    path("customers/<int:customer_id>/<slug:name>", file.act, name="customer_act"),
    path("contacts/<int:contact_id>/reveal", look_ups.reveal, name="reveal"),
    path("contacts/<int:contact_id>/change", file.contact, name="contact_act"),
    path("sites/<int:site_id>/change", file.site, name="site_act"),
]
