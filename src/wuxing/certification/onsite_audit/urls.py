"""Addresses of the evaluation on site."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.onsite_audit.views import audit, draws, meetings, planning, portal, sheet, tablet

CASE = "certification/cases/<int:case_id>/audit/"
CLIENT = "client/<slug:body>/<str:word>/cases/<int:case_id>/audit/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(CASE, audit.case_audit, name="case_audit"),
    path(f"{CASE}cycle/", audit.audit_cycle, name="audit_cycle"),
    path(f"{CASE}plan/", planning.audit_plan, name="audit_plan"),
    path(f"{CASE}draws/", draws.audit_draws, name="audit_draws"),
    path(f"{CASE}draws/sites/<int:site_draw_id>.json", draws.site_draw_file, name="site_draw_file"),
    path(f"{CASE}draws/records/<int:record_draw_id>.json", draws.record_draw_file, name="record_draw_file"),
    path(f"{CASE}records/<int:record_draw_id>/", draws.audit_records, name="audit_records"),
    path(f"{CASE}meetings/<str:meeting>/", meetings.audit_meeting, name="audit_meeting"),
    path(f"{CASE}leaves/<str:leaf>/", sheet.audit_sheet, name="audit_sheet"),
    path(f"{CASE}notes/<int:note_id>/file", sheet.audit_photo, name="audit_photo"),
    path(f"{CASE}tablet/", tablet.audit_tablet, name="audit_tablet"),
    path(f"{CASE}tablet/worker.js", tablet.audit_tablet_worker, name="audit_tablet_worker"),
    path(f"{CASE}outbox", tablet.audit_outbox, name="audit_outbox_act"),
    path(CLIENT, portal.portal_audit, name="portal_audit"),
    path(f"{CLIENT}draws/<int:site_draw_id>.json", portal.portal_draw_file, name="portal_draw_file"),
    path(f"{CLIENT}records/<int:record_draw_id>.json", portal.portal_record_draw_file, name="portal_record_draw_file"),
]
