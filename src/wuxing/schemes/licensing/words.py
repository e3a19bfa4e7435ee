"""Licensed tables in the reader's language."""

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wuxing.schemes.licensing.models import LicensedTable
from wuxing.schemes.licensing.states import State
from wuxing.schemes.packs.structure import Text

LANGUAGES = {"zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}


def text(words: Text) -> str:
    """Return the words of a pack in the active language."""
    return words.in_language(get_language() or "zh-hans")


def kind(name: str) -> str:
    """Return what a table holds."""
    return _("official points") if name == LicensedTable.Kind.POINTS else _("text of the standard")


def state(found: State) -> tuple[str, str]:
    """Return badge and word of a state."""
    return {
        State.WAITING: ("waiting", pgettext("of a licensed table", "waits to be signed off")),
        State.IN_FORCE: ("done", pgettext("of a licensed table", "in force")),
        State.REPLACED: ("excluded", pgettext("of a licensed table", "replaced")),
        State.WITHDRAWN: ("late", pgettext("of a licensed table", "withdrawn")),
    }[found]
