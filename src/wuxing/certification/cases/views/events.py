"""What each ledger event of the context is called in a case's history."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, str | Promise] = {
    "case.open": _("Case opened"),
    "case.take_over": _("Taken over by another officer"),
    "letter.write": _("Letter written"),
}
