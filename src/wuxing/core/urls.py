"""Pages of the core."""

from django.urls import path

from wuxing.core.ledger import views

app_name = "core"
urlpatterns = [
    path("ledger/", views.entries, name="ledger"),
    path("ledger/<int:entry_id>/", views.entry, name="entry"),
    path("ledger/<int:entry_id>/proof", views.proof_file, name="proof_file"),
]
