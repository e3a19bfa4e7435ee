"""Trades and how their certificates stand. Pure."""

from datetime import date, timedelta

from wuxing.core.reasons import Reason, say

TRADES: dict[str, Reason] = {  # the codes that orders ask for (service.repair.rules.words), and three more
    "refrigeration": say("refrigeration"),
    "air_conditioning": say("air conditioning"),
    "laundry": say("laundry machines"),
    "gas": say("gas appliances"),
    "kitchen": say("kitchen appliances"),
    "electronics": say("electronics"),
    "small": say("small appliances"),
    "water_heating": say("water heaters"),
    "electrical": say("electrical work"),
    "software": say("software"),
}
ALARM = timedelta(days=60)  # facts.md section 7 no. 7: our default


def trade_word(code: str) -> Reason | str:
    """Return the name of a trade; a company's own code stands for itself."""
    return TRADES.get(code, code)


def certificate_state(valid_until: date | None, today: date) -> tuple[str, Reason]:
    """Return the state and word of a certificate: valid, running out within 60 days, over, or without an end."""
    if valid_until is None:
        return "ontime", say("no end date")
    if valid_until < today:
        return "late", say("over since %(date)s", date=valid_until.isoformat())
    if valid_until - today <= ALARM:
        return "risk", say("runs out on %(date)s", date=valid_until.isoformat())
    return "done", say("until %(date)s", date=valid_until.isoformat())
