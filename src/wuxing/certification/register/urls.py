"""Addresses of the public register."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.register.views import files, machine, one, scanned, search

BODY = "register/<slug:body>/"
ONE = f"{BODY}<str:certificate_number>"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sitemap.xml", files.sitemap_index, name="sitemaps"),
    path("robots.txt", files.robots, name="robots"),
    path("C/<str:signed>", scanned.scanned, name="scanned"),
    path("register/", search.register_all, name="register_all"),
    path("register/export.csv", files.exported_csv, name="register_all_csv"),
    path("register/export.json", files.exported_json, name="register_all_json"),
    path("register/sitemap-bodies.xml", files.sitemap_bodies, name="sitemap_bodies"),
    path("register/sitemap-<int:number>.xml", files.sitemap, name="sitemap"),
    path(BODY, search.register, name="register"),
    path(f"{BODY}export.csv", files.exported_csv, name="register_csv_file"),
    path(f"{BODY}export.json", files.exported_json, name="register_json_file"),
    path(f"{ONE}.json", machine.register_json, name="register_json"),
    path(f"{ONE}.jwt", machine.register_jwt, name="register_jwt"),
    path(f"{ONE}/code.svg", machine.register_code, name="register_code"),
    path(f"{ONE}.svg", machine.register_badge, name="register_badge"),
    path(f"{ONE}/", one.register_certificate, name="register_certificate"),
]
