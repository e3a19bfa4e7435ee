"""Words of agreements and fees in the reader's language."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wuxing.certification.agreement.models import Agreement
from wuxing.certification.agreement.states import Fee, State
from wuxing.certification.programme.structure import Programme
from wuxing.core import wording
from wuxing.core.access import AREAS

_BADGES = {
    State.ISSUED: "waiting",
    State.CHANGE_ASKED: "risk",
    State.SIGNED_CLIENT: "ontime",
    State.SIGNED_BODY: "waiting",
    State.CONCLUDED: "done",
    State.CONTINUES: "done",
}


def fee(value: Fee) -> str:
    """Return the word of a fee."""
    return {
        Fee.APPLICATION: _("Application fee"),
        Fee.EVALUATION: _("Evaluation fee"),
        Fee.CERTIFICATE: _("Certificate fee"),
        Fee.YEARLY: _("Yearly fee"),
    }[value]


def state(value: State) -> dict[str, str]:
    """Return badge and word of where an agreement stands."""
    word = {
        State.ISSUED: _("waits for the client"),
        State.CHANGE_ASKED: _("change asked for"),
        State.SIGNED_CLIENT: _("signed by the client"),
        State.SIGNED_BODY: _("signed by the body"),
        State.CONCLUDED: _("signed by both"),
        State.CONTINUES: _("agreement of the cycle goes on"),
    }[value]
    return {"state": _BADGES[value], "word": word}


def line(rule: Programme, code: str, title: Any) -> str:
    """Return the words of a line of the working: an adjustment by its title in the rule."""
    known = {one.code: one.title for one in rule.person_days.adjustments}
    if code in known:
        return known[code].in_language(get_language() or "zh-hans")
    return wording.text(title)


def areas(codes: Collection[str]) -> str:
    """Return the areas of records that are opened; nothing for all."""
    return wording.listed([str(title) for code, (title, _permissions) in AREAS.items() if code in codes])


def instant(moment: datetime) -> str:
    """Return an instant in the zone that is active, with its offset."""
    return timezone.localtime(moment).isoformat(" ", "seconds")


def facts(said: dict[str, Any]) -> list[list[str]]:
    """Return the head of an agreement as label and value."""
    pairs = [
        (_("Number"), f"{said['number']} · {_('version')} {said['version']}"),
        (_("Case"), f"{said['case']} · {said['kind']}"),
        (_("Client"), " · ".join(part for part in (said["client"], said["credit_code"], said["address"]) if part)),
        (_("Certification body"), said["body"]),
        (_("Level aimed at"), said["level"]),
        (_("Scope of certification"), said["scope"]),
        (_("Certification rule"), said["rule"]),
        (_("Period"), " – ".join(said["period"])),
        (_("Records open to the team"), f"{said['areas']} · {' – '.join(said['access'])}"),
        (_("Goes on from"), said["continues"]),
        (_("Remark"), said["note"]),
    ]
    return [[label, value] for label, value in pairs if value]


def labels() -> dict[str, str]:
    """Return the words of the printed agreement."""
    return {
        "days": _("Person-days"),
        "day": pgettext("unit", "days"),
        "why": _("Reason"),
        "fees": _("Fees"),
        "yuan": _("yuan, before tax"),
        "total": _("Total"),
        "yearly": _("Yearly fee in the following years"),
        "clauses": _("What is agreed"),
        "signatures": _("Signatures"),
        "exact": _("SHA-256 of the text that is signed"),
        "page": _("page"),
    }


def unsigned(continues: Agreement | None) -> str:
    """Return what stands where nobody signed: nothing yet, or the agreement whose signatures go on."""
    return _("signed in %(number)s") % {"number": continues.number} if continues else _("not signed")


def invoice_state(key: str) -> str:
    """Return the word of where an invoice stands."""
    return {
        "": _("all"),
        "open": pgettext("invoice", "open"),
        "overdue": _("overdue"),
        "paid": _("paid"),
        "cancelled": pgettext("invoice", "cancelled"),
    }[key]


def access(key: str) -> dict[str, str]:
    """Return badge and word of the access that a company gave."""
    word = {
        "open": _("lets in"),
        "waiting": _("not begun"),
        "over": _("over"),
        "ended": _("ended"),
    }[key]
    return {"state": {"open": "ontime", "waiting": "waiting"}.get(key, "excluded"), "word": word}
