"""How long records are kept while the organisation has not decided: suggestions, each with where it comes from."""

from django.utils.translation import gettext_lazy as _

from wuxing.governance.records.registry import Default
from wuxing.governance.records.states import Basis

SERVICE = Default(
    36,
    Basis.OWN_RULE,
    _("system default: three years after service and warranty have ended; check it with your contracts"),
)
TRADE = Default(
    36, Basis.LAW, _("three years from the end of the trade under the E-commerce Law; quoted from memory, please check")
)
PERSONAL = Default(
    36,
    Basis.LAW,
    _(
        "Personal Information Protection Law, articles 19 and 47: no longer than the purpose needs; "
        "three years after the last service is our suggestion"
    ),
)
CERTIFICATION = Default(
    24,
    Basis.CERTIFICATION,
    _("two years after the certificate ends: what certification bodies must do; for a company it is our suggestion"),
)
WORK = Default(36, Basis.OWN_RULE, _("system default: three years; our suggestion"))
REFERRED_TO = Default(None, Basis.OWN_RULE, _("system default: for good, because other records refer to them"))
