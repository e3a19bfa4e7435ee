"""Pages of schemes."""

from django.urls import URLPattern, URLResolver, path

from wuxing.schemes.citations.urls import urlpatterns as citations
from wuxing.schemes.licensing.urls import urlpatterns as licensing
from wuxing.schemes.views import drafts, editions, editor, rows, schemes

app_name = "schemes"
urlpatterns: list[URLPattern | URLResolver] = [
    *citations,
    *licensing,
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/editions/<int:edition_id>/", editions.edition, name="edition"),
    path("schemes/editions/<int:edition_id>/adopt/", editions.adopt, name="edition_adopt"),
    path("schemes/editions/<int:edition_id>/pack.zip", editions.as_zip, name="edition_zip"),
    path("schemes/editions/<int:edition_id>/pack.json", editions.as_json, name="edition_json"),
    path("schemes/editions/<int:edition_id>/pack.xlsx", editions.as_xlsx, name="edition_xlsx"),
    path("schemes/drafts/new/", drafts.draft_new, name="draft_new"),
    path("schemes/drafts/<int:draft_id>/", editor.draft, name="draft"),
    path("schemes/drafts/<int:draft_id>/row/", rows.row, name="draft_row"),
    path("schemes/drafts/<int:draft_id>/row/save/", rows.save_row, name="draft_row_save"),
    path("schemes/drafts/<int:draft_id>/row/change/", rows.change_row, name="draft_row_change"),
    path("schemes/drafts/<int:draft_id>/draft.xlsx", drafts.as_xlsx, name="draft_xlsx"),
    path("schemes/drafts/<int:draft_id>/import/", drafts.take_workbook, name="draft_import"),
    path("schemes/drafts/<int:draft_id>/publish/", drafts.publish, name="draft_publish"),
    path("schemes/drafts/<int:draft_id>/discard/", drafts.discard, name="draft_discard"),
]
