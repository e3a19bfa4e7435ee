"""Addresses of procedure 20."""

from django.urls import path

from wuxing.governance.documents.views import card, compare, lists, papers, reading, registering

urlpatterns = [
    path("documents/", lists.documents, name="documents"),
    path("documents/new/", registering.new, name="document_new"),
    path("documents/numbers/", registering.numbers, name="document_numbers"),
    path("documents/files/<int:file_id>/original/", papers.original, name="document_original"),
    path("documents/files/<int:file_id>/pdf/", papers.pdf, name="document_pdf"),
    path("documents/files/<int:file_id>/pages/<int:place>/", papers.page, name="document_page"),
    path("documents/files/<int:file_id>/remove/", card.file_remove, name="document_file_remove"),
    path("documents/versions/<int:version_id>/", card.version, name="document_version"),
    path("documents/distributions/<int:distribution_id>/end/", card.distribution_end, name="distribution_end"),
    path("documents/<int:document_id>/", card.document, name="document"),
    path("documents/<int:document_id>/edit/", registering.edit, name="document_edit"),
    path("documents/<int:document_id>/compare/", compare.compare, name="document_compare"),
    path("documents/<int:document_id>/read/", reading.read, name="read"),
    path("documents/<int:document_id>/<slug:name>/", card.document_act, name="document_act"),
]
