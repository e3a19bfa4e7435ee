"""现场照片: what a technician takes a picture of stays with the order."""

from base64 import b64decode
from io import BytesIO
from typing import IO

from django.db import transaction

from wuxing.core import files
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.models import Attachment
from wuxing.core.reasons import say
from wuxing.service.day.rules import PHOTO_KINDS
from wuxing.service.repair import queries
from wuxing.service.repair.rules.steps import why_not_work_on

_DATA_URL = ";base64,"


@transaction.atomic
def add_photo(*, order_id: int, kind: str, content: IO[bytes], name: str = "", by: Actor) -> Attachment:
    """现场照片: keep a photo with the order, named by what it shows (procedure 4, steps 4 to 6).

    Raises NotAllowed, NotFound, BadInput (no picture; not said what it shows), RuleBroken (the order is over).
    """
    by.require(Permission.REPAIR_VISIT)
    if kind not in PHOTO_KINDS:
        raise BadInput({"kind": say("choose what the photo shows")})
    order = queries.lock_order_of_technician(order_id, by)
    if reason := why_not_work_on(order.state):
        raise RuleBroken(reason)
    ending = name.rpartition(".")[2].lower() if "." in name else "jpg"
    return files.keep(
        content,
        name=f"{order.number}-{kind}.{ending[:5]}",
        target=order,
        by=by,
        accepted=files.PICTURES,
        case=(queries.CASE, order.request_id),
    )


def add_photo_as_text(*, order_id: int, kind: str, photo: str, name: str = "", by: Actor) -> Attachment:
    """现场照片: the same, sent as a data URL. Raises as add_photo."""
    try:
        content = b64decode(photo.partition(_DATA_URL)[2], validate=True)
    except ValueError as error:
        raise BadInput({"photo": say("the photo cannot be read; take it again")}) from error
    return add_photo(order_id=order_id, kind=kind, content=BytesIO(content), name=name, by=by)
