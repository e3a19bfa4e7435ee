"""Pages of certification: those of the body, of a client's link, and of the certified company itself."""

from django.urls import URLPattern, URLResolver

from wuxing.certification.agreement.urls import urlpatterns as agreement
from wuxing.certification.appeals.urls import urlpatterns as appeals
from wuxing.certification.application.urls import urlpatterns as application
from wuxing.certification.cases.urls import urlpatterns as cases
from wuxing.certification.certificate.urls import urlpatterns as certificate
from wuxing.certification.clientside.urls import urlpatterns as clientside
from wuxing.certification.credentials.urls import urlpatterns as credentials
from wuxing.certification.decision.urls import urlpatterns as decision
from wuxing.certification.directory.urls import urlpatterns as directory
from wuxing.certification.document_review.urls import urlpatterns as document_review
from wuxing.certification.findings.urls import urlpatterns as findings
from wuxing.certification.keys.urls import urlpatterns as keys
from wuxing.certification.office.urls import urlpatterns as office
from wuxing.certification.onsite_audit.urls import urlpatterns as onsite_audit
from wuxing.certification.people.urls import urlpatterns as people
from wuxing.certification.programme.urls import urlpatterns as programme
from wuxing.certification.register.urls import urlpatterns as register
from wuxing.certification.report.urls import urlpatterns as report
from wuxing.certification.statuslists.urls import urlpatterns as statuslists
from wuxing.certification.surveillance.urls import urlpatterns as surveillance

app_name = "certification"
urlpatterns: list[URLPattern | URLResolver] = [
    *cases,
    *people,
    *programme,
    *application,
    *agreement,
    *document_review,
    *onsite_audit,
    *findings,
    *report,
    *decision,
    *directory,  # its check of many stands before the bodies of the register
    *appeals,  # its public form stands before the numbers of the register
    *certificate,
    *credentials,  # its files stand before the pages of the register
    *register,
    *surveillance,
    *office,
    *statuslists,
    *keys,
    *clientside,
]
