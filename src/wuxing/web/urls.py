"""Root urls. Each package brings its own; the namespace `web` is put together here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from wuxing.web.api import api
from wuxing.web.handbook.urls import urlpatterns as handbook
from wuxing.web.health import healthz
from wuxing.web.home import views as home
from wuxing.web.organisation import engagements
from wuxing.web.organisation import views as organisation
from wuxing.web.preferences import urls as preferences
from wuxing.web.procedures import views as procedures
from wuxing.web.verifier.urls import urlpatterns as verifier


def not_here(request: HttpRequest) -> HttpResponse:
    """Answer 404."""
    raise Http404


web_pages: list[URLPattern | URLResolver] = [
    *preferences.urlpatterns,
    path("procedures/", procedures.procedures, name="procedures"),
    path("procedures/<int:number>/", procedures.procedure, name="procedure"),
    path("organisation/members/", organisation.members, name="members"),
    path("organisation/members/<int:membership_id>/", organisation.member, name="member"),
    path("organisation/keys/", organisation.tokens, name="tokens"),
    path("organisation/keys/<int:token_id>/revoke", organisation.revoke, name="revoke_token"),
    path("organisation/auditors/", engagements.listed, name="engagements"),
    path("organisation/auditors/<int:engagement_id>/", engagements.one, name="engagement"),
    path("account/", organisation.account, name="account"),
    *handbook,
    *verifier,
]

# Parts of the sign-in package that this product does without: addresses by e-mail, sign-up, codes by mail.
unused = [
    path(f"accounts/{name}", not_here) for name in ("signup/", "email/", "password/reset/", "login/code/confirm/")
]

urlpatterns = [
    path("healthz", healthz),
    path("", include("wuxing.service.doors.urls")),  # first: what the public asks most
    path("api/", api.urls),
    *unused,
    path("accounts/", include("allauth.urls")),
    path("", home.home, name="home"),
    path("", include((web_pages, "web"))),
    path("", include("wuxing.core.urls")),
    path("", include("wuxing.schemes.urls")),
    path("", include("wuxing.governance.urls")),
    path("", include("wuxing.customers.urls")),
    path("", include("wuxing.resources.urls")),
    path("", include("wuxing.resources.spare_parts.urls")),
    path("", include("wuxing.service.repair.urls")),
    path("", include("wuxing.service.day.urls")),
    path("", include("wuxing.service.charges.urls")),
    path("workshop/", include("wuxing.service.bench_repair.urls")),
    path("", include("wuxing.service.queue.urls")),
    path("", include("wuxing.evidence.urls")),
    path("", include("wuxing.oversight.urls")),
    path("", include("wuxing.certification.urls")),
]

handler400 = "wuxing.web.errors.bad_request"
handler403 = "wuxing.web.errors.refused"
handler404 = "wuxing.web.errors.not_found"
handler500 = "wuxing.web.errors.broken"
