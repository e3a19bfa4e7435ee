"""Pages of promises and calendars."""

from django.urls import path

from wuxing.governance import views
from wuxing.governance.documents.urls import urlpatterns as documents
from wuxing.governance.nonconformity.urls import urlpatterns as nonconformities
from wuxing.governance.records.urls import urlpatterns as records

app_name = "governance"
urlpatterns = [
    path("promises/", views.promises, name="promises"),
    path("promises/new/", views.promise, name="promise_new"),
    path("promises/<int:promise_id>/", views.promise, name="promise"),
    path("calendars/new/", views.calendar, name="calendar_new"),
    path("calendars/<int:calendar_id>/", views.calendar, name="calendar"),
    *nonconformities,
    *documents,
    *records,
]
