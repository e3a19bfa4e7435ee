"""Customers' files by machine: files, consent, look-ups, requests about data, merges, the installed base."""

from ninja import Router

from wuxing.customers.customer_care.api.base import router as base
from wuxing.customers.customer_care.api.data import router as data
from wuxing.customers.customer_care.api.files import router as files

router = Router()
router.add_router("", files)
router.add_router("", data)
router.add_router("", base)
