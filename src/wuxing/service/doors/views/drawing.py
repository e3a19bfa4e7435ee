"""The page of a case, put together from drawings: the shell around it, and each part, are drawn once for all pages on which
they look the same.

A part's drawing depends on the facts of its block, the language, and whether the four digits were given: its template is handed
nothing else. What stands behind the digits is never kept. Where the word of the link and the tokens of forms belong stand places,
filled when a page is put together or served.
"""

import pickle
import re
import secrets
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.template.loader import get_template, render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.core.places import public_url
from wuxing.core.reading import Question, ahead
from wuxing.service.doors.blocks import Block, Facts, blocks
from wuxing.service.doors.door import Door, Failed
from wuxing.service.repair.models import WorkOrder

MOST_KEPT = 1000
_OURS = secrets.token_hex(8)  # so that nothing that anybody types is taken for a place
TOKEN, WORD, TITLE, NUMBER, PARTS = (f"@{name}-{_OURS}@" for name in ("token", "word", "title", "number", "parts"))
Key = tuple[Any, ...]
_TOKENS = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')
_drawings: dict[Key, str] = {}


def page(request: HttpRequest, door: Door, failed: Failed | None = None) -> str:
    """Draw the page of a case; the places of its tokens are filled when it is served."""
    word = door.base.split("/")[2]
    seen = replace(door, base=f"/t/{WORD}/", failed=failed)
    with ahead(*_reads(door.order)):
        told = [(one, one.tell(door.order, seen)) for one in blocks() if door.order is not None or one.before_order]
    parts = "".join(_part(one, facts, seen) for one, facts in told if facts is not None)
    title = door.request.product.name if door.request.product else _("Service request")
    number = door.order.number if door.order else door.request.number
    drawn = _shell(request, seen, word).replace(TITLE, escape(title)).replace(NUMBER, escape(number))
    return drawn.replace(PARTS, parts).replace(WORD, word)


def _reads(order: WorkOrder | None) -> list[Question]:
    """Return what the blocks of a case's page ask of the database."""
    return [] if order is None else [asked for one in blocks() if one.reads for asked in one.reads(order)]


def _shell(request: HttpRequest, door: Door, word: str) -> str:
    """Draw what is around the parts: the same for every case of a company, unless there is something to say this time."""
    context = {
        "door": door,
        "company": door.tenant,
        "failed": door.failed,
        "title": TITLE,
        "number": NUMBER,
        "parts": mark_safe(PARTS),  # noqa: S308  a place of ours
        "welcome": next((one for one in ("new", "known") if one in request.GET), ""),
        "link": public_url(door.base),
    }
    key = None
    if door.failed is None and is_plain(request):
        key = ("", get_language(), request.COOKIES.get("wx_theme"), door.tenant.pk, door.tenant.name)
    drawn = _drawings.get(key) if key else None
    if drawn is None:
        drawn = render_to_string("service/doors/tracking.html", context, request).replace(word, WORD)
        drawn = _TOKENS.sub(rf"\1{TOKEN}", drawn)
        _keep(key, drawn)
    return drawn


def is_plain(request: HttpRequest) -> bool:
    """Say whether nothing but the case is asked for and told: no question in the address, no message from before."""
    return not request.META.get("QUERY_STRING") and "messages" not in request.COOKIES


def _part(block: Block, facts: Facts, door: Door) -> str:
    failed = door.failed if door.failed and door.failed.block == block.name else None
    # what is shown after the four digits tells of a person: it is not kept
    key = None if failed or door.verified else (block.name, get_language(), pickle.dumps(facts))
    drawn = _drawings.get(key) if key else None
    if drawn is None:
        context = {
            "block": facts,
            "door": {"verified": door.verified, "base": door.base},
            "failed": failed,
            "csrf_token": TOKEN,
        }
        drawn = get_template(block.template).render(context)
        _keep(key, drawn)
    return drawn


def _keep(key: Key | None, drawn: str) -> None:
    if key is not None:
        if len(_drawings) >= MOST_KEPT:
            _drawings.clear()
        _drawings[key] = drawn
