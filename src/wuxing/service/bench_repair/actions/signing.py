"""客户签字: how the customer signs a paper of procedure 5, and what is kept of it."""

from dataclasses import dataclass
from typing import Any

from wuxing.core import files
from wuxing.core.actors import Actor
from wuxing.core.models import Attachment
from wuxing.service.repair import queries as repairs
from wuxing.service.repair.actions.trace import refuse_long
from wuxing.service.repair.models import WorkOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who signed, and how: drawn on the screen (a PNG data URL), or by the typed name and why it is not drawn."""

    name: str
    drawing: str = ""
    not_drawn: str = ""

    @property
    def told(self) -> dict[str, Any]:
        """Return what the ledger keeps of how it was signed; a drawing needs no reason."""
        if self.drawing:
            return {"method": "drawn"}
        why = self.not_drawn.strip()
        return {"method": "typed", **({"not_drawn": why} if why else {})}


def keep_signature(signed: Signed, order: WorkOrder, by: Actor) -> Attachment | None:
    """Keep a signature drawn on the screen beside its order; none when the name stands for it.

    Raises BadInput: a reason that is too long, a drawing that is no picture.
    """
    refuse_long(not_drawn=(signed.not_drawn, 300))
    if not signed.drawing:
        return None
    case = (repairs.CASE, order.request_id)
    return files.keep_drawing(signed.drawing, name=f"{order.number}-signature.png", target=order, by=by, case=case)
