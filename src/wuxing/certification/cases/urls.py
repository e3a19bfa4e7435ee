"""Addresses of cases and clients."""

from django.urls import URLPattern, URLResolver, path

from wuxing.certification.cases.views import cases, clients

urlpatterns: list[URLPattern | URLResolver] = [
    path("certification/", cases.case_board, name="board"),
    path("certification/cases/", cases.cases, name="cases"),
    path("certification/cases/<int:case_id>/", cases.case, name="case"),
    path("certification/cases/<int:case_id>/act/<str:name>", cases.case_act, name="case_act"),
    path("certification/clients/", clients.clients, name="clients"),
    path("certification/clients/<int:client_id>/", clients.client, name="client"),
    path("certification/clients/<int:client_id>/links", clients.open_door, name="door_new_act"),
    path("certification/clients/<int:client_id>/links/<int:door_id>/close", clients.close_door, name="door_close_act"),
]
