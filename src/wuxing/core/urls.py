"""Pages of the core."""

from django.urls import path

from wuxing.core.ledger import views
from wuxing.core.notices.urls import urlpatterns as notices
from wuxing.core.witnessing.views import doors, page

app_name = "core"
urlpatterns = [
    path("ledger/", views.entries, name="ledger"),
    path("ledger/<int:entry_id>/", views.entry, name="entry"),
    path("ledger/<int:entry_id>/proof", views.proof_file, name="proof_file"),
    path("log/<slug:slug>/<path:path>", doors.log_file, name="log_file"),
    path("witness/<slug:slug>/vkey", doors.witness_key, name="witness_key"),
    path("witness/<slug:slug>/add-checkpoint", doors.add_checkpoint, name="add_checkpoint"),
    path("witness/<slug:slug>/<str:digest>/checkpoint", doors.last_checkpoint, name="last_checkpoint"),
    path("organisation/log/", page.shown, name="witnesses"),
    path("organisation/log/witnesses/<int:witness_id>/end", page.end_witness, name="witness_end"),
    path("organisation/log/logs/<int:log_id>/end", page.end_log, name="witnessed_log_end"),
    *notices,
]
