"""Codes of procedure 21 in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wuxing.core.access import ROLE_TITLES, Role
from wuxing.governance.records.states import Basis, DestructionState, Disposal, ItemState, Medium, Scope, Spared

Words = str | Promise

BASES: dict[str, Words] = {
    Basis.LAW: gettext_lazy("law or regulation"),
    Basis.CONTRACT: gettext_lazy("contract"),
    Basis.CERTIFICATION: gettext_lazy("certification"),
    Basis.OWN_RULE: gettext_lazy("our own rule"),
}
MEDIA: dict[str, Words] = {
    Medium.ELECTRONIC: gettext_lazy("electronic"),
    Medium.PAPER: gettext_lazy("on paper"),
    Medium.BOTH: gettext_lazy("electronic and on paper"),
}
DISPOSALS: dict[str, Words] = {
    Disposal.ERASE: gettext_lazy("destroyed here, with the consent of two"),
    Disposal.KEEP: gettext_lazy("kept, not destroyed"),
    Disposal.OUTSIDE: gettext_lazy("destroyed by hand where they are kept"),
}
SCOPES: dict[str, Words] = {
    Scope.CASE: gettext_lazy("one case"),
    Scope.CUSTOMER: gettext_lazy("one customer"),
    Scope.RECORD_CLASS: gettext_lazy("a class of records"),
}
DESTRUCTIONS: dict[str, tuple[str, Words]] = {  # state badge, word
    DestructionState.PROPOSED: ("waiting", gettext_lazy("waiting for approval")),
    DestructionState.APPROVED: ("ontime", gettext_lazy("approved, about to begin")),
    DestructionState.RUNNING: ("ontime", gettext_lazy("being destroyed")),
    DestructionState.DONE: ("done", gettext_lazy("destroyed and certified")),
    DestructionState.REFUSED: ("excluded", gettext_lazy("not approved")),
    DestructionState.WITHDRAWN: ("excluded", gettext_lazy("taken back")),
}
ITEMS: dict[str, tuple[str, Words]] = {
    ItemState.LISTED: ("waiting", gettext_lazy("listed")),
    ItemState.DESTROYED: ("done", gettext_lazy("destroyed")),
    ItemState.KEPT: ("excluded", gettext_lazy("spared")),
}
SPARED: dict[str, Words] = {
    Spared.HELD: gettext_lazy("a legal hold covers it"),
    Spared.NOT_DUE: gettext_lazy("it is not due any more"),
}


def period(months: int | None) -> str:
    """Return how long something is kept."""
    if months is None:
        return _("for good")
    if months % 12 == 0:
        return ngettext("%(count)s year", "%(count)s years", months // 12) % {"count": months // 12}
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}


def roles(codes: tuple[str, ...] | list[str]) -> str:
    """Return the names of roles, in the order of the list of roles."""
    return _(", ").join(str(ROLE_TITLES[role]) for role in Role if role.value in codes)
