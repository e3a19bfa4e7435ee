"""Addresses of keys."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.keys import portal, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("certification/keys/", views.keys, name="keys"),
    path("certification/keys/<int:key_id>/", views.key, name="key"),
    path("bodies/trust.json", portal.trust_of_all, name="trust_of_all"),
    path("bodies/<slug:body>/did.json", portal.did_document, name="did_json"),
    path("bodies/<slug:body>/keys.txt", portal.note_keys, name="keys_txt"),
    path("bodies/<slug:body>/trust.json", portal.trust_file, name="trust_json"),
]
