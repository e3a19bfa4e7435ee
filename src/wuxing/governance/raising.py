"""Records of this context and of those below from which a nonconformity can be raised (procedure 22)."""

from wuxing.core.ledger.models import Entry
from wuxing.governance.models import Document, Promise
from wuxing.governance.nonconformity.queries.origins import Offer, Origin
from wuxing.governance.nonconformity.states import Source


def _promise(pk: int) -> Origin | None:
    found = Promise.objects.filter(pk=pk).first()
    return Origin(number=f"{found.kind}-{found.pk}", title=found.text) if found else None


def _document(pk: int) -> Origin | None:
    found = Document.objects.filter(pk=pk).values_list("number", flat=True).first()
    return Origin(number=found) if found else None


def _entry(pk: int) -> Origin | None:
    return Origin(number=f"#{pk}") if Entry.objects.filter(pk=pk).exists() else None


OFFERS = (
    Offer("promise", _promise, "governance:promise", Source.STAFF),
    Offer("document", _document, "governance:document", Source.DOCUMENT),
    Offer("ledger_entry", _entry, "core:entry", Source.OTHER),
)
