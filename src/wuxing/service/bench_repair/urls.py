"""Addresses of procedure 5."""

from django.urls import path

from wuxing.service.bench_repair.views import doors, lists, loaners, papers, receiving, register

app_name = "bench"
urlpatterns = [
    path("", lists.workshop, name="workshop"),
    path("worth/", lists.worth, name="worth"),
    path("take-in/<int:order_id>/", receiving.take_back, name="take_back"),
    path("receipts/<int:receipt_id>/", receiving.receipt, name="receipt"),
    path("receipts/<int:receipt_id>/receipt.pdf", papers.receipt_pdf, name="receipt_pdf"),
    path("receipts/<int:receipt_id>/labels.pdf", papers.labels_pdf, name="labels_pdf"),
    path("items/<int:bench_item_id>/", doors.item, name="item"),
    path("items/<int:bench_item_id>/files/<int:photo_id>/", doors.item_file, name="item_file"),
    path("items/<int:bench_item_id>/quote/", doors.item_quote, name="item_quote"),
    path("items/<int:bench_item_id>/<slug:name>/", doors.item_act, name="item_act"),
    path("loaners/", register.loaners, name="loaners"),
    path("loaners/lend/<int:order_id>/", loaners.lend, name="lend"),
    path("loaners/<int:loaner_id>/", register.device, name="loaner"),
    path("loans/<int:loan_id>/", loaners.loan, name="loan"),
    path("loans/<int:loan_id>/<slug:name>/", loaners.loan_act, name="loan_act"),
]
