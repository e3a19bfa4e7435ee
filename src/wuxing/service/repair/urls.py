"""Addresses of procedure 4."""

from django.urls import path

from wuxing.service.follow_up.urls import urlpatterns as follow_up
from wuxing.service.repair.views import board, lists, order, requests, saved, today

app_name = "repair"
urlpatterns = [
    path("requests/", lists.requests, name="requests"),
    path("requests/new/", requests.new, name="request_new"),
    path("requests/hints/", requests.hint_panel, name="hints"),
    path("requests/<int:request_id>/", requests.request_view, name="request"),
    path("requests/<int:request_id>/edit/", requests.edit, name="request_edit"),
    path("requests/<int:request_id>/reveal/", order.reveal, name="reveal"),
    path("requests/<int:request_id>/<slug:name>/", requests.request_act, name="request_act"),
    path("orders/", lists.orders, name="orders"),
    path("orders/<int:order_id>/", order.order, name="order"),
    path("orders/<int:order_id>/<slug:name>/", order.order_act, name="order_act"),
    path("board/", board.board, name="board"),
    path("today/", today.today, name="today"),
    path("today/<int:order_id>/", today.visit, name="visit"),
    path("today/<int:order_id>/<slug:name>/", today.visit_act, name="visit_act"),
    path("views/new/", saved.new, name="view_new"),
    path("views/<int:view_id>/", saved.edit, name="view"),
    *follow_up,
]
