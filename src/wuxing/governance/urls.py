"""Pages of the context."""

from wuxing.governance.commitments.urls import urlpatterns as promises
from wuxing.governance.documents.urls import urlpatterns as documents
from wuxing.governance.nonconformity.urls import urlpatterns as nonconformities
from wuxing.governance.records.urls import urlpatterns as records

app_name = "governance"
urlpatterns = [
    *promises,
    *nonconformities,
    *documents,
    *records,
]
