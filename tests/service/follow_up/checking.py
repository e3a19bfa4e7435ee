"""What every action of follow-up is held to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Max

from wuxing.core.ledger.models import Entry
from wuxing.core.ledger.rules import plain


@contextmanager
def leaves(*expected: tuple[str, str, int, dict[str, Any]]) -> Iterator[None]:
    """The block leaves exactly these entries: event, case and payload."""
    last = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
    yield
    made = [
        (one.event, one.case_type, one.case_id, one.payload) for one in Entry.objects.filter(pk__gt=last).order_by("pk")
    ]
    assert made == [(event, kind, number, plain(payload)) for event, kind, number, payload in expected]
