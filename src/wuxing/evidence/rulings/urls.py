"""Addresses of what people say beside the records."""

from django.urls import path

from wuxing.evidence.rulings.views import lists, proposing

urlpatterns = [
    path("readiness/evidence/", lists.items, name="items"),
    path("readiness/evidence/<str:what>/<int:row_id>/", lists.said, name="said"),
    path("readiness/evidence/file/<int:item_id>", lists.said_file, name="said_file"),
    path("readiness/evidence/<str:what>/<int:row_id>/<str:name>", lists.said_act, name="said_act"),
    path("readiness/special/new/", proposing.special_new, name="special_new"),
    path("readiness/indicators/<str:indicator_id>/rule/", proposing.rule, name="rule"),
    path("readiness/indicators/<str:indicator_id>/exclude/", proposing.exclude, name="exclude"),
    path("readiness/indicators/<str:indicator_id>/evidence/", proposing.hand_in, name="hand_in"),
]
