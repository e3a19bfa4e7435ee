"""The papers of procedure 5: the customer's copy of a receipt, and a label with a code for each item."""

import json
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.config import fonts
from wuxing.core import clock, files
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.models import Tenant
from wuxing.service.bench_repair import queries
from wuxing.service.bench_repair.models import TakeBack
from wuxing.service.bench_repair.queries import pages
from wuxing.service.bench_repair.rules.words import TAKEN
from wuxing.service.bench_repair.views.words import how_signed, named
from wuxing.service.repair.views.words import at, word

_FOLDER = Path(__file__).resolve().parent.parent


@cache
def _compiler(name: str) -> Any:
    import typst

    return typst.Compiler(str(_FOLDER / name), font_paths=[str(fonts.folder())], ignore_system_fonts=True)


def _drawn(name: str, sheet: dict[str, Any]) -> bytes:
    text, _lacking = fonts.drawable(json.dumps(sheet, ensure_ascii=False))
    return bytes(_compiler(name).compile(format="pdf", sys_inputs={"data": text}))


def _page(zone: str) -> dict[str, Any]:
    return {
        "lang": get_language() or "zh-hans",
        "family": fonts.FAMILY,
        "printed": _("printed %(time)s") % {"time": at(clock.now(), zone)},
        "page": _("page"),
    }


def receipt_sheet(found: TakeBack, zone: str, by: Actor | None = None) -> dict[str, Any]:
    """Return the words of a receipt's copy, in the active language: the customer's own, or as `by` may see it."""
    items = pages.items_of_receipt(found)
    return {
        **_page(zone),
        "title": _("Take-back receipt"),
        "organisation": Tenant.objects.get(pk=found.tenant_id).name,
        "number": found.number,
        "facts": [
            [_("Order"), found.order.number],
            [_("Taken in"), f"{at(found.taken_at, zone)} · {word(TAKEN, found.channel)}"],
            [_("Taken in by"), found.taken_by_name],
            [_("Remark"), found.note or "—"],
        ],
        "heads": [_("Number"), _("Item"), _("Serial number"), _("Accessories"), _("Look")],
        "rows": [
            [one.number, one.name, one.serial or "—", "、".join(one.accessories) or "—", one.look] for one in items
        ],
        "promise": _(
            "Keep this copy. Everything listed comes back with the item. A repair longer than 30 days by our own fault, or "
            "90 days for lack of parts, entitles you to an exchange free of charge. A repair holds 30 days at least."
        ),
        "signed": _("Signature of the customer"),
        "signed_by": named(found.signed_by, found.order, by) if by else found.signed_by,
        "by_name": how_signed(found),
        "image": _image(found) if by is None or by.may(Permission.CUSTOMER_REVEAL) else [],
    }


def _image(found: TakeBack) -> list[int]:
    return [] if found.image is None else list(files.bytes_of(found.tenant_id, found.image.sha256))


def receipt_of(found: TakeBack, zone: str, by: Actor | None = None) -> bytes:
    """Return the copy of a receipt as PDF: the customer's own, or as `by` may see it."""
    return _drawn("receipt.typ", receipt_sheet(found, zone, by))


def _code(address: str) -> str:
    out = BytesIO()
    segno.make_qr(address, error="m").save(
        out, kind="svg", border=1, xmldecl=False, svgclass=None, lineclass=None, nl=False
    )
    return out.getvalue().decode()


def labels_of(found: TakeBack, zone: str) -> bytes:
    """Return a label for each item as PDF: its number, what it is, and a code that opens its page."""
    labels = [
        {
            "number": one.number,
            "name": one.name,
            "serial": one.serial,
            "lines": [
                found.order.number,
                at(one.received_at, zone),
                *(["、".join(one.accessories)] if one.accessories else []),
            ],
            "code": _code(f"{settings.PUBLIC_URL}{reverse('bench:item', args=[one.pk])}"),
        }
        for one in pages.items_of_receipt(found)
    ]
    return _drawn("labels.typ", {**_page(zone), "title": _("Labels of the items"), "labels": labels})


def _answer(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def receipt_pdf(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Give the copy of a receipt; who may not see data in full gets it without the signature."""
    by = acting(request, Permission.REPAIR_READ)
    found = queries.receipt(receipt_id)
    return _answer(receipt_of(found, by.zone, by), found.number)


def labels_pdf(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Give the labels of a receipt's items."""
    by = acting(request, Permission.REPAIR_READ)
    found = queries.receipt(receipt_id)
    return _answer(labels_of(found, by.zone), f"{found.number}-labels")
